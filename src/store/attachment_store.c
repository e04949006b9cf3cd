#include "store/attachment_store.h"
#include "store/query.h"

#define COLS                                                                                                 \
    "a.id, a.card_id, a.contact_id, a.file_id, a.size_bytes, a.width, a.height, a.created_at, "              \
    "a.created_by, "                                                                                         \
    "a.trashed_at, a.name, a.type, f.sha256, a.field_id"
#define FROM "FROM attachment a JOIN file f ON f.id = a.file_id"

static struct val id_or_null(int64_t id)
{
    return id ? val_int(id) : val_null();
}

static struct attachment of_row(const struct val *v)
{
    return (struct attachment){.id = v[0].i,
            .card_id = val_i(v[1], 0),
            .contact_id = val_i(v[2], 0),
            .file_id = v[3].i,
            .size_bytes = v[4].i,
            .width = v[5].i,
            .height = v[6].i,
            .created_at = v[7].i,
            .created_by = v[8].i,
            .trashed_at = v[9].i,
            .name = val_s(v[10], ""),
            .type = val_s(v[11], ""),
            .sha256 = val_s(v[12], ""),
            .field_id = v[13].i};
}

enum err attachment_store_insert(struct db *db, const struct attachment *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO attachment (card_id, contact_id, file_id, name, type, size_bytes, width, height, "
            "created_at, created_by, trashed_at, field_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
            "?11, ?12)",
            P(id_or_null(in->card_id), id_or_null(in->contact_id), val_int(in->file_id), val_text(in->name),
                    val_text(in->type), val_int(in->size_bytes), val_int(in->width), val_int(in->height),
                    val_int(in->created_at), val_int(in->created_by), val_int(in->trashed_at),
                    val_int(in->field_id)),
            out_id);
}

enum err attachment_store_get(struct db *db, int64_t id, struct attachment *out)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLS " " FROM " WHERE a.id = ?1", P(val_int(id)), &v);
    if (!e)
        *out = of_row(v);
    return e;
}

enum err attachment_store_list(struct db *db, int64_t card_id, int64_t contact_id, bool trash,
        int64_t before_id, int max, struct attachment **out, size_t *out_n)
{
    struct query q;
    struct rows rows;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT " COLS " " FROM " WHERE ");
    query_sql(&q, card_id ? "a.card_id = " : "a.contact_id = ");
    query_param(&q, val_int(card_id ? card_id : contact_id));
    query_sql(&q, trash ? " AND a.field_id = 0 AND a.trashed_at > 0 AND a.id < "
                        : " AND a.field_id = 0 AND a.trashed_at = 0 AND a.id < ");
    query_param(&q, val_int(before_id));
    query_sql(&q, " ORDER BY a.id DESC LIMIT ");
    query_param(&q, val_int(max));
    enum err e = query_rows(&q, db, &rows);
    if (e)
        return e;
    *out = arena_array(db_arena(db), struct attachment, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = of_row(row_of(&rows, i));
    *out_n = rows.n;
    return ERR_OK;
}

enum err attachment_store_count(struct db *db, int64_t card_id, int64_t contact_id, int64_t *out_n)
{
    const struct val *v;
    enum err e = db_one(db,
            card_id ? "SELECT count(*) FROM attachment WHERE card_id = ?1 AND field_id = 0 AND "
                      "trashed_at = 0"
                    : "SELECT count(*) FROM attachment WHERE contact_id = ?1 AND trashed_at = 0",
            P(val_int(card_id ? card_id : contact_id)), &v);
    if (!e)
        *out_n = v[0].i;
    return e;
}

enum err attachment_store_trash(struct db *db, int64_t id, int64_t at)
{
    return db_exec(
            db, "UPDATE attachment SET trashed_at = ?2 WHERE id = ?1", P(val_int(id), val_int(at)), NULL);
}

enum err attachment_store_place(struct db *db, int64_t id, int64_t card_id)
{
    return db_exec(db, "UPDATE attachment SET card_id = ?2, trashed_at = 0 WHERE id = ?1",
            P(val_int(id), val_int(card_id)), NULL);
}

enum err attachment_store_same(struct db *db, const char *sha256, int64_t size_bytes, int64_t *out_file_id)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT min(id) FROM file WHERE sha256 = ?1 AND kind = 'attachment' AND keep_until = 0 AND "
            "size_bytes = ?2",
            P(val_text(sha256), val_int(size_bytes)), &v);
    if (!e && val_is_null(v[0]))
        return ERR_NOT_FOUND;
    if (!e)
        *out_file_id = v[0].i;
    return e;
}

enum err attachment_store_keep(struct db *db, int64_t file_id)
{
    return db_exec(db, "UPDATE file SET keep_until = 0 WHERE id = ?1", P(val_int(file_id)), NULL);
}

enum err attachment_store_trash_at(struct db *db, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT coalesce(min(trashed_at), 253402300800000) FROM attachment WHERE trashed_at > 0", P0, &v);
    if (!e)
        *out_at = v[0].i;
    return e;
}

/* Removes the rows and lets go of each file that nothing names any more. */
static enum err drop(struct db *db, const struct rows *rows, int64_t now_at)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < rows->n; i++) {
        const struct val *v = row_of(rows, i);
        e = db_exec(db, "DELETE FROM attachment WHERE id = ?1", P(v[0]), NULL);
        if (!e)
            e = db_exec(db,
                    "UPDATE file SET keep_until = ?2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM attachment "
                    "a "
                    "WHERE a.file_id = ?1)",
                    P(v[1], val_int(now_at)), NULL);
    }
    return e;
}

enum err attachment_store_drop_trash(struct db *db, int64_t until_at, int64_t now_at, int max)
{
    struct rows rows;
    enum err e = db_query(db,
            "SELECT id, file_id FROM attachment WHERE trashed_at > 0 AND trashed_at <= ?1 ORDER BY "
            "trashed_at "
            "LIMIT ?2",
            P(val_int(until_at), val_int(max)), &rows);
    return e ? e : drop(db, &rows, now_at);
}

enum err attachment_store_erase(struct db *db, int64_t card_id, int64_t contact_id, int64_t now_at)
{
    struct rows rows;
    enum err e = db_query(db,
            "SELECT id, file_id FROM attachment WHERE card_id = ?1 OR contact_id = ?2 LIMIT 100000",
            P(id_or_null(card_id), id_or_null(contact_id)), &rows);
    return e ? e : drop(db, &rows, now_at);
}
