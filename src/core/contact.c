#include "core/contact.h"
#include "core/access.h"
#include "core/card.h"
#include "core/compute.h"
#include "core/consent.h"
#include "core/contact_impl.h"
#include "core/contact_own.h"
#include "core/event.h"
#include "core/known.h"
#include "core/radar.h"
#include "core/search.h"
#include "core/tag.h"

#define NAME_MAX_CHARS 200
#define CHUNK          200

/* Rows */

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

static const char *text(const char *s)
{
    return s ? s : "";
}

void contact_to_row(struct ctx *cx, const struct contact *c, struct val *row)
{
    const enum lang lang = lang_from(meta_setting_str(cx->meta, "language", "en"), NULL);
    bool company = c->kind == CONTACT_COMPANY;
    const struct val v[N_CONTACT_COL] = {
            [CONTACT_C_ID] = val_int(c->id),
            [CONTACT_C_KIND] = val_int(c->kind),
            [CONTACT_C_NAME] = val_text(text(c->name)),
            [CONTACT_C_FIRST_NAME] = val_text(text(c->first_name)),
            [CONTACT_C_LAST_NAME] = val_text(text(c->last_name)),
            [CONTACT_C_COMPANY] = id_or_null(c->company_id),
            [CONTACT_C_POSITION] = val_text(text(c->position)),
            [CONTACT_C_TAX_NO] = val_text(text(c->tax_no)),
            [CONTACT_C_EU_TAX_NO] = val_text(text(c->eu_tax_no)),
            [CONTACT_C_REGISTRATION_NO] = val_text(text(c->registration_no)),
            [CONTACT_C_BANK_ACCOUNT] = val_text(text(c->bank_account)),
            [CONTACT_C_INDUSTRY] = val_text(text(c->industry)),
            [CONTACT_C_REGION] = val_text(text(c->region)),
            [CONTACT_C_EMPLOYEES] = c->employees,
            [CONTACT_C_REVENUE] = c->revenue_minor,
            [CONTACT_C_FOUNDED] = c->founded_year,
            [CONTACT_C_TAGS] = val_text(text(c->tags)),
            [CONTACT_C_NOTE] = val_text(text(c->note)),
            [CONTACT_C_OWNER] = id_or_null(c->owner_id),
            [CONTACT_C_CREATED_AT] = val_int(c->created_at),
            [CONTACT_C_UPDATED_AT] = val_int(c->updated_at),
            [CONTACT_C_TRASHED_AT] = val_int(c->trashed_at),
            [CONTACT_C_VERSION] = val_int(c->version),
            [CONTACT_C_MERGED] = val_int(c->merged_into),
            [CONTACT_C_ERASED] = val_int(c->erased_at),
            [CONTACT_C_NAME_KEY] = val_text(company ? text_company_key(cx->arena, text(c->name))
                                                    : text_fold(cx->arena, text(c->name))),
            [CONTACT_C_SORT_KEY] = text_sort_key(cx->arena, text(c->name), lang),
            [CONTACT_C_CREATED_BY] = val_int(cx->member ? cx->member->id : 0),
            [CONTACT_C_IMPORT] = val_int(cx->import_id),
            [CONTACT_C_DEMO] = val_int(cx->demo),
    };
    memcpy(row, v, sizeof v);
}

static void of_row(const struct val *row, struct contact *c)
{
    *c = (struct contact){
            .id = row[CONTACT_C_ID].i,
            .kind = (enum contact_kind)row[CONTACT_C_KIND].i,
            .name = val_s(row[CONTACT_C_NAME], ""),
            .first_name = val_s(row[CONTACT_C_FIRST_NAME], ""),
            .last_name = val_s(row[CONTACT_C_LAST_NAME], ""),
            .company_id = val_i(row[CONTACT_C_COMPANY], 0),
            .position = val_s(row[CONTACT_C_POSITION], ""),
            .tax_no = val_s(row[CONTACT_C_TAX_NO], ""),
            .eu_tax_no = val_s(row[CONTACT_C_EU_TAX_NO], ""),
            .registration_no = val_s(row[CONTACT_C_REGISTRATION_NO], ""),
            .bank_account = val_s(row[CONTACT_C_BANK_ACCOUNT], ""),
            .industry = val_s(row[CONTACT_C_INDUSTRY], ""),
            .region = val_s(row[CONTACT_C_REGION], ""),
            .employees = row[CONTACT_C_EMPLOYEES],
            .revenue_minor = row[CONTACT_C_REVENUE],
            .founded_year = row[CONTACT_C_FOUNDED],
            .tags = val_s(row[CONTACT_C_TAGS], ""),
            .note = val_s(row[CONTACT_C_NOTE], ""),
            .owner_id = val_i(row[CONTACT_C_OWNER], 0),
            .created_at = row[CONTACT_C_CREATED_AT].i,
            .updated_at = row[CONTACT_C_UPDATED_AT].i,
            .trashed_at = row[CONTACT_C_TRASHED_AT].i,
            .version = row[CONTACT_C_VERSION].i,
            .merged_into = row[CONTACT_C_MERGED].i,
            .erased_at = row[CONTACT_C_ERASED].i,
    };
}

static void points_of(struct ctx *cx, const struct rows *rows, struct contact *c)
{
    struct point *p = arena_array(cx->arena, struct point, rows->n + 1);
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *v = row_of(rows, i);
        p[i] = (struct point){val_s(v[0], ""), val_s(v[1], ""), val_s(v[3], ""), val_i(v[4], 0) != 0};
    }
    c->points = p;
    c->n_points = rows->n;
}

static void addresses_of(struct ctx *cx, const struct rows *rows, struct contact *c)
{
    struct address *a = arena_array(cx->arena, struct address, rows->n + 1);
    for (size_t i = 0; i < rows->n; i++) {
        const struct val *v = row_of(rows, i);
        a[i] = (struct address){val_s(v[0], ""), val_s(v[1], ""), val_s(v[2], ""), val_s(v[3], ""),
                val_s(v[4], ""), val_s(v[5], ""), val_i(v[6], 0) != 0};
    }
    c->addresses = a;
    c->n_addresses = rows->n;
}

enum err contact_load(struct ctx *cx, int64_t id, struct contact *out)
{
    const struct val *row;
    struct rows points, addresses;
    enum err e = contact_store_get(cx->db, id, &row);
    if (!e)
        e = contact_store_points(cx->db, id, &points);
    if (!e)
        e = contact_store_addresses(cx->db, id, &addresses);
    if (e)
        return e;
    of_row(row, out);
    points_of(cx, &points, out);
    addresses_of(cx, &addresses, out);
    return contact_own_load(cx, out);
}

/* May the acting member see it? */
static enum err may_see(struct ctx *cx, int64_t id, int64_t owner_id)
{
    const struct sees *s = access_sees(cx);
    bool sees = true;
    enum err e = s && owner_id != s->member_id ? contact_store_sees(cx->db, id, s, &sees) : ERR_OK;
    return e ? e : sees ? ERR_OK : ERR_NOT_FOUND;
}

enum err contact_get(struct ctx *cx, int64_t id, struct contact *out_contact)
{
    struct contact c;
    enum err e = contact_load(cx, id, &c);
    if (!e)
        e = may_see(cx, id, c.owner_id);
    if (e == ERR_NOT_FOUND)
        return fail(cx, e, NULL, "error.unknown_contact");
    if (!e)
        *out_contact = c;
    return e;
}

/* Saving */

static bool family_first(const struct ctx *cx)
{
    return strcmp(meta_setting_str(cx->meta, "name_order", "given_first"), "family_first") == 0;
}

/* A name in one piece, as imports bring it: the family name is its first or its last word. */
static void name_split(struct ctx *cx, struct contact *c)
{
    char *s = text_trim(cx->arena, text(c->name));
    char *blank = family_first(cx) ? strchr(s, ' ') : strrchr(s, ' ');
    if (!blank) {
        c->last_name = s;
        return;
    }
    *blank = 0;
    const char *rest = text_trim(cx->arena, blank + 1);
    c->last_name = family_first(cx) ? s : rest;
    c->first_name = family_first(cx) ? rest : text_trim(cx->arena, s);
}

static enum err name_make(struct ctx *cx, struct contact *c)
{
    bool company = c->kind == CONTACT_COMPANY;
    if (company) {
        c->first_name = c->last_name = "";
        c->name = text_trim(cx->arena, text(c->name));
    } else {
        if (!*text(c->first_name) && !*text(c->last_name))
            name_split(cx, c);
        const char *a = text(family_first(cx) ? c->last_name : c->first_name);
        const char *b = text(family_first(cx) ? c->first_name : c->last_name);
        c->name = text_trim(cx->arena, arena_printf(cx->arena, "%s %s", a, b));
    }
    if (!*c->name)
        return fail(cx, ERR_INVALID, company ? "name" : "last_name", "error.required");
    if (text_chars(c->name, strlen(c->name)) > NAME_MAX_CHARS)
        return fail_limit(cx, ERR_INVALID, company ? "name" : "last_name", "error.too_long", NAME_MAX_CHARS);
    return ERR_OK;
}

static enum err check_company(struct ctx *cx, struct contact *c)
{
    const struct val *row;
    if (c->kind == CONTACT_COMPANY)
        c->company_id = 0;
    if (!c->company_id)
        return ERR_OK;
    enum err e = contact_store_get(cx->db, c->company_id, &row);
    if (e == ERR_NOT_FOUND || (!e && row[CONTACT_C_KIND].i != CONTACT_COMPANY))
        return fail(cx, ERR_INVALID, "company_id", "error.unknown_contact");
    return e;
}

static enum err check_owner(struct ctx *cx, const struct contact *c)
{
    const struct member *m = c->owner_id ? meta_member(cx->meta, c->owner_id) : NULL;
    if (c->owner_id && !m)
        return fail(cx, ERR_INVALID, "owner_id", "error.unknown_user");
    return ERR_OK;
}

/* His cards would open the company to him. What is taken back needs no leave: it was so before. */
static enum err may_join(struct ctx *cx, const struct contact *c, int64_t was_id)
{
    const struct val *row;
    if (!c->company_id || c->company_id == was_id || cx->origin == ORIGIN_UNDO)
        return ERR_OK;
    enum err e = contact_store_get(cx->db, c->company_id, &row);
    if (!e)
        e = may_see(cx, c->company_id, val_i(row[CONTACT_C_OWNER], 0));
    return e == ERR_NOT_FOUND ? fail(cx, ERR_INVALID, "company_id", "error.unknown_contact") : e;
}

enum err contact_check(struct ctx *cx, struct contact *c)
{
    enum err e = name_make(cx, c);
    if (!e)
        e = check_company(cx, c);
    if (!e)
        e = check_owner(cx, c);
    if (!e)
        e = points_keep(cx, c);
    if (!e)
        e = addresses_keep(cx, c);
    return e || c->id ? e : contact_own_check(cx, NULL, c);
}

static enum err points_save(struct ctx *cx, const struct contact *c, bool replace)
{
    struct val *v = arena_array(cx->arena, struct val, c->n_points * POINT_COLS + 1);
    for (size_t i = 0; i < c->n_points; i++) {
        const struct point *p = &c->points[i];
        const struct val row[POINT_COLS] = {val_text(p->kind), val_text(p->value),
                val_text(point_key(cx, p->kind, p->value)), val_text(text(p->label)), val_int(p->is_default)};
        memcpy(v + i * POINT_COLS, row, sizeof row);
    }
    return contact_store_set_points(cx->db, c->id, replace, v, c->n_points);
}

static enum err addresses_save(struct ctx *cx, const struct contact *c, bool replace)
{
    struct val *v = arena_array(cx->arena, struct val, c->n_addresses * ADDRESS_COLS + 1);
    for (size_t i = 0; i < c->n_addresses; i++) {
        const struct address *a = &c->addresses[i];
        const struct val row[ADDRESS_COLS] = {val_text(a->kind), val_text(a->street), val_text(a->city),
                val_text(a->postal_code), val_text(a->county), val_text(a->country), val_int(a->is_default)};
        memcpy(v + i * ADDRESS_COLS, row, sizeof row);
    }
    return contact_store_set_addresses(cx->db, c->id, replace, v, c->n_addresses);
}

static const char *search_text(struct ctx *cx, const struct contact *c, const char *company)
{
    struct buf b;
    buf_init(&b, cx->arena);
    buf_printf(&b, "%s %s %s", c->name, text(company), text(c->tax_no));
    for (size_t i = 0; i < c->n_points; i++)
        point_words(cx, &b, c->points[i].kind, c->points[i].value, NULL);
    for (size_t i = 0; i < c->n_addresses; i++) {
        buf_putc(&b, ' ');
        buf_puts(&b, c->addresses[i].city);
    }
    return buf_str(&b);
}

static enum err company_name(struct ctx *cx, const struct contact *c, const char **out)
{
    const struct known_key *known = c->company_id ? known_contact(cx, c->company_id) : NULL;
    const struct val *row;
    *out = known ? known->name : NULL;
    if (!c->company_id || known)
        return ERR_OK;
    enum err e = contact_store_get(cx->db, c->company_id, &row);
    if (!e)
        *out = val_s(row[CONTACT_C_NAME], NULL);
    return e;
}

static enum err search_entry(struct ctx *cx, const struct contact *c, bool is_new)
{
    enum search_kind kind = c->kind == CONTACT_COMPANY ? SEARCH_COMPANY : SEARCH_PERSON;
    const char *company;
    if (c->trashed_at)
        return search_put(cx, kind, c->id, NULL);
    enum err e = company_name(cx, c, &company);
    if (e)
        return e;
    const char *words = search_text(cx, c, company ? company : "");
    return is_new ? search_add(cx, kind, c->id, words) : search_put(cx, kind, c->id, words);
}

enum err contact_sync_search(struct ctx *cx, int64_t id)
{
    struct contact c;
    enum err e = contact_load(cx, id, &c);
    return e ? e : search_entry(cx, &c, false);
}

static void change_kind(struct ctx *cx, const char *kind, const struct contact *c)
{
    if (!cx->change_kind)
        cx->change_kind = kind;
    if (!cx->change_name)
        cx->change_name = c->name;
}

static void notice(struct ctx *cx, const struct contact *c)
{
    if (cx->origin == ORIGIN_BULK || cx->origin == ORIGIN_IMPORT)
        return;
    struct notice *n = notice_add(cx, "contact", c->id, 0);
    if (n)
        n->owner_id = c->owner_id;
}

enum err contact_insert(struct ctx *cx, struct contact *c)
{
    struct val row[N_CONTACT_COL];
    struct event_new ev = {.kind = "contact_created"};
    if (!c->owner_id && cx->member)
        c->owner_id = cx->member->id;
    c->created_at = c->updated_at = cx->now_at;
    c->trashed_at = c->merged_into = 0;
    c->version = 1;
    contact_to_row(cx, c, row);
    enum err e = access_writes(cx, MAY_EDIT);
    if (!e)
        e = contact_store_insert(cx->db, row, &c->id);
    if (!e)
        e = points_save(cx, c, false);
    if (!e)
        e = addresses_save(cx, c, false);
    if (!e)
        e = contact_own_save(cx, NULL, c);
    if (e)
        return e;
    change_kind(cx, "contact.create", c);
    contact_diff(cx, NULL, c, &ev.old_json, &ev.new_json);
    ev.old_json = NULL;
    ev.contact_id = c->id;
    e = event_add(cx, &ev);
    if (!e && *text(c->tags))
        e = tags_save(cx, c->id, c->tags);
    if (!e)
        e = search_entry(cx, c, true);
    if (!e)
        e = radar_soon(cx);
    notice(cx, c);
    return e;
}

/* What follows a customer who changed: default names, the company of cards, search entries. */

static enum err card_rename(struct ctx *cx, int64_t card_id, const char *name)
{
    struct card card;
    const bool follows = cx->follows;
    cx->follows = true; /* also where the member may not see or edit the card */
    enum err e = card_get(cx, card_id, false, &card);
    if (!e) {
        struct edit edit = {module_field(card.module, "name"), val_text(name)};
        e = card_apply(cx, &card, 0, &edit, 1);
    }
    cx->follows = follows;
    return e;
}

/* The default name of a card of `customer`, when the one that changed had this name. */
static const char *default_name(struct ctx *cx, const struct contact *c, const char *company,
        const struct val *card, const char *name)
{
    if (c->kind == CONTACT_PERSON)
        return card_default_name(cx->arena, company, name);
    bool itself = card[2].i == c->id;
    return card_default_name(cx->arena, name, itself ? NULL : val_s(card[3], ""));
}

static enum err card_follow(struct ctx *cx, const struct contact *was, const struct contact *now,
        const char *old_company, const char *new_company, const struct val *card)
{
    const char *old_name = default_name(cx, was, old_company, card, was->name);
    const char *new_name = default_name(cx, now, new_company, card, now->name);
    bool follows = old_name && new_name && strcmp(val_s(card[1], ""), old_name) == 0;
    if (follows && strcmp(old_name, new_name) != 0) {
        enum err e = card_rename(cx, card[0].i, new_name);
        if (e)
            return e;
    }
    return card_sync_search(cx, card[0].i);
}

static enum err cards_follow(struct ctx *cx, const struct contact *was, const struct contact *now)
{
    const char *old_company, *new_company;
    enum err e = company_name(cx, was, &old_company);
    if (!e)
        e = company_name(cx, now, &new_company);
    if (!e && was->company_id != now->company_id)
        e = contact_store_move_cards(cx->db, now->id, now->company_id);
    for (int64_t after = 0; !e;) {
        struct rows rows;
        e = contact_store_named_cards(cx->db, now->id, after, CHUNK, &rows);
        for (size_t i = 0; !e && i < rows.n; i++) {
            after = row_of(&rows, i)[0].i;
            e = card_follow(cx, was, now, old_company, new_company, row_of(&rows, i));
        }
        if (e || rows.n < CHUNK)
            break;
    }
    return e;
}

static enum err people_follow(struct ctx *cx, const struct contact *c)
{
    enum err e = ERR_OK;
    for (int64_t after = 0; !e;) {
        struct rows rows;
        e = contact_store_people_ids(cx->db, c->id, after, CHUNK, &rows);
        for (size_t i = 0; !e && i < rows.n; i++) {
            after = row_of(&rows, i)[0].i;
            e = contact_sync_search(cx, after);
        }
        if (e || rows.n < CHUNK)
            break;
    }
    return e;
}

static enum err follow(struct ctx *cx, const struct contact *was, const struct contact *now)
{
    enum err e = search_entry(cx, now, false);
    if (!e)
        e = cards_follow(cx, was, now);
    if (!e && now->kind == CONTACT_COMPANY && strcmp(was->name, now->name) != 0)
        e = people_follow(cx, now);
    return e;
}

/* Did anything change that formulas of cards see (card_store_facts)? */
static bool facts_differ(const struct contact *a, const struct contact *b)
{
    return strcmp(text(a->name), text(b->name)) != 0 || strcmp(text(a->industry), text(b->industry)) != 0 ||
           strcmp(text(a->region), text(b->region)) != 0 || a->company_id != b->company_id ||
           !val_equal(a->employees, b->employees) || !val_equal(a->revenue_minor, b->revenue_minor);
}

static enum err change(struct ctx *cx, const struct contact *was, struct contact *c)
{
    struct val row[N_CONTACT_COL];
    struct event_new ev = {.kind = "contact_edited", .contact_id = c->id};
    if (!contact_diff(cx, was, c, &ev.old_json, &ev.new_json))
        return ERR_OK;
    c->updated_at = cx->now_at;
    contact_to_row(cx, c, row);
    enum err e = contact_store_update(cx->db, row);
    if (!e)
        e = points_save(cx, c, true);
    if (!e)
        e = addresses_save(cx, c, true);
    if (!e)
        e = contact_own_save(cx, was, c);
    if (e)
        return e;
    c->version++;
    change_kind(cx, "contact.edit", c);
    e = event_add(cx, &ev);
    if (!e)
        e = follow(cx, was, c);
    if (!e && strcmp(text(was->tags), text(c->tags)) != 0)
        e = tags_save(cx, c->id, text(c->tags));
    if (!e)
        e = radar_soon(cx);
    if (!e && facts_differ(was, c))
        e = compute_customer(cx, c->id);
    notice(cx, c);
    return e;
}

enum err contact_save(struct ctx *cx, struct contact *in)
{
    struct contact c = *in, was;
    enum err e = access_writes(cx, MAY_EDIT);
    if (e)
        return e;
    if (c.id) {
        e = contact_get(cx, c.id, &was);
        if (e)
            return e;
        if (was.trashed_at)
            return fail(cx, ERR_CONFLICT, NULL, "error.contact_trashed");
        c.kind = was.kind;
        c.created_at = was.created_at;
        c.trashed_at = 0;
    }
    e = contact_check(cx, &c);
    if (!e)
        e = may_join(cx, &c, c.id ? was.company_id : 0);
    if (!e && c.id && c.version && c.version != was.version)
        return contact_stale(cx, &was, &c, in->version);
    if (!e && c.id)
        e = contact_own_check(cx, &was, &c);
    if (!e && c.id)
        c.version = was.version;
    if (!e)
        e = c.id ? change(cx, &was, &c) : contact_insert(cx, &c);
    if (!e)
        *in = c;
    return e;
}

/* Trash */

enum err contact_put_away(
        struct ctx *cx, struct contact *c, bool away, int64_t into, const struct event_new *ev)
{
    c->trashed_at = away ? cx->now_at : 0;
    c->merged_into = into;
    enum err e = contact_store_trash(cx->db, c->id, c->trashed_at, into, cx->now_at);
    if (!e)
        e = event_add(cx, ev);
    if (!e)
        e = search_entry(cx, c, false);
    if (!e)
        e = radar_soon(cx);
    notice(cx, c);
    return e;
}

static enum err trash_set(struct ctx *cx, int64_t id, bool trash)
{
    struct contact c;
    enum err e = access_writes(cx, MAY_DELETE);
    if (!e)
        e = contact_get(cx, id, &c);
    if (e || (c.trashed_at > 0) == trash)
        return e;
    if (c.erased_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.contact_erased");
    change_kind(cx, trash ? "contact.trash" : "contact.restore", &c);
    struct event_new ev = {.kind = trash ? "contact_trashed" : "contact_restored", .contact_id = id};
    return contact_put_away(cx, &c, trash, 0, &ev);
}

enum err contact_trash(struct ctx *cx, int64_t id)
{
    return trash_set(cx, id, true);
}

enum err contact_restore(struct ctx *cx, int64_t id)
{
    return trash_set(cx, id, false);
}

/* Undo */

static enum err in_the_way(struct ctx *cx, const struct contact *c)
{
    return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", c->name);
}

static enum err revert_edit(struct ctx *cx, struct contact *c, const char *old_json, const char *new_json)
{
    json_t *old;
    const char *why;
    if (c->trashed_at || !contact_has(cx, c, new_json))
        return in_the_way(cx, c);
    enum err e = json_read(cx->arena, old_json, strlen(old_json), &old, &why);
    if (!e)
        e = contact_from_json(cx, old, NULL, c);
    c->version = 0;
    return e ? e : contact_save(cx, c);
}

enum err contact_revert(
        struct ctx *cx, int64_t id, const char *kind, const char *old_json, const char *new_json)
{
    struct contact c;
    enum err e = contact_load(cx, id, &c);
    if (e == ERR_NOT_FOUND)
        return fail(cx, e, NULL, "error.unknown_contact");
    if (e)
        return e;
    if (c.erased_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.contact_erased");
    if (strncmp(kind, "consent_", 8) == 0)
        return consent_revert(cx, kind, new_json);
    if (strcmp(kind, "contact_edited") == 0)
        return revert_edit(cx, &c, old_json, new_json);
    if (strcmp(kind, "contact_merged") == 0 || strcmp(kind, "contact_unmerged") == 0)
        return contact_merge_revert(cx, &c, strcmp(kind, "contact_merged") == 0, new_json);
    if (strcmp(kind, "contact_absorbed") == 0)
        return ERR_OK; /* the other one's event says it all */
    bool created = strcmp(kind, "contact_created") == 0;
    if (created && !contact_has(cx, &c, new_json))
        return in_the_way(cx, &c);
    return trash_set(cx, id, created || strcmp(kind, "contact_restored") == 0);
}
