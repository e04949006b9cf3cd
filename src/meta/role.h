/* role - what roles allow, compiled for a snapshot. The program's roles are a table of constants; a row of table `role`
 * takes the place of one, or is an account's own. Its rights are JSON:
 * {"rights":["export",…],"unowned":true,"all":["all","own","none"],"modules":{"3":["team","own","none"]},
 *  "fields":{"3":{"value":"hidden","budget":"read_only"}}}: "all" and a module's list are see, edit, delete. */
#pragma once
#include "meta/meta.h"

struct rows;

#define ROLE_CODE_EXTERNAL      "external"
#define ROLE_CODE_ADMINISTRATOR "administrator"
#define ROLE_CODE_USER          "user" /* the one role that sees_all widens */

/* Names of rights, scopes and marks in JSON and in the API; ended by NULL. rights[i] is bit 1 << i. */
extern const char *const right_names[], *const scope_names[];

/* role_load - m->roles; m->modules must be there. An administrator is never narrowed, whatever a row says. */
void role_load(struct arena *a, const struct rows *rows, struct meta *m);
/* role_load_teams - m->teams. */
void role_load_teams(struct arena *a, const struct rows *teams, const struct rows *members, struct meta *m);
/* role_or_least - the role of this code; an unknown one is one that sees nothing. */
const struct role_of_account *role_or_least(const struct meta *m, const char *code);
/* role_sees - what a member of a snapshot may see. */
const struct sees *role_sees(struct arena *a, const struct meta *m, const struct member *member);
/* role_scope - of a verb in the i-th module, with what the member's sees_all adds. */
enum scope role_scope(const struct member *member, int i, enum may verb);
/* role_may_hide - can this field be hidden? The rest of a card's fixed ones can at most be read only. */
bool role_may_hide(const struct field *f);
