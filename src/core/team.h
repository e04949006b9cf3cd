/* team - colleagues who, where a role's scope is "team", see each other's cards. One may belong to several. */
#pragma once
#include "core/ctx.h"

#define TEAMS_MAX       200
#define TEAM_NAME_CHARS 100

struct team_edit {
    const char *name; /* NULL = as it is */
    bool set_leader;  /* leader_id is given; 0 = none */
    int64_t leader_id;
    const json_t *members; /* an array of ids; NULL = as they are */
    const json_t *body;    /* all of it, for the problem of a stale write */
};
/* team_add, team_edit_by, team_remove - Errors: ERR_INVALID with the field, ERR_NOT_FOUND, ERR_STALE (version 0 skips the
 * check). Effects: meta_changed, audit */
enum err team_add(struct ctx *cx, const struct team_edit *in, int64_t *out_id);
enum err team_edit_by(struct ctx *cx, int64_t id, int64_t version, const struct team_edit *in);
enum err team_remove(struct ctx *cx, int64_t id);
/* team_write - the object "Team". */
void team_write(struct jw *w, const struct team *t);
