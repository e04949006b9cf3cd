#include "core/piece.h"
#include "core/access.h"
#include "core/compute.h"
#include "core/event.h"
#include "core/field.h"
#include "core/label.h"
#include "core/module.h"
#include "core/stale.h"
#include "core/status.h"
#include "store/meta_store.h"

#include <string.h>

enum err piece_get(struct ctx *cx, enum piece_kind kind, int64_t id, struct piece *out)
{
    *out = (struct piece){.kind = kind};
    enum err e = piece_store_get(cx->db, kind, id, &out->v);
    return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.not_found") : e;
}

struct piece piece_of_row(enum piece_kind kind, const struct val *row)
{
    return (struct piece){.kind = kind, .v = row};
}

bool piece_of_contacts(const struct piece *module)
{
    const char *kind = val_s(module->v[MODULE_KIND], "");
    return strcmp(kind, meta_store_contact_kinds[0]) == 0 || strcmp(kind, meta_store_contact_kinds[1]) == 0;
}

void piece_set(struct piece *p, int col, struct val v)
{
    if (val_equal(p->v[col], v))
        return;
    p->cols[p->n] = col;
    p->vals[p->n++] = v;
}

static int label_col(enum piece_kind kind)
{
    static const int cols[N_PIECE] = {[PIECE_MODULE] = MODULE_LABEL,
            [PIECE_STATUS] = STATUS_LABEL,
            [PIECE_FIELD] = FIELD_LABEL,
            [PIECE_OPTION] = OPTION_LABEL,
            [PIECE_TASK_TYPE] = TASK_TYPE_LABEL,
            [PIECE_VIEW] = VIEW_LABEL};
    return cols[kind];
}

const char *piece_shown(struct ctx *cx, const struct piece *p)
{
    return label_shown(cx, val_s(p->v[label_col(p->kind)], ""));
}

/* A column as the API shows it. */
static const char *api_json(struct ctx *cx, const struct piece_col *col, struct val v)
{
    if (col->holds == COL_JSON)
        return val_s(v, "null");
    if (col->holds == COL_BOOL)
        return val_i(v, 0) ? "true" : "false";
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_val(&w, v);
    return buf_str(&b);
}

/* Settings are compared one by one: yours differ in those you changed. */
static void stale_settings(struct ctx *cx, struct stale *s, const char *yours, const char *theirs)
{
    const json_t *a = json_tree(cx->arena, yours), *b = json_tree(cx->arena, theirs), *both[] = {a, b};
    const char *name;
    json_t *value;
    for (int i = 0; i < 2; i++)
        json_object_foreach((json_t *)both[i], name, value)
        {
            const json_t *mine = json_object_get(a, name), *other = json_object_get(b, name);
            if (i == 0 || !mine)
                stale_field_json(s, arena_printf(cx->arena, "settings.%s", name),
                        mine ? json_text(cx->arena, mine) : "null",
                        other ? json_text(cx->arena, other) : "null");
        }
}

static enum err stale(struct ctx *cx, const struct piece *p, int64_t version)
{
    int n_cols;
    const struct piece_col *cols = piece_cols(p->kind, &n_cols);
    struct stale s;
    stale_begin(cx, &s);
    jw_obj(&s.w);
    for (int i = 0; i < n_cols; i++) {
        const char *json = api_json(cx, &cols[i], p->v[i]);
        if (!*cols[i].api)
            continue;
        jw_key(&s.w, cols[i].api);
        jw_raw(&s.w, json, strlen(json));
    }
    jw_obj_end(&s.w);
    stale_fields(&s, version);
    for (size_t i = 0; i < p->n; i++) {
        const struct piece_col *col = &cols[p->cols[i]];
        if (p->kind == PIECE_MODULE && p->cols[i] == MODULE_SETTINGS)
            stale_settings(cx, &s, p->vals[i].s, val_s(p->v[MODULE_SETTINGS], "{}"));
        else
            stale_field_json(
                    &s, col->api, api_json(cx, col, p->vals[i]), api_json(cx, col, p->v[p->cols[i]]));
    }
    return stale_end(cx, &s);
}

/* {"id":7,"label":…}: a column's value as it is stored. */
static const char *event_json(struct ctx *cx, const struct piece *p, bool old)
{
    int n_cols;
    const struct piece_col *cols = piece_cols(p->kind, &n_cols);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kval(&w, "id", p->v[PIECE_ID]);
    for (size_t i = 0; i < p->n; i++)
        jw_kval(&w, cols[p->cols[i]].name, old ? p->v[p->cols[i]] : p->vals[i]);
    jw_obj_end(&w);
    return buf_str(&b);
}

static void told(struct ctx *cx, const struct piece *p)
{
    if (!cx->change_name)
        cx->change_name = piece_shown(cx, p);
    cx->meta_changed = true;
}

static bool sets(const struct piece *p, enum piece_kind kind, int col)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->kind == kind && p->cols[i] == col)
            return true;
    return false;
}

/* Is more changed than its place? */
static bool anew(const struct piece *p)
{
    static const int places[N_PIECE][2] = {[PIECE_MODULE] = {MODULE_POSITION, MODULE_POSITION},
            [PIECE_STATUS] = {STATUS_GROUP, STATUS_POSITION},
            [PIECE_FIELD] = {FIELD_GROUP, FIELD_POSITION},
            [PIECE_OPTION] = {OPTION_POSITION, OPTION_POSITION},
            [PIECE_TASK_TYPE] = {TASK_TYPE_POSITION, TASK_TYPE_POSITION}};
    for (size_t i = 0; i < p->n; i++)
        if (p->cols[i] != places[p->kind][0] && p->cols[i] != places[p->kind][1])
            return true;
    return false;
}

/* The row as it stands after the write. */
static void apply(struct ctx *cx, struct piece *p)
{
    int n_cols;
    piece_cols(p->kind, &n_cols);
    struct val *v = arena_copy(cx->arena, p->v, sizeof *v * (size_t)n_cols);
    for (size_t i = 0; i < p->n; i++)
        v[p->cols[i]] = p->vals[i];
    v[PIECE_VERSION].i += anew(p);
    p->v = v;
}

static enum err follow(struct ctx *cx, const struct piece *p)
{
    if (sets(p, PIECE_MODULE, MODULE_SETTINGS))
        return module_settings_follow(cx, piece_id(p), val_s(p->v[MODULE_SETTINGS], "{}"));
    if (sets(p, PIECE_STATUS, STATUS_GROUP))
        return statuses_follow(cx, p->v[PIECE_PARENT].i);
    if ((sets(p, PIECE_FIELD, FIELD_SETTINGS) || sets(p, PIECE_FIELD, FIELD_TRASHED)) &&
            !p->v[FIELD_TRASHED].i && strstr(val_s(p->v[FIELD_SETTINGS], ""), "\"formula\"")) {
        enum err e = compute_module(cx, p->v[PIECE_PARENT].i);
        if (e != ERR_OK)
            return e;
    }
    if (p->kind == PIECE_FIELD && !p->v[FIELD_TRASHED].i)
        return field_follow(cx, p, sets(p, PIECE_FIELD, FIELD_FILTERABLE));
    return ERR_OK;
}

enum err piece_save(struct ctx *cx, struct piece *p, int64_t version)
{
    if (version && version != p->v[PIECE_VERSION].i)
        return stale(cx, p, version);
    if (p->n == 0)
        return ERR_OK;
    enum err e = piece_store_update(
            cx->db, p->kind, piece_id(p), p->v[PIECE_VERSION].i, anew(p), p->cols, p->vals, p->n);
    if (e == ERR_STALE)
        return fail(cx, ERR_STALE, NULL, "error.stale");
    told(cx, p);
    if (e == ERR_OK)
        e = event_add(cx, &(struct event_new){.kind = "piece",
                                  .field = piece_name(p->kind),
                                  .old_json = event_json(cx, p, true),
                                  .new_json = event_json(cx, p, false)});
    if (e == ERR_OK) {
        apply(cx, p);
        e = follow(cx, p);
    }
    p->n = 0;
    return e;
}

enum err piece_made(struct ctx *cx, enum piece_kind kind, int64_t id)
{
    struct piece p;
    enum err e = piece_get(cx, kind, id, &p);
    if (e != ERR_OK)
        return e;
    told(cx, &p);
    return event_add(cx, &(struct event_new){.kind = "piece",
                                 .field = piece_name(kind),
                                 .new_json = arena_printf(cx->arena, "{\"id\":%lld}", (long long)id)});
}

/* Where an id stands in the list, from 1 on; 0 = it does not. */
static int place_of(const json_t *ids, int64_t id)
{
    size_t i;
    const json_t *j;
    json_array_foreach(ids, i, j)
    {
        if (json_integer_value(j) == id)
            return (int)i + 1;
    }
    return 0;
}

enum err pieces_order(
        struct ctx *cx, enum piece_kind kind, const struct rows *rows, size_t n, int col, const json_t *ids)
{
    enum err e = n == json_array_size(ids) ? ERR_OK : fail(cx, ERR_CONFLICT, "ids", "error.order_changed");
    for (size_t i = 0; i < n && e == ERR_OK; i++) {
        struct piece p = piece_of_row(kind, row_of(rows, i));
        int place = place_of(ids, piece_id(&p));
        if (!place)
            return fail(cx, ERR_CONFLICT, "ids", "error.order_changed");
        piece_set(&p, col, val_int(place));
        e = piece_save(cx, &p, 0);
    }
    return e;
}

/* Undo */

static enum err in_the_way(struct ctx *cx, const struct piece *p)
{
    return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", piece_shown(cx, p));
}

static struct val val_of(struct ctx *cx, const json_t *j)
{
    if (json_is_string(j))
        return val_text(arena_str(cx->arena, json_string_value(j)));
    return json_is_integer(j) ? val_int(json_integer_value(j)) : val_null();
}

/* What was made goes into the trash; a choice is no longer offered. */
static enum err unmake(struct ctx *cx, struct piece *p)
{
    int64_t n = 0;
    static const int cols[N_PIECE] = {[PIECE_MODULE] = MODULE_TRASHED,
            [PIECE_STATUS] = STATUS_TRASHED,
            [PIECE_FIELD] = FIELD_TRASHED,
            [PIECE_OPTION] = OPTION_STATE,
            [PIECE_TASK_TYPE] = TASK_TYPE_RETIRED};
    if (!cols[p->kind] || (p->kind != PIECE_OPTION && p->v[cols[p->kind]].i))
        return ERR_OK;
    enum err e = p->kind == PIECE_STATUS ? piece_store_count_in(cx->db, p->v[PIECE_PARENT].i, piece_id(p), &n)
                                         : ERR_OK;
    if (e != ERR_OK || n)
        return e != ERR_OK ? e : in_the_way(cx, p);
    if (p->kind == PIECE_FIELD) /* its code is free for another */
        piece_set(p, FIELD_CODE,
                val_text(arena_printf(
                        cx->arena, "%s~%lld", val_s(p->v[FIELD_CODE], ""), (long long)piece_id(p))));
    int64_t gone = p->kind == PIECE_OPTION ? OPTION_UNMADE : p->kind == PIECE_TASK_TYPE ? 1 : cx->now_at;
    piece_set(p, cols[p->kind], val_int(gone));
    return piece_save(cx, p, 0);
}

enum err piece_revert(struct ctx *cx, const char *field, const char *old_json, const char *new_json)
{
    enum piece_kind kind = piece_named(field);
    const json_t *was = json_tree(cx->arena, old_json ? old_json : ""),
                 *is = json_tree(cx->arena, new_json ? new_json : "");
    struct piece p;
    int n_cols;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e != ERR_OK || kind == N_PIECE)
        return e;
    e = piece_get(cx, kind, json_integer_value(json_object_get(is, "id")), &p);
    if (e != ERR_OK || !old_json)
        return e != ERR_OK ? e : unmake(cx, &p);
    const struct piece_col *cols = piece_cols(kind, &n_cols);
    for (int i = PIECE_PARENT + 1; i < n_cols; i++) {
        if (!json_object_get(is, cols[i].name))
            continue;
        bool place = strcmp(cols[i].name, "position") == 0; /* others may have made room since */
        if (!place && !val_equal(p.v[i], val_of(cx, json_object_get(is, cols[i].name))))
            return in_the_way(cx, &p);
        piece_set(&p, i, val_of(cx, json_object_get(was, cols[i].name)));
    }
    return piece_save(cx, &p, 0);
}
