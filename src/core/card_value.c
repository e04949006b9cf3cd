/* card_value - values of cards by field: out of the struct, from JSON, to JSON and to people's eyes. */
#include "core/card_impl.h"
#include "meta/field_type.h"
#include "store/attachment_store.h"

#include <string.h>

#define EDITS_MAX 250

struct val card_value(const struct card *card, const struct field *f)
{
    if (f->table == IN_MODULE)
        return card->custom[f->index];
    if (f->table == IN_CONTACT)
        return val_null();
    struct val v = card_col(card, (enum card_col)f->index);
    bool never = (f->index == CARD_LAST_CONTACT_AT || f->index == CARD_WAKE_AT) && v.i == 0;
    bool none = f->index == CARD_NEXT_DUE_AT && v.i >= NO_DUE;
    bool blank = v.type == VAL_TEXT && v.len == 0;
    return never || none || blank ? val_null() : v;
}

const char *field_path(struct ctx *cx, const struct field *f)
{
    return arena_printf(cx->arena, "fields.%s", f->code);
}

static enum err edit_from(
        struct ctx *cx, const struct module *mod, const char *code, const json_t *value, struct edit *out)
{
    const struct field *f = module_field(mod, code);
    const char *path = arena_printf(cx->arena, "fields.%s", code), *key = "error.invalid";
    int64_t limit = 0;
    if (!f)
        return fail_arg(cx, ERR_INVALID, path, "error.unknown_field", code);
    if (!f->editable)
        return fail(cx, ERR_INVALID, path, "error.not_editable");
    out->field = f;
    enum err e = f->type->parse(cx->arena, f, value, &out->value, &key, &limit);
    return e == ERR_OK ? e : fail_limit(cx, e, path, key, limit);
}

enum err edits_from_json(struct ctx *cx, const struct module *mod, const json_t *fields,
        struct edit **out_edits, size_t *out_n)
{
    size_t n = json_object_size(fields), i = 0;
    const char *code;
    json_t *value;
    if (n > EDITS_MAX)
        return fail_limit(cx, ERR_INVALID, "fields", "error.too_many", EDITS_MAX);
    struct edit *edits = arena_array(cx->arena, struct edit, n + 1);
    json_object_foreach((json_t *)fields, code, value)
    {
        enum err e = edit_from(cx, mod, code, value, &edits[i++]);
        if (e != ERR_OK)
            return e;
    }
    *out_edits = edits;
    *out_n = n;
    return ERR_OK;
}

char *value_json(struct ctx *cx, const struct field *f, struct val v)
{
    struct buf b;
    struct jw w;
    if (val_is_null(v))
        return NULL;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    f->type->write(&w, f, v);
    return buf_str(&b);
}

static void drop(void *j)
{
    json_decref(j);
}

enum err value_from_json(struct ctx *cx, const struct field *f, const char *json, struct val *out)
{
    const char *key = "error.invalid";
    int64_t limit = 0;
    if (!json) {
        *out = val_null();
        return ERR_OK;
    }
    json_t *j = json_loads(json, JSON_DECODE_ANY, NULL);
    if (!j)
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.invalid");
    arena_cleanup(cx->arena, drop, j);
    enum err e = f->type->parse(cx->arena, f, j, out, &key, &limit);
    return e == ERR_OK ? e : fail_limit(cx, e, field_path(cx, f), key, limit);
}

/* Files that were removed for good have no name any more. */
static char *file_name(struct ctx *cx, int64_t id)
{
    struct attachment at;
    return arena_str(cx->arena, attachment_store_get(cx->db, id, &at) ? "…" : at.name);
}

char *value_show(struct ctx *cx, const struct module *mod, const struct field *f, struct val v)
{
    const char *type = f->type->name, *name = NULL;
    if (v.type == VAL_INT && strcmp(type, "user") == 0) {
        const struct member *m = meta_member(cx->meta, v.i);
        name = m ? m->name : NULL;
    } else if (v.type == VAL_INT && strcmp(type, "status") == 0) {
        const struct status *st = module_status_ever(mod, v.i);
        name = st ? label_in(&st->label, cx->lang) : NULL;
    } else if (v.type == VAL_INT && strcmp(type, "contact") == 0 &&
               card_store_contact_name(cx->db, v.i, &name) != ERR_OK)
        name = NULL;
    else if (v.type == VAL_INT && strcmp(type, "file") == 0)
        return file_name(cx, v.i);
    return name ? arena_str(cx->arena, name) : f->type->show(cx->arena, f, v, cx->lang, cx->zone);
}
