/* unit_store - a store of its own in a folder of its own for each test. */
#pragma once
#include "unit.h"

#include "base/buf.h"
#include "store/db.h"
#include "store/migrate.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define assert_ok(call)     assert_string_equal(err_name(call), "ok")
#define assert_err(call, e) assert_string_equal(err_name(call), err_name(e))

struct box {
    char dir[64], path[96];
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

static inline int box_open(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    strcpy(b->dir, "/tmp/cardinal-unit-XXXXXX");
    assert_non_null(mkdtemp(b->dir));
    snprintf(b->path, sizeof b->path, "%s/one.db", b->dir);
    b->a = arena_new(0);
    b->cfg = (struct store_config){.kind = STORE_SQLITE, .path = b->path, .readers = 3, .cache_mib = 2};
    assert_ok(store_open(&b->cfg, &b->s));
    *state = b;
    return 0;
}

static inline int box_close(void **state)
{
    struct box *b = *state;
    store_close(b->s);
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
