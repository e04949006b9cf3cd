/* unit_desk - an account on a desk for each test: migrated, with four members and the three templates; a clock that the
 * test moves; transactions opened and closed by hand as the dispatcher does it. */
#pragma once
#include "unit_core.h"

#include "base/clock.h"
#include "core/card.h"
#include "core/counter.h"
#include "core/pipeline.h"
#include "meta/field_type.h"

/* 2026-11-22 12:00 UTC, a Sunday. */
#define DESK_NOW 1795348800000LL

enum { ADMIN = 1, MANAGER, ANNA, BELA }; /* Anna and Béla are users who see their own cards */

struct desk {
    struct box *box;
    struct meta *meta;
    struct ctx cx;
    int64_t now_at, change_id;
    int64_t autosales, sales, leads; /* modules */
    bool open;
};

static inline void desk_reload(struct desk *d)
{
    struct db *db;
    meta_unpin(d->meta);
    assert_ok(store_read(d->box->s, d->box->a, &db));
    assert_ok(meta_load(db, 1, 1, &d->meta));
    store_read_end(db);
}

static inline void desk_fill(struct desk *d, struct db *db)
{
    static const char *const members[] = {"'Ádám', 'ÁD', 'administrator', 1, 'en'",
            "'Mária', 'MA', 'manager', 0, 'ro'", "'Anna', 'AN', 'user', 0, 'hu'",
            "'Béla', 'BÉ', 'user', 0, 'hu'"};
    for (int i = 0; i < 4; i++)
        assert_ok(db_script(
                db, arena_printf(d->box->a,
                            "INSERT INTO member (id, login_id, name, initials, role, sees_all, language, "
                            "email, zone, created_at) VALUES (%d, %d, %s, 'm%d@example.com', "
                            "'Europe/Budapest', 0)",
                            i + 1, i + 1, members[i], i)));
    assert_ok(db_script(db,
            "INSERT INTO setting (name, value) VALUES ('currency', '\"EUR\"'), ('country', '\"HU\"'), "
            "('zone', '\"Europe/Budapest\"'), ('language', '\"hu\"'), ('limit', '14')"));
    assert_ok(template_install(db, "autosales", ADMIN, &d->autosales));
    assert_ok(template_install(db, "sales", ADMIN, &d->sales));
    assert_ok(template_install(db, "leads", ADMIN, &d->leads));
}

static inline int desk_open(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    struct migration m;
    struct db *db;
    void *box;
    box_open(&box);
    d->box = box;
    d->now_at = DESK_NOW;
    assert_ok(migrate_run(d->box->s, MIGRATE_ACCOUNT, NULL, d->box->a, d->now_at, &m));
    assert_ok(store_write(d->box->s, d->box->a, &db));
    desk_fill(d, db);
    assert_ok(store_write_commit(db));
    desk_reload(d);
    *state = d;
    return 0;
}

static inline int desk_close(void **state)
{
    struct desk *d = *state;
    void *box = d->box;
    if (d->open)
        store_write_rollback(d->cx.db);
    meta_unpin(d->meta);
    box_close(&box);
    free(d);
    return 0;
}

#define desk_test(fn) cmocka_unit_test_setup_teardown(fn, desk_open, desk_close)

/* desk_begin - a write transaction of a member (0 = the system). */
static inline struct ctx *desk_begin(struct desk *d, int64_t member_id, enum origin origin)
{
    struct ctx *cx = &d->cx;
    *cx = (struct ctx){.arena = d->box->a,
            .meta = d->meta,
            .member = member_id ? meta_member(d->meta, member_id) : NULL,
            .lang = LANG_EN,
            .zone = "Europe/Budapest",
            .origin = origin,
            .now_at = d->now_at};
    assert_ok(store_write(d->box->s, cx->arena, &cx->db));
    d->open = true;
    return cx;
}

static inline void desk_end(struct desk *d)
{
    if (d->cx.fault.key)
        print_message("fault: %s %s\n", d->cx.fault.field ? d->cx.fault.field : "", d->cx.fault.key);
    assert_ok(ctx_flush(&d->cx));
    d->change_id = d->cx.change_id;
    assert_ok(store_write_commit(d->cx.db));
    d->open = false;
}

static inline void desk_drop(struct desk *d)
{
    store_write_rollback(d->cx.db);
    d->open = false;
}

static inline const struct module *desk_module(struct desk *d, int64_t id)
{
    return meta_module(d->meta, id);
}

/* desk_edits - {"code": value} as edits. */
static inline size_t desk_edits(struct ctx *cx, const struct module *mod, const char *json, struct edit **out)
{
    json_t *j;
    const char *why;
    size_t n;
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    assert_ok(edits_from_json(cx, mod, j, out, &n));
    return n;
}

/* desk_card - a new card, committed. */
static inline int64_t desk_card(struct desk *d, int64_t member_id, int64_t module_id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    const struct module *mod = desk_module(d, module_id);
    struct edit *edits;
    struct card card;
    size_t n = desk_edits(cx, mod, json, &edits);
    assert_ok(card_create(cx, mod, edits, n, &card));
    desk_end(d);
    return card.id;
}

/* desk_apply - change a card; the transaction is rolled back where that fails. */
static inline enum err desk_apply(
        struct desk *d, int64_t member_id, enum origin origin, int64_t id, const char *json)
{
    struct ctx *cx = desk_begin(d, member_id, origin);
    struct card card;
    struct edit *edits;
    assert_ok(card_get(cx, id, false, &card));
    size_t n = desk_edits(cx, card.module, json, &edits);
    enum err e = card_apply(cx, &card, 0, edits, n);
    if (e)
        desk_drop(d);
    else
        desk_end(d);
    return e;
}

/* desk_get - the card as it is committed. */
static inline struct card desk_get(struct desk *d, int64_t id)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, true, &card));
    desk_drop(d);
    return card;
}

static inline const char *desk_role(struct desk *d, int64_t id)
{
    struct card card = desk_get(d, id);
    return module_status(card.module, card.status_id)->role;
}

static inline enum err desk_contact(struct desk *d, int64_t id, int64_t at)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    enum err e = card_contacted(cx, &card, at);
    desk_end(d);
    return e;
}

/* desk_wake - what the timer does when a card's time has come. */
static inline void desk_wake(struct desk *d, int64_t id)
{
    struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
    struct card card;
    cx->change_kind = "card.wake";
    assert_ok(card_get(cx, id, false, &card));
    assert_ok(card.module->pipeline->wake(cx, card.module, &card));
    desk_end(d);
}

/* desk_person, desk_company - rows as contacts are stored; Anna's. */
static inline int64_t desk_company(struct desk *d, const char *name)
{
    assert_ok(box_do(d->box,
            "INSERT INTO contact (kind, name, name_key, owner_id, created_at, created_by, updated_at) "
            "VALUES (1, ?1, ?1, 3, 0, 1, 0)",
            P(val_text(name))));
    return box_int(d->box, "SELECT max(id) FROM contact");
}

static inline int64_t desk_person(struct desk *d, const char *name, int64_t company_id)
{
    assert_ok(box_do(d->box,
            "INSERT INTO contact (kind, name, name_key, company_id, owner_id, created_at, created_by, "
            "updated_at) "
            "VALUES (0, ?1, ?1, ?2, 3, 0, 1, 0)",
            P(val_text(name), company_id ? val_int(company_id) : val_null())));
    return box_int(d->box, "SELECT max(id) FROM contact");
}

/* desk_counters_right - do the counters say what a recount says? */
static inline void desk_counters_right(struct desk *d)
{
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    int64_t wrong = -1;
    assert_ok(counter_check(cx, &wrong));
    desk_drop(d);
    assert_int_equal(wrong, 0);
}
