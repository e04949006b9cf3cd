/* Cards: create, change, stale versions, history, counters, search, trash, copy, conversion, links, who sees what. */
#include "unit_desk.h"

#include "core/access.h"
#include "core/event.h"
#include "core/task.h"

#include <stdlib.h>

#define COUNT(d, ...) box_int((d)->box, arena_printf((d)->box->a, "SELECT count(*) FROM " __VA_ARGS__))

static enum err create(
        struct desk *d, int64_t member_id, int64_t module_id, const char *json, struct card *out)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct edit *edits;
    size_t n = desk_edits(cx, desk_module(d, module_id), json, &edits);
    enum err e = card_create(cx, desk_module(d, module_id), edits, n, out);
    if (e)
        desk_drop(d);
    else
        desk_end(d);
    return e;
}

static void created(void **state)
{
    struct desk *d = *state;
    struct card c, second;
    assert_ok(create(d, ANNA, d->autosales,
            "{\"name\":\" Szűcs  "
            "\",\"value\":150000,\"sales_steps\":[\"needs\",\"offer\"],\"expected_close\":\"2026-12-24\"}",
            &c));
    assert_ok(create(d, ANNA, d->autosales, "{\"name\":\"Second\",\"owner\":null}", &second));
    assert_int_equal(c.number, 1);
    assert_int_equal(second.number, 2);
    assert_ok(create(d, ANNA, d->sales, "{}", &second)); /* numbers run per module */
    assert_int_equal(second.number, 1);
    assert_string_equal(second.name, "New card 22 Nov 2026 13:00");
    struct card got = desk_get(d, c.id);
    assert_string_equal(got.name, "Szűcs");
    assert_int_equal(got.owner_id, ANNA);
    assert_int_equal(got.created_by, ANNA);
    assert_int_equal(got.value_minor.i, 150000);
    assert_int_equal(got.next_due_at, NO_DUE);
    assert_int_equal(got.version, 1);
    assert_true(got.seen_by_owner);
    for (int i = 0; i < got.module->n_fields; i++) /* what was given back is what is stored */
        assert_true(
                val_equal(card_value(&got, &got.module->fields[i]), card_value(&c, &got.module->fields[i])));
    assert_int_equal(COUNT(d, "event WHERE kind = 'created' AND card_id = %lld", (long long)c.id), 1);
    assert_int_equal(COUNT(d, "change WHERE kind = 'card.create' AND summary LIKE '%%Szűcs%%'"), 1);
    assert_int_equal(COUNT(d, "search_doc WHERE kind = 0 AND text_key LIKE 'szucs 1%%'"), 1);
    desk_counters_right(d);
}

static void names_from_the_customer(void **state)
{
    struct desk *d = *state;
    int64_t company = desk_company(d, "Kovács Kft."), anna = desk_person(d, "Kovács Anna", company);
    int64_t alone = desk_person(d, "Popescu Ștefan", 0);
    struct card c;
    assert_ok(create(d, ANNA, d->sales, arena_printf(d->box->a, "{\"contact\":%lld}", (long long)anna), &c));
    assert_string_equal(c.name, "Kovács Kft. (Kovács Anna)");
    assert_int_equal(c.company_id, company);
    assert_ok(desk_apply(
            d, ANNA, ORIGIN_USER, c.id, arena_printf(d->box->a, "{\"contact\":%lld}", (long long)alone)));
    struct card got = desk_get(d, c.id);
    assert_string_equal(got.name, "Popescu Ștefan");
    assert_int_equal(got.company_id, 0);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, c.id,
            arena_printf(d->box->a, "{\"name\":\"Mine\",\"contact\":%lld}", (long long)company)));
    got = desk_get(d, c.id);
    assert_string_equal(got.name, "Mine"); /* a name of one's own stays */
    assert_int_equal(got.company_id, company);
    assert_int_equal(COUNT(d, "search_doc WHERE kind = 0 AND text_key LIKE '%%kovacs kft%%'"), 1);
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, c.id, "{\"contact\":999}"), ERR_INVALID);
    assert_string_equal(d->cx.fault.key, "error.unknown_contact");
    int64_t bela =
            desk_card(d, BELA, d->sales, "{\"name\":\"B\"}"); /* nor does one he may not see exist for Béla */
    char *hers = arena_printf(d->box->a, "{\"contact\":%lld}", (long long)alone);
    assert_err(desk_apply(d, BELA, ORIGIN_USER, bela, hers), ERR_INVALID);
    assert_string_equal(d->cx.fault.field, "fields.contact");
}

static void changes_are_history(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"X\",\"qualification\":1}");
    d->now_at += 5000;
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id,
            "{\"rating\":2,\"value\":700,\"owner\":4,\"comment\":\"first\\nsecond\"}"));
    assert_int_equal(COUNT(d, "event WHERE card_id = %lld AND change_id = %lld", (long long)id,
                             (long long)d->change_id),
            5);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct val *row;
    assert_ok(
            db_one(cx->db, "SELECT old_value, new_value, kind FROM event WHERE field = 'rating'", P0, &row));
    assert_true(val_is_null(row[0]));
    assert_string_equal(row[1].s, "2");
    assert_ok(db_one(cx->db, "SELECT old_value, new_value FROM event WHERE kind = 'owner'", P0, &row));
    assert_string_equal(row[0].s, "3");
    assert_ok(db_one(cx->db, "SELECT new_value FROM event WHERE field = 'comment'", P0, &row));
    assert_string_equal(row[0].s, "\"first\\nsecond\"");
    assert_ok(db_one(cx->db, "SELECT old_value, new_value FROM event WHERE kind = 'status'", P0, &row));
    const struct module *mod = desk_module(d, d->autosales);
    assert_int_equal(atoll(row[0].s), module_status_role(mod, "qualify")->id);
    assert_int_equal(atoll(row[1].s), module_status_role(mod, "focus")->id);
    struct val v;
    assert_ok(value_from_json(cx, module_field(mod, "status"), row[1].s, &v));
    assert_string_equal(value_show(cx, mod, module_field(mod, "status"), v), "Focus prospect");
    assert_string_equal(value_show(cx, mod, module_field(mod, "owner"), val_int(BELA)), "Béla");
    assert_int_equal(cx->n_notices, 0);
    desk_drop(d);
    struct card c = desk_get(d, id);
    assert_int_equal(c.owner_id, BELA);
    assert_int_equal(c.assigned_at, d->now_at);
    assert_false(c.seen_by_owner);
    assert_int_equal(c.version, 2);
    desk_counters_right(d);
}

static void nothing_changed_nothing_written(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\",\"value\":5,\"product\":[\"main\"]}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c;
    struct edit *edits;
    unsigned before, after;
    int64_t us;
    assert_ok(card_get(cx, id, false, &c));
    size_t n = desk_edits(
            cx, c.module, "{\"name\":\"X\",\"value\":5,\"product\":[\"main\"],\"source\":null}", &edits);
    db_stats(cx->db, &before, &us);
    assert_ok(card_apply(cx, &c, 1, edits, n));
    assert_ok(ctx_flush(cx));
    db_stats(cx->db, &after, &us);
    assert_int_equal(after, before);
    assert_int_equal(cx->change_id, 0);
    assert_int_equal(cx->n_notices, 0);
    assert_int_equal(c.version, 1);
    desk_drop(d);
}

/* The write path must stay short: figures to hold, not to reach. */
static void few_statements(void **state)
{
    struct desk *d = *state;
    int64_t person = desk_person(d, "Anna", 0);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct module *mod = desk_module(d, d->autosales);
    struct edit *edits;
    struct card c;
    unsigned start, n_create, n_apply;
    int64_t us;
    size_t n = desk_edits(cx, mod,
            arena_printf(cx->arena, "{\"contact\":%lld,\"qualification\":1,\"rating\":1}", (long long)person),
            &edits);
    db_stats(cx->db, &start, &us);
    assert_ok(card_create(cx, mod, edits, n, &c));
    assert_ok(ctx_flush(cx));
    db_stats(cx->db, &n_create, &us);
    assert_true(n_create - start <= 10); /* customer, number, card, m_, change, event, search 2-3, counter */
    desk_end(d);
    cx = desk_begin(d, ADMIN, ORIGIN_USER);
    n = desk_edits(cx, mod, "{\"rating\":2,\"value\":9,\"source\":\"web\"}", &edits);
    db_stats(cx->db, &start, &us);
    assert_ok(card_get(cx, c.id, false, &c));
    assert_ok(card_apply(cx, &c, 0, edits, n));
    assert_ok(ctx_flush(cx));
    db_stats(cx->db, &n_apply, &us);
    assert_true(n_apply - start <= 7); /* 2 reads, row, change, events, 2 counters */
    desk_end(d);
}

static void stale_shows_both(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\",\"value\":5}");
    assert_ok(desk_apply(
            d, BELA, ORIGIN_USER, desk_card(d, BELA, d->sales, "{\"name\":\"Y\"}"), "{\"value\":1}"));
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"value\":6}"));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c;
    struct edit *edits;
    assert_ok(card_get(cx, id, false, &c));
    size_t n = desk_edits(cx, c.module, "{\"value\":7,\"name\":\"Z\"}", &edits);
    assert_err(card_apply(cx, &c, 1, edits, n), ERR_STALE);
    json_t *extra;
    const char *why;
    assert_ok(json_read(cx->arena, cx->fault.extra_json, strlen(cx->fault.extra_json), &extra, &why));
    const json_t *fields = json_object_get(extra, "fields"), *value = json_object_get(fields, "value");
    assert_int_equal(json_integer_value(json_object_get(value, "yours")), 7);
    assert_int_equal(json_integer_value(json_object_get(value, "theirs")), 6);
    assert_string_equal(json_string_value(json_object_get(json_object_get(fields, "name"), "theirs")), "X");
    assert_int_equal(json_integer_value(json_object_get(extra, "your_version")), 1);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(extra, "current"), "version")), 2);
    desk_drop(d);
    assert_int_equal(desk_get(d, id).value_minor.i, 6);
}

static void refusals_name_the_field(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\"}");
    static const struct {
        const char *json, *field, *key;
    } bad[] = {{"{\"name\":\"\"}", "fields.name", "error.required"},
            {"{\"nix\":1}", "fields.nix", "error.unknown_field"},
            {"{\"number\":1}", "fields.number", "error.not_editable"},
            {"{\"value\":-1}", "fields.value", "error.too_small"},
            {"{\"owner\":99}", "fields.owner", "error.unknown_user"},
            {"{\"probability\":101}", "fields.probability", "error.too_large"},
            {"{\"status\":1}", "fields.status", "error.unknown_status"},
            {"{\"rating\":1}", "fields.rating", "error.unknown_field"},
            {"{\"expected_close\":\"2026-02-30\"}", "fields.expected_close", "error.not_date"},
            {"{\"lost_reason\":1}", "fields.lost_reason", "error.unknown_choice"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
        struct card c;
        struct edit *edits;
        size_t n;
        json_t *j;
        const char *why;
        assert_ok(json_read(cx->arena, bad[i].json, strlen(bad[i].json), &j, &why));
        assert_ok(card_get(cx, id, false, &c));
        enum err e = edits_from_json(cx, c.module, j, &edits, &n);
        if (!e)
            e = card_apply(cx, &c, 0, edits, n);
        assert_err(e, ERR_INVALID);
        assert_string_equal(cx->fault.field, bad[i].field);
        assert_string_equal(cx->fault.key, bad[i].key);
        desk_drop(d);
    }
    assert_int_equal(desk_get(d, id).version, 1);
}

static void who_sees_what(void **state)
{
    struct desk *d = *state;
    int64_t annas = desk_card(d, ANNA, d->sales, "{\"name\":\"X\"}"),
            nobodys = desk_card(d, ANNA, d->sales, "{\"name\":\"Y\",\"owner\":null}");
    struct ctx *cx = desk_begin(d, BELA, ORIGIN_USER);
    struct card c;
    assert_err(card_get(cx, annas, false, &c), ERR_NOT_FOUND);
    cx->fault = (struct fault){0};
    assert_ok(card_get(cx, nobodys, false, &c));
    assert_err(card_get(cx, 9999, false, &c), ERR_NOT_FOUND);
    assert_int_equal(access_sees(cx)->member_id, BELA);
    desk_drop(d);
    cx = desk_begin(d, MANAGER, ORIGIN_USER);
    assert_ok(card_get(cx, annas, false, &c));
    assert_null(access_sees(cx));
    struct task t; /* a task on it opens the card to its assignee */
    assert_ok(task_create(cx, annas,
            &(struct task_edit){.set = TASK_TEXT | TASK_ASSIGNEE, .text = "Help", .assignee_id = BELA}, &t));
    assert_err(access_need_role(cx, ROLE_ADMINISTRATOR), ERR_FORBIDDEN);
    desk_end(d);
    cx = desk_begin(d, BELA, ORIGIN_USER);
    assert_ok(card_get(cx, annas, false, &c));
    desk_drop(d);
    struct notice n = {.kind = "card", .card_id = annas, .module_id = d->sales};
    cx = desk_begin(d, BELA, ORIGIN_USER);
    const struct sees *his = cx->member->sees, *managers = meta_member(cx->meta, MANAGER)->sees;
    struct audience who = access_audience(&n);
    assert_true(access_may_notice(his, &who));
    who.owner_id = ANNA;
    who.old_owner_id = BELA; /* it was taken from him */
    assert_true(access_may_notice(his, &who));
    who.old_owner_id = ANNA;
    assert_false(access_may_notice(his, &who));
    assert_true(access_may_notice(managers, &who));
    who.guest_id = BELA;
    assert_true(access_may_notice(his, &who));
    desk_drop(d);
}

static void seen_by_its_owner(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\",\"owner\":4}");
    for (int i = 0; i < 2; i++) {
        struct ctx *cx = desk_begin(d, i ? BELA : ADMIN, ORIGIN_USER);
        struct card c;
        assert_ok(card_get(cx, id, false, &c));
        assert_ok(card_seen(cx, &c));
        desk_end(d);
        assert_int_equal(desk_get(d, id).seen_by_owner, i); /* only its owner's look counts */
    }
}

static enum err trash(struct desk *d, int64_t id, bool back)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct card c;
    assert_ok(card_get(cx, id, true, &c));
    enum err e = back ? card_restore(cx, &c) : card_trash(cx, &c);
    desk_end(d);
    return e;
}

static void trash_and_restore(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(
            d, ANNA, d->autosales, "{\"name\":\"Rare\",\"qualification\":2,\"rating\":2,\"value\":100}");
    assert_ok(trash(d, id, false));
    assert_int_equal(COUNT(d, "counter WHERE n <> 0"), 0);
    assert_int_equal(COUNT(d, "search_doc WHERE text_key LIKE '%%rare%%'"), 0);
    desk_counters_right(d);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c;
    assert_err(card_get(cx, id, false, &c), ERR_NOT_FOUND);
    assert_ok(card_get(cx, id, true, &c));
    assert_err(card_apply(cx, &c, 0, NULL, 0), ERR_CONFLICT);
    desk_drop(d);
    assert_ok(trash(d, id, false)); /* twice is once */
    assert_int_equal(COUNT(d, "event WHERE kind = 'trashed'"), 1);
    assert_ok(trash(d, id, true));
    assert_int_equal(COUNT(d, "counter WHERE n = 1 AND value_minor = 100"), 1);
    assert_int_equal(COUNT(d, "search_doc WHERE text_key LIKE '%%rare%%'"), 1);
    assert_int_equal(desk_get(d, id).trashed_at, 0);
    desk_counters_right(d);
}

static void copied(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_person(d, "Anna", 0), b = desk_person(d, "Béla", 0);
    int64_t id = desk_card(d, ANNA, d->autosales,
            arena_printf(d->box->a,
                    "{\"contact\":%lld,\"qualification\":2,\"rating\":0,\"value\":100,\"sales_state\":"
                    "\"won\",\"comment\":\"c\"}",
                    (long long)a));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c, copy, other;
    struct task t;
    assert_ok(task_create(cx, id,
            &(struct task_edit){.set = TASK_TEXT | TASK_DUE, .text = "Call", .due_at = DESK_NOW + 5}, &t));
    assert_ok(card_get(cx, id, false, &c));
    assert_ok(card_copy(cx, &c, 0, &copy));
    assert_string_equal(copy.name, "Anna (copy)");
    assert_ok(card_copy(cx, &c, b, &other));
    desk_end(d);
    assert_string_equal(other.name, "Béla");
    assert_int_equal(other.contact_id, b);
    struct card got = desk_get(d, copy.id);
    assert_int_equal(got.value_minor.i, 100);
    assert_int_equal(got.sales_state, SALES_IN_PROGRESS); /* an outcome is not copied */
    assert_string_equal(desk_role(d, copy.id), "prospect");
    assert_string_equal(card_value(&got, module_field(got.module, "comment")).s, "c");
    assert_int_equal(got.n_open_tasks, 1);
    assert_int_equal(got.next_due_at, DESK_NOW + 5);
    assert_int_equal(got.number, 2);
    desk_counters_right(d);
}

static void converted(void **state)
{
    struct desk *d = *state;
    int64_t person = desk_person(d, "Anna", 0);
    int64_t id = desk_card(d, ANNA, d->leads,
            arena_printf(d->box->a, "{\"contact\":%lld,\"value\":100,\"source\":\"web\",\"comment\":\"hot\"}",
                    (long long)person));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card lead, card, again;
    assert_ok(card_get(cx, id, false, &lead));
    assert_ok(card_convert(cx, &lead, desk_module(d, d->autosales), &card));
    assert_err(card_convert(cx, &lead, desk_module(d, d->autosales), &again), ERR_CONFLICT);
    assert_string_equal(cx->fault.key, "error.convert_done");
    cx->fault = (struct fault){0};
    assert_err(card_convert(cx, &card, desk_module(d, d->sales), &again), ERR_CONFLICT);
    cx->fault = (struct fault){0};
    desk_end(d);
    assert_string_equal(desk_role(d, id), "converted");
    assert_int_equal(desk_get(d, id).wake_at, 0);
    struct card got = desk_get(d, card.id);
    assert_string_equal(desk_role(d, card.id), "qualify");
    assert_int_equal(got.contact_id, person);
    assert_int_equal(got.value_minor.i, 100);
    assert_string_equal(got.source, "web");
    assert_string_equal(card_value(&got, module_field(got.module, "comment")).s, "hot");
    /* linked both ways, and shown so */
    int64_t ids[2] = {id, card.id};
    for (int i = 0; i < 2; i++) {
        cx = desk_begin(d, ANNA, ORIGIN_USER);
        struct buf b;
        struct jw w;
        struct card c;
        buf_init(&b, cx->arena);
        jw_init(&w, &b);
        assert_ok(card_get(cx, ids[i], false, &c));
        assert_ok(card_write(cx, &w, &c));
        json_t *j;
        const char *why;
        assert_ok(json_read(cx->arena, b.p, b.len, &j, &why));
        const json_t *link = json_array_get(json_object_get(j, "links"), 0);
        assert_int_equal(
                json_integer_value(json_object_get(json_object_get(link, "card"), "id")), ids[1 - i]);
        assert_int_equal(json_array_size(json_object_get(j, "related")), 1);
        desk_drop(d);
    }
    desk_counters_right(d);
}

static void linked(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(d, ANNA, d->sales, "{\"name\":\"A\"}"),
            b = desk_card(d, ANNA, d->sales, "{\"name\":\"B\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c, other;
    int64_t link, again;
    assert_ok(card_get(cx, a, false, &c));
    assert_ok(card_get(cx, b, false, &other));
    assert_ok(card_link(cx, &c, b, "same project", &link));
    assert_ok(card_link(cx, &other, a, "", &again));
    assert_int_equal(again, link);
    assert_err(card_link(cx, &c, a, "", &again), ERR_INVALID);
    cx->fault = (struct fault){0};
    assert_err(card_link(cx, &c, 999, "", &again), ERR_NOT_FOUND);
    cx->fault = (struct fault){0};
    assert_err(card_unlink(cx, &c, 999), ERR_NOT_FOUND);
    cx->fault = (struct fault){0};
    assert_ok(card_unlink(cx, &other, link));
    desk_end(d);
    assert_int_equal(COUNT(d, "card_link"), 0);
    assert_int_equal(COUNT(d, "event WHERE kind IN ('linked', 'unlinked')"), 4);
}

static void as_the_api_gives_it(void **state)
{
    struct desk *d = *state;
    int64_t company = desk_company(d, "Kovács Kft."), person = desk_person(d, "Kovács Anna", company);
    assert_ok(box_do(d->box,
            "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES "
            "(?1, 'phone', '+36 30 123 4567', '36301234567', 1), (?1, 'email', 'a@k.hu', 'a@k.hu', 1)",
            P(val_int(person))));
    int64_t id = desk_card(d, ANNA, d->autosales,
            arena_printf(d->box->a,
                    "{\"contact\":%lld,\"qualification\":2,\"rating\":1,\"sales_steps\":[\"offer\"]}",
                    (long long)person));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task t;
    assert_ok(task_create(cx, id,
            &(struct task_edit){.set = TASK_TEXT | TASK_DUE,
                    .text = "Call",
                    .due_at = DESK_NOW + 5,
                    .due_has_time = true},
            &t));
    desk_end(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card c;
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(card_get(cx, id, false, &c));
    assert_ok(card_write(cx, &w, &c));
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, b.p, b.len, &j, &why));
    const struct {
        const char *key, *want;
    } texts[] = {{"name", "Kovács Kft. (Kovács Anna)"}, {"reason", "VIP × Undecided → Focus prospect"},
            {"wake_reason", "Forgotten in 30 days"}, {"phone", "+36 30 123 4567"}, {"email", "a@k.hu"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(json_string_value(json_object_get(j, texts[i].key)), texts[i].want);
    assert_string_equal(
            json_string_value(json_object_get(json_object_get(j, "contact"), "company")), "Kovács Kft.");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(j, "company"), "id")), company);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(j, "next_task"), "id")), t.id);
    assert_int_equal(json_array_size(json_object_get(j, "tasks")), 1);
    assert_int_equal(json_array_size(json_object_get(j, "people")), 1);
    assert_int_equal(json_array_size(json_object_get(json_object_get(j, "fields"), "sales_steps")), 1);
    assert_true(json_is_false(json_object_get(json_object_get(j, "permissions"), "move")));
    assert_true(json_is_null(json_object_get(j, "trashed_at")));
    assert_int_equal(COUNT(d, "search_doc WHERE kind = 0 AND text_key LIKE '%%36301234567%%' AND text_key "
                              "LIKE '%%a k hu%%'"),
            1);
    desk_drop(d);
}

/* Five hundred random changes, some of them refused, some rolled back: the counters say what a recount says. */
static void counters_hold(void **state)
{
    struct desk *d = *state;
    enum { CARDS = 40 };
    int64_t ids[CARDS];
    srand(7);
    for (int i = 0; i < CARDS; i++)
        ids[i] = desk_card(d, ANNA, i % 3 ? d->autosales : i % 2 ? d->sales : d->leads, "{\"name\":\"N\"}");
    for (int i = 0; i < 500; i++) {
        int64_t id = ids[rand() % CARDS];
        struct card c = desk_get(d, id);
        bool box = c.module->pipeline->has_key_fields;
        int q = rand() % 4 - 1, r = rand() % 4 - 1;
        const char *key =
                box ? arena_printf(d->box->a, ",\"qualification\":%s,\"rating\":%s,\"sales_state\":%d",
                              q < 0 ? "null"
                              : q   ? q > 1 ? "2" : "1"
                                    : "0",
                              r < 0 ? "null"
                              : r   ? r > 1 ? "2" : "1"
                                    : "0",
                              rand() % 4)
                    : arena_printf(d->box->a, ",\"status\":%lld",
                              (long long)c.module->statuses[rand() % c.module->n_statuses].id);
        char *json = arena_printf(
                d->box->a, "{\"value\":%d,\"owner\":%s%s}", rand() % 1000, rand() % 3 ? "4" : "null", key);
        if (c.trashed_at || rand() % 6 == 0)
            assert_ok(trash(d, id, c.trashed_at != 0));
        else
            desk_apply(
                    d, ADMIN, ORIGIN_USER, id, json); /* refused ones (Forgotten, no reason) leave no trace */
    }
    desk_counters_right(d);
    assert_true(box_int(d->box, "SELECT sum(n) FROM counter") > 0);
    assert_int_equal(box_int(d->box, "SELECT sum(n) FROM counter"),
            box_int(d->box, "SELECT count(*) FROM card WHERE trashed_at = 0"));
}

static void many_cards_one_flush(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_BULK);
    const struct module *mod = desk_module(d, d->autosales);
    struct card c;
    unsigned before, after;
    int64_t us;
    for (int i = 0; i < 100; i++) {
        struct edit e = {module_field(mod, "rating"), val_int(i % 3)};
        struct ctx_mark mark = ctx_mark(cx);
        assert_ok(db_savepoint(cx->db));
        assert_ok(card_create(cx, mod, &e, 1, &c));
        bool keep = i % 10 != 0;
        assert_ok(db_savepoint_end(cx->db, keep));
        if (!keep)
            ctx_back(cx, &mark);
    }
    assert_int_equal(cx->n_notices, 0); /* bulk work tells of the whole */
    db_stats(cx->db, &before, &us);
    assert_ok(ctx_flush(cx));
    db_stats(cx->db, &after, &us);
    assert_int_equal(after - before, 3); /* one statement per touched row */
    desk_end(d);
    desk_counters_right(d);
    assert_int_equal(box_int(d->box, "SELECT sum(n) FROM counter"), 90);
}

/* Whichever statement of a write fails, the answer is that failure. */
static void failures_come_up(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"X\",\"value\":1}");
    int failed = 0;
    for (unsigned n = 1; n < 30; n++) {
        struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
        struct card c;
        struct edit *edits;
        size_t k = desk_edits(cx, desk_module(d, d->autosales),
                "{\"name\":\"Y\",\"qualification\":1,\"rating\":1,\"comment\":\"c\"}", &edits);
        store_fault(d->box->s, n, ERR_FULL, false);
        enum err e = card_get(cx, id, false, &c);
        e = e ? e : card_apply(cx, &c, 0, edits, k);
        e = e ? e : ctx_flush(cx);
        store_fault(d->box->s, 0, ERR_OK, false);
        desk_drop(d);
        if (!e)
            break;
        assert_err(e, ERR_FULL);
        failed++;
    }
    assert_true(failed >= 8);
    assert_string_equal(desk_get(d, id).name, "X");
    desk_counters_right(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(created), desk_test(names_from_the_customer),
            desk_test(changes_are_history), desk_test(nothing_changed_nothing_written),
            desk_test(few_statements), desk_test(stale_shows_both), desk_test(refusals_name_the_field),
            desk_test(who_sees_what), desk_test(seen_by_its_owner), desk_test(trash_and_restore),
            desk_test(copied), desk_test(converted), desk_test(linked), desk_test(as_the_api_gives_it),
            desk_test(counters_hold), desk_test(many_cards_one_flush), desk_test(failures_come_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
