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
            " AND (state = 'asked' OR lease_until < ?1) AND EXISTS (SELECT 1 FROM account a WHERE a.id = "
            "account_id)"
            " ORDER BY id LIMIT 1",
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

#define BACKUP                                                                                               \
    "id, account_id, size_bytes, n_rows, asked_at, asked_by, made_at, lease_until, tested_at, state, file, " \
    "sha256, why, test_why"

static struct backup_row backup_of(const struct val *v)
{
    return (struct backup_row){.id = v[0].i,
            .account_id = v[1].i,
            .size_bytes = v[2].i,
            .n_rows = v[3].i,
            .asked_at = v[4].i,
            .asked_by = v[5].i,
            .made_at = v[6].i,
            .lease_until = v[7].i,
            .tested_at = v[8].i,
            .state = val_s(v[9], ""),
            .file = val_s(v[10], ""),
            .sha256 = val_s(v[11], ""),
            .why = val_s(v[12], ""),
            .test_why = val_s(v[13], "")};
}

static enum err backup_list(
        struct db *db, enum err e, const struct rows *r, struct backup_row **out_rows, size_t *out_n)
{
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct backup_row, r->n + 1);
    for (size_t i = 0; i < r->n; i++)
        (*out_rows)[i] = backup_of(row_of(r, i));
    *out_n = r->n;
    return ERR_OK;
}

enum err backup_rows_plan(struct db *db, int64_t since, int64_t retry, int64_t now_at, int64_t *out_n)
{
    return db_exec(db,
            "INSERT INTO backup (account_id, state, asked_at) SELECT a.id, 'asked', ?3 FROM account a"
            " WHERE a.state < 2 AND a.created_at < ?1 AND NOT EXISTS (SELECT 1 FROM backup b WHERE"
            " b.account_id = a.id AND (b.state IN ('asked', 'running') OR (b.state = 'done' AND b.made_at >= "
            "?1)"
            " OR (b.state = 'failed' AND b.asked_at >= ?2))) ORDER BY a.id LIMIT 100",
            P(val_int(since), val_int(retry), val_int(now_at)), out_n);
}

enum err backup_row_add(struct db *db, int64_t account_id, int64_t asked_by, int64_t now_at, int64_t *out_id)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id FROM backup WHERE account_id = ?1 AND state IN ('asked', 'running') LIMIT 1",
            P(val_int(account_id)), &v);
    if (e != ERR_NOT_FOUND)
        return e ? e : ERR_CONFLICT;
    return db_insert(db,
            "INSERT INTO backup (account_id, state, asked_at, asked_by) VALUES (?1, 'asked', ?2, ?3)",
            P(val_int(account_id), val_int(now_at), val_int(asked_by)), out_id);
}

enum err backup_row_due(struct db *db, int64_t before, struct backup_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT " BACKUP " FROM backup WHERE state IN ('asked', 'running')"
            " AND (state = 'asked' OR lease_until < ?1) AND EXISTS (SELECT 1 FROM account a WHERE a.id = "
            "account_id)"
            " ORDER BY id LIMIT 1",
            P(val_int(before)), &v);
    if (!e)
        *out_row = backup_of(v);
    return e;
}

enum err backup_row_claim(struct db *db, const struct backup_row *row, int64_t lease_until)
{
    int64_t n;
    enum err e = db_exec(db,
            "UPDATE backup SET state = 'running', lease_until = ?2 WHERE id = ?1 AND state = ?3 AND "
            "lease_until = "
            "?4",
            P(val_int(row->id), val_int(lease_until), val_text(row->state), val_int(row->lease_until)), &n);
    return e ? e : n ? ERR_OK : ERR_CONFLICT;
}

enum err backup_row_made(struct db *db, const struct backup_row *row)
{
    return db_exec(db,
            "UPDATE backup SET state = ?2, file = ?3, size_bytes = ?4, n_rows = ?5, sha256 = ?6, why = ?7,"
            " made_at = ?8, lease_until = ?9 WHERE id = ?1",
            P(val_int(row->id), val_text(row->state), val_text(row->file), val_int(row->size_bytes),
                    val_int(row->n_rows), val_text(row->sha256), val_text(row->why), val_int(row->made_at),
                    val_int(row->lease_until)),
            NULL);
}

enum err backup_row_tested(struct db *db, int64_t id, int64_t tested_at, const char *why)
{
    return db_exec(db, "UPDATE backup SET tested_at = ?2, test_why = ?3 WHERE id = ?1",
            P(val_int(id), val_int(tested_at), val_text(why)), NULL);
}

enum err backup_row_get(struct db *db, int64_t account_id, int64_t id, struct backup_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " BACKUP " FROM backup WHERE id = ?1 AND account_id = ?2",
            P(val_int(id), val_int(account_id)), &v);
    if (!e)
        *out_row = backup_of(v);
    return e;
}

enum err backup_rows(struct db *db, int64_t account_id, struct backup_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e =
            db_query(db, "SELECT " BACKUP " FROM backup WHERE account_id = ?1 ORDER BY id DESC LIMIT 1000",
                    P(val_int(account_id)), &r);
    return backup_list(db, e, &r, out_rows, out_n);
}

enum err backup_row_drop(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM backup WHERE id = ?1", P(val_int(id)), NULL);
}

enum err backup_rows_newest(struct db *db, struct backup_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT " BACKUP " FROM backup WHERE id IN (SELECT max(b.id) FROM backup b WHERE b.state = 'done'"
            " GROUP BY b.account_id) ORDER BY account_id LIMIT 1000",
            P0, &r);
    return backup_list(db, e, &r, out_rows, out_n);
}

enum err backup_row_shared(struct db *db, int64_t account_id, bool *out_shared)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT 1 FROM membership m JOIN membership o ON o.login_id = m.login_id AND o.account_id <> "
            "m.account_id WHERE m.account_id = ?1 LIMIT 1",
            P(val_int(account_id)), &v);
    *out_shared = !e;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
