#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/contact.h"
#include "core/privacy.h"
#include "core/task.h"

static const struct shape sh_card_out = {"CardOut",
        (const struct member_shape[]){R_OBJ("card", &sh_card), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_convert_out = {
        "ConvertOut", (const struct member_shape[]){R_OBJ("card", &sh_card), R_OBJ("lead", &sh_card),
                              R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_change_out = {
        "ChangeOut", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_link_out = {"CardLinkOut",
        (const struct member_shape[]){
                R_OBJ("link",
                        (&(const struct shape){"CardLinkNew",
                                (const struct member_shape[]){R_INT("id"), R_OBJ("card", &sh_card_brief),
                                        R_TEXT("kind"), N_TEXT("note"), SHAPE_END}})),
                R_OBJ("change", &sh_change), SHAPE_END}};

static const struct shape sh_card_new = {
        "CardNew", (const struct member_shape[]){I_NTEXT("name", 200), I_NID("status_id"), I_NID("owner_id"),
                           I_NID("contact_id"),
                           {.name = "contact",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_contact_in,
                                   .doc = "A new customer"},
                           {.name = "company",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_contact_in,
                                   .doc = "A new company: the new customer's, or the customer itself"},
                           {.name = "value_minor", .type = SH_INT, .flags = SH_NULL}, I_TEXT("source", 100),
                           {.name = "fields", .type = SH_MAP, .doc = "Values by field code"},
                           {.name = "task",
                                   .type = SH_OBJECT,
                                   .flags = SH_NULL,
                                   .sub = &sh_task_in,
                                   .doc = "Its first task"},
                           SHAPE_END}};
static const struct shape sh_card_in = {"CardIn",
        (const struct member_shape[]){
                {.name = "fields", .type = SH_MAP, .flags = SH_REQUIRED, .doc = "Values by field code"},
                {.name = "note", .type = SH_TEXT, .max = 1000, .doc = "Why the qualification was overridden"},
                I_VERSION, SHAPE_END}};
static const struct shape sh_copy_in = {
        "CopyIn", (const struct member_shape[]){I_NID("contact_id"), SHAPE_END}};
static const struct shape sh_convert_in = {"ConvertIn",
        (const struct member_shape[]){
                {.name = "module_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1}, SHAPE_END}};
static const struct shape sh_link_in = {"CardLinkIn",
        (const struct member_shape[]){{.name = "other_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1},
                I_TEXT("note", 500), SHAPE_END}};

/* What POST …/cards makes; kept for the reply, which is written when others may write again. */
struct making {
    struct contact contact, company;
    struct card card;
    struct task task;
    struct card_with with;
    const struct task *first; /* &task, or NULL */
};

/* A new customer of the body, saved. */
static enum err new_contact(struct call *c, const char *name, int64_t company_id, struct contact *out)
{
    struct contact contact = {.kind = strcmp(name, "company") == 0 ? CONTACT_COMPANY : CONTACT_PERSON};
    contact.company_id = company_id;
    enum err e = contact_from_json(c->cx, in_json(c, name), name, &contact);
    if (!e)
        e = contact_save(c->cx, &contact);
    if (!e)
        *out = contact;
    return e;
}

/* The customer: the new person (of the new company), or the new company, or the one that is there. *out_known: all that
 * is known of him came with this request. */
static enum err read_customer(struct call *c, json_t *fields, struct making *m, bool *out_known)
{
    bool company = in_has(c, "company"), person = in_has(c, "contact");
    int64_t contact_id = in_int(c, "contact_id", 0);
    enum err e = company ? new_contact(c, "company", 0, &m->company) : ERR_OK;
    if (!e && person)
        e = new_contact(c, "contact", m->company.id, &m->contact);
    if (e)
        return e;
    if (person)
        contact_id = m->contact.id;
    *out_known = person ? m->contact.company_id == m->company.id : !contact_id;
    if (!contact_id)
        contact_id = m->company.id;
    if (*out_known && contact_id) {
        m->with.contact = person ? &m->contact : &m->company;
        m->with.company = person && company ? &m->company : NULL;
    }
    if (contact_id)
        json_object_set_new(fields, "contact", json_integer(contact_id));
    *out_known &= contact_id || !json_object_get(fields, "contact");
    return ERR_OK;
}

static void decref(void *json)
{
    json_decref(json);
}

/* The members that stand beside `fields` are fields too. */
static json_t *all_fields(struct call *c)
{
    static const char *const names[][2] = {{"name", "name"}, {"status_id", "status"}, {"owner_id", "owner"},
            {"value_minor", "value"}, {"source", "source"}};
    json_t *fields = json_object();
    arena_cleanup(c->cx->arena, decref, fields);
    json_object_update(fields, (json_t *)in_json(c, "fields"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *v = json_object_get(c->body, names[i][0]);
        if (v && !(json_is_null(v) && strcmp(names[i][0], "owner_id") != 0))
            json_object_set(fields, names[i][1], v);
    }
    return fields;
}

static enum err reply_one(struct call *c, int64_t card_id)
{
    jw_obj(c->out);
    enum err e = reply_card(c, "card", card_id);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static void reply_made(struct call *c)
{
    const struct making *m = c->carried;
    jw_obj(c->out);
    jw_key(c->out, "card");
    card_write_new(c->cx, c->out, &m->card, &m->with, m->first);
    reply_change(c);
    jw_obj_end(c->out);
}

static enum err post_card(struct call *c)
{
    const struct module *mod;
    struct edit *edits;
    struct making *m = arena_new_of(c->cx->arena, struct making);
    struct task_edit first;
    size_t n;
    bool known;
    enum err e = find_module(c, &mod);
    if (e)
        return e;
    c->cx->change_kind = "card.create";
    json_t *fields = all_fields(c);
    e = read_customer(c, fields, m, &known);
    if (!e)
        e = edits_from_json(c->cx, mod, fields, &edits, &n);
    if (!e && in_has(c, "task")) {
        e = task_edit_from_json(c->cx, in_json(c, "task"), "task", &first);
        m->with.task = &first;
        m->first = &m->task;
    }
    if (!e)
        e = card_create_with(c->cx, mod, edits, n, &m->with, &m->card, &m->task);
    if (e)
        return e;
    if (!known)
        return reply_one(c, m->card.id);
    c->carried = m;
    c->reply_later = reply_made;
    return ERR_OK;
}

static enum err get_card(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], true, &card);
    if (!e)
        e = card_write(c->cx, c->out, &card);
    if (!e)
        reply_etag(c, arena_printf(c->cx->arena, "%lld", (long long)card.version), false);
    return e;
}

static enum err patch_card(struct call *c)
{
    struct edit *edits;
    struct card card;
    size_t n;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e && in_has(c, "note"))
        json_object_set((json_t *)in_json(c, "fields"), "qualification_note", (json_t *)in_json(c, "note"));
    if (!e)
        e = edits_from_json(c->cx, card.module, in_json(c, "fields"), &edits, &n);
    if (!e)
        e = card_apply(c->cx, &card, in_int(c, "version", 0), edits, n);
    if (e)
        return e;
    jw_obj(c->out);
    e = reply_changed(c, "card", &card);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err delete_card(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = card_trash(c->cx, &card);
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_restore(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], true, &card);
    if (!e)
        e = card_restore(c->cx, &card);
    return e ? e : reply_one(c, card.id);
}

static enum err post_privacy(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = privacy_set(c->cx, &card, in_bool(c, "private", false), in_json(c, "guests"));
    return e ? e : reply_one(c, card.id);
}

static enum err post_copy(struct call *c)
{
    struct card card, copy;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = card_copy(c->cx, &card, in_int(c, "contact_id", 0), &copy);
    return e ? e : reply_one(c, copy.id);
}

static enum err post_convert(struct call *c)
{
    const struct module *mod = meta_module(c->cx->meta, in_int(c, "module_id", 0));
    struct card lead, card;
    enum err e = card_get(c->cx, c->id[0], false, &lead);
    if (e)
        return e;
    if (!mod || mod->trashed_at)
        return fail(c->cx, ERR_INVALID, "module_id", "error.unknown_module");
    e = card_convert(c->cx, &lead, mod, &card);
    if (e)
        return e;
    jw_obj(c->out);
    e = reply_card(c, "card", card.id);
    if (!e)
        e = reply_card(c, "lead", lead.id);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err post_seen(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    return e ? e : card_seen(c->cx, &card);
}

static void write_place(struct jw *w, const struct card *card)
{
    jw_obj(w);
    jw_kint(w, "id", card->id);
    jw_kstr(w, "name", card->name);
    jw_kint(w, "module_id", card->module_id);
    jw_kint(w, "status_id", card->status_id);
    jw_kint(w, "number", card->number);
    jw_obj_end(w);
}

static enum err post_link(struct call *c)
{
    struct card card, other;
    const char *note = in_text(c, "note", "");
    int64_t id;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = card_link(c->cx, &card, in_int(c, "other_id", 0), note, &id);
    if (!e)
        e = card_get(c->cx, in_int(c, "other_id", 0), true, &other);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "link");
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    jw_kstr(c->out, "kind", "");
    jw_kval(c->out, "note", *note ? val_text(note) : val_null());
    jw_key(c->out, "card");
    write_place(c->out, &other);
    jw_obj_end(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err delete_link(struct call *c)
{
    struct card card;
    enum err e = card_get(c->cx, c->id[0], false, &card);
    if (!e)
        e = card_unlink(c->cx, &card, c->id[1]);
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static const struct shape sh_privacy_in = {"PrivacyIn",
        (const struct member_shape[]){{.name = "private", .type = SH_BOOL, .flags = SH_REQUIRED},
                {.name = "guests", .type = SH_ARRAY_INT, .flags = SH_REQUIRED, .max = PRIVACY_GUESTS_MAX},
                SHAPE_END}};

static const struct route routes[] = {
        {"POST", "/api/modules/{id}/cards", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_card_new, &sh_card_out, NULL, post_card,
                "Make a card, with a new customer and a first task when wished.", NULL},
        {"GET", "/api/cards/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_card, NULL, get_card,
                "One card with all its values.", NULL},
        {"PATCH", "/api/cards/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_card_in, &sh_card_out, NULL, patch_card,
                "Change fields of a card, also its status where the pipeline is free.", NULL},
        {"DELETE", "/api/cards/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_change_out, NULL, delete_card,
                "Put a card into the trash.", NULL},
        {"POST", "/api/cards/{id}/privacy", AUTH_MEMBER, TX_WRITE, 0, &sh_privacy_in, &sh_card_out, NULL,
                post_privacy, "Say who sees a card beside its owner, and whether others do.", NULL},
        {"POST", "/api/cards/{id}/restore", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_card_out, NULL,
                post_restore, "Take a card out of the trash.", NULL},
        {"POST", "/api/cards/{id}/copy", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_copy_in, &sh_card_out, NULL, post_copy, "Copy a card with its fields and open tasks.",
                NULL},
        {"POST", "/api/cards/{id}/convert", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_convert_in, &sh_convert_out, NULL, post_convert,
                "Make an opportunity of a lead, linked both ways.", NULL},
        {"POST", "/api/cards/{id}/seen", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_empty, NULL, post_seen,
                "Its owner has opened it: it is no new lead any more.", NULL},
        {"POST", "/api/cards/{id}/links", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED, &sh_link_in, &sh_link_out,
                NULL, post_link, "Link two cards.", NULL},
        {"DELETE", "/api/cards/{id}/links/{link_id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_change_out, NULL,
                delete_link, "Take a link away.", NULL},
};
const struct route_list card_routes = {"Cards", routes, sizeof routes / sizeof *routes};
