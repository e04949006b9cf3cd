/* contact_store - the SQL of people and companies, their points (mails, phones, web) and addresses. */
#pragma once
#include "store/db.h"
#include "store/sees.h"

/* The columns of table contact; those from NAME_KEY on are written, never read. */
#define CONTACT_COLS(X)                                                                                      \
    X(ID, "id")                                                                                              \
    X(KIND, "kind")                                                                                          \
    X(NAME, "name")                                                                                          \
    X(FIRST_NAME, "first_name")                                                                              \
    X(LAST_NAME, "last_name")                                                                                \
    X(COMPANY, "company_id")                                                                                 \
    X(POSITION, "position")                                                                                  \
    X(TAX_NO, "tax_no")                                                                                      \
    X(EU_TAX_NO, "eu_tax_no")                                                                                \
    X(REGISTRATION_NO, "registration_no")                                                                    \
    X(BANK_ACCOUNT, "bank_account")                                                                          \
    X(INDUSTRY, "industry")                                                                                  \
    X(REGION, "region")                                                                                      \
    X(EMPLOYEES, "employees")                                                                                \
    X(REVENUE, "revenue_minor")                                                                              \
    X(FOUNDED, "founded_year")                                                                               \
    X(TAGS, "tags")                                                                                          \
    X(NOTE, "note")                                                                                          \
    X(OWNER, "owner_id")                                                                                     \
    X(CREATED_AT, "created_at")                                                                              \
    X(UPDATED_AT, "updated_at")                                                                              \
    X(TRASHED_AT, "trashed_at")                                                                              \
    X(VERSION, "version")                                                                                    \
    X(MERGED, "merged_into")                                                                                 \
    X(ERASED, "erased_at")                                                                                   \
    X(NAME_KEY, "name_key")                                                                                  \
    X(SORT_KEY, "sort_key")                                                                                  \
    X(CREATED_BY, "created_by")                                                                              \
    X(IMPORT, "import_id")                                                                                   \
    X(DEMO, "demo")

enum contact_col {
#define CONTACT_COL(id, name) CONTACT_C_##id,
    CONTACT_COLS(CONTACT_COL)
#undef CONTACT_COL
            N_CONTACT_COL
};
#define N_CONTACT_READ CONTACT_C_NAME_KEY

/* contact_store_get - trashed ones too. Errors: ERR_NOT_FOUND. */
enum err contact_store_get(struct db *db, int64_t id, const struct val **out_row);
/* contact_store_insert - a row of N_CONTACT_COL values; id is set here, version starts at 1. */
enum err contact_store_insert(struct db *db, const struct val *row, int64_t *out_id);
/* contact_store_update - every column that can change; version + 1. Errors: ERR_STALE it has another version by now. */
enum err contact_store_update(struct db *db, const struct val *row);
/* contact_store_trash - or back, with 0. merged_into: the contact that goes on in its place, 0 = none. */
enum err contact_store_trash(
        struct db *db, int64_t id, int64_t trashed_at, int64_t merged_into, int64_t updated_at);
/* contact_store_merged - those that were merged into it: ids; at most max. */
enum err contact_store_merged(struct db *db, int64_t id, int max, struct rows *out_rows);
/* contact_store_own_cards - live cards whose customer it is, behind an id: ids; at most max. */
enum err contact_store_own_cards(struct db *db, int64_t id, int64_t after_id, int max, struct rows *out_rows);
/* What hangs on a contact beside its cards. contact_store_hung - ids; contact_store_rehang - one goes to another contact. */
enum hung { HUNG_FILES, HUNG_COMMENTS, N_HUNG };
enum err contact_store_hung(struct db *db, enum hung what, int64_t id, int max, struct rows *out_rows);
enum err contact_store_rehang(
        struct db *db, enum hung what, int64_t thing_id, int64_t from_id, int64_t to_id);
/* contact_store_moves - live people of a company and live cards of a customer: what a merge takes along. */
enum err contact_store_moves(struct db *db, int64_t id, int64_t *out_people, int64_t *out_cards);
/* contact_store_sees - may this member see it? */
enum err contact_store_sees(struct db *db, int64_t id, const struct sees *sees, bool *out_sees);

/* Points: kind, value, match_key, label, is_default. Addresses: kind, street, city, postal_code, county, country,
 * is_default. Both in the order they were given; replacing takes the old ones away. */
#define POINT_COLS   5
#define ADDRESS_COLS 7
enum err contact_store_points(struct db *db, int64_t id, struct rows *out_rows);
enum err contact_store_addresses(struct db *db, int64_t id, struct rows *out_rows);
enum err contact_store_set_points(struct db *db, int64_t id, bool replace, const struct val *v, size_t n);
enum err contact_store_set_addresses(struct db *db, int64_t id, bool replace, const struct val *v, size_t n);

/* contact_store_by_point, contact_store_by_name - live ones: id, name, kind; at most max, latest first. */
enum err contact_store_by_point(
        struct db *db, const char *kind, const char *match_key, int max, struct rows *out_rows);
enum err contact_store_by_name(struct db *db, int kind, const char *name_key, int max, struct rows *out_rows);

/* contact_store_people - live people of a company: id, name, position, default e-mail, default phone; by name. */
enum err contact_store_people(struct db *db, int64_t company_id, int max, struct rows *out_rows);
/* contact_store_people_ids - all of them after an id, ascending; at most max. */
enum err contact_store_people_ids(
        struct db *db, int64_t company_id, int64_t after_id, int max, struct rows *out_rows);
/* contact_store_cards - live cards of a customer: id, name, module_id, status_id, number; the latest changed first; those that are seen (NULL = all). */
enum err contact_store_cards(
        struct db *db, int64_t id, const struct sees *sees, int max, struct rows *out_rows);
/* contact_store_named_cards - live cards whose customer, or customer's company, it is, after an id: id, name, the
 * customer's id and the customer's name; at most max. */
enum err contact_store_named_cards(
        struct db *db, int64_t id, int64_t after_id, int max, struct rows *out_rows);
/* contact_store_move_cards - the cards of a person follow him to another company (0 = none). */
enum err contact_store_move_cards(struct db *db, int64_t id, int64_t company_id);

struct test; /* store/list_store.h */

struct contact_list {
    int kind;           /* -1 = both */
    int64_t company_id; /* 0 = all */
    const char *search; /* folded, or NULL */
    int64_t tag_id;     /* 0 = all */
    bool tag_few;       /* few have the tag: begin with them */
    bool by_updated;    /* latest change first; otherwise by name */
    int64_t place;      /* where the kind's own fields stand: what the next five need; 0 = none of them */
    const char *const *columns; /* wanted behind the others */
    int n_columns;
    const struct test *test;
    const char *by; /* their column to sort by; NULL = by name or change */
    bool descending;
    bool trash;
    const struct sees *sees; /* NULL = everything */
    bool after;              /* start behind this row */
    struct val after_key;
    int64_t after_id;
    int limit;
};
/* The columns of contact_store_list. */
enum {
    CL_ID,
    CL_KEY,
    CL_KIND,
    CL_NAME,
    CL_COMPANY,
    CL_COMPANY_NAME,
    CL_EMAIL,
    CL_PHONE,
    CL_CITY,
    CL_N_CARDS,
    CL_UPDATED,
    CL_TRASHED,
    N_CONTACT_LIST_COL
};
enum err contact_store_list(struct db *db, const struct contact_list *l, struct rows *out_rows);
