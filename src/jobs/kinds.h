/* kinds - the list of job kinds. What a kind does stands in core, in the file named beside it. */
#pragma once
#include "core/job.h"

/* job_kind_named - NULL when there is none. */
const struct job_kind *job_kind_named(const char *name);
/* job_apart - what a job's kind does before each step outside of transactions; for most nothing. */
enum err job_apart(struct store *s, struct arena *a, const struct job *job);
/* job_kinds - all of them, ended by a record without a name; for `cardinal describe`. */
extern const struct job_kind job_kinds[];
