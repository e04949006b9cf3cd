/* card_needs - what must be filled in before a card may stand where it goes. */
#include "core/card_impl.h"
#include "meta/field_type.h"

#include <string.h>

static bool among(const char *const *codes, const char *code)
{
    for (; codes && *codes; codes++)
        if (strcmp(*codes, code) == 0)
            return true;
    return false;
}

/* Files of the past, the clock and undo ask for nothing. */
static bool asks(const struct ctx *cx)
{
    return cx->origin == ORIGIN_USER || cx->origin == ORIGIN_API || cx->origin == ORIGIN_BULK;
}

static enum err missing(struct ctx *cx, const struct field *const *fields, size_t n)
{
    struct buf b, names;
    struct jw w;
    buf_init(&b, cx->arena);
    buf_init(&names, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_key(&w, "missing");
    jw_arr(&w);
    for (size_t i = 0; i < n; i++) {
        const char *label = label_in(&fields[i]->label, cx->lang);
        buf_puts(&names, i ? ", " : "");
        buf_puts(&names, label);
        jw_obj(&w);
        jw_kstr(&w, "code", fields[i]->code);
        jw_kstr(&w, "label", label);
        jw_kstr(&w, "type", fields[i]->type->name);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    jw_obj_end(&w);
    fail_arg(cx, ERR_INVALID, field_path(cx, fields[0]), "error.required_at", buf_str(&names));
    cx->fault.extra_json = buf_str(&b);
    return ERR_INVALID;
}

enum err card_check_needs(struct ctx *cx, const struct card *before, const struct card *after)
{
    const struct module *mod = after->module;
    const struct status *st = module_status(mod, after->status_id);
    bool moved = !before || before->status_id != after->status_id;
    const struct field **lacks = arena_array(cx->arena, const struct field *, (size_t)mod->n_fields + 1);
    size_t n = 0;
    if (!asks(cx) || !st)
        return ERR_OK;
    for (int i = 0; i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        if (!among(st->needs, f->code) || !val_is_null(card_value(after, f)))
            continue;
        if (moved || !val_is_null(card_value(before, f))) /* what was empty before may stay so */
            lacks[n++] = f;
    }
    return n ? missing(cx, lacks, n) : ERR_OK;
}
