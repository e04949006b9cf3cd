#include "store/directory_store.h"
#include "base/clock.h"
#include "store/book_store.h"

#define TICKET_KEPT_MS (7 * MS_DAY) /* of one that expired: it is nobody's any more, used or not */

static enum err one_or_none(enum err e, int64_t changed)
{
    return e ? e : changed ? ERR_OK : ERR_NOT_FOUND;
}

#define ACCOUNT                                                                                              \
    "id, slug, name, place, created_at, database, state, max_cards, max_bytes, max_members, max_rate, "      \
    "schema_version"

static struct account_row account_of(const struct val *v)
{
    return (struct account_row){.id = v[0].i,
            .slug = val_s(v[1], ""),
            .name = val_s(v[2], ""),
            .place = val_s(v[3], ""),
            .created_at = v[4].i,
            .database = val_s(v[5], ""),
            .state = (enum account_state)v[6].i,
            .limits = {.cards = v[7].i, .bytes = v[8].i, .members = v[9].i, .rate = v[10].i},
            .schema = (int)v[11].i};
}

enum err account_rows(struct db *db, struct account_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db, "SELECT " ACCOUNT " FROM account ORDER BY id LIMIT 100000", P0, &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct account_row, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_rows)[i] = account_of(row_of(&r, i));
    *out_n = r.n;
    return ERR_OK;
}

enum err account_row_get(struct db *db, int64_t id, struct account_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " ACCOUNT " FROM account WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        *out_row = account_of(v);
    return e;
}

enum err account_row_named(struct db *db, const char *slug, struct account_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " ACCOUNT " FROM account WHERE slug = ?1", P(val_text(slug)), &v);
    if (!e)
        *out_row = account_of(v);
    return e;
}

enum err account_row_add(struct db *db, const struct account_row *row, int64_t *out_id)
{
    enum err e = book_stamp_move(db);
    return e ? e
             : db_insert(db,
                       "INSERT INTO account (slug, name, place, created_at, database, schema_version) VALUES "
                       "(?1, ?2, ?3, ?4, ?5, ?6)",
                       P(val_text(row->slug), val_text(row->name), val_text(row->place),
                               val_int(row->created_at), val_text(row->database ? row->database : ""),
                               val_int(row->schema)),
                       out_id);
}

enum err account_row_schema(struct db *db, int64_t id, int version)
{
    return db_exec(db, "UPDATE account SET schema_version = ?2 WHERE id = ?1",
            P(val_int(id), val_int(version)), NULL);
}

enum err account_row_behind(struct db *db, int version, int64_t after, int64_t *out_id)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id FROM account WHERE schema_version < ?1 AND id > ?2 AND state < 2 ORDER BY id LIMIT 1",
            P(val_int(version), val_int(after)), &v);
    if (!e)
        *out_id = v[0].i;
    return e;
}

enum err account_count_behind(struct db *db, int version, int64_t *out_behind, int64_t *out_all)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT count(CASE WHEN schema_version < ?1 THEN 1 END), count(*) FROM account WHERE state < 2",
            P(val_int(version)), &v);
    if (!e) {
        *out_behind = v[0].i;
        *out_all = v[1].i;
    }
    return e;
}

enum err account_row_rename(struct db *db, int64_t id, const char *name)
{
    enum err e = book_stamp_move(db);
    return e ? e
             : db_exec(db, "UPDATE account SET name = ?2 WHERE id = ?1", P(val_int(id), val_text(name)),
                       NULL);
}

enum err account_row_place(struct db *db, int64_t id, const char *place, const char *database)
{
    int64_t n = 0;
    enum err e = book_stamp_move(db);
    if (!e)
        e = db_exec(db, "UPDATE account SET place = ?2, database = ?3 WHERE id = ?1",
                P(val_int(id), val_text(place), val_text(database)), &n);
    return one_or_none(e, e ? 0 : n);
}

static enum err login_read(enum err e, const struct val *v, struct login_row *out_row)
{
    if (!e)
        *out_row = (struct login_row){.id = v[0].i,
                .email = val_s(v[1], ""),
                .name = val_s(v[2], ""),
                .password_hash = val_s(v[3], ""),
                .active = v[4].i != 0};
    return e;
}

enum err login_get(struct db *db, int64_t id, struct login_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(
            db, "SELECT id, email, name, password_hash, active FROM login WHERE id = ?1", P(val_int(id)), &v);
    return login_read(e, v, out_row);
}

enum err login_by_email(struct db *db, const char *email, struct login_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db, "SELECT id, email, name, password_hash, active FROM login WHERE email = ?1",
            P(val_text(email)), &v);
    return login_read(e, v, out_row);
}

enum err login_add(struct db *db, const struct login_row *row, int64_t now_at, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO login (email, name, password_hash, active, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            P(val_text(row->email), val_text(row->name), val_text(row->password_hash), val_int(row->active),
                    val_int(now_at)),
            out_id);
}

enum err login_set_password(struct db *db, int64_t id, const char *hash)
{
    return db_exec(
            db, "UPDATE login SET password_hash = ?2 WHERE id = ?1", P(val_int(id), val_text(hash)), NULL);
}

enum err login_set_name(struct db *db, int64_t id, const char *name)
{
    return db_exec(db, "UPDATE login SET name = ?2 WHERE id = ?1", P(val_int(id), val_text(name)), NULL);
}

enum err login_first_password(struct db *db, int64_t id, const char *hash)
{
    int64_t n = 0;
    enum err e = db_exec(db, "UPDATE login SET password_hash = ?2 WHERE id = ?1 AND password_hash = ''",
            P(val_int(id), val_text(hash)), &n);
    e = one_or_none(e, n);
    return e ? e
             : db_exec(db, "UPDATE membership SET joined = 0 WHERE login_id = ?1 AND joined = 1",
                       P(val_int(id)), NULL);
}

enum err membership_add(
        struct db *db, int64_t login_id, int64_t account_id, int64_t member_id, enum joined joined)
{
    int64_t n; /* asked for, so that a log-in that does not exist shows at once */
    return db_exec(db,
            "INSERT INTO membership (login_id, account_id, member_id, joined) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (login_id, account_id) DO UPDATE SET member_id = excluded.member_id, joined = "
            "CASE WHEN excluded.joined = 1 OR membership.joined = 0 THEN excluded.joined ELSE "
            "membership.joined END",
            P(val_int(login_id), val_int(account_id), val_int(member_id), val_int(joined)), &n);
}

enum err membership_join(struct db *db, int64_t login_id, int64_t account_id)
{
    return db_exec(db, "UPDATE membership SET joined = 1 WHERE login_id = ?1 AND account_id = ?2",
            P(val_int(login_id), val_int(account_id)), NULL);
}

enum err membership_pending(struct db *db, int64_t account_id, size_t max, int64_t **out_ids, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT m.member_id FROM membership m WHERE m.account_id = ?1 AND m.joined = 0 LIMIT ?2",
            P(val_int(account_id), val_int((int64_t)max)), &r);
    if (e)
        return e;
    *out_ids = arena_array(db_arena(db), int64_t, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_ids)[i] = r.v[i].i;
    *out_n = r.n;
    return ERR_OK;
}

enum err session_add(struct db *db, const struct session *s, const char *token_hash, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO session (token_hash, login_id, account_id, member_id, created_at, seen_at, "
            "expires_at, address, agent, strong)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            P(val_text(token_hash), val_int(s->login_id), val_int(s->account_id), val_int(s->member_id),
                    val_int(s->created_at), val_int(s->seen_at), val_int(s->expires_at), val_text(s->address),
                    val_text(s->agent), val_int(s->sso ? 2 : s->strong)),
            out_id);
}

#define SESSION_COLUMNS                                                                                      \
    "id, login_id, account_id, member_id, created_at, seen_at, expires_at, address, agent, strong, "         \
    "seen_as, "                                                                                              \
    "seen_until"

static struct session session_of(const struct val *v)
{
    return (struct session){.id = v[0].i,
            .login_id = v[1].i,
            .account_id = v[2].i,
            .member_id = v[3].i,
            .created_at = v[4].i,
            .seen_at = v[5].i,
            .expires_at = v[6].i,
            .address = val_s(v[7], ""),
            .agent = val_s(v[8], ""),
            .strong = v[9].i != 0,
            .sso = v[9].i == 2,
            .seen_as = v[10].i,
            .seen_until = v[11].i};
}

enum err session_get(struct db *db, const char *token_hash, int64_t now_at, struct session *out_session)
{
    const struct val *v;
    enum err e =
            db_one(db, "SELECT " SESSION_COLUMNS " FROM session WHERE token_hash = ?1 AND expires_at > ?2",
                    P(val_text(token_hash), val_int(now_at)), &v);
    if (!e)
        *out_session = session_of(v);
    return e;
}

enum err session_touch(struct db *db, int64_t id, int64_t seen_at, int64_t expires_at, const char *address)
{
    return db_exec(db, "UPDATE session SET seen_at = ?2, expires_at = ?3, address = ?4 WHERE id = ?1",
            P(val_int(id), val_int(seen_at), val_int(expires_at), val_text(address)), NULL);
}

enum err session_see_as(struct db *db, int64_t id, int64_t was, int64_t member_id, int64_t until_at)
{
    int64_t n;
    enum err e =
            db_exec(db, "UPDATE session SET seen_as = ?3, seen_until = ?4 WHERE id = ?1 AND seen_as = ?2",
                    P(val_int(id), val_int(was), val_int(member_id), val_int(until_at)), &n);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

enum err session_rows(
        struct db *db, int64_t login_id, int64_t now_at, struct session **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT " SESSION_COLUMNS " FROM session WHERE login_id = ?1 AND expires_at > ?2"
            " ORDER BY seen_at DESC, id DESC LIMIT 100",
            P(val_int(login_id), val_int(now_at)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct session, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_rows)[i] = session_of(row_of(&r, i));
    *out_n = r.n;
    return ERR_OK;
}

enum err session_delete(struct db *db, int64_t login_id, int64_t id)
{
    int64_t n = 0;
    enum err e = db_exec(
            db, "DELETE FROM session WHERE id = ?1 AND login_id = ?2", P(val_int(id), val_int(login_id)), &n);
    return one_or_none(e, n);
}

enum err session_delete_others(struct db *db, int64_t login_id, int64_t keep_id)
{
    return db_exec(db, "DELETE FROM session WHERE login_id = ?1 AND id <> ?2",
            P(val_int(login_id), val_int(keep_id)), NULL);
}

enum err session_delete_member(struct db *db, int64_t account_id, int64_t member_id)
{
    return db_exec(db, "DELETE FROM session WHERE account_id = ?1 AND member_id = ?2",
            P(val_int(account_id), val_int(member_id)), NULL);
}

enum err session_delete_expired(struct db *db, int64_t now_at)
{
    return db_exec(db, "DELETE FROM session WHERE expires_at <= ?1", P(val_int(now_at)), NULL);
}

enum err key_add(
        struct db *db, const struct key_row *row, int64_t account_id, const char *key_hash, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO api_key (key_hash, prefix, name, account_id, member_id, created_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            P(val_text(key_hash), val_text(row->prefix), val_text(row->name), val_int(account_id),
                    val_int(row->member_id), val_int(row->created_at)),
            out_id);
}

enum err key_get(struct db *db, const char *key_hash, struct session *out_session)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id, account_id, member_id, used_at FROM api_key WHERE key_hash = ?1 AND revoked_at = 0",
            P(val_text(key_hash)), &v);
    if (!e)
        *out_session = (struct session){.key_id = v[0].i,
                .account_id = v[1].i,
                .member_id = v[2].i,
                .seen_at = v[3].i,
                .expires_at = INT64_MAX,
                .address = "",
                .agent = ""};
    return e;
}

enum err key_touch(struct db *db, int64_t id, int64_t used_at)
{
    return db_exec(
            db, "UPDATE api_key SET used_at = ?2 WHERE id = ?1", P(val_int(id), val_int(used_at)), NULL);
}

enum err key_rows(struct db *db, int64_t account_id, int64_t member_id, const char *prefix,
        struct key_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT id, name, prefix, member_id, created_at, used_at FROM api_key"
            " WHERE account_id = ?1 AND (?2 = 0 OR member_id = ?2) AND revoked_at = 0 AND "
            "substr(prefix, 1, 3) = ?3 ORDER BY id LIMIT 1000",
            P(val_int(account_id), val_int(member_id), val_text(prefix)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct key_row, r.n);
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        (*out_rows)[i] = (struct key_row){.id = v[0].i,
                .name = val_s(v[1], ""),
                .prefix = val_s(v[2], ""),
                .member_id = v[3].i,
                .created_at = v[4].i,
                .used_at = v[5].i};
    }
    *out_n = r.n;
    return ERR_OK;
}

enum err key_name(struct db *db, int64_t account_id, int64_t member_id, const char *prefix, int64_t id,
        const char **out_name)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT name FROM api_key WHERE id = ?1 AND account_id = ?2 AND (?3 = 0 OR member_id = ?3)"
            " AND revoked_at = 0 AND substr(prefix, 1, 3) = ?4",
            P(val_int(id), val_int(account_id), val_int(member_id), val_text(prefix)), &v);
    if (!e)
        *out_name = val_s(v[0], "");
    return e;
}

enum err key_revoke(struct db *db, int64_t account_id, int64_t member_id, int64_t id, int64_t now_at)
{
    int64_t n = 0;
    enum err e = db_exec(db,
            "UPDATE api_key SET revoked_at = ?4 WHERE id = ?1 AND account_id = ?2 AND (?3 = 0 OR member_id = "
            "?3)"
            " AND revoked_at = 0",
            P(val_int(id), val_int(account_id), val_int(member_id), val_int(now_at)), &n);
    return one_or_none(e, n);
}

enum err key_revoke_member(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at)
{
    return db_exec(db,
            "UPDATE api_key SET revoked_at = ?3 WHERE account_id = ?1 AND member_id = ?2 AND revoked_at = 0",
            P(val_int(account_id), val_int(member_id), val_int(now_at)), NULL);
}

enum err ticket_add(
        struct db *db, const char *kind, const struct ticket_row *row, const char *token_hash, int64_t now_at)
{
    enum err e = db_exec(db,
            "UPDATE ticket SET used_at = ?4 WHERE kind = ?1 AND account_id = ?2 AND member_id = ?3 AND "
            "used_at = 0",
            P(val_text(kind), val_int(row->account_id), val_int(row->member_id), val_int(now_at)), NULL);
    if (!e)
        e = db_exec(
                db, "DELETE FROM ticket WHERE expires_at <= ?1", P(val_int(now_at - TICKET_KEPT_MS)), NULL);
    if (e)
        return e;
    int64_t id;
    return db_insert(db,
            "INSERT INTO ticket (token_hash, kind, account_id, login_id, member_id, created_at, expires_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            P(val_text(token_hash), val_text(kind), val_int(row->account_id), val_int(row->login_id),
                    val_int(row->member_id), val_int(now_at), val_int(row->expires_at)),
            &id);
}

enum err ticket_get(
        struct db *db, const char *kind, const char *token_hash, int64_t now_at, struct ticket_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id, account_id, login_id, member_id, expires_at FROM ticket"
            " WHERE token_hash = ?1 AND kind = ?2 AND used_at = 0 AND expires_at > ?3",
            P(val_text(token_hash), val_text(kind), val_int(now_at)), &v);
    if (!e)
        *out_row = (struct ticket_row){.id = v[0].i,
                .account_id = v[1].i,
                .login_id = v[2].i,
                .member_id = v[3].i,
                .expires_at = v[4].i};
    return e;
}

enum err ticket_end_login(struct db *db, int64_t login_id, int64_t now_at)
{
    return db_exec(db,
            "UPDATE ticket SET used_at = ?2 WHERE login_id = ?1 AND kind IN ('link', 'two_step') AND used_at "
            "= 0",
            P(val_int(login_id), val_int(now_at)), NULL);
}

enum err ticket_end_member(struct db *db, int64_t account_id, int64_t member_id, int64_t now_at)
{
    return db_exec(db,
            "UPDATE ticket SET used_at = ?3 WHERE account_id = ?1 AND member_id = ?2 AND kind IN ('link', "
            "'two_step') AND used_at = 0",
            P(val_int(account_id), val_int(member_id), val_int(now_at)), NULL);
}

enum err ticket_use(struct db *db, int64_t id, int64_t now_at)
{
    int64_t n = 0;
    enum err e = db_exec(db, "UPDATE ticket SET used_at = ?2 WHERE id = ?1 AND used_at = 0",
            P(val_int(id), val_int(now_at)), &n);
    return one_or_none(e, n);
}
