#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/contact.h"
#include "core/event.h"
#include "core/search.h"
#include "core/tag.h"

#define PAGE_ROWS   50
#define SEARCH_HITS 10

static const char *const v_reasons[] = {"email", "phone", "name", NULL};
static const char *const v_hits[] = {"card", "person", "company", NULL};

static const struct shape sh_contact_row = {"ContactRow",
        (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_contact_kinds), R_TEXT("name"),
                N_OBJ("company", &sh_brief), N_TEXT("email"), N_TEXT("phone"), N_TEXT("city"),
                R_INT("n_cards"), R_TIME("updated_at"), R_MAP("fields"), SHAPE_END}};
static const struct shape sh_contact_rows = {"ContactRows",
        (const struct member_shape[]){R_ARR("rows", &sh_contact_row), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_contact_out = {"ContactOut",
        (const struct member_shape[]){R_OBJ("contact", &sh_contact), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_contact_gone = {
        "ContactGone", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_contact_events = {
        "ContactEvents", (const struct member_shape[]){R_ARR("rows", &sh_event), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_duplicate = {
        "Duplicate", (const struct member_shape[]){R_INT("id"), R_TEXT("name"),
                             R_ENUM("kind", v_contact_kinds), R_ENUM("reason", v_reasons), SHAPE_END}};
static const struct shape sh_duplicates = {
        "Duplicates", (const struct member_shape[]){R_ARR("rows", &sh_duplicate), SHAPE_END}};
static const struct shape sh_hit = {
        "Hit", (const struct member_shape[]){R_ENUM("kind", v_hits), R_INT("id"), R_TEXT("title"),
                       R_TEXT("subtitle"), N_INT("module_id"), N_INT("status_id"), SHAPE_END}};
static const struct shape sh_hits = {"Hits",
        (const struct member_shape[]){R_ARR("hits", &sh_hit),
                {.name = "partial",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "For members who see a part: the newest 20,000 entries with these words "
                               "were looked at, and there are more"},
                SHAPE_END}};

static const struct member_shape q_contacts[] = {I_ENUM("kind", v_contact_kinds), I_TEXT("q", 200),
        {.name = "company", .type = SH_INT, .min = 1, .doc = "Only people of this company"},
        {.name = "tag", .type = SH_INT, .min = 1, .doc = "Only those with this tag"},
        {.name = "sort",
                .type = SH_TEXT,
                .max = 60,
                .doc = "name, updated_at, or the code of an own field of the kind"},
        {.name = "desc", .type = SH_BOOL, .doc = "Of an own field: the last first"},
        {.name = "filter",
                .type = SH_TEXT,
                .max = 8000,
                .doc = "Over own fields of the kind, as in card lists"},
        {.name = "columns",
                .type = SH_TEXT,
                .max = 2000,
                .doc = "Codes of own fields of the kind, separated by commas"},
        I_BOOL("trash"), {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};
static const char *const v_deeds[] = {"add_tag", "remove_tag", "trash", NULL};
static const struct shape sh_tag = {
        "Tag", (const struct member_shape[]){R_INT("id"), R_TEXT("name"), SHAPE_END}};
static const struct shape sh_tags = {
        "Tags", (const struct member_shape[]){R_ARR("rows", &sh_tag), SHAPE_END}};
static const struct shape sh_contacts_bulk_in = {"ContactsBulkIn",
        (const struct member_shape[]){
                {.name = "ids", .type = SH_ARRAY_INT, .flags = SH_REQUIRED, .min = 1, .max = TAGS_BULK_MAX},
                {.name = "action", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_deeds},
                I_TEXT("tag", 100), SHAPE_END}};
static const struct shape sh_contacts_bulk_out = {
        "ContactsBulkOut", (const struct member_shape[]){R_INT("n"), R_INT("change_id"), SHAPE_END}};
static const struct member_shape q_tags[] = {
        I_TEXT("q", 100), {.name = "limit", .type = SH_INT, .min = 1, .max = 100}, SHAPE_END};
static const struct member_shape q_search[] = {
        {.name = "q", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 200},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 50}, SHAPE_END};

/* What is asked of own fields, which each kind has its own of. */
static enum err read_own(struct call *c, struct contact_query *q)
{
    static const struct module none = {.of_contacts = true};
    const char *sort = q_text(c, "sort", "name");
    const bool own = strcmp(sort, "name") != 0 && strcmp(sort, "updated_at") != 0;
    const struct module *place = q->kind >= 0 ? c->cx->meta->contacts[q->kind] : NULL;
    struct list_query list = {0};
    if (!own && !q_text(c, "filter", NULL) && !q_text(c, "columns", NULL))
        return ERR_OK;
    if (q->kind < 0)
        return fail(c->cx, ERR_INVALID, "kind", "error.required");
    place = place ? place : &none;
    enum err e = read_filter(c, place, &q->filter);
    if (!e && own)
        e = read_sort(c, place, &q->sort);
    if (!e)
        e = list_columns(c->cx, place, q_text(c, "columns", NULL), &list);
    q->columns = list.columns;
    q->n_columns = list.n_columns;
    return e;
}

static enum err get_contacts(struct call *c)
{
    const char *kind = q_text(c, "kind", NULL);
    struct contact_query q = {.kind = !kind                          ? -1
                                      : strcmp(kind, "company") == 0 ? CONTACT_COMPANY
                                                                     : CONTACT_PERSON,
            .search = q_text(c, "q", NULL),
            .company_id = q_int(c, "company", 0),
            .tag_id = q_int(c, "tag", 0),
            .by_updated = strcmp(q_text(c, "sort", "name"), "updated_at") == 0,
            .descending = q_int(c, "desc", 0) != 0,
            .trash = q_int(c, "trash", 0) != 0,
            .cursor = q_text(c, "cursor", NULL),
            .limit = (int)q_int(c, "limit", PAGE_ROWS)};
    enum err e = read_own(c, &q);
    return e ? e : contact_list_write(c->cx, &q, c->out);
}

/* As it is now, read anew: what it stands among (people, cards) is not in the struct that was saved. */
static enum err reply_contact(struct call *c, int64_t id)
{
    struct contact contact;
    enum err e = contact_get(c->cx, id, &contact);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "contact");
    e = contact_write(c->cx, c->out, &contact);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err post_contact(struct call *c)
{
    struct contact contact = {.kind = CONTACT_PERSON};
    enum err e = contact_from_json(c->cx, c->body, NULL, &contact);
    if (!e)
        e = contact_save(c->cx, &contact);
    return e ? e : reply_contact(c, contact.id);
}

static enum err get_contact(struct call *c)
{
    struct contact contact;
    enum err e = contact_get(c->cx, c->id[0], &contact);
    if (!e)
        e = contact_write(c->cx, c->out, &contact);
    if (!e)
        reply_etag(c, arena_printf(c->cx->arena, "%lld", (long long)contact.version), false);
    return e;
}

static enum err patch_contact(struct call *c)
{
    struct contact contact;
    enum err e = contact_get(c->cx, c->id[0], &contact);
    if (!e)
        e = contact_from_json(c->cx, c->body, NULL, &contact);
    contact.version = in_int(c, "version", 0);
    if (!e)
        e = contact_save(c->cx, &contact);
    return e ? e : reply_contact(c, contact.id);
}

static enum err delete_contact(struct call *c)
{
    enum err e = contact_trash(c->cx, c->id[0]);
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_contact_restore(struct call *c)
{
    enum err e = contact_restore(c->cx, c->id[0]);
    return e ? e : reply_contact(c, c->id[0]);
}

static enum err post_duplicates(struct call *c)
{
    struct contact contact = {.kind = CONTACT_PERSON};
    enum err e = contact_from_json(c->cx, c->body, NULL, &contact);
    return e ? e : contact_duplicates_write(c->cx, &contact, c->out);
}

static enum err get_contact_events(struct call *c)
{
    return event_list_write(
            c->cx, 0, c->id[0], NULL, q_text(c, "cursor", NULL), (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err get_tags(struct call *c)
{
    return tags_write(c->cx, q_text(c, "q", ""), (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err post_contacts_bulk(struct call *c)
{
    const json_t *list = in_json(c, "ids");
    const size_t n = json_array_size(list);
    int64_t ids[TAGS_BULK_MAX], change_id;
    enum tag_deed deed = TAG_ADD;
    if (!n)
        return fail(c->cx, ERR_INVALID, "ids", "error.required");
    for (size_t i = 0; i < n; i++)
        ids[i] = json_integer_value(json_array_get(list, i));
    while (deed < CONTACTS_TRASH && strcmp(v_deeds[deed], in_text(c, "action", "")) != 0)
        deed++;
    enum err e = contacts_bulk(c->cx, ids, n, deed, in_text(c, "tag", ""), &change_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "n", (int64_t)n);
    jw_kint(c->out, "change_id", change_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_search(struct call *c)
{
    return search_write(c->cx, q_text(c, "q", ""), (int)q_int(c, "limit", SEARCH_HITS), c->out);
}

static const struct route routes[] = {
        {"GET", "/api/contacts", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact_rows, q_contacts, get_contacts,
                "People and companies, page by page.", NULL},
        {"POST", "/api/contacts", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY, &sh_contact_in,
                &sh_contact_out, NULL, post_contact, "Make a person or a company.", NULL},
        {"GET", "/api/contacts/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact, NULL, get_contact,
                "One contact with its people and cards.", NULL},
        {"PATCH", "/api/contacts/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_contact_in, &sh_contact_out, NULL,
                patch_contact, "Change a contact; lists of points and addresses replace the old ones.", NULL},
        {"DELETE", "/api/contacts/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_contact_gone, NULL,
                delete_contact, "Put a contact into the trash.", NULL},
        {"POST", "/api/contacts/{id}/restore", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_contact_out, NULL,
                post_contact_restore, "Take a contact out of the trash.", NULL},
        {"GET", "/api/contacts/{id}/events", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact_events, q_page,
                get_contact_events, "A contact's history, newest first.", NULL},
        {"POST", "/api/contacts/duplicates", AUTH_MEMBER, TX_READ, 0, &sh_contact_in, &sh_duplicates, NULL,
                post_duplicates, "Contacts with the same e-mail, phone or name.", NULL},
        {"POST", "/api/contacts/bulk", AUTH_MEMBER, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_contacts_bulk_in,
                &sh_contacts_bulk_out, NULL, post_contacts_bulk,
                "Give many contacts a tag, take it, or trash them, as one undoable change.", NULL},
        {"GET", "/api/tags", AUTH_MEMBER, TX_READ, 0, NULL, &sh_tags, q_tags, get_tags,
                "Tags of contacts that begin with a text.", NULL},
        {"GET", "/api/search", AUTH_MEMBER, TX_READ, 0, NULL, &sh_hits, q_search, get_search,
                "Find cards, people, companies, phone numbers and e-mails; every word is a beginning.", NULL},
};
const struct route_list contact_routes = {"Contacts", routes, sizeof routes / sizeof *routes};
