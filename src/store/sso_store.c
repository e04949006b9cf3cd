#include "store/sso_store.h"

enum err sso_row_add(struct db *db, const char *state_hash, const struct sso_row *row, int64_t now_at)
{
    int64_t n;
    enum err e = db_exec(db, "DELETE FROM sso_try WHERE expires_at <= ?1", P(val_int(now_at)), NULL);
    return e ? e
             : db_exec(db,
                       "INSERT INTO sso_try (state_hash, account_id, browser_hash, nonce, verifier, next, "
                       "expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                       P(val_text(state_hash), val_int(row->account_id), val_text(row->browser_hash),
                               val_text(row->nonce), val_text(row->verifier), val_text(row->next),
                               val_int(row->expires_at)),
                       &n);
}

enum err sso_row_take(struct db *db, const char *state_hash, int64_t now_at, struct sso_row *out_row)
{
    const struct val *v;
    int64_t n = 0;
    enum err e = db_one(db,
            "SELECT account_id, browser_hash, nonce, verifier, next FROM sso_try"
            " WHERE state_hash = ?1 AND expires_at > ?2",
            P(val_text(state_hash), val_int(now_at)), &v);
    if (e)
        return e;
    *out_row = (struct sso_row){.account_id = v[0].i,
            .browser_hash = val_s(v[1], ""),
            .nonce = val_s(v[2], ""),
            .verifier = val_s(v[3], ""),
            .next = val_s(v[4], "")};
    e = db_exec(db, "DELETE FROM sso_try WHERE state_hash = ?1", P(val_text(state_hash)), &n);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}
