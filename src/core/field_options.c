/* field_options - the choices of a field: new ones, names, colours, order, retirement. A choice is never removed: cards
 * and history may hold it. */
#include "core/field.h"
#include "core/label.h"
#include "meta/field_new.h"
#include "store/meta_store.h"

static const struct val *row_with(const struct rows *rows, int64_t field_id, int64_t id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (row_of(rows, i)[PIECE_ID].i == id && row_of(rows, i)[PIECE_PARENT].i == field_id)
            return row_of(rows, i);
    return NULL;
}

static enum err set(struct ctx *cx, struct piece *p, const json_t *in, size_t i)
{
    const json_t *label = json_object_get(in, "label"), *retired = json_object_get(in, "retired");
    const char *colour = json_str(in, "colour"), *text;
    enum err e = label ? label_take(cx, label, arena_printf(cx->arena, "options[%zu].label", i), LABEL_CHARS,
                                 true, &text)
                       : ERR_OK;
    if (e == ERR_OK && label)
        piece_set(p, OPTION_LABEL, val_text(text));
    if (e == ERR_OK && colour && *colour)
        e = colour_check(cx, arena_printf(cx->arena, "options[%zu].colour", i), colour);
    if (colour)
        piece_set(p, OPTION_COLOUR, val_text(colour));
    if (retired)
        piece_set(p, OPTION_STATE, val_int(json_is_true(retired) ? OPTION_RETIRED : OPTION_OFFERED));
    piece_set(p, OPTION_POSITION, val_int((int64_t)i + 1));
    return e;
}

static enum err add(struct ctx *cx, int64_t field_id, const json_t *in, size_t i)
{
    const char *label;
    struct piece p;
    int64_t id;
    if (!json_object_get(in, "label"))
        return fail(cx, ERR_INVALID, arena_printf(cx->arena, "options[%zu].label", i), "error.required");
    enum err e = label_take(cx, json_object_get(in, "label"),
            arena_printf(cx->arena, "options[%zu].label", i), LABEL_CHARS, true, &label);
    if (e == ERR_OK)
        e = meta_option_create(cx->db, field_id, label, "", &id);
    if (e == ERR_TOO_LARGE)
        return fail_limit(cx, ERR_CONFLICT, "options", "error.too_many_options", OPTIONS_MAX);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_OPTION, id, &p);
    if (e == ERR_OK)
        e = set(cx, &p, in, i);
    if (e == ERR_OK && p.n)
        e = piece_store_update(cx->db, PIECE_OPTION, id, p.v[PIECE_VERSION].i, false, p.cols, p.vals, p.n);
    return e == ERR_OK ? piece_made(cx, PIECE_OPTION, id) : e;
}

static bool given(const json_t *list, int64_t id)
{
    size_t i;
    const json_t *o;
    json_array_foreach(list, i, o)
    {
        if (json_integer_value(json_object_get(o, "id")) == id)
            return true;
    }
    return false;
}

enum err field_options(struct ctx *cx, int64_t module_id, int64_t field_id, const json_t *list)
{
    struct rows rows;
    size_t i;
    const json_t *o;
    enum err e = piece_store_list(cx->db, PIECE_OPTION, module_id, &rows);
    json_array_foreach(list, i, o)
    {
        int64_t id = json_integer_value(json_object_get(o, "id"));
        const struct val *row = e == ERR_OK && id ? row_with(&rows, field_id, id) : NULL;
        if (e == ERR_OK && id && !row)
            e = fail(cx, ERR_INVALID, arena_printf(cx->arena, "options[%zu].id", i), "error.unknown_choice");
        if (e == ERR_OK && !id)
            e = add(cx, field_id, o, i);
        if (e != ERR_OK)
            return e;
        if (!row)
            continue;
        struct piece p = piece_of_row(PIECE_OPTION, row);
        e = set(cx, &p, o, i);
        if (e == ERR_OK)
            e = piece_save(cx, &p, 0);
    }
    for (i = 0; e == ERR_OK && i < rows.n; i++) {
        struct piece p = piece_of_row(PIECE_OPTION, row_of(&rows, i));
        if (p.v[PIECE_PARENT].i != field_id || p.v[OPTION_STATE].i || given(list, piece_id(&p)))
            continue;
        piece_set(&p, OPTION_STATE, val_int(OPTION_RETIRED));
        e = piece_save(cx, &p, 0);
    }
    return e;
}
