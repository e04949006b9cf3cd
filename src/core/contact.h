/* contact - people and companies, their mails, phones and addresses. */
#pragma once
#include "core/ctx.h"

enum contact_kind { CONTACT_PERSON, CONTACT_COMPANY };

struct point {
    const char *kind, *value, *label; /* email, phone, web */
    bool is_default;
};

struct address {
    const char *kind, *street, *city, *postal_code, *county, *country;
    bool is_default;
};

struct contact {
    int64_t id, company_id, owner_id, created_at, updated_at, trashed_at, version;
    int64_t merged_into; /* the contact that goes on in its place, 0 = it stands for itself */
    int64_t erased_at;   /* what was known of the person was erased then; 0 = it was not */
    enum contact_kind kind;
    const char *name, *first_name, *last_name, *position;
    const char *tax_no, *eu_tax_no, *registration_no, *bank_account, *industry, *region, *tags, *note;
    struct val employees, revenue_minor, founded_year;
    const struct point *points;
    size_t n_points;
    const struct address *addresses;
    size_t n_addresses;
    int64_t absorbs; /* the one that is merged into it: what may be there once may be there in both; 0 = none */
    const struct val *own; /* values of its own fields (core/contact_own.h); NULL = none were read or given */
};

/* contact_get - visible when the member sees all, owns it, or sees one of its cards. */
enum err contact_get(struct ctx *cx, int64_t id, struct contact *out_contact);
/* contact_save - create (id 0) or change; in->version 0 skips the check. Lists of points and addresses replace the old
 * ones. Checks: name, e-mail form, at most 50 points and 20 addresses. Effects: row, events, search, names of cards that
 * still carry the customer's default name.
 * Gives:  *in as it is now: id, name in the account's order, version, defaults
 * Errors: ERR_STALE with both versions in fault.extra_json, ERR_INVALID with the member */
enum err contact_save(struct ctx *cx, struct contact *in);
/* contact_check - what contact_save refuses a new one for; fills in its name and defaults, writes nothing. */
enum err contact_check(struct ctx *cx, struct contact *c);
/* contact_insert - the rest of contact_save, for a new one that was checked. */
enum err contact_insert(struct ctx *cx, struct contact *c);
/* contact_selves - the contact and those that were merged into it, at most CONTACT_SELVES: whose history is its own. */
#define CONTACT_SELVES 50
enum err contact_selves(struct ctx *cx, int64_t id, int64_t ids[CONTACT_SELVES], size_t *out_n);
enum err contact_trash(struct ctx *cx, int64_t id);
enum err contact_restore(struct ctx *cx, int64_t id);

struct duplicate {
    int64_t id;
    enum contact_kind kind;
    const char *name, *reason; /* reason: email, phone, name */
};
/* contact_duplicates - live contacts with the same e-mail, phone (international form) or folded name that the member may
 * see; at most 20. */
enum err contact_duplicates(struct ctx *cx, const struct contact *c, struct duplicate **out, size_t *out_n);
/* contact_duplicates_write - the same as {"rows":[{id,name,kind,reason}]}. */
enum err contact_duplicates_write(struct ctx *cx, const struct contact *c, struct jw *w);
/* contact_import_match - the id of the contact an import row means (e-mail, then phone, then exact name when only one has
 * it), 0 = none. */
enum err contact_import_match(
        struct ctx *cx, const struct contact *c, int64_t *out_id, const char **out_name);
/* contact_import_made - a row of the same step has made this one: later rows find it. */
void contact_import_made(struct ctx *cx, const struct contact *c);
/* contact_from_json - the object ContactIn of the API over what *c holds: members that are absent stay.
 * Takes:  path for errors, e.g. "contact" (NULL = none)
 * Errors: ERR_INVALID with the member */
enum err contact_from_json(struct ctx *cx, const json_t *in, const char *path, struct contact *c);
/* contact_write - the object Contact of the contract, with its company, people and cards. */
enum err contact_write(struct ctx *cx, struct jw *w, const struct contact *c);
/* contact_sync_search - rebuild its search entry. */
enum err contact_sync_search(struct ctx *cx, int64_t id);

struct filter; /* core/list.h */

struct contact_query {
    int kind;                 /* -1 = both, else enum contact_kind */
    const char *search;       /* what was typed, or NULL */
    int64_t company_id;       /* only people of this company; 0 = all */
    int64_t tag_id;           /* only those with the tag; 0 = all */
    bool by_updated;          /* the latest change first; otherwise by name */
    const struct field *sort; /* an own field of the kind instead, or NULL; what has no value comes last */
    bool descending;
    const struct filter *filter;        /* over own fields of the kind, or NULL */
    const struct field *const *columns; /* own fields wanted in the rows */
    int n_columns;
    bool trash;
    const char *cursor;
    int limit; /* 1-200 */
};
/* contact_list_write - {"rows":[{id,kind,name,company,email,phone,city,n_cards,updated_at,fields}],"next":cursor|null}. */
enum err contact_list_write(struct ctx *cx, const struct contact_query *q, struct jw *w);
/* contact_revert - undo of one event of a contact (contact_created, _edited, _trashed, _restored).
 * Errors: ERR_CONFLICT error.undo_later_change when it no longer has the event's new values. */
enum err contact_revert(
        struct ctx *cx, int64_t id, const char *kind, const char *old_json, const char *new_json);
