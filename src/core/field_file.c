#include "core/field_file.h"
#include "core/access.h"
#include "core/card_impl.h"
#include "meta/field_type.h"

#include <string.h>

#define BROUGHT_MS MS_DAY /* how long a file waits for its card to be saved */

static const struct field *field_by_id(const struct ctx *cx, int64_t id, const struct module **out_module)
{
    for (int m = 0; m < cx->meta->n_modules; m++) {
        const struct module *mod = &cx->meta->modules[m];
        for (int i = mod->n_fields - mod->n_custom; i < mod->n_fields; i++)
            if (mod->fields[i].id == id) {
                *out_module = mod;
                return &mod->fields[i];
            }
    }
    return NULL;
}

/* A field of files that he knows of. */
static enum err find(
        struct ctx *cx, int64_t id, const struct module **out_module, const struct field **out_field)
{
    const struct module *mod;
    const struct field *f = field_by_id(cx, id, &mod);
    if (!f || strcmp(f->type->name, "file") != 0 || mod->trashed_at ||
            (access_marks(cx, mod, f) & MARK_HIDDEN))
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    *out_module = mod;
    *out_field = f;
    return ERR_OK;
}

enum err field_file_place(struct ctx *cx, int64_t field_id)
{
    const struct module *mod;
    const struct field *f;
    enum err e = find(cx, field_id, &mod, &f);
    if (!e)
        e = access_module(cx, mod, MAY_EDIT);
    if (!e && !f->editable)
        return fail(cx, ERR_INVALID, field_path(cx, f), "error.not_editable");
    return e ? e : access_edit(cx, mod, f);
}

enum err field_file_see(struct ctx *cx, const struct attachment *at)
{
    const struct module *mod;
    const struct field *f;
    enum err e = find(cx, at->field_id, &mod, &f);
    if (!e && !at->card_id && at->created_by != acting_member_id(cx))
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    return e;
}

enum err field_file_check(struct ctx *cx, const struct card *card, const struct field *f, struct val v)
{
    struct attachment at;
    if (val_is_null(v))
        return ERR_OK;
    enum err e = attachment_store_get(cx->db, v.i, &at);
    if (e && e != ERR_NOT_FOUND)
        return e;
    const bool its = !e && card->id && at.card_id == card->id;
    const bool brought = !e && !at.card_id && !at.contact_id && at.created_by == acting_member_id(cx) &&
                         cx->origin != ORIGIN_BULK;
    return (its || brought) && at.field_id == f->id
                   ? ERR_OK
                   : fail(cx, ERR_INVALID, field_path(cx, f), "error.unknown_file");
}

enum err field_file_moved(struct ctx *cx, const struct card *card, struct val from, struct val to)
{
    enum err e = ERR_OK;
    if (!val_is_null(from)) {
        e = attachment_store_trash(cx->db, from.i, cx->now_at);
        wake_by(cx, cx->now_at + ATTACHMENT_TRASH_MS);
    }
    return e || val_is_null(to) ? e : attachment_store_place(cx->db, to.i, card->id);
}

void field_file_bring(struct ctx *cx, struct attachment *at)
{
    at->trashed_at = cx->now_at - ATTACHMENT_TRASH_MS + BROUGHT_MS;
    wake_by(cx, cx->now_at + BROUGHT_MS);
}

enum err field_file_copy(struct ctx *cx, struct val *v)
{
    struct attachment at;
    enum err e = attachment_store_get(cx->db, v->i, &at);
    if (e)
        return e;
    at.card_id = 0;
    at.created_at = cx->now_at;
    at.created_by = acting_member_id(cx);
    field_file_bring(cx, &at);
    e = attachment_store_insert(cx->db, &at, &at.id);
    if (!e)
        *v = val_int(at.id);
    return e;
}
