#include "store/order_store.h"

#define MOVE                                                                                                 \
    "id, account_id, progress, total, asked_at, changed_at, lease_until, state, from_place, from_database, " \
    "to_place, to_database, phase, why"

static enum err move_of(enum err e, const struct val *v, struct move_row *out)
{
    if (!e)
        *out = (struct move_row){.id = v[0].i,
                .account_id = v[1].i,
                .progress = v[2].i,
                .total = v[3].i,
                .asked_at = v[4].i,
                .changed_at = v[5].i,
                .lease_until = v[6].i,
                .state = val_s(v[7], ""),
                .from_place = val_s(v[8], ""),
                .from_database = val_s(v[9], ""),
                .to_place = val_s(v[10], ""),
                .to_database = val_s(v[11], ""),
                .phase = val_s(v[12], ""),
                .why = val_s(v[13], "")};
    return e;
}

enum err move_row_add(struct db *db, const struct move_row *row, int64_t *out_id)
{
    const struct val *v;
    enum err e =
            db_one(db, "SELECT id FROM move WHERE account_id = ?1 AND state IN ('asked', 'running') LIMIT 1",
                    P(val_int(row->account_id)), &v);
    if (e != ERR_NOT_FOUND)
        return e ? e : ERR_CONFLICT;
    return db_insert(db,
            "INSERT INTO move (account_id, state, from_place, from_database, to_place, to_database, asked_at,"
            " changed_at) VALUES (?1, 'asked', ?2, ?3, ?4, ?5, ?6, ?6)",
            P(val_int(row->account_id), val_text(row->from_place), val_text(row->from_database),
                    val_text(row->to_place), val_text(row->to_database), val_int(row->asked_at)),
            out_id);
}

enum err move_row_get(struct db *db, int64_t id, struct move_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db, "SELECT " MOVE " FROM move WHERE id = ?1", P(val_int(id)), &v);
    return move_of(e, v, out_row);
}

enum err move_row_last(struct db *db, int64_t account_id, struct move_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db, "SELECT " MOVE " FROM move WHERE account_id = ?1 ORDER BY id DESC LIMIT 1",
            P(val_int(account_id)), &v);
    return move_of(e, v, out_row);
}

enum err move_row_due(struct db *db, int64_t before, struct move_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db,
            "SELECT " MOVE " FROM move WHERE state IN ('asked', 'running')"
            " AND (state = 'asked' OR lease_until < ?1) ORDER BY id LIMIT 1",
            P(val_int(before)), &v);
    return move_of(e, v, out_row);
}

enum err move_row_claim(struct db *db, const struct move_row *row, int64_t now_at, int64_t lease_until)
{
    int64_t n;
    enum err e = db_exec(db,
            "UPDATE move SET state = 'running', changed_at = ?2, lease_until = ?3"
            " WHERE id = ?1 AND state = ?4 AND lease_until = ?5",
            P(val_int(row->id), val_int(now_at), val_int(lease_until), val_text(row->state),
                    val_int(row->lease_until)),
            &n);
    return e ? e : n ? ERR_OK : ERR_CONFLICT;
}

enum err move_row_note(struct db *db, const struct move_row *row)
{
    return db_exec(db,
            "UPDATE move SET phase = ?2, progress = ?3, total = ?4, changed_at = ?5, lease_until = ?6 WHERE "
            "id = "
            "?1 AND state = 'running'",
            P(val_int(row->id), val_text(row->phase), val_int(row->progress), val_int(row->total),
                    val_int(row->changed_at), val_int(row->lease_until)),
            NULL);
}

enum err move_row_end(struct db *db, int64_t id, const char *state, const char *why, int64_t now_at)
{
    return db_exec(db,
            "UPDATE move SET state = ?2, why = ?3, changed_at = ?4, lease_until = 0, phase = '' WHERE id = "
            "?1",
            P(val_int(id), val_text(state), val_text(why ? why : ""), val_int(now_at)), NULL);
}
