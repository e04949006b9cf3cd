#include "store/push_store.h"

enum err push_store_insert(struct db *db, const struct push_row *row)
{
    int64_t id;
    return db_add(db,
            "INSERT INTO push (member_id, browser_id, note_id, n, at, tries, made_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            P(val_int(row->member_id), val_int(row->browser_id), val_int(row->note_id), val_int(row->n),
                    val_int(row->at), val_int(row->tries), val_int(row->made_at)),
            &id);
}

enum err push_store_gather(struct db *db, int64_t member_id, int64_t note_id, int64_t now_at, int64_t at)
{
    int64_t n = 0;
    enum err e = db_exec(db, "UPDATE push SET note_id = ?2, n = n + 1 WHERE member_id = ?1 AND tries = 0",
            P(val_int(member_id), val_int(note_id)), &n);
    if (e || n)
        return e;
    return push_store_insert(
            db, &(struct push_row){
                        .member_id = member_id, .note_id = note_id, .n = 1, .at = at, .made_at = now_at});
}

enum err push_store_due(struct db *db, int64_t now_at, int max, struct push_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT id, member_id, browser_id, note_id, n, at, tries, made_at FROM push WHERE at <= ?1 "
            "ORDER BY at, id LIMIT ?2",
            P(val_int(now_at), val_int(max)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct push_row, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        (*out_rows)[i] = (struct push_row){.id = v[0].i,
                .member_id = v[1].i,
                .browser_id = v[2].i,
                .note_id = v[3].i,
                .n = v[4].i,
                .at = v[5].i,
                .tries = v[6].i,
                .made_at = v[7].i};
    }
    *out_n = r.n;
    return ERR_OK;
}

enum err push_store_is_due(struct db *db, int64_t now_at, bool *out_due)
{
    const struct val *v;
    enum err e =
            db_one(db, "SELECT id FROM push WHERE at <= ?1 ORDER BY at, id LIMIT 1", P(val_int(now_at)), &v);
    *out_due = !e;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err push_store_take(struct db *db, int64_t id, int64_t at)
{
    return db_exec(db, "UPDATE push SET at = ?2, tries = tries + 1 WHERE id = ?1",
            P(val_int(id), val_int(at)), NULL);
}

enum err push_store_delete(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM push WHERE id = ?1", P(val_int(id)), NULL);
}

/* The directory's */

static enum err keep_latest(struct db *db, const struct push_browser *b, int keep)
{
    return db_exec(db,
            "DELETE FROM push_browser WHERE account_id = ?1 AND member_id = ?2 AND id <= (SELECT o.id FROM "
            "push_browser o WHERE o.account_id = ?1 AND o.member_id = ?2 ORDER BY o.id DESC LIMIT 1 OFFSET "
            "?3)",
            P(val_int(b->account_id), val_int(b->member_id), val_int(keep)), NULL);
}

enum err push_browser_put(struct db *db, const struct push_browser *b, int keep)
{
    int64_t id;
    enum err e = db_exec(db, "DELETE FROM push_browser WHERE session_id = ?1 OR endpoint = ?2",
            P(val_int(b->session_id), val_text(b->endpoint)), NULL);
    if (!e)
        e = db_insert(db,
                "INSERT INTO push_browser (session_id, account_id, member_id, prefix, endpoint, p256dh, "
                "auth_secret, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                P(val_int(b->session_id), val_int(b->account_id), val_int(b->member_id), val_text(b->prefix),
                        val_text(b->endpoint), val_text(b->p256dh), val_text(b->auth),
                        val_int(b->created_at)),
                &id);
    return e ? e : keep_latest(db, b, keep);
}

enum err push_browser_rows(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at, int max,
        struct push_browser **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT b.id, b.session_id, b.created_at, b.sent_at, b.failed_at, b.prefix, b.endpoint, "
            "b.p256dh, "
            "b.auth_secret, s.agent, s.strong FROM push_browser b JOIN session s ON s.id = b.session_id AND "
            "s.account_id = b.account_id AND s.member_id = b.member_id AND s.expires_at > ?3 "
            "WHERE b.account_id = ?1 AND b.member_id = ?2 ORDER BY b.id DESC LIMIT ?4",
            P(val_int(account_id), val_int(member_id), val_int(now_at), val_int(max)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct push_browser, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        (*out_rows)[i] = (struct push_browser){.id = v[0].i,
                .session_id = v[1].i,
                .account_id = account_id,
                .member_id = member_id,
                .created_at = v[2].i,
                .sent_at = v[3].i,
                .failed_at = v[4].i,
                .prefix = val_s(v[5], ""),
                .endpoint = val_s(v[6], ""),
                .p256dh = val_s(v[7], ""),
                .auth = val_s(v[8], ""),
                .agent = val_s(v[9], ""),
                .strong = v[10].i != 0};
    }
    *out_n = r.n;
    return ERR_OK;
}

enum err push_browser_drop(struct db *db, int64_t account_id, int64_t member_id, int64_t id)
{
    int64_t n = 0;
    enum err e = db_exec(db, "DELETE FROM push_browser WHERE id = ?1 AND account_id = ?2 AND member_id = ?3",
            P(val_int(id), val_int(account_id), val_int(member_id)), &n);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

enum err push_browser_gone(struct db *db, int64_t id, const char *endpoint)
{
    return db_exec(db, "DELETE FROM push_browser WHERE id = ?1 AND endpoint = ?2",
            P(val_int(id), val_text(endpoint)), NULL);
}

enum err push_browser_told(struct db *db, int64_t id, int64_t at, bool failed)
{
    return db_exec(db,
            "UPDATE push_browser SET sent_at = CASE WHEN ?3 = 0 THEN ?2 ELSE sent_at END, "
            "failed_at = CASE WHEN ?3 = 0 THEN 0 ELSE ?2 END WHERE id = ?1",
            P(val_int(id), val_int(at), val_int(failed)), NULL);
}

enum err push_key_row(struct db *db, const char **out_point, const char **out_sealed)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT point, sealed FROM push_key WHERE id = 1", P0, &v);
    if (e)
        return e;
    *out_point = val_s(v[0], "");
    *out_sealed = val_s(v[1], "");
    return ERR_OK;
}

enum err push_key_add(struct db *db, const char *point, const char *sealed)
{
    int64_t n = 0;
    enum err e = db_exec(db,
            "INSERT INTO push_key (id, point, sealed) VALUES (1, ?1, ?2) ON CONFLICT (id) DO NOTHING",
            P(val_text(point), val_text(sealed)), &n);
    return e ? e : n ? ERR_OK : ERR_CONFLICT;
}
