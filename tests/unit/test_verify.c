/* What `cardinal account verify` finds: each thing that an account keeps beside its facts, spoiled by hand. */
#include "unit_desk.h"

#include "core/contact.h"
#include "core/task.h"
#include "core/verify.h"

#include <sqlite3.h>

static const struct spoiled {
    const char *check; /* the one that must tell; others may tell, too */
    const char *sql;
    bool referential; /* hurts a reference: only possible past the database's own check */
    bool own_index;   /* only where the full-text index is a table of its own */
} cases[] = {
        {"counters", "UPDATE counter SET n = n + 1 WHERE n > 0", false, false},
        {"next deadlines", "UPDATE card SET next_due_at = 5 WHERE id = 1", false, false},
        {"open task counts", "UPDATE card SET n_open_tasks = 7 WHERE id = 1", false, false},
        {"next tasks", "UPDATE card SET next_task_id = NULL WHERE id = 1", false, false},
        {"tasks of colleagues", "UPDATE task SET guest = 1 WHERE card_id = 1", false, false},
        {"progress of checklists", "UPDATE task SET n_checks = 1 WHERE card_id = 1", false, false},
        {"progress of checklists", "UPDATE card SET n_checks_done = 1 WHERE id = 1", false, false},
        {"search entries", "DELETE FROM search_doc WHERE kind = 0 AND ref_id = 1", false, false},
        {"search entries", "DELETE FROM search_doc WHERE kind = 2", false, false},
        {"search entries of nothing", "UPDATE search_doc SET ref_id = 999 WHERE kind = 1", false, false},
        {"search entries of nothing", "UPDATE card SET trashed_at = 1 WHERE name = 'second'", false, false},
        {"search index", "UPDATE search_doc SET text_key = text_key || ' stray' WHERE kind = 0", false, true},
        {"search index", "DELETE FROM search_doc WHERE kind = 0 AND ref_id = 1", false, true},
        {"search index", "INSERT INTO search_doc (kind, ref_id, text_key) VALUES (0, 999, 'unheard of')",
                false, true},
        {"places of cards",
                "UPDATE card SET status_id = (SELECT MIN(id) FROM status WHERE module_id <> card.module_id)",
                false, false},
        {"orphans", "DELETE FROM contact WHERE kind = 1", true, false},
        {"orphans", "UPDATE task SET card_id = 999", true, false},
        {"attached files", "DELETE FROM attachment", false, false},
        {"attached files", "DELETE FROM file_chunk", false, false},
        {"attached files", "UPDATE attachment SET size_bytes = 1", false, false},
        {"attached files", "UPDATE attachment SET card_id = 999", true, false},
        {"orphans",
                "INSERT INTO checklist_item (card_id, task_id, text, position, created_at, created_by) "
                "VALUES (1, 999, "
                "'lost', 1, 1, 1)",
                false, false},
        {"history of cards", "DELETE FROM event WHERE card_id = (SELECT id FROM card WHERE name = 'second')",
                false, false},
        {"events and their changes", "DELETE FROM change WHERE id = 1", true, false},
        {"events and their changes", "UPDATE change SET parent_id = 999 WHERE id = 1", false, false},
        {"chain of events",
                "UPDATE event SET old_value = '42' WHERE id = (SELECT MAX(id) FROM event WHERE field = "
                "'value')",
                false, false},
        {"chain of events",
                "DELETE FROM event WHERE id = (SELECT MAX(id) FROM event WHERE field = 'value' AND id < "
                "(SELECT "
                "MAX(id) FROM event WHERE field = 'value'))",
                false, false},
        {"end of the chain",
                "UPDATE event SET new_value = '999' WHERE id = (SELECT MAX(id) FROM event WHERE kind = "
                "'status')",
                false, false},
        {"rows of modules", "DELETE FROM m_2 WHERE card_id = 1", false, false},
};

/* Two cards with a customer, one with a task and a history, one in the trash. */
static void fill(struct desk *d)
{
    struct contact firm = {.kind = CONTACT_COMPANY, .name = "Árvíztűrő Kft."};
    struct contact man = {.kind = CONTACT_PERSON, .first_name = "Ștefan", .last_name = "Szűcs"};
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    assert_ok(contact_save(cx, &firm));
    man.company_id = firm.id;
    man.points = &(struct point){"email", "stefan.szucs@pelda.ro", "", true};
    man.n_points = 1;
    assert_ok(contact_save(cx, &man));
    desk_end(d);
    int64_t id = desk_card(
            d, ADMIN, d->sales, arena_printf(d->box->a, "{\"contact\":%d,\"owner\":3}", (int)man.id));
    assert_int_equal(id, 1);
    for (int i = 1; i <= 3; i++)
        assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id,
                arena_printf(d->box->a, "{\"value\":%d,\"source\":\"c %d\"}", i, i)));
    const struct module *sales = desk_module(d, d->sales);
    int to = 1; /* another than the first, and none that needs a reason */
    while (strcmp(sales->statuses[to].role, "lost") == 0 || strcmp(sales->statuses[to].role, "deferred") == 0)
        to++;
    assert_ok(desk_apply(d, ANNA, ORIGIN_USER, id,
            arena_printf(d->box->a, "{\"status\":%d}", (int)sales->statuses[to].id)));
    struct task t;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_create(cx, id,
            &(struct task_edit){.set = TASK_TEXT | TASK_DUE, .text = "call", .due_at = DESK_NOW}, &t));
    desk_end(d);
    desk_card(d, ANNA, d->sales, "{\"name\":\"second\"}");
    assert_ok(box_do(d->box,
            "INSERT INTO file (id, kind, name, type, size_bytes, n_chunks, sha256, created_at, created_by) "
            "VALUES (1, 'attachment', '', '', 2, 1, 'x', 0, 1)",
            P0));
    assert_ok(box_do(
            d->box, "INSERT INTO file_chunk (file_id, no, bytes) VALUES (1, 0, ?1)", P(val_blob("hi", 2))));
    assert_ok(box_do(d->box,
            "INSERT INTO attachment (card_id, file_id, name, type, size_bytes, created_at, created_by) "
            "VALUES (1, 1, '', '', 2, 0, 1)",
            P0));
    struct card gone;
    int64_t third = desk_card(d, ANNA, d->sales, "{\"name\":\"third\"}");
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(card_get(cx, third, false, &gone));
    assert_ok(card_trash(cx, &gone));
    desk_end(d);
}

/* How many rows a check calls wrong; "" = all checks together. */
static int64_t wrong(struct desk *d, const char *check)
{
    struct verify_result r[VERIFY_CHECKS];
    struct ctx cx = {.arena = d->box->a, .meta = d->meta, .now_at = d->now_at};
    int64_t sum = 0;
    int n = 0;
    assert_ok(store_read(d->box->s, cx.arena, &cx.db));
    assert_ok(verify_account(&cx, r, &n));
    store_read_end(cx.db);
    assert_true(n <= VERIFY_CHECKS);
    for (int i = 0; i < n; i++) {
        if (!*check && r[i].wrong)
            print_message("%s: %lld wrong\n", r[i].check, (long long)r[i].wrong);
        if (!*check || strcmp(r[i].check, check) == 0)
            sum += r[i].wrong;
    }
    return sum;
}

/* Past the checks of the database, as a broken disk would. */
static void spoil(struct desk *d, const struct spoiled *c)
{
    if (!c->referential) {
        assert_ok(box_do(d->box, c->sql, P0));
        return;
    }
    sqlite3 *sq;
    assert_int_equal(sqlite3_open(d->box->path, &sq), SQLITE_OK);
    assert_int_equal(sqlite3_exec(sq, c->sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(sq);
}

static void each_check_tells(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct spoiled *c = &cases[i];
        void *desk;
        if (on_postgres() && (c->referential || c->own_index))
            continue;
        assert_int_equal(desk_open(&desk), 0);
        fill(desk);
        assert_int_equal(wrong(desk, ""), 0);
        spoil(desk, c);
        if (!wrong(desk, c->check))
            print_message("%s does not tell of: %s\n", c->check, c->sql);
        assert_true(wrong(desk, c->check) > 0);
        assert_int_equal(desk_close(&desk), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_check_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
