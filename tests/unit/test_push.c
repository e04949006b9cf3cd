/* push - what waits for browsers: gathered, said as its reader sees it at that time, tried a few times, and not for ever. */
#include "unit_desk.h"

#include "core/notify.h"
#include "core/push.h"
#include "store/member_store.h"

static void rules(struct desk *d, const char *on, const char *names)
{
    struct ctx *cx = desk_begin(d, 0, ORIGIN_USER);
    assert_ok(setting_put(cx->db, "push_on", on));
    assert_ok(setting_put(cx->db, "push_names", names));
    desk_end(d);
    desk_reload(d);
}

static void choose(struct desk *d, int64_t member_id, bool in_app, bool push)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    assert_ok(notify_choose(cx, "card_given", &(struct notify_choice){.in_app = in_app, .push = push}));
    desk_end(d);
}

static int64_t waiting(struct desk *d)
{
    return box_int(d->box, "SELECT count(*) FROM push");
}

/* The rows that are due, as the pusher takes them. */
static size_t take(struct desk *d, struct push_row **out)
{
    size_t n;
    struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
    assert_ok(push_take(cx, 10, out, &n));
    desk_end(d);
    return n;
}

static enum err say(struct desk *d, const struct push_row *row, struct push_word *out)
{
    struct ctx *cx = desk_begin(d, row->member_id, ORIGIN_USER);
    enum err e = push_say(cx, row, out);
    desk_drop(d);
    return e;
}

static int64_t give(struct desk *d, const char *name)
{
    return desk_card(
            d, ADMIN, d->sales, arena_printf(d->box->a, "{\"name\":\"%s\",\"owner\":%d}", name, ANNA));
}

static void quiet_until_somebody_wants_it(void **state)
{
    struct desk *d = *state;
    choose(d, ANNA, true, true);
    give(d, "off");
    assert_int_equal(waiting(d), 0);
    rules(d, "1", "0");
    give(d, "on");
    assert_int_equal(waiting(d), 1);
    choose(d, ANNA, false, true); /* what the bell does not tell is not pushed either */
    give(d, "on");
    choose(d, ANNA, true, false);
    give(d, "on");
    assert_int_equal(box_int(d->box, "SELECT sum(n) FROM push"), 1);
}

static void what_gathers_is_one(void **state)
{
    struct desk *d = *state;
    struct push_row *rows;
    struct push_word word;
    rules(d, "1", "0");
    choose(d, ANNA, true, true);
    int64_t id = give(d, "Ágnes");
    assert_int_equal(take(d, &rows), 0); /* a moment later */
    d->now_at += MS_MINUTE;
    assert_int_equal(take(d, &rows), 1);
    assert_ok(say(d, rows, &word));
    assert_string_equal(word.title, "You were given a card");
    assert_string_equal(word.body, "");
    assert_string_equal(
            word.path, arena_printf(d->box->a, "/m/%lld/card/%lld", (long long)d->sales, (long long)id));
    rules(d, "1", "1");
    assert_ok(say(d, rows, &word));
    assert_string_equal(word.body, "Ágnes");
    /* What comes while one is being tried waits for itself. */
    give(d, "Béla");
    give(d, "Cili");
    assert_int_equal(waiting(d), 2);
    d->now_at += 50 * MS_SECOND;
    assert_int_equal(take(d, &rows), 1);
    assert_ok(say(d, rows, &word));
    assert_string_equal(word.title, "2 new notifications");
    assert_string_equal(word.body, "You were given a card: Cili");
    assert_string_equal(word.path, "/");
}

static void what_may_not_be_seen_is_not_said(void **state)
{
    struct desk *d = *state;
    struct push_row *rows;
    struct push_word word;
    rules(d, "1", "1");
    choose(d, ANNA, true, true);
    int64_t id = give(d, "Secret");
    d->now_at += MS_MINUTE;
    assert_int_equal(take(d, &rows), 1);
    assert_ok(say(d, rows, &word));
    assert_ok(desk_apply(d, ADMIN, ORIGIN_USER, id, "{\"owner\":4}"));
    assert_int_equal(say(d, rows, &word), ERR_NOT_FOUND);
    assert_ok(desk_apply(d, ADMIN, ORIGIN_USER, id, "{\"owner\":3}"));
    assert_ok(say(d, rows, &word));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(notify_read(cx, 0, rows->note_id));
    desk_end(d);
    assert_int_equal(say(d, rows, &word), ERR_NOT_FOUND);
    cx = desk_begin(d, 0, ORIGIN_TIMER);
    assert_int_equal(db_exec(cx->db, "DELETE FROM notification", P0, NULL), ERR_OK);
    desk_end(d);
    assert_int_equal(say(d, rows, &word), ERR_NOT_FOUND);
}

static void not_for_ever(void **state)
{
    struct desk *d = *state;
    struct push_row *rows, again;
    rules(d, "1", "0");
    choose(d, ANNA, true, true);
    give(d, "x");
    /* A server that died with it in its hands: another try a minute later, five in all. */
    for (int i = 1; i <= 5; i++) {
        d->now_at += MS_MINUTE;
        assert_int_equal(take(d, &rows), 1);
        assert_int_equal(rows->tries, i);
        assert_int_equal(take(d, &rows), 0);
    }
    d->now_at += MS_MINUTE;
    assert_int_equal(take(d, &rows), 0);
    assert_int_equal(waiting(d), 0);
    /* What is left is one browser's, and goes after a day. */
    give(d, "x");
    d->now_at += MS_MINUTE;
    assert_int_equal(take(d, &rows), 1);
    again = *rows;
    again.browser_id = 7;
    again.at = d->now_at + push_wait_ms(again.tries);
    struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
    assert_ok(push_done(cx, rows, &again, 1));
    desk_end(d);
    assert_int_equal(box_int(d->box, "SELECT browser_id FROM push"), 7);
    give(d, "y"); /* not gathered with that */
    assert_int_equal(waiting(d), 2);
    d->now_at += 2 * MS_DAY;
    assert_int_equal(take(d, &rows), 0);
    assert_int_equal(waiting(d), 0);
    assert_true(
            push_wait_ms(0) > 0 && push_wait_ms(2) > push_wait_ms(1) && push_wait_ms(99) == push_wait_ms(5));
}

static void only_named_services_are_called(void **state)
{
    struct desk *d = *state;
    const char *origin;
    const struct push_policy outside = {.hosts = "fcm.example, *.push.example"},
                             inside = {.hosts = "127.0.0.1", .inside = true};
    static const char *const good[] = {"https://fcm.example/x", "https://fcm.example:443/x?y=z",
            "https://a.push.example/", "https://a.b.push.example/wpush/v2/gAAA-_=:@"};
    static const char *const bad[] = {"http://fcm.example/x", "https://fcm.example",
            "https://fcm.example:1x/x", "https://xfcm.example/x", "https://fcm.example.evil/x",
            "https://push.example/x", "https://xpush.example/x", "https://user@fcm.example/x",
            "https://fcm.example@evil/x", "https://fcm.example\\@evil/x", "https://FCM.example/x",
            "https://fcm.example/\xc5\x91", "https://fcm.example/ x", "https://fcm.example/x#y",
            "https://fcm.example/\n", "ftp://fcm.example/x", "https://127.0.0.1/x", "https:///x",
            "https://./x", ""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(push_endpoint_fits(d->box->a, &outside, good[i], &origin));
    assert_true(push_endpoint_fits(d->box->a, &outside, "https://fcm.example:443/x?y=z", &origin));
    assert_string_equal(origin, "https://fcm.example:443");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(push_endpoint_fits(d->box->a, &outside, bad[i], &origin));
    assert_true(push_endpoint_fits(d->box->a, &inside, "http://127.0.0.1:8080/x", &origin));
    assert_string_equal(origin, "http://127.0.0.1:8080");
    assert_false(push_endpoint_fits(d->box->a, &(struct push_policy){0}, good[0], &origin));
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(quiet_until_somebody_wants_it),
            desk_test(what_gathers_is_one), desk_test(what_may_not_be_seen_is_not_said),
            desk_test(not_for_ever), desk_test(only_named_services_are_called)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
