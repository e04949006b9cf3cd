#include "core/status.h"
#include "core/access.h"
#include "core/label.h"
#include "core/piece.h"
#include "core/pipeline.h"
#include "core/rewake.h"
#include "core/stale.h"
#include "store/meta_store.h"

#include <string.h>

#define DAYS_MAX 3650

static const char *const group_names[N_GROUP] = {"lead", "open", "success", "failed"};

static int group_named(const char *name)
{
    for (int g = 0; name && g < N_GROUP; g++)
        if (strcmp(group_names[g], name) == 0)
            return g;
    return -1;
}

enum err pipeline_may_change(struct ctx *cx, int64_t module_id, bool freely, struct piece *out_piece)
{
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_MODULE, module_id, out_piece);
    if (e == ERR_OK && piece_of_contacts(out_piece))
        e = fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (e != ERR_OK)
        return e;
    if (out_piece->v[MODULE_TRASHED].i)
        return fail(cx, ERR_CONFLICT, NULL, "error.module_trashed");
    const struct pipeline_kind *kind = pipeline_kind_named(val_s(out_piece->v[MODULE_KIND], ""));
    return freely && kind && kind->fixed ? fail(cx, ERR_CONFLICT, NULL, "error.pipeline_rules") : ERR_OK;
}

enum err statuses_follow(struct ctx *cx, int64_t module_id)
{
    const struct module *mod = meta_module(cx->meta, module_id);
    struct rows rows;
    if (!mod || !mod->pipeline || !mod->pipeline->waits)
        return ERR_OK;
    enum err e = piece_store_list(cx->db, PIECE_STATUS, module_id, &rows);
    if (e != ERR_OK)
        return e;
    struct status *st = arena_array(cx->arena, struct status, rows.n + 1);
    struct module changed = *mod;
    for (size_t i = 0; i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        st[i] = (struct status){.id = v[PIECE_ID].i,
                .module_id = module_id,
                .group = (enum group)v[STATUS_GROUP].i,
                .role = val_s(v[STATUS_ROLE], "")};
    }
    changed.statuses = st;
    changed.n_statuses = changed.n_all_statuses = (int)rows.n;
    return rewake(cx, &changed);
}

/* Changing one */

static bool fixed_need(const char *code)
{
    static const char *const codes[] = {"owner", "contact", "value", "source", NULL};
    for (const char *const *c = codes; *c; c++)
        if (strcmp(*c, code) == 0)
            return true;
    return false;
}

static bool own_need(const struct rows *fields, const char *code)
{
    for (size_t i = 0; i < fields->n; i++) {
        const struct val *v = row_of(fields, i);
        if (!v[FIELD_TRASHED].i && !v[FIELD_READ_ONLY].i && strcmp(val_s(v[FIELD_CODE], ""), code) == 0)
            return true;
    }
    return false;
}

static enum err take_needs(
        struct ctx *cx, const struct piece *mod, const json_t *needs, const char **out_json)
{
    const struct pipeline_kind *kind = pipeline_kind_named(val_s(mod->v[MODULE_KIND], ""));
    struct rows fields;
    size_t i;
    const json_t *need;
    if (kind && kind->fixed && json_array_size(needs))
        return fail(cx, ERR_CONFLICT, "needs", "error.pipeline_rules");
    enum err e = piece_store_list(cx->db, PIECE_FIELD, piece_id(mod), &fields);
    if (e != ERR_OK)
        return e;
    json_array_foreach(needs, i, need)
    {
        const char *code = json_string_value(need);
        if (!fixed_need(code) && !own_need(&fields, code))
            return fail_arg(cx, ERR_INVALID, arena_printf(cx->arena, "needs[%zu]", i), "error.unknown_field",
                    arena_str(cx->arena, code));
    }
    *out_json = json_text(cx->arena, needs);
    return ERR_OK;
}

static void set_int(struct piece *p, const json_t *in, const char *name, int col)
{
    const json_t *v = json_object_get(in, name);
    if (json_is_integer(v))
        piece_set(p, col, val_int(json_integer_value(v)));
}

static enum err set_all(struct ctx *cx, struct piece *p, const struct piece *mod, const json_t *in)
{
    const json_t *label = json_object_get(in, "label"), *cadence = json_object_get(in, "cadence_label"),
                 *needs = json_object_get(in, "needs");
    const char *colour = json_str(in, "colour"), *text = NULL;
    enum err e = label ? label_take(cx, label, "label", LABEL_CHARS, true, &text) : ERR_OK;
    if (e == ERR_OK && label)
        piece_set(p, STATUS_LABEL, val_text(text));
    if (e == ERR_OK && cadence)
        e = label_take(cx, cadence, "cadence_label", LABEL_CHARS, false, &text);
    if (e == ERR_OK && cadence)
        piece_set(p, STATUS_CADENCE_LABEL, val_text(text));
    if (e == ERR_OK && colour)
        e = colour_check(cx, "colour", colour);
    if (e == ERR_OK && colour)
        piece_set(p, STATUS_COLOUR, val_text(colour));
    if (e == ERR_OK && needs)
        e = take_needs(cx, mod, needs, &text);
    if (e == ERR_OK && needs)
        piece_set(p, STATUS_NEEDS, val_text(text));
    set_int(p, in, "cadence_days", STATUS_CADENCE_DAYS);
    set_int(p, in, "stalled_days", STATUS_STALLED_DAYS);
    set_int(p, in, "probability_pct", STATUS_PROBABILITY);
    return e;
}

enum err status_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id)
{
    struct piece mod, p;
    enum err e = access_need(cx, RIGHT_CONFIGURE);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_STATUS, id, &p);
    if (e == ERR_OK && p.v[STATUS_TRASHED].i)
        e = fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (e == ERR_OK)
        e = pipeline_may_change(cx, p.v[PIECE_PARENT].i, false, &mod);
    if (e == ERR_OK)
        e = set_all(cx, &p, &mod, in);
    if (e != ERR_OK)
        return e;
    *out_module_id = piece_id(&mod);
    cx->change_kind = "status.edit";
    return piece_save(cx, &p, version);
}

/* The order */

struct place {
    int64_t id;
    int group;
};

/* Write where they are to stand; only what differs is written. quietly: they only make room, which nobody undoes. */
static enum err put_in_order(
        struct ctx *cx, const struct rows *rows, const struct place *places, size_t n, bool quietly)
{
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        for (size_t k = 0; k < rows->n && e == ERR_OK; k++) {
            if (row_of(rows, k)[PIECE_ID].i != places[i].id)
                continue;
            struct piece p = piece_of_row(PIECE_STATUS, row_of(rows, k));
            piece_set(&p, STATUS_GROUP, val_int(places[i].group));
            piece_set(&p, STATUS_POSITION, val_int((int64_t)i));
            if (!quietly)
                e = piece_save(cx, &p, 0);
            else if (p.n)
                e = piece_store_update(
                        cx->db, PIECE_STATUS, piece_id(&p), p.v[PIECE_VERSION].i, false, p.cols, p.vals, p.n);
        }
    return e;
}

static const char *order_json(struct ctx *cx, const struct rows *rows)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_arr(&w);
    for (size_t i = 0; i < rows->n; i++) {
        jw_obj(&w);
        jw_kval(&w, "id", row_of(rows, i)[PIECE_ID]);
        jw_kstr(&w, "group", group_names[row_of(rows, i)[STATUS_GROUP].i % N_GROUP]);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    return buf_str(&b);
}

static enum err stale_order(
        struct ctx *cx, const struct piece *mod, const struct rows *rows, int64_t version, const json_t *list)
{
    struct stale s;
    stale_begin(cx, &s);
    jw_obj(&s.w);
    jw_kint(&s.w, "id", piece_id(mod));
    jw_kint(&s.w, "version", mod->v[PIECE_VERSION].i);
    jw_obj_end(&s.w);
    stale_fields(&s, version);
    stale_field_json(&s, "statuses", json_text(cx->arena, list), order_json(cx, rows));
    return stale_end(cx, &s);
}

static enum err read_places(struct ctx *cx, const struct rows *rows, const json_t *list, struct place *places)
{
    size_t i;
    const json_t *item;
    if (json_array_size(list) != rows->n)
        return fail(cx, ERR_CONFLICT, "statuses", "error.order_changed");
    json_array_foreach(list, i, item)
    {
        bool known = false, twice = false;
        places[i] = (struct place){
                json_integer_value(json_object_get(item, "id")), group_named(json_str(item, "group"))};
        for (size_t k = 0; k < rows->n; k++)
            known |= row_of(rows, k)[PIECE_ID].i == places[i].id;
        for (size_t k = 0; k < i; k++)
            twice |= places[k].id == places[i].id;
        if (!known || twice)
            return fail(
                    cx, ERR_CONFLICT, arena_printf(cx->arena, "statuses[%zu].id", i), "error.order_changed");
    }
    return ERR_OK;
}

/* Whoever orders the pipeline after this change has not seen it: the module's version says so. */
static enum err touch(struct ctx *cx, const struct piece *mod)
{
    return piece_store_update(
            cx->db, PIECE_MODULE, piece_id(mod), mod->v[PIECE_VERSION].i, true, NULL, NULL, 0);
}

enum err pipeline_order(struct ctx *cx, int64_t module_id, int64_t version, const json_t *list)
{
    struct piece mod;
    struct rows rows;
    enum err e = pipeline_may_change(cx, module_id, true, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_STATUS, module_id, &rows);
    if (e != ERR_OK)
        return e;
    if (version && version != mod.v[PIECE_VERSION].i)
        return stale_order(cx, &mod, &rows, version, list);
    struct place *places = arena_array(cx->arena, struct place, rows.n + 1);
    cx->change_kind = "pipeline.order";
    cx->change_name = piece_shown(cx, &mod);
    e = read_places(cx, &rows, list, places);
    if (e == ERR_OK)
        e = put_in_order(cx, &rows, places, rows.n, false);
    return e == ERR_OK ? touch(cx, &mod) : e;
}

/* Adding one */

/* The order with the new one in it: in front of `before`, else behind the last of its group. */
static size_t place_new(const struct rows *rows, int64_t id, int group, int64_t before, struct place *out)
{
    size_t n = 0;
    bool placed = false;
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *v = row_of(rows, i);
        if (!placed && (before ? v[PIECE_ID].i == before : v[STATUS_GROUP].i > group)) {
            out[n++] = (struct place){id, group};
            placed = true;
        }
        out[n++] = (struct place){v[PIECE_ID].i, (int)v[STATUS_GROUP].i};
    }
    if (!placed)
        out[n++] = (struct place){id, group};
    return n;
}

static enum err check_before(struct ctx *cx, const struct rows *rows, int64_t before, int group)
{
    for (size_t i = 0; before && i < rows->n; i++)
        if (row_of(rows, i)[PIECE_ID].i == before && row_of(rows, i)[STATUS_GROUP].i == group)
            return ERR_OK;
    return before ? fail(cx, ERR_INVALID, "before", "error.unknown_status") : ERR_OK;
}

static enum err insert(
        struct ctx *cx, const struct piece *mod, const json_t *in, int group, size_t at, int64_t *out_id)
{
    const struct val row[PIECE_COLS] = {[STATUS_LABEL] = val_text("{}"),
            [STATUS_COLOUR] = val_text("gray"),
            [STATUS_CADENCE_LABEL] = val_text("{}"),
            [STATUS_NEEDS] = val_text("[]"),
            [STATUS_CADENCE_DAYS] = val_int(0),
            [STATUS_STALLED_DAYS] = val_int(0),
            [STATUS_PROBABILITY] = val_int(0)};
    struct piece p = piece_of_row(PIECE_STATUS, row);
    struct val v[PIECE_COLS];
    enum err e = set_all(cx, &p, mod, in);
    memcpy(v, row, sizeof v);
    for (size_t i = 0; i < p.n; i++)
        v[p.cols[i]] = p.vals[i];
    if (e == ERR_OK)
        e = meta_store_add_status(cx->db,
                P(val_int(piece_id(mod)), val_int(group), val_int((int64_t)at), v[STATUS_LABEL],
                        v[STATUS_COLOUR], val_text(""), v[STATUS_CADENCE_DAYS], v[STATUS_CADENCE_LABEL],
                        v[STATUS_STALLED_DAYS], v[STATUS_PROBABILITY], v[STATUS_NEEDS]),
                out_id);
    return e;
}

enum err status_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id)
{
    struct piece mod;
    struct rows rows;
    struct place places[STATUSES_MAX + 1];
    int group = group_named(json_str(in, "group"));
    int64_t before = json_integer_value(json_object_get(in, "before"));
    enum err e = pipeline_may_change(cx, module_id, true, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_STATUS, module_id, &rows);
    if (e == ERR_OK && rows.n >= STATUSES_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_statuses", STATUSES_MAX);
    if (e == ERR_OK)
        e = check_before(cx, &rows, before, group);
    if (e == ERR_OK)
        e = insert(cx, &mod, in, group, rows.n, out_id);
    if (e != ERR_OK)
        return e;
    size_t n = place_new(&rows, *out_id, group, before, places);
    cx->change_kind = "status.add";
    e = piece_made(cx, PIECE_STATUS, *out_id);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_STATUS, module_id, &rows);
    if (e == ERR_OK)
        e = put_in_order(cx, &rows, places, n, true);
    return e == ERR_OK ? touch(cx, &mod) : e;
}
