#include "store/book_store.h"

enum err book_stamp_move(struct db *db)
{
    return db_exec(db, "UPDATE stamp SET serial = serial + 1 WHERE id = 1", P0, NULL);
}

enum err book_stamp(struct db *db, int64_t *out_serial)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT serial FROM stamp WHERE id = 1", P0, &v);
    if (!e)
        *out_serial = v[0].i;
    return e;
}

/* A change of one row, which must be there. */
static enum err change_one(struct db *db, const char *sql, const struct val *params, size_t n_params)
{
    int64_t n = 0;
    enum err e = book_stamp_move(db);
    if (!e)
        e = db_exec(db, sql, params, n_params, &n);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

enum err book_state_set(struct db *db, int64_t account_id, enum account_state state)
{
    return change_one(
            db, "UPDATE account SET state = ?2 WHERE id = ?1", P(val_int(account_id), val_int(state)));
}

enum err book_limits_set(struct db *db, int64_t account_id, const struct account_limits *limits)
{
    return change_one(db,
            "UPDATE account SET max_cards = ?2, max_bytes = ?3, max_members = ?4, max_rate = ?5 WHERE id = "
            "?1",
            P(val_int(account_id), val_int(limits->cards), val_int(limits->bytes), val_int(limits->members),
                    val_int(limits->rate)));
}

enum err book_hosts(struct db *db, int64_t account_id, struct host_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT host, account_id FROM account_host WHERE ?1 = 0 OR account_id = ?1 ORDER BY host"
            " LIMIT 100000",
            P(val_int(account_id)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct host_row, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_rows)[i] = (struct host_row){val_s(row_of(&r, i)[0], ""), row_of(&r, i)[1].i};
    *out_n = r.n;
    return ERR_OK;
}

enum err book_host_add(struct db *db, const char *host, int64_t account_id)
{
    int64_t n;
    enum err e = book_stamp_move(db);
    return e ? e
             : db_exec(db, "INSERT INTO account_host (host, account_id) VALUES (?1, ?2)",
                       P(val_text(host), val_int(account_id)), &n);
}

enum err book_host_drop(struct db *db, const char *host, int64_t account_id)
{
    return change_one(db, "DELETE FROM account_host WHERE host = ?1 AND account_id = ?2",
            P(val_text(host), val_int(account_id)));
}

enum err book_belongings(struct db *db, int64_t login_id, struct belonging **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT a.id, m.member_id, a.slug, a.name, m.joined FROM membership m JOIN account a ON a.id = "
            "m.account_id"
            " WHERE m.login_id = ?1 AND a.state <> 2 ORDER BY a.id LIMIT 1000",
            P(val_int(login_id)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct belonging, r.n);
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        (*out_rows)[i] = (struct belonging){.account_id = v[0].i,
                .member_id = v[1].i,
                .slug = val_s(v[2], ""),
                .name = val_s(v[3], ""),
                .joined = (enum joined)v[4].i};
    }
    *out_n = r.n;
    return ERR_OK;
}

/* What stands under an account, children first. */
static const char *const parts[] = {"DELETE FROM account_host WHERE account_id = ?1",
        "DELETE FROM session WHERE account_id = ?1", "DELETE FROM api_key WHERE account_id = ?1",
        "DELETE FROM ticket WHERE account_id = ?1", "DELETE FROM sso_try WHERE account_id = ?1",
        "DELETE FROM membership WHERE account_id = ?1", "DELETE FROM move WHERE account_id = ?1",
        "DELETE FROM backup WHERE account_id = ?1"};

enum err book_account_drop(struct db *db, int64_t account_id, int64_t *out_logins)
{
    struct rows people;
    enum err e = db_query(db,
            "SELECT m.login_id FROM membership m WHERE m.account_id = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM membership o WHERE o.login_id = m.login_id AND o.account_id <> ?1)"
            " LIMIT 100000",
            P(val_int(account_id)), &people);
    for (size_t i = 0; !e && i < sizeof parts / sizeof *parts; i++)
        e = db_exec(db, parts[i], P(val_int(account_id)), NULL);
    for (size_t i = 0; !e && i < people.n; i++) {
        e = db_exec(db, "DELETE FROM recovery WHERE login_id = ?1", P(people.v[i]), NULL);
        if (!e)
            e = db_exec(db, "DELETE FROM login WHERE id = ?1", P(people.v[i]), NULL);
    }
    if (!e)
        e = change_one(db, "DELETE FROM account WHERE id = ?1", P(val_int(account_id)));
    if (!e)
        *out_logins = (int64_t)people.n;
    return e;
}
