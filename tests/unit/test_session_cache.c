#include "unit_store.h"

#undef fail /* cmocka takes the name that ctx.h gives to its own */

#include "api/session_cache.h"
#include "base/crypt.h"

/* A directory with one log-in that is a member of account 1, and a cache before it. */
struct desk {
    char dir[64];
    struct arena *a;
    struct directory *dirdb;
    struct session_cache *cache;
    struct ctx cx;
    struct session who;
};

static int set_up(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    crypt_init();
    strcpy(d->dir, "/tmp/cardinal-sessions-XXXXXX");
    assert_non_null(mkdtemp(d->dir));
    d->a = arena_new(0);
    d->cx = (struct ctx){.arena = d->a, .now_at = 1800000000000, .request_id = "test"};
    assert_ok(directory_open(&(struct place){.data_dir = d->dir}, OPEN_ALONE, &d->dirdb));
    struct db *db;
    const struct account_row account = {.slug = "x", .name = "X", .place = "x.db", .created_at = 1};
    assert_ok(store_write(directory_store(d->dirdb), d->a, &db));
    assert_ok(account_row_add(db, &account, &d->who.account_id));
    const struct login_row login = {
            .email = "a@example.com", .name = "A", .password_hash = "", .active = true};
    assert_ok(login_add(db, &login, 1, &d->who.login_id));
    d->who.member_id = 7;
    assert_ok(store_write_commit(db));
    d->cache = session_cache_new();
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;
    struct box files = {0};
    session_cache_free(d->cache);
    directory_close(d->dirdb);
    strcpy(files.dir, d->dir);
    box_remove_files(&files);
    rmdir(d->dir);
    arena_free(d->a);
    free(d);
    return 0;
}

static char *sign_in(struct desk *d)
{
    char *token;
    assert_ok(session_start(d->dirdb, &d->cx, &d->who, &token));
    return token;
}

static enum err find(struct desk *d, const char *token, struct session *s)
{
    return session_cache_find(d->cache, d->dirdb, &d->cx, token, "127.0.0.1", s);
}

static void an_entry_is_trusted_for_a_minute(void **state)
{
    struct desk *d = *state;
    struct session s;
    char *token = sign_in(d);
    assert_ok(find(d, token, &s));
    assert_int_equal(s.member_id, 7);
    /* Gone from the directory behind the cache's back: still believed, but not for long. */
    assert_ok(session_end(d->dirdb, &d->cx, d->who.login_id, s.id));
    assert_ok(find(d, token, &s));
    d->cx.now_at += MS_MINUTE;
    assert_err(find(d, token, &s), ERR_UNAUTHENTICATED);
}

static void a_dropped_entry_is_looked_up_again(void **state)
{
    struct desk *d = *state;
    struct session one, two, like;
    char *first = sign_in(d), *second = sign_in(d);
    assert_ok(find(d, first, &one));
    assert_ok(find(d, second, &two));
    assert_ok(session_end(d->dirdb, &d->cx, d->who.login_id, one.id));
    like = (struct session){.id = one.id};
    session_cache_drop(d->cache, &like, 0);
    assert_err(find(d, first, &one), ERR_UNAUTHENTICATED);
    assert_ok(find(d, second, &two));
    /* All of the log-in's, but the one that is kept. */
    char *third = sign_in(d);
    struct session three;
    assert_ok(find(d, third, &three));
    assert_ok(session_end_member(d->dirdb, &d->cx, d->who.account_id, 7));
    like = (struct session){.login_id = d->who.login_id};
    session_cache_drop(d->cache, &like, three.id);
    assert_err(find(d, second, &two), ERR_UNAUTHENTICATED);
    assert_ok(find(d, third, &three));
}

static void strangers_are_not_found(void **state)
{
    struct desk *d = *state;
    struct session s;
    char long_token[300];
    memset(long_token, 'x', sizeof long_token - 1);
    long_token[sizeof long_token - 1] = 0;
    assert_err(find(d, "nonsense", &s), ERR_UNAUTHENTICATED);
    assert_err(find(d, "ck_nonsense", &s), ERR_UNAUTHENTICATED);
    assert_err(find(d, long_token, &s), ERR_UNAUTHENTICATED);
    char *token = sign_in(d);
    d->cx.now_at += (SESSION_DAYS + 1) * MS_DAY;
    assert_err(find(d, token, &s), ERR_UNAUTHENTICATED);
}

static void a_used_session_lives_on(void **state)
{
    struct desk *d = *state;
    struct session s;
    char *token = sign_in(d);
    for (int i = 0; i < 4; i++) {
        d->cx.now_at += (SESSION_DAYS - 1) * MS_DAY;
        assert_ok(find(d, token, &s));
    }
}

static void a_key_is_a_session_until_it_ends(void **state)
{
    struct desk *d = *state;
    struct session s;
    char *key;
    int64_t id;
    assert_ok(key_make(d->dirdb, &d->cx, 1, 7, KEY_PREFIX, "night", &key, &id));
    assert_ok(find(d, key, &s));
    assert_int_equal(s.key_id, id);
    assert_int_equal(s.id, 0);
    assert_ok(key_end(d->dirdb, &d->cx, 1, 7, id));
    session_cache_drop(d->cache, &(struct session){.key_id = id}, 0);
    assert_err(find(d, key, &s), ERR_UNAUTHENTICATED);
}

#define desk_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(an_entry_is_trusted_for_a_minute),
            desk_test(a_dropped_entry_is_looked_up_again),
            desk_test(strangers_are_not_found),
            desk_test(a_used_session_lives_on),
            desk_test(a_key_is_a_session_until_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
