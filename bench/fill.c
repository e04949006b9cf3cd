/* fill - put N generated cards into the Auto-sales module of an account, by bulk statements: realistic spread of the
 * nine cells, three-language names, deadlines, contacts, history, search entries. For benchmarks only.
 * Usage: bench_fill ACCOUNT.db N */
#include "base/clock.h"
#include "base/mem.h"
#include "core/account.h"
#include "core/demo_text.h"
#include "core/pipeline.h"
#include "meta/field_type.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH 2000
#define FEW   12 /* members who have half of the cards, so that each of them fills a page of any list */

struct fill {
    struct account *acc;
    const struct module *mod;
    int64_t now_at, first_number, change_id, contact_id, card_id, task_id;
    int64_t members[500];
    int n_members;
    uint64_t seed;
};

static unsigned roll(struct fill *f, unsigned n)
{
    uint64_t z = (f->seed += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return (unsigned)((z ^ (z >> 31)) % n);
}

static void must(enum err e, const char *what, struct db *db)
{
    if (e) {
        fprintf(stderr, "bench_fill: %s: %s %s\n", what, err_name(e), db ? db_error_text(db) : "");
        exit(1);
    }
}

static int64_t number(struct db *db, const char *sql)
{
    const struct val *v;
    must(db_one(db, sql, P0, &v), sql, db);
    return val_i(v[0], 0);
}

static void put(struct db *db, const char *sql, const struct val *v, size_t n)
{
    must(db_exec(db, sql, v, n, NULL), sql, db);
}

static void one_card(struct fill *f, struct db *db, struct arena *a)
{
    static const int quals[] = {-1, 0, 0, 1, 1, 1, 1, 1, 2, 2}, ratings[] = {-1, 0, 0, 0, 1, 1, 1, 1, 2, 2};
    const struct demo_names *n = demo_names_of((enum lang)roll(f, 3));
    const char *given = n->given[roll(f, (unsigned)n->n_given)],
               *family = n->family[roll(f, (unsigned)n->n_family)];
    const char *company = n->companies[roll(f, (unsigned)n->n_companies)],
               *city = n->cities[roll(f, (unsigned)n->n_cities)];
    const char *person = arena_printf(a, "%s %s", given, family);
    const char *phone = arena_printf(a, "%s%03u %03u", n->phone_prefix, roll(f, 1000), roll(f, 1000));
    int few = f->n_members < FEW ? f->n_members : FEW;
    int64_t owner = f->members[roll(f, (unsigned)(roll(f, 2) ? few : f->n_members))];
    int64_t created = f->now_at - (int64_t)roll(f, 720) * MS_DAY - roll(f, 86400000);
    struct val created_v = val_int(created), owner_v = val_int(owner);
    const char *email = arena_printf(a, "%s.%lld@example.%s", text_fold(a, family), (long long)f->card_id + 1,
            strcmp(n->country, "GB") == 0   ? "com"
            : strcmp(n->country, "HU") == 0 ? "hu"
                                            : "ro");

    int64_t company_id = ++f->contact_id, person_id = ++f->contact_id, card_id = ++f->card_id;
    company = arena_printf(a, "%s %s %u", company, city, roll(f, 500));
    put(db,
            "INSERT INTO contact (id, kind, name, name_key, sort_key, industry, region, employees, "
            "created_at, created_by, "
            "updated_at, looked_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?8)",
            P(val_int(company_id), val_text(company), val_text(text_company_key(a, company)),
                    text_sort_key(a, company, LANG_HU), val_text(demo_industry(LANG_EN, roll(f, 6))),
                    val_text(city), val_int(1 + roll(f, 500)), created_v, owner_v));
    put(db,
            "INSERT INTO contact (id, kind, name, first_name, last_name, name_key, sort_key, company_id, "
            "created_at, "
            "created_by, updated_at, looked_at) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?8)",
            P(val_int(person_id), val_text(person), val_text(given), val_text(family),
                    val_text(text_fold(a, person)), text_sort_key(a, person, LANG_HU), val_int(company_id),
                    created_v, owner_v));
    put(db,
            "INSERT INTO contact_point (contact_id, kind, value, match_key, is_default) VALUES (?1, 'email', "
            "?2, ?2, 1), "
            "(?1, 'phone', ?3, ?4, 1)",
            P(val_int(person_id), val_text(email), val_text(phone),
                    val_text(text_phone_key(a, phone, n->country))));

    int q = quals[roll(f, 10)], r = ratings[roll(f, 10)], state = roll(f, 10) == 0 ? -1 : SALES_IN_PROGRESS;
    const char *role = q < 0 || r < 0 || state < 0 ? "qualify" : box_role(q, r);
    if (state == SALES_IN_PROGRESS && q >= 0 && r >= 0) {
        unsigned fate = roll(f, 100);
        state = fate < 15   ? SALES_WON
                : fate < 30 ? SALES_LOST
                : fate < 38 ? SALES_FORGOTTEN
                            : SALES_IN_PROGRESS;
        role = state == SALES_WON         ? "customer"
               : state == SALES_LOST      ? "lost"
               : state == SALES_FORGOTTEN ? "forgotten"
                                          : role;
    }
    const struct status *st = module_status_role(f->mod, role);
    bool open = st->group <= GRP_OPEN, has_task = open && roll(f, 100) < 75;
    int64_t due = has_task ? f->now_at + ((int64_t)roll(f, 90) - 12) * MS_DAY + roll(f, 86400000) : NO_DUE;
    const char *name = arena_printf(a, "%s (%s)", company, person);
    if (has_task)
        f->task_id++;
    put(db,
            "INSERT INTO card (id, module_id, number, status_id, status_at, owner_id, assigned_at, "
            "seen_by_owner, "
            "contact_id, company_id, name, name_key, sort_key, value_minor, source, sales_state, "
            "qualification, rating, "
            "qualified_at, next_due_at, next_task_id, last_contact_at, wake_at, n_open_tasks, created_at, "
            "created_by, "
            "updated_at, updated_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, 1, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
            "?14, ?15, ?16, "
            "?5, ?17, ?18, ?19, ?20, ?21, ?5, ?6, ?5, ?6)",
            P(val_int(card_id), val_int(f->mod->id), val_int(++f->first_number), val_int(st->id), created_v,
                    owner_v, val_int(person_id), val_int(company_id), val_text(name),
                    val_text(text_fold(a, name)), text_sort_key(a, name, LANG_HU),
                    val_int((int64_t)(1 + roll(f, 2000)) * 100000),
                    val_text(demo_source(LANG_EN, roll(f, 6))), state < 0 ? val_null() : val_int(state),
                    q < 0 ? val_null() : val_int(q), r < 0 ? val_null() : val_int(r), val_int(due),
                    has_task ? val_int(f->task_id) : val_null(),
                    val_int(f->now_at - (int64_t)roll(f, 25) * MS_DAY),
                    val_int(state == SALES_IN_PROGRESS ? f->now_at + (int64_t)(2 + roll(f, 40)) * MS_DAY : 0),
                    val_int(has_task)));
    put(db, arena_printf(a, "INSERT INTO m_%lld (card_id) VALUES (?1)", (long long)f->mod->id),
            P(val_int(card_id)));
    put(db,
            "INSERT INTO event (at, change_id, member_id, card_id, kind) VALUES (?1, ?2, ?3, ?4, 'created'), "
            "(?1, ?2, ?3, ?4, 'call')",
            P(created_v, val_int(f->change_id), owner_v, val_int(card_id)));
    if (has_task)
        put(db,
                "INSERT INTO task (id, card_id, text, type_id, assignee_id, due_at, due_has_time, "
                "created_at, created_by, "
                "updated_at, guest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?5, ?7, 0)",
                P(val_int(f->task_id), val_int(card_id),
                        val_text(demo_line(LINE_TASK_CALL, LANG_EN, roll(f, 6))),
                        f->mod->n_task_types ? val_int(f->mod->task_types[0].id) : val_null(), owner_v,
                        val_int(due), created_v));
    put(db, "INSERT INTO search_doc (kind, ref_id, text_key) VALUES (0, ?1, ?2), (1, ?3, ?4), (2, ?5, ?6)",
            P(val_int(card_id), val_text(text_fold(a, arena_printf(a, "%s %s %s", name, email, phone))),
                    val_int(person_id),
                    val_text(text_fold(a, arena_printf(a, "%s %s %s", person, email, phone))),
                    val_int(company_id), val_text(text_fold(a, company))));
}

static void begin(struct fill *f, struct ctx *cx, struct arena *a)
{
    *cx = (struct ctx){.arena = a, .now_at = f->now_at, .origin = ORIGIN_IMPORT};
    must(tx_write_alone(f->acc, cx, 0), "begin", NULL);
    f->mod = NULL;
    for (int i = 0; i < cx->meta->n_modules; i++)
        if (strcmp(cx->meta->modules[i].kind, "autosales") == 0)
            f->mod = &cx->meta->modules[i];
    if (!f->mod) {
        fprintf(stderr, "bench_fill: the account has no Auto-sales module\n");
        exit(1);
    }
}

/* Indexes are built once over all rows: a million cards take minutes otherwise. */
static const char *const tables[] = {"card", "contact", "contact_point", "event", "task", "search_doc"};

struct index_sql {
    char *create[64];
    int n;
};

static void indexes_drop(struct fill *f, struct arena *a, struct index_sql *kept)
{
    struct ctx cx;
    begin(f, &cx, a);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        struct rows rows;
        must(db_query(cx.db,
                     "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND sql IS "
                     "NOT NULL",
                     P(val_text(tables[t])), &rows),
                "indexes", cx.db);
        for (size_t i = 0; i < rows.n && kept->n < 64; i++) {
            kept->create[kept->n++] = mem_str(row_of(&rows, i)[1].s);
            put(cx.db, arena_printf(a, "DROP INDEX %s", row_of(&rows, i)[0].s), NULL, 0);
        }
    }
    must(tx_end(f->acc, &cx, ERR_OK, NULL, NULL), "commit", NULL);
}

static void indexes_make(struct fill *f, struct arena *a, const struct index_sql *kept)
{
    for (int i = 0; i < kept->n; i++) {
        struct ctx cx;
        arena_reset(a);
        begin(f, &cx, a);
        put(cx.db, kept->create[i], NULL, 0);
        must(tx_end(f->acc, &cx, ERR_OK, NULL, NULL), "commit", NULL);
        mem_free(kept->create[i]);
    }
}

int main(int argc, char **argv)
{
    struct fill f = {.now_at = clock_now_at(), .seed = 42};
    int64_t n = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
    if (n < 1) {
        fprintf(stderr, "usage: bench_fill ACCOUNT.db N\n");
        return 2;
    }
    must(account_open(1, &(struct store_config){.path = argv[1]}, OPEN_ALONE, NULL, &f.acc), argv[1], NULL);
    struct arena *a = arena_new(1 << 20);
    struct ctx cx;
    begin(&f, &cx, a);
    f.contact_id = number(cx.db, "SELECT max(id) FROM contact");
    f.card_id = number(cx.db, "SELECT max(id) FROM card");
    f.task_id = number(cx.db, "SELECT max(id) FROM task");
    f.first_number = number(cx.db, "SELECT max(number) FROM card");
    for (int i = 0; i < cx.meta->n_members && f.n_members < 500; i++)
        f.members[f.n_members++] = cx.meta->members[i].id;
    must(db_insert(cx.db, "INSERT INTO change (at, member_id, kind) VALUES (?1, 0, 'import')",
                 P(val_int(f.now_at)), &f.change_id),
            "change", cx.db);
    must(tx_end(f.acc, &cx, ERR_OK, NULL, NULL), "commit", NULL);
    int64_t started_us = clock_mono_us();
    struct index_sql kept = {0};
    indexes_drop(&f, a, &kept);
    for (int64_t done = 0; done < n;) {
        arena_reset(a);
        begin(&f, &cx, a);
        for (int i = 0; i < BATCH && done < n; i++, done++)
            one_card(&f, cx.db, a);
        must(tx_end(f.acc, &cx, ERR_OK, NULL, NULL), "commit", NULL);
    }
    indexes_make(&f, a, &kept);
    arena_reset(a);
    begin(&f, &cx, a);
    put(cx.db, "DELETE FROM counter", NULL, 0);
    put(cx.db,
            "INSERT INTO counter (module_id, status_id, owner_id, qualification, rating, n, value_minor) "
            "SELECT module_id, status_id, coalesce(owner_id, 0), coalesce(qualification, -1), "
            "coalesce(rating, -1), count(*), "
            "coalesce(sum(value_minor), 0) FROM card WHERE trashed_at = 0 GROUP BY 1, 2, 3, 4, 5",
            NULL, 0);
    put(cx.db, "INSERT INTO search_index (search_index) VALUES ('rebuild')", NULL, 0);
    /* as pauses leave it: else the server merges beside the first figures */
    put(cx.db, "INSERT INTO search_index (search_index) VALUES ('optimize')", NULL, 0);
    must(tx_end(f.acc, &cx, ERR_OK, NULL, NULL), "commit", NULL);
    fprintf(stderr, "%lld cards in %.1f s\n", (long long)n, (double)(clock_mono_us() - started_us) / 1e6);
    arena_free(a);
    account_close(f.acc);
    return 0;
}
