/* Orders to move an account: who asks for one, who takes it, and the old place's end. */
#include "core/directory_impl.h"
#include "core/move.h"

#define PLACES_MAX 1000

static bool is_address(const char *s)
{
    return strncmp(s, "postgresql://", 13) == 0 || strncmp(s, "postgres://", 11) == 0 ||
           strchr(s, '=') != NULL;
}

/* The database by its name on the command line: "" is the directory's own way. */
static enum err database_of(struct directory *dir, const char *to, bool *out_file, const char **out_database,
        const char **out_why)
{
    const char *own = directory_conninfo(dir);
    *out_file = strcmp(to, "sqlite") == 0;
    *out_database = "";
    if (*out_file)
        return ERR_OK;
    if (strcmp(to, "postgresql") == 0 || strcmp(to, "postgres") == 0) {
        if (own)
            return ERR_OK;
        *out_why =
                "the accounts' own directory is in files: give the address, --to postgresql://user@host/name";
        return ERR_INVALID;
    }
    if (!is_address(to)) {
        *out_why = "--to is sqlite, postgresql, or an address such as postgresql://user@host/name";
        return ERR_INVALID;
    }
    *out_database = own && strcmp(own, to) == 0 ? "" : to;
    return ERR_OK;
}

/* The first name by the account's slug that nothing has: an older copy may be kept under a better one. */
static enum err free_place(struct directory *dir, struct ctx *cx, const char *slug, bool file,
        const char *database, const char **out_place)
{
    for (int i = 1; i < PLACES_MAX; i++) {
        const char *name = i == 1 ? slug : arena_printf(cx->arena, "%s-%d", slug, i);
        const char *place = directory_place_named(cx->arena, file, name);
        const struct store_config where = directory_where(dir, cx->arena, place, database);
        bool taken;
        enum err e = store_exists(&where, &taken);
        if (e)
            return e;
        if (!taken) {
            *out_place = place;
            return ERR_OK;
        }
    }
    return ERR_CONFLICT;
}

/* Where an account of the last move came from, as a name for --to. */
static enum err way_back(struct directory *dir, struct ctx *cx, int64_t account_id, const char **out_to)
{
    struct move_row last;
    enum err e = move_latest(dir, cx, account_id, &last);
    if (e)
        return e;
    if (strcmp(last.state, "done") != 0 && strcmp(last.state, "finished") != 0)
        return ERR_NOT_FOUND;
    bool file = strchr(last.from_place, '.') != NULL;
    *out_to = file ? "sqlite" : *last.from_database ? last.from_database : "postgresql";
    /* The copy there is of the past: what was done since would be lost with it. */
    return strcmp(last.state, "done") == 0 ? move_finish(dir, cx, account_id, &last) : ERR_OK;
}

static enum err order(struct directory *dir, struct ctx *cx, const struct move_row *row, int64_t *out_id)
{
    struct db *db;
    enum err e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_add(db, row, out_id);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

enum err move_ask(struct directory *dir, struct ctx *cx, int64_t account_id, const char *to, int64_t *out_id,
        const char **out_why)
{
    struct account_row acc;
    struct move_row last, row = {.account_id = account_id, .asked_at = cx->now_at};
    bool file;
    *out_why = NULL;
    enum err e = directory_account(dir, cx, account_id, &acc);
    if (!e && !to) {
        e = way_back(dir, cx, account_id, &to);
        if (e == ERR_NOT_FOUND)
            *out_why = "this account was never moved";
    }
    if (!e)
        e = database_of(dir, to, &file, &row.to_database, out_why);
    if (e)
        return e;
    bool is_file = strchr(acc.place, '.') != NULL;
    if (file == is_file && (file || strcmp(row.to_database, acc.database) == 0)) {
        *out_why = "it is there already";
        return ERR_CONFLICT;
    }
    e = move_latest(dir, cx, account_id, &last);
    if (!e && strcmp(last.state, "done") == 0) {
        *out_why = arena_printf(cx->arena,
                "the place it came from (%s) is still kept; remove it with --finish, or go back with --back",
                last.from_place);
        return ERR_CONFLICT;
    }
    e = free_place(dir, cx, acc.slug, file, row.to_database, &row.to_place);
    if (e)
        return e;
    row.from_place = acc.place;
    row.from_database = acc.database;
    e = order(dir, cx, &row, out_id);
    if (e == ERR_CONFLICT)
        *out_why = "it is on its way already; see cardinal move ACCOUNT --status";
    return e;
}

enum err move_look(struct directory *dir, struct ctx *cx, int64_t id, struct move_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_get(db, id, out_row);
    store_read_end(db);
    return e;
}

enum err move_latest(struct directory *dir, struct ctx *cx, int64_t account_id, struct move_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_last(db, account_id, out_row);
    store_read_end(db);
    return e;
}

enum err move_next(struct directory *dir, struct ctx *cx, bool at_start, struct move_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_due(db, at_start ? INT64_MAX : cx->now_at, out_row);
    store_read_end(db);
    return e;
}

enum err move_claim(struct directory *dir, struct ctx *cx, const struct move_row *row)
{
    struct db *db;
    enum err e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_claim(db, row, cx->now_at, cx->now_at + MOVE_LEASE_MS);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

enum err move_finish(struct directory *dir, struct ctx *cx, int64_t account_id, struct move_row *out_row)
{
    struct account_row acc;
    struct db *db;
    enum err e = move_latest(dir, cx, account_id, out_row);
    if (!e && strcmp(out_row->state, "done") != 0)
        e = ERR_NOT_FOUND;
    if (!e)
        e = directory_account(dir, cx, account_id, &acc);
    if (e)
        return e;
    if (strcmp(acc.place, out_row->from_place) == 0 && strcmp(acc.database, out_row->from_database) == 0)
        return ERR_INTERNAL; /* never what is in use */
    const struct store_config old =
            directory_where(dir, cx->arena, out_row->from_place, out_row->from_database);
    e = store_remove(&old);
    if (!e)
        e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = move_row_end(db, out_row->id, "finished", "", cx->now_at);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}
