/* Any JSON is either refused with the path of what is wrong in it, or becomes a statement that the database accepts; and
 * its opposite selects exactly the other cards. Over a module of the real template, with cards that have values and
 * cards that have none. */
#include "fuzz.h"

#include "core/list.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define N_CARDS 4

static struct store *store;
static struct meta *meta;
static int64_t module_id;
static char dir[] = "/tmp/cardinal-fuzz-XXXXXX";

static void remove_files(void)
{
    static const char *const names[] = {"one.db", "one.db-wal", "one.db-shm", "one.db.lock"};
    char path[64];
    store_close(store);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void fill(struct arena *a, struct db *db)
{
    must(db_script(db,
                 "INSERT INTO member (id, login_id, name, initials, email, role, sees_all, language, zone, "
                 "created_at) VALUES (1, 1, 'A', 'A', 'a@x.hu', 'administrator', 1, 'en', "
                 "'Europe/Budapest', 0)") == ERR_OK);
    must(template_install(db, "autosales", 1, &module_id) == ERR_OK);
    for (int i = 1; i <= N_CARDS; i++)
        must(db_script(db, arena_printf(a,
                                   "INSERT INTO card (module_id, number, status_id, status_at, owner_id, "
                                   "name, name_key, "
                                   "value_minor, source, qualification, rating, next_due_at, created_at, "
                                   "created_by, "
                                   "updated_at, updated_by) SELECT %lld, %d, MIN(id), 0, %s, 'Szűcs %d', "
                                   "'szucs %d', %s, "
                                   "'%s', %s, %s, %lld, %d, 1, 0, 1 FROM status; INSERT INTO m_%lld "
                                   "(card_id) VALUES (%d)",
                                   (long long)module_id, i, i % 2 ? "1" : "NULL", i, i, i % 2 ? "5" : "NULL",
                                   i % 2 ? "web" : "", i % 2 ? "1" : "NULL", i > 2 ? "2" : "NULL",
                                   i > 2 ? (long long)NO_DUE : 5, i, (long long)module_id, i)) == ERR_OK);
}

static void set_up(void)
{
    struct arena *a = arena_new(0);
    struct migration m;
    struct db *db;
    must(mkdtemp(dir));
    const char *path = arena_printf(a, "%s/one.db", dir);
    const struct store_config cfg = {.kind = STORE_SQLITE, .path = path, .readers = 1, .cache_mib = 2};
    must(store_open(&cfg, &store) == ERR_OK);
    must(migrate_run(store, MIGRATE_ACCOUNT, NULL, a, 1, &m) == ERR_OK);
    must(store_write(store, a, &db) == ERR_OK);
    fill(a, db);
    must(store_write_commit(db) == ERR_OK);
    must(store_read(store, a, &db) == ERR_OK);
    must(meta_load(db, 1, 1, &meta) == ERR_OK);
    store_read_end(db);
    arena_free(a);
    atexit(remove_files);
}

static int64_t count(struct ctx *cx, const struct filter *f)
{
    const struct list_query q = {
            .module = meta_module(meta, module_id), .group = -1, .box_cell = -1, .filter = f, .limit = 1};
    int64_t n = -1;
    bool capped;
    must(list_count(cx, &q, 1000, &n, &capped) == ERR_OK);
    return n;
}

static void try_filter(struct ctx *cx, const json_t *j)
{
    struct filter *f = NULL;
    enum err e = filter_parse(cx, meta_module(meta, module_id), j, &f);
    if (e) {
        must(e == ERR_INVALID && cx->fault.key && cx->fault.field);
        must(strncmp(cx->fault.field, "filter", 6) == 0);
        return;
    }
    struct filter *kids[] = {f}, opposite = {.kind = F_NOT, .kids = kids, .n_kids = 1};
    must(count(cx, f) + count(cx, &opposite) == N_CARDS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (!store)
        set_up();
    struct arena *a = arena_new(0);
    json_t *j = NULL;
    const char *why = NULL;
    struct ctx cx = {.arena = a,
            .meta = meta,
            .member = meta_member(meta, 1),
            .lang = LANG_EN,
            .zone = "Europe/Budapest",
            .now_at = 1795348800000};
    if (json_read(a, (const char *)data, n, &j, &why) == ERR_OK) {
        must(store_read(store, a, &cx.db) == ERR_OK);
        try_filter(&cx, j);
        store_read_end(cx.db);
    }
    arena_free(a);
    return 0;
}
