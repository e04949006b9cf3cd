/* kinds - the list of job kinds. What a kind does stands in core, in the file named beside it. */
#pragma once
#include "core/job.h"

/* job_kind_named - NULL when there is none. */
const struct job_kind *job_kind_named(const char *name);
/* job_kinds - all of them, ended by a record without a name; for `cardinal describe`. */
extern const struct job_kind job_kinds[];
