/* unit_accounts - a folder with a directory and a few companies in it, for tests of those who open and close them. */
#pragma once
#include "unit_core.h"

#include "core/accounts.h"

#include <pthread.h>
#include <stdatomic.h>

#define N_ACCOUNTS 4

struct home {
    char dir[64];
    struct arena *a;
    struct directory *d;
    struct accounts *as;
    int64_t id[N_ACCOUNTS];
};

static int64_t home_add(struct home *h, const char *slug)
{
    struct db *db;
    int64_t id;
    const struct account_row row = {
            .slug = slug, .name = slug, .place = arena_printf(h->a, "%s.db", slug), .created_at = 1};
    assert_ok(store_write(directory_store(h->d), h->a, &db));
    assert_ok(account_row_add(db, &row, &id));
    assert_ok(store_write_commit(db));
    return id;
}

static int home_open(void **state)
{
    struct arena *a = arena_new(0);
    struct home *h = arena_new_of(a, struct home);
    *h = (struct home){.a = a, .dir = "/tmp/cardinal-accounts-XXXXXX"};
    assert_non_null(mkdtemp(h->dir));
    const struct place where = {.data_dir = h->dir};
    assert_ok(directory_open(&where, OPEN_ALONE, &h->d));
    for (int i = 0; i < N_ACCOUNTS; i++)
        h->id[i] = home_add(h, arena_printf(a, "a%d", i));
    *state = h;
    return 0;
}

static int home_close(void **state)
{
    struct home *h = *state;
    accounts_free(h->as);
    directory_close(h->d);
    assert_int_equal(system(arena_printf(h->a, "rm -rf '%s'", h->dir)), 0);
    arena_free(h->a);
    return 0;
}
