#include "store/consent_store.h"
#include "store/query.h"

#define COLS                                                                                                 \
    "id, contact_id, purpose, how, note, given_at, withdrawn_at, withdrawn_how, created_at, created_by"

static struct consent of_row(const struct val *v)
{
    return (struct consent){.id = v[0].i,
            .contact_id = v[1].i,
            .purpose = val_s(v[2], ""),
            .how = val_s(v[3], ""),
            .note = val_s(v[4], ""),
            .given_at = v[5].i,
            .withdrawn_at = v[6].i,
            .withdrawn_how = val_s(v[7], ""),
            .created_at = v[8].i,
            .created_by = v[9].i};
}

enum err consent_store_insert(struct db *db, const struct consent *in, int64_t *out_id)
{
    return db_add(db,
            "INSERT INTO consent (contact_id, purpose, how, note, given_at, created_at, created_by) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            P(val_int(in->contact_id), val_text(in->purpose), val_text(in->how), val_text(in->note),
                    val_int(in->given_at), val_int(in->created_at), val_int(in->created_by)),
            out_id);
}

enum err consent_store_get(struct db *db, int64_t id, struct consent *out)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT " COLS " FROM consent WHERE id = ?1", P(val_int(id)), &row);
    if (!e)
        *out = of_row(row);
    return e;
}

enum err consent_store_list(
        struct db *db, const int64_t *contact_ids, size_t n, int max, struct consent **out, size_t *out_n)
{
    struct query q;
    struct rows rows;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT " COLS " FROM consent WHERE contact_id IN (");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, i ? ", " : "");
        query_param(&q, val_int(contact_ids[i]));
    }
    query_sql(&q, ") ORDER BY given_at DESC, id DESC LIMIT ");
    query_param(&q, val_int(max));
    enum err e = query_rows(&q, db, &rows);
    if (e)
        return e;
    *out = arena_array(db_arena(db), struct consent, rows.n + 1);
    *out_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = of_row(row_of(&rows, i));
    return ERR_OK;
}

enum err consent_store_withdraw(struct db *db, int64_t id, int64_t at, const char *how)
{
    return db_exec(db, "UPDATE consent SET withdrawn_at = ?2, withdrawn_how = ?3 WHERE id = ?1",
            P(val_int(id), val_int(at), val_text(how)), NULL);
}

enum err consent_store_remove(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM consent WHERE id = ?1", P(val_int(id)), NULL);
}
