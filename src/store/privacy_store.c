#include "store/privacy_store.h"

/* A row of member 0 says that the card is private. */
enum err privacy_store_get(
        struct db *db, int64_t card_id, size_t max, bool *out_private, int64_t *out_guests, size_t *out_n)
{
    struct rows rows;
    enum err e = db_query(db,
            "SELECT 0 AS member_id FROM card_private WHERE card_id = ?1 UNION ALL "
            "SELECT member_id FROM card_guest WHERE card_id = ?1 ORDER BY 1 LIMIT ?2",
            P(val_int(card_id), val_int((int64_t)max + 1)), &rows);
    *out_private = false;
    *out_n = 0;
    for (size_t i = 0; !e && i < rows.n; i++) {
        const int64_t id = row_of(&rows, i)[0].i;
        if (!id)
            *out_private = true;
        else if (*out_n < max)
            out_guests[(*out_n)++] = id;
    }
    return e;
}

enum err privacy_store_put(struct db *db, int64_t card_id, bool private, const int64_t *guests, size_t n)
{
    enum err e = db_exec(db,
            private ? "INSERT INTO card_private (card_id) VALUES (?1) ON CONFLICT (card_id) DO NOTHING"
                    : "DELETE FROM card_private WHERE card_id = ?1",
            P(val_int(card_id)), NULL);
    if (!e)
        e = db_exec(db, "DELETE FROM card_guest WHERE card_id = ?1", P(val_int(card_id)), NULL);
    for (size_t i = 0; !e && i < n; i++)
        e = db_exec(db, "INSERT INTO card_guest (card_id, member_id) VALUES (?1, ?2)",
                P(val_int(card_id), val_int(guests[i])), NULL);
    return e;
}
