/* What is sealed opens with the same key and for the same purpose alone; and no second key is ever made. */
#include "base/crypt.h"
#include "core/secret.h"

#include "unit_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct desk {
    char dir[64], key[96];
    struct arena *a;
    struct directory *dirdb;
    struct ctx cx;
};

static int set_up(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    crypt_init();
    strcpy(d->dir, "/tmp/cardinal-secret-XXXXXX");
    assert_non_null(mkdtemp(d->dir));
    snprintf(d->key, sizeof d->key, "%s/secret.key", d->dir);
    d->a = arena_new(0);
    d->cx = (struct ctx){.arena = d->a, .now_at = 1800000000000, .request_id = "test"};
    assert_ok(directory_open(&(struct place){.data_dir = d->dir}, OPEN_ALONE, &d->dirdb));
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;
    struct box files = {0};
    directory_close(d->dirdb);
    unlink(d->key);
    strcpy(files.dir, d->dir);
    box_remove_files(&files);
    rmdir(d->dir);
    arena_free(d->a);
    free(d);
    return 0;
}

static void what_is_sealed_opens(void **state)
{
    struct desk *d = *state;
    struct stat st;
    char *sealed, *again, *plain;
    assert_ok(secret_seal(d->dirdb, &d->cx, "one", "őrült titok", &sealed));
    assert_ok(secret_seal(d->dirdb, &d->cx, "one", "őrült titok", &again));
    assert_string_not_equal(sealed, again);
    assert_null(strstr(sealed, "titok"));
    assert_ok(secret_open(d->dirdb, &d->cx, "one", sealed, &plain));
    assert_string_equal(plain, "őrült titok");
    assert_int_equal(secret_open(d->dirdb, &d->cx, "two", sealed, &plain), ERR_INTERNAL);
    sealed[8] = sealed[8] == 'A' ? 'B' : 'A';
    assert_int_equal(secret_open(d->dirdb, &d->cx, "one", sealed, &plain), ERR_INTERNAL);
    assert_int_equal(secret_open(d->dirdb, &d->cx, "one", "nonsense!", &plain), ERR_INTERNAL);
    assert_int_equal(stat(d->key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_lost_key_is_not_replaced(void **state)
{
    struct desk *d = *state;
    char *sealed, *plain;
    assert_ok(secret_seal(d->dirdb, &d->cx, "one", "x", &sealed));
    assert_int_equal(unlink(d->key), 0);
    assert_int_equal(secret_open(d->dirdb, &d->cx, "one", sealed, &plain), ERR_INTERNAL);
    assert_int_equal(secret_seal(d->dirdb, &d->cx, "one", "x", &sealed), ERR_INTERNAL);
    assert_int_not_equal(access(d->key, F_OK), 0);
    FILE *other = fopen(d->key, "w");
    assert_non_null(other);
    fputs("12345678901234567890123456789012", other);
    fclose(other);
    assert_int_equal(secret_seal(d->dirdb, &d->cx, "one", "x", &sealed), ERR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(what_is_sealed_opens, set_up, tear_down),
            cmocka_unit_test_setup_teardown(a_lost_key_is_not_replaced, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
