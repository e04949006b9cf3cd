#include "base/crypt.h"
#include "core/directory.h"
#include "core/directory_impl.h"

struct new_key {
    struct key_row row;
    int64_t account_id;
    const char *hash;
};

static enum err save_key(struct db *db, struct ctx *cx, void *arg)
{
    struct new_key *k = arg;
    struct key_row *rows;
    size_t n;
    enum err e = key_rows(db, k->account_id, k->row.member_id,
            arena_strn(cx->arena, k->row.prefix, strlen(KEY_PREFIX)), &rows, &n);
    if (!e && n >= MEMBER_KEYS_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.keys_many", MEMBER_KEYS_MAX);
    return e ? e : key_add(db, &k->row, k->account_id, k->hash, &k->row.id);
}

enum err key_make(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        const char *prefix, const char *name, char **out_key, int64_t *out_id)
{
    char *key = arena_printf(cx->arena, "%s%s", prefix, crypt_token(cx->arena));
    struct new_key k = {.account_id = account_id,
            .hash = directory_token_hash(cx, key),
            .row = {.name = name,
                    .prefix = arena_strn(cx->arena, key, strlen(KEY_PREFIX) + 6),
                    .member_id = member_id,
                    .created_at = cx->now_at}};
    enum err e = directory_write(dir, cx, save_key, &k);
    if (e)
        return e;
    *out_key = key;
    *out_id = k.row.id;
    return ERR_OK;
}

enum err key_list(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        const char *prefix, struct key_row **out_rows, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = key_rows(db, account_id, member_id, prefix, out_rows, out_n);
    store_read_end(db);
    return e;
}

enum err key_named(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id,
        const char **out_name)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = key_name(db, account_id, member_id, KEY_PREFIX, id, out_name);
    store_read_end(db);
    return e;
}

struct end_key {
    int64_t account_id, member_id, id;
};

static enum err drop_key(struct db *db, struct ctx *cx, void *arg)
{
    const struct end_key *k = arg;
    return directory_sessions_ended(db, key_revoke(db, k->account_id, k->member_id, k->id, cx->now_at),
            &(struct session){.key_id = k->id}, 0);
}

enum err key_end(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id)
{
    struct end_key k = {account_id, member_id, id};
    return directory_write(dir, cx, drop_key, &k);
}
