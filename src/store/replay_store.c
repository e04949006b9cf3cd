#include "store/replay_store.h"

enum err replay_get(
        struct db *db, int64_t member_id, const char *key, int64_t since_at, struct replay_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT request_hash, reply, status FROM idempotency WHERE member_id = ?1 AND key = ?2 AND at >= "
            "?3",
            P(val_int(member_id), val_text(key), val_int(since_at)), &v);
    if (!e)
        *out_row = (struct replay_row){
                .request_hash = val_s(v[0], ""), .reply = val_s(v[1], ""), .status = (int)v[2].i};
    return e;
}

enum err replay_put(
        struct db *db, int64_t member_id, const char *key, int64_t at, const struct replay_row *row)
{
    int64_t n; /* asked for, so that a key used twice shows at once */
    return db_exec(db,
            "INSERT INTO idempotency (key, member_id, request_hash, status, reply, at) VALUES (?1, ?2, ?3, "
            "?4, ?5, ?6)",
            P(val_text(key), val_int(member_id), val_text(row->request_hash), val_int(row->status),
                    val_text(row->reply), val_int(at)),
            &n);
}

enum err replay_forget(struct db *db, int64_t before_at)
{
    return db_exec(db, "DELETE FROM idempotency WHERE at < ?1", P(val_int(before_at)), NULL);
}
