/* unit_store - a store of its own for each test: a file in a folder of its own, or, when DATABASE is postgres, a
 * schema of its own on the server that CARDINAL_TEST_PG names (script/postgres run). */
#pragma once
#include "unit.h"

#include "base/buf.h"
#include "store/db.h"
#include "store/migrate.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define assert_ok(call)     assert_string_equal(err_name(call), "ok")
#define assert_err(call, e) assert_string_equal(err_name(call), err_name(e))

/* assert_refused - a statement that fails in a write that goes on: only a savepoint makes that possible. */
#define assert_refused(db, call, e)                                                                          \
    do {                                                                                                     \
        assert_ok(db_savepoint(db));                                                                         \
        assert_err(call, e);                                                                                 \
        assert_ok(db_savepoint_end(db, false));                                                              \
    } while (0)

struct box {
    char dir[64], path[128];
    struct arena *a;
    struct store *s;
    struct store_config cfg;
};

static inline void box_remove_files(struct box *b)
{
    DIR *d = opendir(b->dir);
    if (!d)
        return;
    for (struct dirent *f; (f = readdir(d));) {
        char name[400];
        snprintf(name, sizeof name, "%s/%s", b->dir, f->d_name);
        unlink(name);
    }
    closedir(d);
}

static inline bool on_postgres(void)
{
    const char *name = getenv("DATABASE");
    return name && strcmp(name, "postgres") == 0;
}

/* box_place - where another store of this test lives. */
static inline const char *box_place(struct box *b, const char *name)
{
    if (!on_postgres())
        return arena_printf(b->a, "%s/%s.db", b->dir, name);
    char *schema = arena_printf(b->a, "unit_%d_%s_%s", (int)getpid(), strrchr(b->dir, '-') + 1, name);
    for (char *p = schema; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return schema;
}

static inline int box_open(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    strcpy(b->dir, "/tmp/cardinal-unit-XXXXXX");
    assert_non_null(mkdtemp(b->dir));
    b->a = arena_new(0);
    snprintf(b->path, sizeof b->path, "%s", box_place(b, "one"));
    b->cfg = (struct store_config){.kind = on_postgres() ? STORE_POSTGRES : STORE_SQLITE,
            .path = b->path,
            .conninfo = getenv("CARDINAL_TEST_PG"),
            .readers = 3,
            .cache_mib = 2};
    assert_ok(store_open(&b->cfg, &b->s));
    *state = b;
    return 0;
}

/* The schemas of this test, by a store that is in none of them. */
static inline void box_drop_schemas(struct box *b)
{
    struct store_config cfg = b->cfg;
    struct store *s;
    struct db *db;
    struct rows r;
    cfg.path = "unit_cleaner";
    assert_ok(store_open(&cfg, &s));
    assert_ok(store_write(s, b->a, &db));
    assert_ok(db_query(db, "SELECT nspname FROM pg_namespace WHERE nspname LIKE ?1 LIMIT 100",
            P(val_text(box_place(b, "%"))), &r));
    for (size_t i = 0; i < r.n; i++)
        assert_ok(db_script(db, arena_printf(b->a, "DROP SCHEMA \"%s\" CASCADE", r.v[i].s)));
    assert_ok(store_write_commit(db));
    store_close(s);
}

static inline int box_close(void **state)
{
    struct box *b = *state;
    store_close(b->s);
    if (on_postgres())
        box_drop_schemas(b);
    box_remove_files(b);
    rmdir(b->dir);
    arena_free(b->a);
    free(b);
    return 0;
}

#define box_test(fn) cmocka_unit_test_setup_teardown(fn, box_open, box_close)

/* box_do - one statement in a write of its own. */
static inline enum err box_do(struct box *b, const char *sql, const struct val *params, size_t n_params)
{
    struct db *db;
    enum err e = store_write(b->s, b->a, &db);
    if (e)
        return e;
    e = n_params ? db_exec(db, sql, params, n_params, NULL) : db_script(db, db_words(db, sql));
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

/* box_int - the one number a query gives. */
static inline int64_t box_int(struct box *b, const char *sql)
{
    struct db *db;
    const struct val *row;
    assert_ok(store_read(b->s, b->a, &db));
    assert_ok(db_one(db, sql, P0, &row));
    store_read_end(db);
    assert_int_equal(row[0].type, VAL_INT);
    return row[0].i;
}

/* box_metric - a number out of store_metrics. */
static inline int64_t box_metric(struct box *b, const char *name)
{
    struct buf out;
    buf_init(&out, b->a);
    store_metrics(b->s, 1, &out);
    char *line = arena_printf(b->a, "cardinal_store_%s{account=\"1\"} ", name);
    const char *at = strstr(buf_str(&out), line);
    assert_non_null(at);
    return strtoll(at + strlen(line), NULL, 10);
}
