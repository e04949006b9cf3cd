/* The pipelines' rules: the 9-box in all its combinations, the clock of Forgotten, deferred opportunities, silent leads. */
#include "unit_desk.h"

#include "core/module.h"
#include "core/rewake.h"
#include "core/task.h"

#define DAY MS_DAY

/* Set the module's settings as an administrator does. */
static enum err settings(struct desk *d, int64_t module_id, const char *json)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    json_t *j;
    const char *why;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    json_t *in = json_keep(cx->arena, json_pack("{s:O}", "settings", j));
    enum err e = module_edit(cx, module_id, 0, in);
    if (e) {
        desk_drop(d);
        return e;
    }
    assert_true(cx->meta_changed);
    desk_end(d);
    desk_reload(d);
    return ERR_OK;
}

static int64_t add_task(struct desk *d, int64_t card_id, int64_t due_at)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct task t;
    assert_ok(task_create(cx, card_id,
            &(struct task_edit){
                    .set = TASK_TEXT | TASK_DUE, .text = "Call", .due_at = due_at, .due_has_time = true},
            &t));
    desk_end(d);
    return t.id;
}

/* The product's table, written out once more: rows qualification, columns rating. */
static const char *const expected_box[3][3] = {{"no_chance", "no_chance", "prospect"},
        {"no_chance", "prospect", "focus"}, {"prospect", "focus", "committed_vip"}};

static const char *expected_role(int state, int qualification, int rating)
{
    if (state < 0 || qualification < 0 || rating < 0)
        return "qualify";
    if (state == SALES_WON)
        return "customer";
    if (state == SALES_LOST)
        return "lost";
    return state == SALES_FORGOTTEN ? "forgotten" : expected_box[qualification][rating];
}

static void box_table(void **state)
{
    for (int q = -1; q <= 3; q++)
        for (int r = -1; r <= 3; r++) {
            const char *role = box_role(q, r);
            if (q < 0 || r < 0 || q > 2 || r > 2)
                assert_null(role);
            else
                assert_string_equal(role, expected_box[q][r]);
        }
}

/* Every combination of the key fields, each with "not set": pure placing, no database. */
static void all_combinations(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_TIMER); /* the clock may say Forgotten */
    const struct module *mod = desk_module(d, d->autosales);
    int n = 0;
    for (int s = -1; s <= SALES_FORGOTTEN; s++)
        for (int q = -1; q <= QUAL_VIP; q++)
            for (int r = -1; r <= RATING_COMMITTED; r++, n++) {
                struct card card = {
                        .module = mod, .sales_state = s, .qualification = q, .rating = r, .name = ""};
                assert_ok(mod->pipeline->place(cx, mod, NULL, &card));
                assert_string_equal(module_status(mod, card.status_id)->role, expected_role(s, q, r));
                struct reason why;
                mod->pipeline->explain(cx, mod, &card, &why);
                assert_true(why.key && *message(cx->arena, LANG_HU, why.key, why.a, why.b, why.n));
            }
    assert_int_equal(n, 5 * 4 * 4);
    desk_drop(d);
}

static char *key_values(struct desk *d, int q, int r)
{
    return arena_printf(d->box->a, "{\"name\":\"X\",\"qualification\":%d,\"rating\":%d}", q, r);
}

static void reason_sentences(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct module *mod = desk_module(d, d->autosales);
    struct card card = {.module = mod,
            .sales_state = SALES_IN_PROGRESS,
            .qualification = QUAL_VIP,
            .rating = RATING_UNDECIDED};
    struct reason why;
    assert_ok(mod->pipeline->place(cx, mod, NULL, &card));
    mod->pipeline->explain(cx, mod, &card, &why);
    assert_string_equal(
            message(cx->arena, LANG_EN, why.key, why.a, why.b, why.n), "VIP × Undecided → Focus prospect");
    card.rating = -1;
    mod->pipeline->explain(cx, mod, &card, &why);
    assert_string_equal(message(cx->arena, LANG_EN, why.key, why.a, why.b, why.n), "Still to be set: Rating");
    cx->lang = LANG_HU;
    card.rating = RATING_UNDECIDED;
    mod->pipeline->explain(cx, mod, &card, &why);
    assert_string_equal(message(cx->arena, LANG_HU, why.key, why.a, why.b, why.n),
            "VIP × Bizonytalan → Kiemelt érdeklődő");
    desk_drop(d);
}

static void card_moves_with_its_key_fields(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"Kovács\"}");
    assert_string_equal(desk_role(d, id), "qualify");
    assert_int_equal(desk_get(d, id).sales_state, SALES_IN_PROGRESS);
    assert_int_equal(desk_get(d, id).wake_at, 0); /* what is not qualified yet is not forgotten */
    d->now_at += 1000;
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"qualification\":\"vip\"}"));
    assert_string_equal(desk_role(d, id), "qualify");
    assert_int_equal(desk_get(d, id).status_at, DESK_NOW);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"rating\":1}"));
    assert_string_equal(desk_role(d, id), "focus");
    struct card c = desk_get(d, id);
    assert_int_equal(c.status_at, d->now_at);
    assert_int_equal(c.qualified_by, ANNA);
    assert_int_equal(c.qualified_at, d->now_at);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":\"won\"}"));
    assert_string_equal(desk_role(d, id), "customer");
    assert_int_equal(desk_get(d, id).wake_at, 0);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":\"lost\"}"));
    assert_string_equal(desk_role(d, id), "lost");
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":null}"));
    assert_string_equal(desk_role(d, id), "qualify");
    desk_counters_right(d);
}

static void hand_moving_is_refused(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    assert_string_equal(desk_role(d, id), "committed_vip");
    int64_t lost = module_status_role(desk_module(d, d->autosales), "lost")->id;
    char *move = arena_printf(d->box->a, "{\"status\":%lld}", (long long)lost);
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, move), ERR_CONFLICT);
    assert_string_equal(d->cx.fault.key, "error.pipeline_fixed");
    assert_string_equal(d->cx.fault.field, "fields.status");
    assert_err(desk_apply(d, ADMIN, ORIGIN_BULK, id, move), ERR_CONFLICT);
    assert_string_equal(desk_role(d, id), "committed_vip");
    /* its present status is no move */
    int64_t same = module_status_role(desk_module(d, d->autosales), "committed_vip")->id;
    assert_ok(desk_apply(
            d, ANNA, ORIGIN_USER, id, arena_printf(d->box->a, "{\"status\":%lld}", (long long)same)));
}

static void forgotten_cannot_be_chosen(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_TARGET, RATING_UNDECIDED));
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":\"forgotten\"}"), ERR_INVALID);
    assert_string_equal(d->cx.fault.key, "error.forgotten_manual");
    assert_string_equal(d->cx.fault.field, "fields.sales_state");
    assert_err(desk_apply(d, ADMIN, ORIGIN_IMPORT, id, "{\"sales_state\":3}"), ERR_INVALID);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_API);
    struct edit *edits;
    struct card card;
    size_t n = desk_edits(cx, desk_module(d, d->autosales), "{\"name\":\"X\",\"sales_state\":3}", &edits);
    assert_err(card_create(cx, desk_module(d, d->autosales), edits, n, &card), ERR_INVALID);
    desk_drop(d);
}

static void forgotten_on_the_millisecond(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_TARGET, RATING_UNDECIDED));
    int64_t at = DESK_NOW + 30 * DAY;
    assert_int_equal(desk_get(d, id).wake_at, at); /* never contacted: from creation */
    d->now_at = at - 1;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "prospect");
    assert_int_equal(desk_get(d, id).wake_at, at);
    d->now_at = at;
    desk_wake(d, id);
    struct card c = desk_get(d, id);
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_int_equal(c.sales_state, SALES_FORGOTTEN);
    assert_int_equal(c.wake_at, 0);
    assert_int_equal(c.qualification, QUAL_TARGET); /* it keeps its box */
    assert_int_equal(c.updated_by, 0);
    /* by hand it does not come back, closing it is fine */
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":0}"), ERR_INVALID);
    assert_string_equal(d->cx.fault.key, "error.forgotten_needs_contact");
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"rating\":2}"));
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_ok(desk_apply(d, ADMIN, ORIGIN_IMPORT, id, "{\"sales_state\":0,\"source\":\"file\"}"));
    assert_string_equal(desk_role(d, id), "forgotten");
    /* a contact lifts it into the box of today's rating */
    assert_ok(desk_contact(d, id, d->now_at));
    assert_string_equal(desk_role(d, id), "focus");
    c = desk_get(d, id);
    assert_int_equal(c.sales_state, SALES_IN_PROGRESS);
    assert_int_equal(c.wake_at, d->now_at + 30 * DAY);
    desk_counters_right(d);
}

static void forgotten_can_be_closed(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_TARGET, RATING_UNDECIDED));
    d->now_at += 31 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":\"lost\"}"));
    assert_string_equal(desk_role(d, id), "lost");
    /* reopened it counts from its last contact, as every card does */
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"sales_state\":\"in_progress\"}"));
    assert_true(desk_get(d, id).wake_at < d->now_at);
}

static void contact_restarts_the_clock(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    d->now_at += 10 * DAY;
    assert_ok(desk_contact(d, id, d->now_at));
    assert_int_equal(desk_get(d, id).last_contact_at, d->now_at);
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 30 * DAY);
    assert_ok(desk_contact(d, id, d->now_at - 5 * DAY)); /* logged late: nothing moves */
    assert_int_equal(desk_get(d, id).last_contact_at, d->now_at);
    assert_ok(desk_contact(d, id, d->now_at + DAY)); /* nobody was contacted tomorrow */
    assert_int_equal(desk_get(d, id).last_contact_at, d->now_at);
    /* notes and edits are no contact */
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"source\":\"fair\"}"));
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 30 * DAY);
}

static void old_contact_does_not_lift(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    d->now_at += 60 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_ok(desk_contact(d, id, d->now_at - 40 * DAY));
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_ok(desk_contact(d, id, d->now_at - 10 * DAY));
    assert_string_equal(desk_role(d, id), "committed_vip");
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 20 * DAY);
}

static void days_per_status(void **state)
{
    struct desk *d = *state;
    assert_ok(settings(d, d->autosales,
            "{\"forgotten_days\":20,\"forgotten_days_by_role\":{\"committed_vip\":3,\"no_chance\":0}}"));
    int64_t vip = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    int64_t prospect = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_TARGET, RATING_UNDECIDED));
    int64_t hopeless = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_NON_TARGET, RATING_UNDECIDED));
    assert_int_equal(desk_get(d, vip).wake_at, DESK_NOW + 3 * DAY);
    assert_int_equal(desk_get(d, prospect).wake_at, DESK_NOW + 20 * DAY);
    assert_int_equal(desk_get(d, hopeless).wake_at, 0); /* 0 days: never */
    /* another box has another time, from the same clock */
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, prospect, "{\"qualification\":2,\"rating\":2}"));
    assert_int_equal(desk_get(d, prospect).wake_at, DESK_NOW + 3 * DAY);
    /* a new setting counts for the cards that wait already */
    assert_ok(settings(d, d->autosales, "{\"forgotten_days\":40,\"forgotten_days_by_role\":null}"));
    assert_int_equal(desk_get(d, vip).wake_at, DESK_NOW + 40 * DAY);
    assert_int_equal(desk_get(d, hopeless).wake_at, DESK_NOW + 40 * DAY);
}

/* More cards than a request may touch: a job goes on where it stopped, each card once. */
static void many_wait_by_a_new_setting(void **state)
{
    struct desk *d = *state;
    desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    for (int n = 1; n < 5000; n *= 2)
        assert_ok(box_do(d->box,
                arena_printf(d->box->a,
                        "INSERT INTO card (module_id, number, status_id, status_at, name, name_key, "
                        "sales_state, "
                        "qualification, rating, next_due_at, wake_at, created_at, created_by, updated_at, "
                        "updated_by) SELECT module_id, number + %d, status_id, status_at, name, name_key, "
                        "sales_state, qualification, rating, next_due_at, wake_at, created_at, created_by, "
                        "updated_at, updated_by FROM card",
                        n),
                P0));
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM card"), 8192);
    assert_ok(settings(d, d->autosales, "{\"forgotten_days\":7}"));
    const char *left = arena_printf(
            d->box->a, "SELECT COUNT(*) FROM card WHERE wake_at <> %lld", (long long)(DESK_NOW + 7 * DAY));
    assert_int_equal(box_int(d->box, left), 6192);
    struct job job;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_BULK);
    assert_ok(job_claim(cx, 60000, &job));
    assert_string_equal(job.kind, "rewake");
    bool more = true;
    for (int i = 0; more; i++) {
        assert_true(i < 5);
        assert_ok(rewake_step(cx, &job, &more));
    }
    desk_end(d);
    assert_int_equal(box_int(d->box, left), 0);
    json_decref(job.payload);
    json_decref(job.result);
}

static void open_task_pauses(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    add_task(d, id, DESK_NOW + 50 * DAY);
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 30 * DAY); /* off by default */
    assert_ok(settings(d, d->autosales, "{\"task_pauses\":true}"));
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 50 * DAY);
    int64_t later = add_task(d, id, DESK_NOW + 60 * DAY);
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 60 * DAY);
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct task t;
    assert_ok(task_get(cx, later, &t));
    assert_ok(task_close(cx, &t, 0, TASK_DONE, ""));
    desk_end(d);
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 50 * DAY);
    d->now_at = DESK_NOW + 40 * DAY; /* waking too early: the task still pauses */
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "committed_vip");
    d->now_at = DESK_NOW + 50 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "forgotten");
    assert_ok(settings(d, d->autosales, "{\"task_pauses\":false}"));
}

static void rules_qualify(void **state)
{
    struct desk *d = *state;
    int64_t company = desk_company(d, "Nagy Kft."), person = desk_person(d, "Nagy Pál", company);
    assert_ok(box_do(d->box, "UPDATE contact SET employees = 250, industry = 'IT' WHERE id = ?1",
            P(val_int(company))));
    assert_ok(settings(d, d->autosales,
            "{\"qualification_rules\":[{\"then\":2,\"when\":{\"all\":[{\"field\":\"contact.employees\","
            "\"op\":\"ge\",\"value\":200},"
            "{\"field\":\"contact.industry\",\"op\":\"eq\",\"value\":\"it\"}]}},"
            "{\"then\":1,\"when\":{\"any\":[{\"field\":\"source\",\"op\":\"contains\",\"value\":\"fair\"},{"
            "\"not\":"
            "{\"field\":\"value\",\"op\":\"lt\",\"value\":1000}}]}}]}"));
    int64_t vip = desk_card(d, ANNA, d->autosales,
            arena_printf(d->box->a, "{\"contact\":%lld,\"rating\":2}", (long long)person));
    assert_string_equal(desk_role(d, vip), "committed_vip");
    assert_int_equal(desk_get(d, vip).qualified_by, 0);
    assert_int_equal(desk_get(d, vip).qualified_at, DESK_NOW);
    int64_t fair = desk_card(d, ANNA, d->autosales, "{\"name\":\"A\",\"source\":\"Book Fair\",\"value\":10}");
    assert_int_equal(desk_get(d, fair).qualification, QUAL_TARGET);
    int64_t none = desk_card(d, ANNA, d->autosales, "{\"name\":\"B\",\"value\":10}");
    assert_int_equal(desk_get(d, none).qualification, -1);
    assert_ok(desk_apply(
            d, ANNA, ORIGIN_USER, none, "{\"value\":1000}")); /* a change lets the rules look again */
    assert_int_equal(desk_get(d, none).qualification, QUAL_TARGET);
    /* what a person said stays, with the note */
    assert_ok(desk_apply(
            d, ANNA, ORIGIN_USER, none, "{\"qualification\":0,\"qualification_note\":\"know them\"}"));
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, none, "{\"source\":\"fair\"}"));
    struct card c = desk_get(d, none);
    assert_int_equal(c.qualification, QUAL_NON_TARGET);
    assert_string_equal(c.qualification_note, "know them");
    assert_int_equal(c.qualified_by, ANNA);
}

static void review_is_due(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, key_values(d, QUAL_VIP, RATING_COMMITTED));
    struct card c = desk_get(d, id);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    int64_t due_at = clock_add_months(DESK_NOW, "Europe/Budapest", 12);
    cx->now_at = due_at - 1;
    assert_false(card_review_due(cx, &c));
    cx->now_at = due_at;
    assert_true(card_review_due(cx, &c));
    desk_drop(d);
    d->now_at = due_at; /* saying the same again is a review */
    assert_ok(desk_apply(d, ANNA, ORIGIN_IMPORT, id, "{\"qualification\":2}"));
    assert_int_equal(desk_get(d, id).qualified_at, DESK_NOW);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"qualification\":2}"));
    assert_int_equal(desk_get(d, id).qualified_at, due_at);
    int64_t version = desk_get(d, id).version;
    d->now_at += DAY; /* and once is enough */
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"qualification\":2}"));
    assert_int_equal(desk_get(d, id).version, version);
}

static void bad_settings(void **state)
{
    struct desk *d = *state;
    static const struct {
        const char *json, *field;
    } bad[] = {{"{\"forgotten_days\":-1}", "settings.forgotten_days"},
            {"{\"forgotten_days\":\"x\"}", "settings.forgotten_days"},
            {"{\"forgotten_days\":3651}", "settings.forgotten_days"}, {"{\"colour\":1}", "settings.colour"},
            {"{\"task_pauses\":1}", "settings.task_pauses"},
            {"{\"forgotten_days_by_role\":{\"qualify\":1}}", "settings.forgotten_days_by_role.qualify"},
            {"{\"qualification_rules\":[{\"then\":3,\"when\":{\"all\":[]}}]}",
                    "settings.qualification_rules[0].then"},
            {"{\"qualification_rules\":[{\"then\":1,\"when\":{\"field\":\"nix\"}}]}", "filter.field"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_err(settings(d, d->autosales, bad[i].json), ERR_INVALID);
        assert_string_equal(d->cx.fault.field, bad[i].field);
    }
    assert_err(settings(d, d->leads, "{\"inactive_days\":90,\"dropped_days\":60}"), ERR_INVALID);
    struct ctx *cx = desk_begin(d, MANAGER, ORIGIN_USER);
    assert_err(module_edit(cx, d->leads, 0, json_keep(cx->arena, json_object())), ERR_FORBIDDEN);
    desk_drop(d);
    cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_err(module_edit(cx, d->leads, 7, json_keep(cx->arena, json_object())), ERR_STALE);
    desk_drop(d);
}

/* Sales */

static char *to_role(struct desk *d, int64_t module_id, const char *role, const char *more)
{
    long long id = module_status_role(desk_module(d, module_id), role)->id;
    return arena_printf(d->box->a, "{\"status\":%lld%s}", id, more);
}

static void losing_asks_why(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\"}");
    assert_string_equal(desk_role(d, id), "new");
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, to_role(d, d->sales, "lost", "")), ERR_INVALID);
    assert_string_equal(d->cx.fault.field, "fields.lost_reason");
    assert_string_equal(d->cx.fault.key, "error.required");
    assert_err(desk_apply(d, ADMIN, ORIGIN_BULK, id, to_role(d, d->sales, "lost", "")), ERR_INVALID);
    assert_ok(desk_apply(
            d, ANNA, ORIGIN_USER, id, to_role(d, d->sales, "lost", ",\"lost_reason\":\"walked_away\"")));
    assert_string_equal(desk_role(d, id), "lost");
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, to_role(d, d->sales, "won", "")));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct edit *edits;
    struct card card;
    size_t n = desk_edits(cx, desk_module(d, d->sales), to_role(d, d->sales, "lost", ""), &edits);
    assert_err(card_create(cx, desk_module(d, d->sales), edits, n, &card), ERR_INVALID);
    desk_drop(d);
}

static void deferred_returns(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\"}");
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, to_role(d, d->sales, "deferred", "")), ERR_INVALID);
    assert_string_equal(d->cx.fault.field, "fields.deferred_until");
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id,
                       to_role(d, d->sales, "deferred", ",\"deferred_until\":\"2026-11-22\"")),
            ERR_INVALID);
    assert_string_equal(d->cx.fault.key, "error.deferred_past");
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id,
            to_role(d, d->sales, "deferred", ",\"deferred_until\":\"2027-03-29\"")));
    int64_t at = 1806271200000; /* 2027-03-28 22:00 UTC: the day begins in Budapest, in summer time */
    assert_int_equal(desk_get(d, id).wake_at, at);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"deferred_until\":\"2027-03-30\"}"));
    assert_int_equal(desk_get(d, id).wake_at, at + DAY);
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, "{\"deferred_until\":\"2027-03-29\"}"));
    d->now_at = at - 1;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "deferred");
    d->now_at = at;
    desk_wake(d, id);
    struct card c = desk_get(d, id);
    assert_string_equal(desk_role(d, id), "in_progress");
    assert_int_equal(c.n_open_tasks, 1);
    assert_int_equal(c.wake_at, 0);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task *t;
    size_t n;
    assert_ok(tasks_of_card(cx, id, 10, &t, &n));
    assert_int_equal(n, 1);
    assert_string_equal(t->text, "Mára volt halasztva: vedd elő újra"); /* in the owner's language */
    assert_int_equal(t->assignee_id, ANNA);
    assert_int_equal(t->due_at, clock_day_end(at, "Europe/Budapest", 0));
    desk_drop(d);
    desk_wake(d, id); /* ringing twice does no harm */
    assert_int_equal(desk_get(d, id).n_open_tasks, 1);
}

static void stalled(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"X\"}"); /* new: 7 days */
    struct card c = desk_get(d, id);
    assert_false(card_stalled(&c, DESK_NOW + 7 * DAY));
    assert_true(card_stalled(&c, DESK_NOW + 7 * DAY + 1));
    d->now_at = DESK_NOW + 5 * DAY;
    assert_ok(desk_contact(d, id, d->now_at));
    c = desk_get(d, id);
    assert_false(card_stalled(&c, DESK_NOW + 8 * DAY));
}

/* Leads */

static void silence(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->leads, "{\"name\":\"X\",\"readiness\":40}");
    assert_string_equal(desk_role(d, id), "new");
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 30 * DAY);
    d->now_at = DESK_NOW + 30 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "inactive");
    assert_int_equal(desk_get(d, id).wake_at, DESK_NOW + 90 * DAY);
    d->now_at = DESK_NOW + 90 * DAY - 1;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "inactive");
    d->now_at = DESK_NOW + 90 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "dropped");
    assert_int_equal(desk_get(d, id).wake_at, 0);
    desk_counters_right(d);
}

static void slept_through_both(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->leads, "{\"name\":\"X\"}");
    d->now_at = DESK_NOW + 100 * DAY; /* the server was down */
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "dropped");
}

static void leads_come_back(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->leads, "{\"name\":\"X\"}");
    d->now_at = DESK_NOW + 30 * DAY;
    desk_wake(d, id);
    d->now_at = DESK_NOW + 40 * DAY;
    assert_ok(desk_contact(d, id, d->now_at));
    assert_string_equal(desk_role(d, id), "nurturing");
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 30 * DAY);
    /* put back by hand it has its whole time again */
    d->now_at += 30 * DAY;
    desk_wake(d, id);
    assert_string_equal(desk_role(d, id), "inactive");
    d->now_at += 5 * DAY;
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id, to_role(d, d->leads, "engaged", "")));
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 30 * DAY);
    assert_ok(settings(d, d->leads, "{\"inactive_days\":10}"));
    assert_int_equal(desk_get(d, id).wake_at, d->now_at + 10 * DAY);
    assert_err(desk_apply(d, ANNA, ORIGIN_USER, id, to_role(d, d->leads, "converted", "")), ERR_CONFLICT);
    assert_string_equal(d->cx.fault.key, "error.convert_needed");
}

static void readiness_has_limits(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct edit *edits;
    size_t n;
    json_t *j = json_keep(cx->arena, json_pack("{s:i}", "readiness", 101));
    assert_err(edits_from_json(cx, desk_module(d, d->leads), j, &edits, &n), ERR_INVALID);
    assert_string_equal(cx->fault.field, "fields.readiness");
    assert_int_equal(cx->fault.limit, 100);
    desk_drop(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(box_table), desk_test(all_combinations),
            desk_test(reason_sentences), desk_test(card_moves_with_its_key_fields),
            desk_test(hand_moving_is_refused), desk_test(forgotten_cannot_be_chosen),
            desk_test(forgotten_on_the_millisecond), desk_test(forgotten_can_be_closed),
            desk_test(contact_restarts_the_clock), desk_test(old_contact_does_not_lift),
            desk_test(days_per_status), desk_test(many_wait_by_a_new_setting), desk_test(open_task_pauses),
            desk_test(rules_qualify), desk_test(review_is_due), desk_test(bad_settings),
            desk_test(losing_asks_why), desk_test(deferred_returns), desk_test(stalled), desk_test(silence),
            desk_test(slept_through_both), desk_test(leads_come_back), desk_test(readiness_has_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
