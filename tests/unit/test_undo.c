#include "unit_desk.h"

#include "core/contact.h"
#include "core/event.h"
#include "core/job.h"
#include "core/task.h"

/* Every column of a row that undo must put back; those that say when and by whom it was last touched are left out, and
 * so are what the clock says of a status and a qualification. */
static const char *card_row(struct desk *d, int64_t id)
{
    static const char *const columns = "module_id || '|' || status_id || '|' || COALESCE(owner_id, 0) || '|' "
                                       "|| COALESCE(contact_id, 0) || '|' || "
                                       "COALESCE(company_id, 0) || '|' || name || '|' || name_key || '|' || "
                                       "COALESCE(value_minor, -1) || '|' || source || '|' || "
                                       "COALESCE(sales_state, -1) || '|' || COALESCE(qualification, -1) || "
                                       "'|' || COALESCE(rating, -1) || '|' || next_due_at || '|' || "
                                       "COALESCE(next_task_id, 0) || '|' || last_contact_at || '|' || "
                                       "n_open_tasks || '|' || (trashed_at > 0)";
    struct db *db;
    const struct val *row;
    assert_ok(store_read(d->box->s, d->box->a, &db));
    assert_ok(db_one(
            db, arena_printf(d->box->a, "SELECT %s FROM card WHERE id = ?1", columns), P(val_int(id)), &row));
    store_read_end(db);
    return row[0].s;
}

static enum err undo(struct desk *d, int64_t member_id, int64_t change_id)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    int64_t job_id, undo_id;
    enum err e = change_undo(cx, change_id, &job_id, &undo_id);
    if (e) {
        desk_drop(d);
        return e;
    }
    assert_int_equal(job_id, 0);
    desk_end(d);
    d->change_id = undo_id;
    desk_counters_right(d);
    return ERR_OK;
}

static enum err edit(struct desk *d, int64_t id, const char *json)
{
    return desk_apply(d, ANNA, ORIGIN_USER, id, json);
}

static void edits_go_back_exactly(void **state)
{
    static const char *const edits[] = {"{\"name\":\"Ő és Ș\",\"value\":99,\"source\":\"web\"}",
            "{\"value\":null}", "{\"qualification\":2,\"rating\":2}", "{\"qualification\":null}",
            "{\"sales_state\":2}", "{\"sales_state\":1}", "{\"owner\":null}", "{\"owner\":4,\"rating\":0}"};
    struct desk *d = *state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        int64_t id = desk_card(
                d, ANNA, d->autosales, "{\"name\":\"x\",\"value\":5,\"qualification\":1,\"rating\":1}");
        const char *before = card_row(d, id);
        assert_ok(edit(d, id, edits[i]));
        assert_string_not_equal(card_row(d, id), before);
        int64_t change_id = d->change_id;
        assert_ok(undo(d, ADMIN, change_id));
        assert_string_equal(card_row(d, id), before);
        assert_ok(undo(d, ADMIN, d->change_id)); /* and forth again */
        assert_string_not_equal(card_row(d, id), before);
        assert_ok(undo(d, ADMIN, change_id)); /* the first one stands again */
        assert_string_equal(card_row(d, id), before);
    }
}

static void moves_go_back(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    const struct module *mod = desk_module(d, d->sales);
    const char *before = card_row(d, id);
    const struct status *to = module_status_role(mod, "in_progress");
    assert_ok(edit(d, id, arena_printf(d->box->a, "{\"status\":%lld}", (long long)to->id)));
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(card_row(d, id), before);
}

static void a_later_change_stands_in_the_way(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\",\"value\":1}"), created = d->change_id;
    assert_ok(edit(d, id, "{\"value\":2}"));
    int64_t first = d->change_id;
    assert_ok(edit(d, id, "{\"value\":3}"));
    int64_t second = d->change_id;
    assert_ok(edit(d, id, "{\"source\":\"web\"}"));
    assert_err(undo(d, ANNA, first), ERR_CONFLICT);
    assert_string_equal(d->cx.fault.key, "error.undo_later_change");
    assert_string_equal(d->cx.fault.arg, "Value");
    assert_err(undo(d, ANNA, created), ERR_CONFLICT);
    assert_int_equal(val_i(desk_get(d, id).value_minor, 0), 3); /* nothing half done */
    assert_ok(undo(d, ANNA, second));
    assert_ok(undo(d, ANNA, first)); /* now it may go: another field does not matter */
    assert_int_equal(val_i(desk_get(d, id).value_minor, 0), 1);
}

static void who_and_when_is_checked(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\",\"owner\":null,\"value\":1}");
    assert_ok(edit(d, id, "{\"value\":2}"));
    int64_t change_id = d->change_id;
    assert_err(undo(d, BELA, change_id), ERR_FORBIDDEN);
    assert_err(undo(d, ANNA, 4711), ERR_NOT_FOUND);
    d->now_at += 31 * MS_DAY;
    assert_err(undo(d, ANNA, change_id), ERR_CONFLICT);
    assert_string_equal(d->cx.fault.key, "error.undo_expired");
    d->now_at -= 2 * MS_DAY;
    assert_ok(undo(d, MANAGER, change_id));
    assert_err(undo(d, ANNA, change_id), ERR_CONFLICT);
    assert_string_equal(d->cx.fault.key, "error.undo_done");
}

static void creation_trash_and_restoring_go_back(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\",\"value\":1}"), created = d->change_id;
    const char *before = card_row(d, id);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    assert_ok(card_trash(cx, &card));
    desk_end(d);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(card_row(d, id), before);
    assert_ok(undo(d, ANNA, created));
    assert_true(desk_get(d, id).trashed_at > 0);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(card_get(cx, id, true, &card));
    cx->change_kind = "card.restore";
    assert_ok(card_restore(cx, &card));
    desk_end(d);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_true(desk_get(d, id).trashed_at > 0);
}

static struct task task_new(struct desk *d, int64_t card_id, int64_t type_id, int64_t due_at)
{
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct task t;
    assert_ok(task_create(cx, card_id,
            &(struct task_edit){.set = TASK_TEXT | TASK_TYPE | TASK_DUE,
                    .text = "call",
                    .type_id = type_id,
                    .due_at = due_at},
            &t));
    desk_end(d);
    return t;
}

static const char *task_row(struct desk *d, int64_t id)
{
    struct db *db;
    const struct val *row;
    assert_ok(store_read(d->box->s, d->box->a, &db));
    enum err e = db_one(db,
            "SELECT text || '|' || due_at || '|' || due_has_time || '|' || state || '|' || result || '|' || "
            "closed_at || '|' || "
            "closed_by || '|' || assignee_id || '|' || duration_min FROM task WHERE id = ?1",
            P(val_int(id)), &row);
    store_read_end(db);
    return e == ERR_NOT_FOUND ? "gone" : row[0].s;
}

static void tasks_go_back(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\"}"), call = 0;
    const struct module *mod = desk_module(d, d->autosales);
    for (int i = 0; i < mod->n_task_types; i++)
        call = mod->task_types[i].is_contact ? mod->task_types[i].id : call;
    const char *bare = card_row(d, id);
    struct task t = task_new(d, id, call, DESK_NOW + 50);
    int64_t added = d->change_id;
    const char *before = task_row(d, t.id), *card_before = card_row(d, id);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_close(cx, &t, 0, TASK_SUCCESS, "they bought"));
    desk_end(d);
    int64_t closed = d->change_id;
    assert_int_equal(desk_get(d, id).last_contact_at, d->now_at);
    assert_err(undo(d, ANNA, added), ERR_CONFLICT); /* closed since */
    assert_ok(undo(d, ANNA, closed));
    assert_string_equal(task_row(d, t.id), before);
    assert_string_equal(card_row(d, id), card_before); /* the contact is taken back, too */
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_get(cx, t.id, &t));
    assert_ok(task_postpone(cx, &t, 0, 3, 0, false));
    desk_end(d);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(task_row(d, t.id), before);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(task_get(cx, t.id, &t));
    assert_ok(task_update(cx, &t, 0,
            &(struct task_edit){.set = TASK_TEXT | TASK_ASSIGNEE, .text = "mail", .assignee_id = BELA}));
    desk_end(d);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(task_row(d, t.id), before);
    assert_ok(undo(d, ANNA, added));
    assert_string_equal(task_row(d, t.id), "gone");
    assert_string_equal(card_row(d, id), bare);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(task_row(d, t.id), before);
    assert_string_equal(card_row(d, id), card_before);
}

static void contacts_go_back(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    const struct point points[] = {{"email", "a@x.hu", "", false}, {"email", "b@x.hu", "", true}};
    struct contact c = {.kind = CONTACT_COMPANY,
                           .name = "Alfa",
                           .employees = val_int(5),
                           .points = points,
                           .n_points = 2},
                   now;
    assert_ok(contact_save(cx, &c));
    desk_end(d);
    int64_t created = d->change_id, card = desk_card(d, ANNA, d->sales,
                                            arena_printf(d->box->a, "{\"contact\":%lld}", (long long)c.id));
    assert_string_equal(desk_get(d, card).name, "Alfa");
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    now = c;
    now.name = "Beta";
    now.employees = val_null();
    now.n_points = 1;
    now.version = 0;
    assert_ok(contact_save(cx, &now));
    desk_end(d);
    int64_t edited = d->change_id;
    assert_string_equal(desk_get(d, card).name, "Beta");
    assert_err(undo(d, ANNA, created), ERR_CONFLICT);
    assert_ok(undo(d, ANNA, edited));
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(contact_get(cx, c.id, &now));
    assert_string_equal(now.name, "Alfa");
    assert_int_equal(now.employees.i, 5);
    assert_int_equal(now.n_points, 2);
    assert_true(now.points[1].is_default);
    desk_drop(d);
    assert_string_equal(desk_get(d, card).name, "Alfa");
    assert_ok(undo(d, ANNA, created));
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM contact WHERE trashed_at > 0"), 1);
}

static void logged_contacts_go_back(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":2,\"rating\":2}");
    const char *before = card_row(d, id);
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    assert_ok(event_log(cx, &card, "call", "spoke", DESK_NOW - 500, false));
    desk_end(d);
    assert_int_equal(desk_get(d, id).last_contact_at, DESK_NOW - 500);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_string_equal(card_row(d, id), before);
}

static void links_go_back(void **state)
{
    struct desk *d = *state;
    int64_t a = desk_card(d, ANNA, d->sales, "{\"name\":\"a\"}"),
            b = desk_card(d, ANNA, d->sales, "{\"name\":\"b\"}"), link;
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, a, false, &card));
    assert_ok(card_link(cx, &card, b, NULL, &link));
    desk_end(d);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM card_link"), 0);
    assert_ok(undo(d, ANNA, d->change_id));
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM card_link"), 1);
}

/* A bulk run of n cards in steps of 50, as the job does it; gives its parent change. */
static int64_t bulk(struct desk *d, const int64_t *ids, int n)
{
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    int64_t parent;
    assert_ok(change_new(cx, "bulk", "{}", n, &parent));
    desk_end(d);
    for (int from = 0; from < n; from += 50) {
        cx = desk_begin(d, ANNA, ORIGIN_BULK);
        cx->parent_change_id = parent;
        cx->change_kind = "bulk";
        for (int i = from; i < from + 50 && i < n; i++) {
            struct card card;
            struct edit *edits;
            assert_ok(card_get(cx, ids[i], false, &card));
            size_t k = desk_edits(cx, card.module, "{\"value\":7,\"rating\":2,\"source\":\"bulk\"}", &edits);
            assert_ok(card_apply(cx, &card, 0, edits, k));
        }
        desk_end(d);
    }
    return parent;
}

static void bulk_runs_go_back_in_steps(void **state)
{
    enum { N = 330 };
    struct desk *d = *state;
    int64_t ids[N];
    const char *before[N];
    for (int i = 0; i < N; i++) {
        ids[i] = desk_card(d, ANNA, d->autosales,
                arena_printf(d->box->a, "{\"name\":\"x%d\",\"qualification\":%d,\"value\":%d}", i, i % 3, i));
        before[i] = card_row(d, ids[i]);
    }
    int64_t parent = bulk(d, ids, N);
    assert_ok(edit(d, ids[100], "{\"value\":8}")); /* somebody went on with one of them */
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    int64_t job_id, undo_id;
    assert_ok(change_undo(cx, parent, &job_id, &undo_id));
    assert_true(job_id > 0);
    desk_end(d);
    assert_err(undo(d, ANNA, parent), ERR_CONFLICT);
    struct job job = {.position = "", .payload = json_pack("{s:I}", "change_id", (json_int_t)parent)};
    bool more = true;
    int steps = 0;
    for (; more; steps++) {
        cx = desk_begin(d, ANNA, ORIGIN_UNDO);
        cx->parent_change_id = undo_id;
        assert_ok(undo_step(cx, &job, &more));
        job.position = arena_str(d->box->a, job.position);
        desk_end(d);
    }
    json_decref(job.payload);
    assert_true(steps >= 3);
    desk_counters_right(d);
    for (int i = 0; i < N; i++) {
        if (i == 100)
            assert_int_equal(desk_get(d, ids[i]).value_minor.i, 8); /* left alone */
        else
            assert_string_equal(card_row(d, ids[i]), before[i]);
    }
    assert_int_equal(box_int(d->box, "SELECT COUNT(*) FROM change WHERE kind = 'bulk' AND undone_at = 0"), 0);
}

static void small_bulk_runs_go_back_at_once(void **state)
{
    struct desk *d = *state;
    int64_t ids[20];
    for (int i = 0; i < 20; i++)
        ids[i] = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":1,\"value\":1}");
    const char *before = card_row(d, ids[0]);
    int64_t parent = bulk(d, ids, 20);
    assert_string_not_equal(card_row(d, ids[0]), before);
    assert_ok(undo(d, ANNA, parent));
    assert_string_equal(card_row(d, ids[0]), before);
    assert_string_equal(card_row(d, ids[19]), before);
}

/* The history and the list of changes */

static json_t *read_json(struct desk *d, const char *text, size_t n)
{
    json_t *j;
    const char *why;
    assert_ok(json_read(d->box->a, text, n, &j, &why));
    return j;
}

static json_t *history(
        struct desk *d, int64_t member_id, int64_t card_id, const char *group, const char *cursor, int limit)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(event_list_write(cx, card_id, 0, group, cursor, limit, &w));
    desk_drop(d);
    return read_json(d, b.p, b.len);
}

static const char *str(const json_t *j, const char *key)
{
    const char *s = json_string_value(json_object_get(j, key));
    return s ? s : "-";
}

static void the_history_is_readable(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->autosales, "{\"name\":\"x\",\"qualification\":1,\"rating\":1}");
    assert_ok(edit(d, id, "{\"rating\":2,\"owner\":4}"));
    struct task t = {0};
    struct ctx *cx = desk_begin(d, BELA, ORIGIN_USER);
    assert_ok(task_create(cx, id,
            &(struct task_edit){.set = TASK_TEXT | TASK_DUE,
                    .text = "call",
                    .due_at = DESK_NOW + MS_DAY,
                    .due_has_time = true},
            &t));
    desk_end(d);
    cx = desk_begin(d, BELA, ORIGIN_USER);
    assert_ok(task_close(cx, &t, 0, TASK_DONE, "reached"));
    desk_end(d);
    cx = desk_begin(d, BELA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    assert_ok(event_log(cx, &card, "note", "a note", 0, false));
    desk_end(d);
    json_t *all = json_object_get(history(d, ADMIN, id, NULL, NULL, 50), "rows"), *row;
    size_t i, found = 0;
    json_array_foreach(all, i, row)
    {
        const char *kind = str(row, "kind"), *field = str(row, "field");
        if (strcmp(field, "rating") == 0) {
            assert_string_equal(str(row, "field_label"), "Rating");
            assert_string_equal(str(row, "old"), "Undecided");
            assert_string_equal(str(row, "new"), "Committed");
            assert_true(json_is_true(json_object_get(row, "undoable")));
            found |= 1;
        } else if (strcmp(kind, "owner") == 0) {
            assert_string_equal(str(row, "old"), "Anna");
            assert_string_equal(str(row, "new"), "Béla");
            found |= 2;
        } else if (strcmp(kind, "task_closed") == 0) {
            assert_string_equal(str(row, "text"), "call\nreached");
            assert_string_equal(str(row, "new"), "reached");
            found |= 4;
        } else if (strcmp(kind, "status") == 0) {
            assert_string_equal(str(row, "new"), "Focus prospect");
            found |= 8;
        }
    }
    assert_int_equal(found, 15);
    assert_string_equal(str(json_array_get(all, 0), "text"), "a note");
    assert_int_equal(json_array_size(json_object_get(history(d, BELA, id, "tasks", NULL, 50), "rows")), 2);
    assert_int_equal(json_array_size(json_object_get(history(d, BELA, id, "notes", NULL, 50), "rows")), 1);
    assert_int_equal(json_array_size(json_object_get(history(d, BELA, id, "contacts", NULL, 50), "rows")), 0);
    json_t *page = history(d, BELA, id, NULL, NULL, 2),
           *next = history(d, BELA, id, NULL, str(page, "next"), 200);
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 2);
    assert_int_equal(json_array_size(json_object_get(next, "rows")), json_array_size(all) - 2);
    struct ctx *hers = desk_begin(d, ANNA, ORIGIN_USER);
    struct buf b;
    struct jw w;
    buf_init(&b, hers->arena);
    jw_init(&w, &b);
    assert_err(event_list_write(hers, id, 0, NULL, NULL, 10, &w), ERR_NOT_FOUND); /* it is his now */
    desk_drop(d);
}

static void logging_is_checked(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct card card;
    assert_ok(card_get(cx, id, false, &card));
    assert_err(event_log(cx, &card, "note", "  ", 0, false), ERR_INVALID);
    assert_err(event_log(cx, &card, "sail", "x", 0, false), ERR_INVALID);
    assert_err(event_log(cx, &card, "call", "x", DESK_NOW + 1, false), ERR_INVALID);
    assert_err(event_log(cx, &card, "call", "x", 5, false), ERR_INVALID);
    assert_ok(event_log(cx, &card, "note", "x", 0, false));
    assert_int_equal(card.last_contact_at, 0); /* a note is no contact */
    assert_ok(event_log(cx, &card, "email", "", 0, true));
    assert_int_equal(card.last_contact_at, DESK_NOW);
    desk_drop(d);
}

static void ones_changes_are_sentences(void **state)
{
    struct desk *d = *state;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"Alfa\"}");
    assert_ok(edit(d, id, "{\"value\":5}"));
    assert_ok(undo(d, ANNA, d->change_id));
    desk_card(d, BELA, d->sales, "{\"name\":\"hidden\"}");
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    assert_ok(changes_write(cx, NULL, 10, &w));
    desk_drop(d);
    json_t *rows = json_object_get(read_json(d, b.p, b.len), "rows");
    assert_int_equal(json_array_size(rows), 3);
    assert_string_equal(str(json_array_get(rows, 0), "summary"), "Undone: Alfa");
    assert_string_equal(str(json_array_get(rows, 1), "summary"), "Changed: Alfa");
    assert_true(json_is_true(json_object_get(json_array_get(rows, 1), "undone")));
    assert_false(json_is_true(json_object_get(json_array_get(rows, 1), "undoable")));
    assert_string_equal(str(json_array_get(rows, 2), "summary"), "Created: Alfa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            desk_test(edits_go_back_exactly),
            desk_test(moves_go_back),
            desk_test(a_later_change_stands_in_the_way),
            desk_test(who_and_when_is_checked),
            desk_test(creation_trash_and_restoring_go_back),
            desk_test(tasks_go_back),
            desk_test(contacts_go_back),
            desk_test(logged_contacts_go_back),
            desk_test(links_go_back),
            desk_test(bulk_runs_go_back_in_steps),
            desk_test(small_bulk_runs_go_back_at_once),
            desk_test(the_history_is_readable),
            desk_test(logging_is_checked),
            desk_test(ones_changes_are_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
