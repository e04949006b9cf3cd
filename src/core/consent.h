/* consent - what a person agreed to, how, when, and that it was withdrawn. Nothing of it is changed afterwards. */
#pragma once
#include "core/ctx.h"

#define CONSENTS_MAX 200 /* of one contact */

/* consent_list_write - {"rows":[Consent]}, latest first, with those of contacts that were merged into this one. */
enum err consent_list_write(struct ctx *cx, int64_t contact_id, struct jw *w);
/* consent_rows_write - the array alone. */
enum err consent_rows_write(struct ctx *cx, int64_t contact_id, struct jw *w);
/* consent_give - Takes: given_at 0 = now. Errors: ERR_INVALID purpose, given_at; ERR_NOT_FOUND; ERR_CONFLICT in the trash
 * Effects: event consent_given on the contact */
enum err consent_give(struct ctx *cx, int64_t contact_id, const char *purpose, const char *how,
        const char *note, int64_t given_at);
/* consent_withdraw - Gives: *out_contact_id whose it was. Errors: ERR_NOT_FOUND; ERR_CONFLICT it is withdrawn already
 * Effects: event consent_withdrawn */
enum err consent_withdraw(struct ctx *cx, int64_t id, const char *how, int64_t *out_contact_id);
/* consent_revert - undo of these two events. Errors: ERR_CONFLICT error.undo_later_change */
enum err consent_revert(struct ctx *cx, const char *kind, const char *new_json);
