/* card_needs - what must be filled in before a card may stand where it goes. */
#include "core/access.h"
#include "core/card_impl.h"
#include "meta/field_type.h"
#include "store/field_store.h"

#include <string.h>

static bool among(const char *const *codes, const char *code)
{
    for (; codes && *codes; codes++)
        if (strcmp(*codes, code) == 0)
            return true;
    return false;
}

static int rank(const struct module *mod, int64_t status_id)
{
    for (int i = 0; i < mod->n_statuses; i++)
        if (mod->statuses[i].id == status_id)
            return i;
    return -1;
}

/* Behind the status it is required from; a failure asks only for what was required from a failure on. */
static bool required_at(const struct module *mod, const struct field *f, const struct status *st)
{
    const struct status *from = f->required_from ? module_status(mod, f->required_from) : NULL;
    if (!from || (st->group == GRP_FAILED && from->group != GRP_FAILED))
        return false;
    return rank(mod, st->id) >= rank(mod, from->id);
}

bool card_asked_at(const struct module *mod, const struct status *st, const struct field *f)
{
    return !f->read_only && (among(st->needs, f->code) || required_at(mod, f, st));
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
        if (!card_asked_at(mod, st, f) || access_marks(cx, mod, f) || !val_is_null(card_value(after, f)))
            continue;
        if (moved || !val_is_null(card_value(before, f))) /* what was empty before may stay so */
            lacks[n++] = f;
    }
    return n ? missing(cx, lacks, n) : ERR_OK;
}

/* Who may not see the other card learns that there is one, and no more. */
static enum err not_unique(struct ctx *cx, const struct field *f, const struct field_holder *other)
{
    enum err e = access_card(cx, f->module_id, other->owner_id, other->card_id);
    if (e == ERR_NOT_FOUND) {
        cx->fault = (struct fault){0}; /* of the other card, which was not asked for */
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.not_unique_unseen");
    }
    return e == ERR_OK ? fail_arg(cx, ERR_INVALID, field_path(cx, f), "error.not_unique",
                                 arena_printf(cx->arena, "%lld", (long long)other->number))
                       : e;
}

enum err card_check_unique(struct ctx *cx, const struct card *before, const struct card *after)
{
    const struct module *mod = after->module;
    enum err e = ERR_OK;
    for (int i = mod->n_fields - mod->n_custom; i < mod->n_fields && e == ERR_OK; i++) {
        const struct field *f = &mod->fields[i];
        struct val v = card_value(after, f);
        struct field_holder other;
        if (!f->is_unique || val_is_null(v) || (before && val_equal(card_value(before, f), v)))
            continue;
        e = field_store_has(cx->db, mod->id, f->id, v, after->id, &other);
        if (e == ERR_OK)
            return not_unique(cx, f, &other);
        e = e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    return e;
}

struct val value_default(struct ctx *cx, const struct field *f)
{
    struct civil c;
    if (!f->dflt_word)
        return f->dflt;
    if (*f->dflt_word == 'm')
        return acting_member_id(cx) ? val_int(acting_member_id(cx)) : val_null();
    if (strcmp(f->type->name, "datetime") == 0)
        return val_int(cx->now_at);
    clock_local(cx->now_at, cx->zone, &c);
    return val_text(arena_printf(cx->arena, "%04d-%02d-%02d", c.year, c.month, c.day));
}

void card_set_defaults(struct ctx *cx, struct card *card)
{
    const struct module *mod = card->module;
    for (int i = mod->n_fields - mod->n_custom; i < mod->n_fields; i++)
        card->custom[mod->fields[i].index] = value_default(cx, &mod->fields[i]);
}
