/* member - the users of an account: roles, visibility, preferences. Log-ins and invitations: core/directory.h. */
#pragma once
#include "core/ctx.h"

enum {
    MEMBER_NAME = 1,
    MEMBER_ROLE = 2,
    MEMBER_SEES_ALL = 4,
    MEMBER_ACTIVE = 8,
    MEMBER_LANGUAGE = 16,
    MEMBER_ZONE = 32,
    MEMBER_THEME = 64,
    MEMBER_LOCKED = 128
};
struct member_edit {
    unsigned set;
    const char *name, *role, *language, *zone, *theme;
    bool sees_all, active, locked;
};

#define MEMBER_NAME_CHARS 100
#define MEMBERS_MAX       500

/* member_initials - "Nagy Anna" -> "NA". */
char *member_initials(struct arena *a, const char *name);

/* member_create - a new user with a log-in of the directory. in: name, role, sees_all, language, zone are used.
 * Errors: ERR_INVALID with the field; ERR_CONFLICT error.member_exists
 * Effects: meta_changed */
/* member_may_add - would member_create take it? Before anything is made outside of the account. */
enum err member_may_add(struct ctx *cx, const struct member_edit *in);
enum err member_create(
        struct ctx *cx, int64_t login_id, const char *email, const struct member_edit *in, int64_t *out_id);
/* member_update - version 0 skips the check.
 * Errors: ERR_STALE; ERR_CONFLICT error.last_administrator when nobody would be left to administer */
enum err member_update(struct ctx *cx, int64_t id, int64_t version, const struct member_edit *in);
/* member_read - as it is in the database now, not in the snapshot; for the reply after a change. */
enum err member_read(struct ctx *cx, int64_t id, struct member *out_member);
/* member_write - the object "Member". pending: invited, not joined. */
void member_write(struct jw *w, const struct member *m, bool pending);
/* member_write_members - the same without the braces. */
void member_write_members(struct jw *w, const struct member *m, bool pending);

/* settings_update - the account's own settings (PATCH /api/account): name, zone, country, name_order. NULL = as is. */
struct settings_edit {
    const char *name, *zone, *country, *name_order;
    const json_t *work_hours; /* see worktime.h */
};
enum err settings_update(struct ctx *cx, const struct settings_edit *in);
/* setting_put_text - one setting of the account, kept as JSON. Effects: meta_changed */
enum err setting_put_text(struct ctx *cx, const char *name, const char *text);
/* check_country - two capital letters (ISO 3166). Errors: ERR_INVALID field "country" */
enum err check_country(struct ctx *cx, const char *country);
