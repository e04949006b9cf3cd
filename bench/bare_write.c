/* bare_write - the reference of creating and importing: writes the rows that another copy of an account has more, table by
 * table and row by row, with nothing but SQLite: the same tables, indexes and search index, so many cards to a commit;
 * no checks, no look-ups, no foreign keys, no counters.
 * Usage: bare_write BEFORE.db AFTER.db CARDS_PER_COMMIT full|normal
 * Prints one line of JSON: cards and seconds. BEFORE.db is changed. */
#include "base/clock.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 256

/* A table whose rows are only ever appended. */
struct table {
    char name[32];
    const char *key;
    sqlite3_int64 from, to, at; /* keys BEFORE ends with, AFTER ends with, and how far we are */
    sqlite3_stmt *read, *write;
    int n_columns;
};

static sqlite3 *sq;

static void must(int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
        return;
    fprintf(stderr, "bare_write: %s\n", sqlite3_errmsg(sq));
    exit(1);
}

static void run(const char *sql)
{
    must(sqlite3_exec(sq, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *st;
    must(sqlite3_prepare_v3(sq, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL));
    return st;
}

static sqlite3_int64 number(const char *format, const char *a, const char *b, const char *c)
{
    char *sql = sqlite3_mprintf(format, a, b, c);
    sqlite3_stmt *st = prepare(sql);
    must(sqlite3_step(st));
    sqlite3_int64 n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_free(sql);
    return n;
}

/* Fields that an import made. */
static void add_columns(const char *table)
{
    char *sql = sqlite3_mprintf("SELECT 'ALTER TABLE main.%s ADD COLUMN ' || name || ' ' || type FROM "
                                "pragma_table_info(%Q, 'done') "
                                "WHERE name NOT IN (SELECT name FROM pragma_table_info(%Q, 'main'))",
            table, table, table);
    sqlite3_stmt *st = prepare(sql);
    char *add[MAX_COLUMNS];
    int n = 0;
    while (sqlite3_step(st) == SQLITE_ROW && n < MAX_COLUMNS)
        add[n++] = sqlite3_mprintf("%s", sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    sqlite3_free(sql);
    for (int i = 0; i < n; i++) {
        run(add[i]);
        sqlite3_free(add[i]);
    }
}

static void table_open(struct table *t, const char *name, const char *key)
{
    char marks[MAX_COLUMNS * 2] = "?", *sql;
    snprintf(t->name, sizeof t->name, "%s", name);
    t->key = key;
    t->from = t->at = number("SELECT coalesce(max(%s), 0) FROM main.%s%s", key, name, "");
    t->to = number("SELECT coalesce(max(%s), 0) FROM done.%s%s", key, name, "");
    sql = sqlite3_mprintf(
            "SELECT * FROM done.%s WHERE %s > ?1 AND %s <= ?2 ORDER BY %s", name, key, key, key);
    t->read = prepare(sql);
    sqlite3_free(sql);
    t->n_columns = sqlite3_column_count(t->read);
    for (int i = 1; i < t->n_columns && i < MAX_COLUMNS; i++)
        strcat(marks, ",?");
    sql = sqlite3_mprintf("INSERT INTO main.%s VALUES (%s)", name, marks);
    t->write = prepare(sql);
    sqlite3_free(sql);
}

/* The share of the table's new rows that belongs to one commit. */
static void table_copy(struct table *t, sqlite3_int64 step, sqlite3_int64 steps, sqlite3_stmt *index)
{
    sqlite3_int64 until = t->from + (t->to - t->from) * (step + 1) / steps;
    sqlite3_bind_int64(t->read, 1, t->at);
    sqlite3_bind_int64(t->read, 2, until);
    while (sqlite3_step(t->read) == SQLITE_ROW) {
        for (int i = 0; i < t->n_columns; i++)
            sqlite3_bind_value(t->write, i + 1, sqlite3_column_value(t->read, i));
        must(sqlite3_step(t->write));
        sqlite3_reset(t->write);
        if (!index)
            continue;
        sqlite3_bind_value(index, 1, sqlite3_column_value(t->read, 0));
        sqlite3_bind_value(index, 2, sqlite3_column_value(t->read, 3));
        must(sqlite3_step(index));
        sqlite3_reset(index);
    }
    sqlite3_reset(t->read);
    t->at = until;
}

static int own_tables(struct table *t, int n)
{
    char names[16][32];
    int n_names = 0;
    sqlite3_stmt *st =
            prepare("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name GLOB 'm_[0-9]*'");
    while (sqlite3_step(st) == SQLITE_ROW && n_names < 16)
        snprintf(names[n_names++], sizeof names[0], "%s", sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    for (int i = 0; i < n_names; i++) {
        add_columns(names[i]);
        table_open(&t[n++], names[i], "card_id");
    }
    return n;
}

int main(int argc, char **argv)
{
    static const char *const names[] = {
            "contact", "contact_point", "address", "card", "task", "change", "event", "search_doc"};
    struct table t[32];
    int n = 0;
    long per_commit = argc == 5 ? strtol(argv[3], NULL, 10) : 0;
    if (per_commit < 1) {
        fprintf(stderr, "usage: bare_write BEFORE.db AFTER.db CARDS_PER_COMMIT full|normal\n");
        return 2;
    }
    must(sqlite3_open(argv[1], &sq));
    run("PRAGMA journal_mode=WAL; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=8000; PRAGMA "
        "temp_store=MEMORY");
    run(strcmp(argv[4], "full") == 0 ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    char *attach = sqlite3_mprintf("ATTACH %Q AS done", argv[2]);
    run(attach);
    sqlite3_free(attach);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        table_open(&t[n++], names[i], "id");
    n = own_tables(t, n);
    sqlite3_stmt *index = prepare("INSERT INTO main.search_index (rowid, text_key) VALUES (?1, ?2)");
    sqlite3_int64 cards = t[3].to - t[3].from, steps = (cards + per_commit - 1) / per_commit;
    int64_t started_us = clock_mono_us();
    for (sqlite3_int64 step = 0; step < steps; step++) {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < n; i++)
            table_copy(&t[i], step, steps, strcmp(t[i].name, "search_doc") == 0 ? index : NULL);
        run("COMMIT");
    }
    printf("{\"cards\":%lld,\"seconds\":%.3f}\n", cards, (double)(clock_mono_us() - started_us) / 1e6);
    return 0;
}
