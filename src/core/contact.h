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
    enum contact_kind kind;
    const char *name, *first_name, *last_name, *position;
    const char *tax_no, *eu_tax_no, *registration_no, *bank_account, *industry, *region, *tags, *note;
    struct val employees, revenue_minor, founded_year;
    const struct point *points;
    size_t n_points;
    const struct address *addresses;
    size_t n_addresses;
};

/* contact_get - visible when the member sees all, owns it, or sees one of its cards. */
enum err contact_get(struct ctx *cx, int64_t id, struct contact *out_contact);
/* contact_save - create (id 0) or change; in->version 0 skips the check. Lists of points and addresses replace the old
 * ones. Checks: name, e-mail form, at most 50 points and 20 addresses. Effects: row, events, search, names of cards that
 * still carry the customer's default name. */
enum err contact_save(struct ctx *cx, struct contact *in);
enum err contact_trash(struct ctx *cx, int64_t id);
enum err contact_restore(struct ctx *cx, int64_t id);

struct duplicate {
    int64_t id;
    const char *name, *reason; /* reason: email, phone, name */
};
/* contact_duplicates - live contacts with the same e-mail, phone (international form) or folded name; at most 20. */
enum err contact_duplicates(struct ctx *cx, const struct contact *c, struct duplicate **out, size_t *out_n);
/* contact_import_match - the id of the contact an import row means (e-mail, then phone, then exact name), 0 = none. */
enum err contact_import_match(struct ctx *cx, const struct contact *c, int64_t *out_id);
void contact_write(struct ctx *cx, struct jw *w, const struct contact *c);
/* contact_sync_search - rebuild its search entry. */
enum err contact_sync_search(struct ctx *cx, int64_t id);
