#include "core/consent.h"
#include "core/access.h"
#include "core/contact_impl.h"
#include "core/event.h"
#include "store/consent_store.h"

static void consent_write(struct jw *w, const struct consent *c)
{
    jw_obj(w);
    jw_kint(w, "id", c->id);
    jw_kint(w, "contact_id", c->contact_id);
    jw_kstr(w, "purpose", c->purpose);
    jw_kstr(w, "how", c->how);
    jw_kstr(w, "note", c->note);
    jw_kint(w, "given_at", c->given_at);
    jw_kval(w, "withdrawn_at", c->withdrawn_at ? val_int(c->withdrawn_at) : val_null());
    jw_kstr(w, "withdrawn_how", c->withdrawn_how);
    jw_kint(w, "created_at", c->created_at);
    jw_kint(w, "created_by", c->created_by);
    jw_obj_end(w);
}

enum err consent_rows_write(struct ctx *cx, int64_t contact_id, struct jw *w)
{
    int64_t ids[CONTACT_SELVES];
    struct consent *list = NULL;
    size_t n_ids, n = 0;
    enum err e = contact_selves(cx, contact_id, ids, &n_ids);
    if (!e)
        e = consent_store_list(cx->db, ids, n_ids, CONSENTS_MAX, &list, &n);
    jw_arr(w);
    for (size_t i = 0; !e && i < n; i++)
        consent_write(w, &list[i]);
    jw_arr_end(w);
    return e;
}

enum err consent_list_write(struct ctx *cx, int64_t contact_id, struct jw *w)
{
    struct contact c;
    enum err e = contact_get(cx, contact_id, &c);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    e = consent_rows_write(cx, contact_id, w);
    jw_obj_end(w);
    return e;
}

static enum err tell(struct ctx *cx, const char *kind, const struct contact *c, const struct consent *in)
{
    const struct event_new ev = {.kind = kind,
            .contact_id = c->id,
            .text = in->purpose,
            .new_json = arena_printf(cx->arena, "{\"id\":%lld}", (long long)in->id)};
    if (!cx->change_kind)
        cx->change_kind = strcmp(kind, "consent_given") == 0 ? "consent.give" : "consent.withdraw";
    if (!cx->change_name)
        cx->change_name = c->name;
    notice_add(cx, "contact", c->id, 0)->owner_id = c->owner_id;
    return event_add(cx, &ev);
}

static enum err may_change(struct ctx *cx, int64_t contact_id, struct contact *out)
{
    enum err e = access_writes(cx, MAY_EDIT);
    if (!e)
        e = contact_get(cx, contact_id, out);
    return !e && out->trashed_at ? fail(cx, ERR_CONFLICT, NULL, "error.contact_trashed") : e;
}

/* The contact that stands for him now: one that was merged into another goes on there. */
static enum err may_change_kept(struct ctx *cx, int64_t contact_id, struct contact *out)
{
    enum err e = contact_load(cx, contact_id, out);
    while (!e && out->merged_into)
        e = contact_load(cx, out->merged_into, out);
    return e ? e : may_change(cx, out->id, out);
}

enum err consent_give(struct ctx *cx, int64_t contact_id, const char *purpose, const char *how,
        const char *note, int64_t given_at)
{
    struct contact c;
    struct consent *list, in = {.contact_id = contact_id,
                                  .purpose = text_trim(cx->arena, purpose),
                                  .how = how,
                                  .note = text_trim(cx->arena, note),
                                  .given_at = given_at ? given_at : cx->now_at,
                                  .created_at = cx->now_at,
                                  .created_by = cx->member ? cx->member->id : 0};
    size_t n = 0;
    enum err e = may_change(cx, contact_id, &c);
    if (!e && !*in.purpose)
        e = fail(cx, ERR_INVALID, "purpose", "error.required");
    if (!e && (in.given_at > cx->now_at + MS_DAY || in.given_at < 0))
        e = fail(cx, ERR_INVALID, "given_at", "error.in_future");
    if (!e)
        e = consent_store_list(cx->db, &contact_id, 1, CONSENTS_MAX, &list, &n);
    if (!e && n == CONSENTS_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many", CONSENTS_MAX);
    if (!e)
        e = consent_store_insert(cx->db, &in, &in.id);
    return e ? e : tell(cx, "consent_given", &c, &in);
}

enum err consent_withdraw(struct ctx *cx, int64_t id, const char *how, int64_t *out_contact_id)
{
    struct contact c;
    struct consent in;
    enum err e = consent_store_get(cx->db, id, &in);
    if (!e)
        e = may_change_kept(cx, in.contact_id, &c);
    if (e == ERR_NOT_FOUND) {
        cx->fault = (struct fault){0};
        return fail(cx, e, NULL, "error.not_found");
    }
    if (!e && in.withdrawn_at)
        e = fail(cx, ERR_CONFLICT, NULL, "error.consent_withdrawn");
    if (!e)
        e = consent_store_withdraw(cx->db, id, cx->now_at, text_trim(cx->arena, how));
    *out_contact_id = e ? 0 : c.id;
    return e ? e : tell(cx, "consent_withdrawn", &c, &in);
}

enum err consent_revert(struct ctx *cx, const char *kind, const char *new_json)
{
    const bool given = strcmp(kind, "consent_given") == 0;
    const json_t *j = json_tree(cx->arena, new_json ? new_json : "");
    struct contact c;
    struct consent in;
    enum err e = consent_store_get(cx->db, json_integer_value(json_object_get(j, "id")), &in);
    if (e == ERR_NOT_FOUND || (!e && (in.withdrawn_at > 0) == given))
        return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", e ? "" : in.purpose);
    if (!e)
        e = may_change_kept(cx, in.contact_id, &c);
    if (!e)
        e = given ? consent_store_remove(cx->db, in.id) : consent_store_withdraw(cx->db, in.id, 0, "");
    return e ? e : tell(cx, given ? "consent_removed" : "consent_stands", &c, &in);
}
