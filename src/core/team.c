#include "core/team.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/stale.h"
#include "store/role_store.h"

static enum err check_name(struct ctx *cx, const char *name)
{
    if (!text_valid(name, strlen(name)))
        return fail(cx, ERR_INVALID, "name", "error.not_utf8");
    if (!*text_trim(cx->arena, name))
        return fail(cx, ERR_INVALID, "name", "error.required");
    if (text_chars(name, strlen(name)) > TEAM_NAME_CHARS)
        return fail_limit(cx, ERR_INVALID, "name", "error.too_long", TEAM_NAME_CHARS);
    return ERR_OK;
}

static enum err check_member(struct ctx *cx, const char *path, int64_t id)
{
    return meta_member(cx->meta, id) ? ERR_OK : fail(cx, ERR_INVALID, path, "error.unknown_user");
}

static enum err members_of(struct ctx *cx, const json_t *list, int64_t **out_ids, size_t *out_n)
{
    int64_t *ids = arena_array(cx->arena, int64_t, json_array_size(list) + 1);
    size_t i;
    const json_t *id;
    json_array_foreach((json_t *)list, i, id)
    {
        ids[i] = json_integer_value(id);
        enum err e = check_member(cx, arena_printf(cx->arena, "member_ids[%zu]", i), ids[i]);
        if (e)
            return e;
    }
    *out_ids = ids;
    *out_n = json_array_size(list);
    return ERR_OK;
}

static enum err put(struct ctx *cx, struct team_row *row, const struct team_edit *in)
{
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = in->name ? check_name(cx, in->name) : ERR_OK;
    if (!e && in->set_leader && in->leader_id)
        e = check_member(cx, "leader_id", in->leader_id);
    if (!e && in->members)
        e = members_of(cx, in->members, &ids, &n);
    if (e)
        return e;
    if (in->name)
        row->name = text_trim(cx->arena, in->name);
    if (in->set_leader)
        row->leader_id = in->leader_id;
    e = row->id ? team_row_save(cx->db, row) : team_row_add(cx->db, row, &row->id);
    if (!e && in->members)
        e = team_store_members(cx->db, row->id, ids, n);
    cx->meta_changed = true;
    return e ? e : audit_note(cx, AUDIT_TEAM_CHANGED, row->name, NULL);
}

enum err team_add(struct ctx *cx, const struct team_edit *in, int64_t *out_id)
{
    struct team_row row = {.name = ""};
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e && cx->meta->n_teams >= TEAMS_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many", TEAMS_MAX);
    if (!e && !in->name)
        e = fail(cx, ERR_INVALID, "name", "error.required");
    if (!e)
        e = put(cx, &row, in);
    if (!e)
        *out_id = row.id;
    return e;
}

static enum err find(struct ctx *cx, int64_t id, struct team_row *out)
{
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e)
        e = team_row_get(cx->db, id, out);
    return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.not_found") : e;
}

static enum err stale(struct ctx *cx, int64_t id, int64_t version, const json_t *body)
{
    struct stale s;
    const struct team *now = meta_team(cx->meta, id);
    if (!now)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    stale_begin(cx, &s);
    team_write(&s.w, now);
    return stale_members(cx, &s, version, body);
}

enum err team_edit_by(struct ctx *cx, int64_t id, int64_t version, const struct team_edit *in)
{
    struct team_row row;
    enum err e = find(cx, id, &row);
    if (!e && version && version != row.version)
        e = stale(cx, id, version, in->body);
    return e ? e : put(cx, &row, in);
}

enum err team_remove(struct ctx *cx, int64_t id)
{
    struct team_row row;
    enum err e = find(cx, id, &row);
    if (!e)
        e = team_row_remove(cx->db, id);
    cx->meta_changed = true;
    return e ? e : audit_note(cx, AUDIT_TEAM_CHANGED, row.name, NULL);
}

void team_write(struct jw *w, const struct team *t)
{
    jw_obj(w);
    jw_kint(w, "id", t->id);
    jw_kstr(w, "name", t->name);
    jw_kval(w, "leader_id", t->leader_id ? val_int(t->leader_id) : val_null());
    jw_key(w, "member_ids");
    jw_arr(w);
    for (int i = 0; i < t->n_members; i++)
        jw_int(w, t->member_ids[i]);
    jw_arr_end(w);
    jw_kint(w, "version", t->version);
    jw_obj_end(w);
}
