/* compute - fields whose values follow from others (meta/formula.h): computed where a card is written, by a job where a
 * formula or a customer changed, and at midnight where they depend on today's date. */
#pragma once
#include "core/job.h"

struct card;

/* card_compute - fill in the card's computed fields; nothing is written. */
enum err card_compute(struct ctx *cx, struct card *card);
/* compute_module - all cards of a module anew, by a job, after one of its formulas changed. */
enum err compute_module(struct ctx *cx, int64_t module_id);
/* compute_customer - the cards of a contact, or of the people of a company, after it changed; nothing where no formula
 * looks at customers. */
enum err compute_customer(struct ctx *cx, int64_t contact_id);
/* compute_job - the job at work on the module's computed fields, 0 = none. */
enum err compute_job(struct ctx *cx, int64_t module_id, int64_t *out_job_id);
/* compute_step, compute_daily_step - the job kinds "compute" and "compute_daily". */
enum err compute_step(struct ctx *cx, struct job *job, bool *out_more);
enum err compute_daily_step(struct ctx *cx, struct job *job, bool *out_more);

/* formula_take - a formula for a field of a module: checked, also against rings.
 * Takes:  field_id - whose it is, 0 = a new field's
 * Gives:  its settings text, and the field type of its results
 * Errors: ERR_INVALID "formula"; the problem says where: "at" and "length", in characters */
enum err formula_take(struct ctx *cx, int64_t module_id, int64_t field_id, const char *source,
        const char **out_settings, const char **out_type);
/* formula_try - {"type","error","samples"}: what a formula would give, on a card or on the latest ones. */
enum err formula_try(struct ctx *cx, struct jw *w, int64_t module_id, int64_t field_id, const char *source,
        int64_t card_id);
/* formula_users - how many formulas of the module need the field. */
int formula_users(const struct module *mod, int64_t field_id);
