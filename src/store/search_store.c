#include "store/search_store.h"
#include "store/query.h"
#include "store/sees.h"

/* What is in the trash has no entry. */
#define FIND_ALL                                                                                             \
    "SELECT d.kind, d.ref_id, d.text_key FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} "                           \
    "ORDER BY {SEARCH_ID} DESC LIMIT ?2"

/* Who sees a part: entries are read in their order, newest first, until enough were met that the member sees; so there
 * is no ORDER BY outside, which would read them all. */
static enum err find_seen(
        struct db *db, const char *match, const struct sees *sees, int scan, int max, struct rows *out_rows)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_bind(&q, val_text(match)); /* ?1: {SEARCH_MATCH} */
    query_sql(&q, "SELECT h.kind, h.ref_id, h.text_key FROM (SELECT d.kind AS kind, d.ref_id AS ref_id, "
                  "d.text_key AS "
                  "text_key FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} ORDER BY {SEARCH_ID} DESC LIMIT ");
    query_param(&q, val_int(scan));
    query_sql(&q, ") h LEFT JOIN card c ON h.kind = 0 AND c.id = h.ref_id AND c.trashed_at = 0 "
                  "LEFT JOIN contact k ON h.kind > 0 AND k.id = h.ref_id AND k.trashed_at = 0 "
                  "WHERE (c.id IS NOT NULL AND ");
    sees_card(&q, sees, "c");
    query_sql(&q, ") OR (k.id IS NOT NULL AND ");
    sees_contact(&q, sees, "k");
    query_sql(&q, ") LIMIT ");
    query_param(&q, val_int(max));
    return query_rows(&q, db, out_rows);
}

#define COUNT_HITS                                                                                           \
    "SELECT COUNT(*) FROM (SELECT d.ref_id FROM {SEARCH_FROM} WHERE {SEARCH_MATCH} "                         \
    "ORDER BY {SEARCH_ID} DESC LIMIT ?2) h"

/* Are there more hits than that? */
static enum err more_hits(struct db *db, const char *match, int n, bool *out_more)
{
    const struct val *row;
    enum err e = db_one(db, db_words(db, COUNT_HITS), P(val_text(match), val_int(n + 1)), &row);
    if (!e)
        *out_more = row[0].i > n;
    return e;
}

enum err search_store_find(struct db *db, const char *folded, const struct sees *sees, int scan, int max,
        struct rows *out_rows, bool *out_cut)
{
    const char *match = db_match(db, folded);
    const struct val params[] = {val_text(match), val_int(max)};
    *out_cut = false;
    enum err e = sees ? find_seen(db, match, sees, scan, max, out_rows)
                      : db_query(db, db_words(db, FIND_ALL), params, 2, out_rows);
    return !e && sees && out_rows->n < (size_t)max ? more_hits(db, match, scan, out_cut) : e;
}

enum err search_store_card(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db,
            "SELECT c.name, c.number, c.module_id, c.status_id, cu.name, co.name FROM card c "
            "LEFT JOIN contact cu ON cu.id = c.contact_id LEFT JOIN contact co ON co.id = c.company_id "
            "WHERE c.id = ?1 AND c.trashed_at = 0",
            P(val_int(id)), out_row);
}

enum err search_store_contact(struct db *db, int64_t id, const struct val **out_row)
{
    return db_one(db,
            "SELECT k.name, co.name, " DEFAULT_POINT("k.id", "email") ", " DEFAULT_POINT(
                    "k.id", "phone") " FROM contact k LEFT JOIN contact co ON co.id = k.company_id "
                                     "WHERE k.id = ?1 AND k.trashed_at = 0",
            P(val_int(id)), out_row);
}
