/* due_times - which time runs out next, who is told of it and when, also after a time without a server, and how other hours
 * reach the open cards. */
#include "unit_desk.h"

#include "core/due_times.h"
#include "core/wake.h"

/* Monday, ten in the morning in Budapest, an hour after work began. */
#define MONDAY (DESK_NOW + 21 * MS_HOUR)

struct help {
    struct desk *desk;
    int64_t id; /* the module */
};

static struct help open_help(void **state)
{
    struct desk *d = *state;
    struct help h = {.desk = d};
    struct db *db;
    assert_ok(store_write(d->box->s, d->box->a, &db));
    assert_ok(template_install(db, "helpdesk", ADMIN, &h.id));
    assert_ok(store_write_commit(db));
    desk_reload(d);
    d->now_at = MONDAY;
    return h;
}

static int64_t choice(const struct help *h, const char *field, const char *code)
{
    const struct field *f = module_field(desk_module(h->desk, h->id), field);
    for (int i = 0; i < f->n_options; i++)
        if (strcmp(f->options[i].code, code) == 0)
            return f->options[i].id;
    assert_string_equal(code, "a choice");
    return 0;
}

static int64_t ticket(const struct help *h, const char *priority)
{
    return desk_card(h->desk, ANNA, h->id,
            arena_printf(h->desk->box->a, "{\"name\":\"x\",\"priority\":%lld}",
                    (long long)choice(h, "priority", priority)));
}

static void move(const struct help *h, int64_t id, const char *role)
{
    const struct status *st = module_status_role(desk_module(h->desk, h->id), role);
    const char *json =
            arena_printf(h->desk->box->a, "{\"status\":%lld,\"category\":%lld,\"solution\":\"done\"}",
                    (long long)st->id, (long long)choice(h, "category", "fault"));
    assert_ok(desk_apply(h->desk, ANNA, ORIGIN_USER, id, json));
}

static int64_t value(const struct help *h, int64_t id, const char *code)
{
    const struct card card = desk_get(h->desk, id);
    return val_i(card_value(&card, module_field(card.module, code)), 0);
}

/* In minutes since Monday; -1 = there is none. */
static int64_t next_due(const struct help *h, int64_t id)
{
    const int64_t at = value(h, id, "next_due");
    return at ? (at - MONDAY) / MS_MINUTE : -1;
}

static int64_t wakes(const struct help *h, int64_t id)
{
    const int64_t at = desk_get(h->desk, id).wake_at;
    return at ? (at - MONDAY) / MS_MINUTE : -1;
}

static void timers_at(const struct help *h, int64_t minutes)
{
    struct desk *d = h->desk;
    int n;
    int64_t at = 0;
    d->now_at = MONDAY + minutes * MS_MINUTE;
    for (int i = 0; i < 20 && at <= d->now_at; i++) {
        struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
        assert_ok(wake_due(cx, 200, &n, &at));
        desk_end(d);
    }
    assert_true(at > d->now_at);
}

static int64_t told(const struct help *h, const char *kind, int64_t member_id)
{
    return box_int(
            h->desk->box, arena_printf(h->desk->box->a,
                                  "SELECT count(*) FROM notification WHERE kind = '%s' AND member_id = %lld",
                                  kind, (long long)member_id));
}

static void the_nearest_runs_and_is_told_of(void **state)
{
    const struct help h = open_help(state);
    const int64_t id = ticket(&h, "urgent"); /* to be answered in one hour, solved in four */
    assert_int_equal(next_due(&h, id), 60);
    assert_int_equal(wakes(&h, id), 45);
    const int64_t version = desk_get(h.desk, id).version;
    timers_at(&h, 44);
    assert_int_equal(told(&h, "due_soon", ANNA), 0);
    timers_at(&h, 45);
    timers_at(&h, 46);
    assert_int_equal(told(&h, "due_soon", ANNA), 1);
    assert_int_equal(told(&h, "due_soon", MANAGER), 0);
    assert_int_equal(wakes(&h, id), 60);
    /* Missed: the owner and, as she is in no team, the managers. It stays the next one until it is answered. */
    timers_at(&h, 61);
    assert_int_equal(told(&h, "due_missed", ANNA), 1);
    assert_int_equal(told(&h, "due_missed", MANAGER), 1);
    assert_int_equal(told(&h, "due_missed", BELA), 0);
    assert_int_equal(next_due(&h, id), 60);
    assert_int_equal(wakes(&h, id), 180);
    /* After a time without a server the miss alone is worth telling. */
    timers_at(&h, 300);
    assert_int_equal(told(&h, "due_soon", ANNA), 1);
    assert_int_equal(told(&h, "due_missed", ANNA), 2);
    assert_int_equal(wakes(&h, id), -1);
    assert_int_equal(desk_get(h.desk, id).version, version);
}

static void after_weeks_nothing_is_told(void **state)
{
    const struct help h = open_help(state);
    const int64_t id = ticket(&h, "urgent");
    timers_at(&h, 30 * 24 * 60);
    assert_int_equal(told(&h, "due_missed", ANNA) + told(&h, "due_missed", MANAGER), 0);
    assert_int_equal(wakes(&h, id), -1);
}

static void the_leader_is_told_in_place_of_managers(void **state)
{
    const struct help h = open_help(state);
    assert_ok(box_do(
            h.desk->box, "INSERT INTO team (id, name, leader_id) VALUES (1, 'Desk', 4), (2, 'Too', 4)", P0));
    assert_ok(box_do(
            h.desk->box, "INSERT INTO team_member (team_id, member_id) VALUES (1, 3), (1, 4), (2, 3)", P0));
    desk_reload(h.desk);
    ticket(&h, "urgent");
    timers_at(&h, 60);
    assert_int_equal(told(&h, "due_missed", ANNA), 1);
    assert_int_equal(told(&h, "due_missed", BELA), 1);
    assert_int_equal(told(&h, "due_missed", MANAGER) + told(&h, "due_missed", ADMIN), 0);
}

static void answering_waiting_and_solving_stop_it(void **state)
{
    const struct help h = open_help(state);
    const int64_t id = ticket(&h, "urgent");
    h.desk->now_at = MONDAY + 10 * MS_MINUTE;
    assert_ok(desk_contact(h.desk, id, h.desk->now_at));
    assert_int_equal(next_due(&h, id), 240);
    move(&h, id, "waiting");
    assert_int_equal(next_due(&h, id), -1);
    assert_int_equal(wakes(&h, id), -1);
    h.desk->now_at += 30 * MS_MINUTE;
    move(&h, id, "in_progress");
    assert_int_equal(next_due(&h, id), 270);
    assert_true(wakes(&h, id) > 180);
    move(&h, id, "solved");
    assert_int_equal(next_due(&h, id), -1);
    timers_at(&h, 600);
    assert_int_equal(told(&h, "due_soon", ANNA) + told(&h, "due_missed", ANNA), 0);
}

static void undo_brings_the_next_one_back(void **state)
{
    const struct help h = open_help(state);
    const int64_t id = ticket(&h, "urgent");
    const char *low =
            arena_printf(h.desk->box->a, "{\"priority\":%lld}", (long long)choice(&h, "priority", "low"));
    assert_ok(desk_apply(h.desk, ANNA, ORIGIN_USER, id, low));
    const int64_t at = value(&h, id, "first_answer_due");
    assert_int_equal(value(&h, id, "next_due"), at);
    const char *back =
            arena_printf(h.desk->box->a, "{\"first_answer_due\":%lld}", (long long)(MONDAY + MS_HOUR));
    assert_ok(desk_apply(h.desk, ANNA, ORIGIN_UNDO, id, back));
    assert_int_equal(next_due(&h, id), 60);
    /* It follows from the others: history tells of those, and nobody sets it. */
    assert_int_equal(box_int(h.desk->box, "SELECT count(*) FROM event WHERE field = 'next_due'"), 0);
    struct ctx *cx = desk_begin(h.desk, ADMIN, ORIGIN_USER);
    const struct field *next = module_field(desk_module(h.desk, h.id), "next_due");
    assert_true(next->read_only && !next->editable);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    assert_int_equal(
            card_apply(cx, &card, 0, &(struct edit){.field = next, .value = val_int(1)}, 1), ERR_INVALID);
    desk_drop(h.desk);
}

static const json_t *urgent_in(struct arena *a, int answer)
{
    const char *why,
            *text = arena_printf(a, "{\"due_hours\":{\"urgent\":{\"answer\":%d,\"solution\":4}}}", answer);
    json_t *j;
    assert_ok(json_read(a, text, strlen(text), &j, &why));
    return j;
}

/* The module's hours become others, and the job runs. */
static void set_hours(const struct help *h, const json_t *settings)
{
    struct desk *d = h->desk;
    struct job job;
    bool more = true;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(due_times_follow(cx, desk_module(d, h->id), settings));
    desk_end(d);
    cx = desk_begin(d, 0, ORIGIN_TIMER);
    assert_ok(job_claim(cx, MS_HOUR, &job));
    desk_end(d);
    assert_string_equal(job.kind, "due_hours");
    for (int i = 0; i < 5 && more; i++) {
        cx = desk_begin(d, ADMIN, ORIGIN_BULK);
        cx->parent_change_id = job.change_id;
        assert_ok(due_times_step(cx, &job, &more));
        desk_end(d);
    }
    assert_false(more);
    json_decref(job.payload);
    json_decref(job.result);
}

static void other_hours_reach_open_cards(void **state)
{
    const struct help h = open_help(state);
    const int64_t open = ticket(&h, "urgent"), low = ticket(&h, "low"), solved = ticket(&h, "urgent"),
                  waited = ticket(&h, "urgent");
    move(&h, waited, "waiting");
    h.desk->now_at += 30 * MS_MINUTE;
    move(&h, waited, "in_progress");
    move(&h, solved, "solved");
    const int64_t low_at = value(&h, low, "next_due"), solved_at = value(&h, solved, "first_answer_due");
    h.desk->now_at += MS_MINUTE;
    set_hours(&h, urgent_in(h.desk->box->a, 2));
    assert_int_equal(next_due(&h, open), 120);
    assert_int_equal(next_due(&h, waited), 150);
    assert_int_equal(value(&h, solved, "first_answer_due"), solved_at);
    assert_int_equal(value(&h, low, "next_due"), low_at);
    assert_int_equal(wakes(&h, open), 90);
    /* Each card's is a part of one change. */
    assert_int_equal(
            box_int(h.desk->box, "SELECT count(*) FROM change WHERE kind = 'due_hours' AND parent_id = 0"),
            1);
    assert_true(box_int(h.desk->box, "SELECT count(*) FROM event WHERE field = 'first_answer_due'") >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(the_nearest_runs_and_is_told_of),
            desk_test(after_weeks_nothing_is_told),
            desk_test(the_leader_is_told_in_place_of_managers),
            desk_test(answering_waiting_and_solving_stop_it),
            desk_test(undo_brings_the_next_one_back),
            desk_test(other_hours_reach_open_cards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
