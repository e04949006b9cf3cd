/* role - an administrator's work on roles: what each may see and do. How they are compiled: meta/role.h. */
#pragma once
#include "core/ctx.h"

#define ROLES_MAX 50

/* role_add - a role of the account's own, from a body like {"label","rights","unowned","all","modules","fields"}; what is left
 * out it does not have. Gives: its code. Errors: ERR_INVALID with the field. Effects: meta_changed, audit */
enum err role_add(struct ctx *cx, const json_t *body, const char **out_code);
/* role_edit - the members that the body has. Errors: ERR_NOT_FOUND, ERR_INVALID, ERR_STALE; ERR_CONFLICT administrators may
 * everything */
enum err role_edit(struct ctx *cx, const char *code, int64_t version, const json_t *body);
/* role_remove - an own role, whose members get the role `to`; one of the program's is again what it was at first.
 * Errors: ERR_CONFLICT error.role_in_use without `to` */
enum err role_remove(struct ctx *cx, const char *code, const char *to);
/* role_write - the object "Role". */
void role_write(struct ctx *cx, struct jw *w, const struct role_of_account *r);
