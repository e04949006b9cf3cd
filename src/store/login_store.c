#include "store/login_store.h"

static enum err changed(enum err e, int64_t n)
{
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

enum err two_step_row_get(struct db *db, int64_t login_id, struct two_step_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT l.email, l.password_hash, l.totp_key, l.totp_at, l.totp_step,"
            " (SELECT count(*) FROM recovery r WHERE r.login_id = l.id) FROM login l WHERE l.id = ?1",
            P(val_int(login_id)), &v);
    if (!e)
        *out_row = (struct two_step_row){.email = val_s(v[0], ""),
                .password_hash = val_s(v[1], ""),
                .key = val_s(v[2], ""),
                .on_at = v[3].i,
                .step = v[4].i,
                .recovery_left = v[5].i};
    return e;
}

enum err two_step_row_begin(struct db *db, int64_t login_id, const char *key)
{
    int64_t n = 0;
    enum err e = db_exec(db, "UPDATE login SET totp_key = ?2 WHERE id = ?1 AND totp_at = 0",
            P(val_int(login_id), val_text(key)), &n);
    return changed(e, n);
}

enum err two_step_row_on(struct db *db, int64_t login_id, const char *key, int64_t at, int64_t step)
{
    int64_t n = 0;
    enum err e = db_exec(db,
            "UPDATE login SET totp_at = ?2, totp_step = ?3 WHERE id = ?1 AND totp_at = 0 AND totp_key = ?4",
            P(val_int(login_id), val_int(at), val_int(step), val_text(key)), &n);
    return changed(e, n);
}

enum err two_step_row_spend(struct db *db, int64_t login_id, int64_t step)
{
    int64_t n = 0;
    enum err e = db_exec(db, "UPDATE login SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2",
            P(val_int(login_id), val_int(step)), &n);
    return changed(e, n);
}

enum err two_step_row_off(struct db *db, int64_t login_id)
{
    enum err e = db_exec(db, "DELETE FROM recovery WHERE login_id = ?1", P(val_int(login_id)), NULL);
    if (!e)
        e = db_exec(db, "UPDATE session SET strong = 0 WHERE login_id = ?1 AND strong = 1",
                P(val_int(login_id)), NULL);
    return e ? e
             : db_exec(db, "UPDATE login SET totp_key = '', totp_at = 0 WHERE id = ?1", P(val_int(login_id)),
                       NULL);
}

enum err session_row_strong(struct db *db, int64_t session_id)
{
    return db_exec(db, "UPDATE session SET strong = 1 WHERE id = ?1", P(val_int(session_id)), NULL);
}

enum err recovery_rows_set(struct db *db, int64_t login_id, char *const *hashes, int n)
{
    int64_t id;
    enum err e = db_exec(db, "DELETE FROM recovery WHERE login_id = ?1", P(val_int(login_id)), NULL);
    for (int i = 0; !e && i < n; i++)
        e = db_add(db, "INSERT INTO recovery (login_id, code_hash) VALUES (?1, ?2)",
                P(val_int(login_id), val_text(hashes[i])), &id);
    return e;
}

enum err recovery_row_use(struct db *db, int64_t login_id, const char *hash)
{
    int64_t n = 0;
    enum err e = db_exec(db, "DELETE FROM recovery WHERE login_id = ?1 AND code_hash = ?2",
            P(val_int(login_id), val_text(hash)), &n);
    return changed(e, n);
}

enum err two_step_members(struct db *db, int64_t account_id, int max, int64_t **out_member_ids, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT m.member_id FROM membership m JOIN login l ON l.id = m.login_id"
            " WHERE m.account_id = ?1 AND m.joined = 1 AND l.totp_at > 0 LIMIT ?2",
            P(val_int(account_id), val_int(max)), &r);
    if (e)
        return e;
    *out_member_ids = arena_array(db_arena(db), int64_t, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_member_ids)[i] = r.v[i].i;
    *out_n = r.n;
    return ERR_OK;
}

enum err secret_mark(struct db *db, const char **out_mark)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT mark FROM secret WHERE id = 1", P0, &v);
    if (!e)
        *out_mark = val_s(v[0], "");
    return e;
}

enum err secret_mark_set(struct db *db, const char *mark)
{
    int64_t n;
    return db_exec(db, "INSERT INTO secret (id, mark) VALUES (1, ?1)", P(val_text(mark)), &n);
}
