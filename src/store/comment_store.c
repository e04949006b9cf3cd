#include "store/comment_store.h"
#include "store/query.h"

#define COLS "id, card_id, contact_id, member_id, created_at, edited_at, trashed_at, version, text, mentions"

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

static struct comment of_row(const struct val *v)
{
    return (struct comment){.id = v[0].i,
            .card_id = val_i(v[1], 0),
            .contact_id = val_i(v[2], 0),
            .member_id = v[3].i,
            .created_at = v[4].i,
            .edited_at = v[5].i,
            .trashed_at = v[6].i,
            .version = v[7].i,
            .text = val_s(v[8], ""),
            .mentions = val_s(v[9], "[]")};
}

static enum err all_of(struct query *q, struct db *db, struct comment **out, size_t *out_n)
{
    struct rows rows;
    enum err e = query_rows(q, db, &rows);
    if (e)
        return e;
    *out = arena_array(db_arena(db), struct comment, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = of_row(row_of(&rows, i));
    *out_n = rows.n;
    return ERR_OK;
}

enum err comment_store_insert(struct db *db, const struct comment *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO comment (card_id, contact_id, member_id, text, mentions, created_at) VALUES (?1, "
            "?2, "
            "?3, ?4, ?5, ?6)",
            P(id_or_null(in->card_id), id_or_null(in->contact_id), val_int(in->member_id), val_text(in->text),
                    val_text(in->mentions), val_int(in->created_at)),
            out_id);
}

enum err comment_store_get(struct db *db, int64_t id, struct comment *out)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLS " FROM comment WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        *out = of_row(v);
    return e;
}

enum err comment_store_list(struct db *db, int64_t card_id, int64_t contact_id, int64_t before_id, int max,
        struct comment **out, size_t *out_n)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT " COLS " FROM comment WHERE ");
    query_sql(&q, card_id ? "card_id = " : "contact_id = ");
    query_param(&q, val_int(card_id ? card_id : contact_id));
    query_sql(&q, " AND trashed_at = 0 AND id < ");
    query_param(&q, val_int(before_id));
    query_sql(&q, " ORDER BY id DESC LIMIT ");
    query_param(&q, val_int(max));
    return all_of(&q, db, out, out_n);
}

enum err comment_store_some(struct db *db, const int64_t *ids, size_t n, struct comment **out, size_t *out_n)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT " COLS " FROM comment WHERE id IN (0");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_param(&q, val_int(ids[i]));
    }
    query_sql(&q, ")");
    return all_of(&q, db, out, out_n);
}

enum err comment_store_edit(struct db *db, const struct comment *in)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE comment SET text = ?2, mentions = ?3, edited_at = ?4, version = version + 1 WHERE id = "
            "?1 "
            "AND version = ?5",
            P(val_int(in->id), val_text(in->text), val_text(in->mentions), val_int(in->edited_at),
                    val_int(in->version)),
            &changed);
    return e ? e : changed ? ERR_OK : ERR_STALE;
}

enum err comment_store_trash(struct db *db, int64_t id, int64_t at)
{
    return db_exec(db, "UPDATE comment SET trashed_at = ?2, version = version + 1 WHERE id = ?1",
            P(val_int(id), val_int(at)), NULL);
}

enum err follow_store_put(struct db *db, int64_t card_id, int64_t contact_id, int64_t member_id, bool follows,
        bool replace, int64_t at)
{
    return db_exec(db,
            replace ? "INSERT INTO follower (card_id, contact_id, member_id, follows, at) VALUES (?1, ?2, "
                      "?3, "
                      "?4, ?5) ON CONFLICT (card_id, contact_id, member_id) DO UPDATE SET follows = "
                      "excluded.follows, at = excluded.at"
                    : "INSERT INTO follower (card_id, contact_id, member_id, follows, at) VALUES (?1, ?2, "
                      "?3, "
                      "?4, ?5) ON CONFLICT (card_id, contact_id, member_id) DO NOTHING",
            P(val_int(card_id), val_int(contact_id), val_int(member_id), val_int(follows), val_int(at)),
            NULL);
}

enum err follow_store_list(struct db *db, int64_t card_id, int64_t contact_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT member_id, follows FROM follower WHERE card_id = ?1 AND contact_id = ?2 ORDER BY at, "
            "member_id LIMIT ?3",
            P(val_int(card_id), val_int(contact_id), val_int(max)), out_rows);
}

enum err talk_store_erase(struct db *db, int64_t card_id, int64_t contact_id)
{
    static const char *const of_card[] = {"DELETE FROM comment WHERE card_id = ?1",
            "DELETE FROM follower WHERE card_id = ?1",
            "DELETE FROM notification WHERE card_id = ?1 AND card_id > 0"};
    static const char *const of_contact[] = {"DELETE FROM comment WHERE contact_id = ?1",
            "DELETE FROM follower WHERE card_id = 0 AND contact_id = ?1",
            "DELETE FROM notification WHERE contact_id = ?1 AND contact_id > 0"};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < sizeof of_card / sizeof *of_card; i++)
        e = db_exec(
                db, card_id ? of_card[i] : of_contact[i], P(val_int(card_id ? card_id : contact_id)), NULL);
    return e;
}
