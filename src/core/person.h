/* person - what the law gives a person: all that is known of him as files, and to be forgotten for good. */
#pragma once
#include "core/job.h"

/* person_export - a ZIP file: person.json with the contact, consents, cards and history; the same as CSV tables.
 * Gives:  *out_name his name
 * Errors: ERR_NOT_FOUND; ERR_INVALID a company; ERR_FORBIDDEN */
enum err person_export(struct ctx *cx, int64_t id, struct buf *out, const char **out_name);
/* person_erase - ask for it.
 * Takes:  confirm, his name as the person who asks has typed it
 * Errors: ERR_INVALID "confirm", or a company; ERR_NOT_FOUND; ERR_FORBIDDEN below an administrator
 * Effects: a job, which cannot be undone; a line of the audit log */
enum err person_erase(struct ctx *cx, int64_t id, const char *confirm, int64_t *out_job_id);
/* person_erase_step - the job "person_erase": first he himself, with those merged into him, then cards, 50 at once. */
enum err person_erase_step(struct ctx *cx, struct job *job, bool *out_more);
