#include "store/migrate.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern const struct embedded sql_account[], sql_directory[];

/* Version of the database; 0 when it is empty. The table itself is no step: it must be there to look. */
static enum err version_read(struct store *s, struct arena *a, struct migration *m)
{
    struct db *db;
    enum err e = store_write(s, a, &db);
    if (e)
        return e;
    const struct val *row;
    e = db_script(
            db, db_words(db, "CREATE TABLE IF NOT EXISTS schema_version ("
                             "version {INT} PRIMARY KEY, name {TEXT} NOT NULL, applied_at {INT} NOT NULL)"));
    if (!e)
        e = db_one(db, "SELECT COALESCE(MAX(version), 0) FROM schema_version", P0, &row);
    if (e) {
        m->error = db_error_text(db);
        store_write_rollback(db);
        return e;
    }
    m->from = m->to = (int)row[0].i;
    return store_write_commit(db);
}

static enum err step_apply(struct db *db, int version, const struct embedded *step, int64_t now_at)
{
    enum err e = db_script(db, db_words(db, step->text));
    return e ? e
             : db_exec(db, "INSERT INTO schema_version (version, name, applied_at) VALUES (?1, ?2, ?3)",
                       P(val_int(version), val_text(step->name), val_int(now_at)), NULL);
}

static enum err step_run(
        struct store *s, struct arena *a, const struct embedded *step, int64_t now_at, struct migration *m)
{
    struct db *db;
    enum err e = store_write(s, a, &db);
    if (e)
        return e;
    const struct val *row;
    e = db_one(db, "SELECT COALESCE(MAX(version), 0) FROM schema_version", P0, &row);
    bool theirs = !e && row[0].i > m->to; /* another server was faster */
    if (!e && !theirs)
        e = step_apply(db, m->to + 1, step, now_at);
    if (e) {
        m->error = db_error_text(db);
        store_write_rollback(db);
        return e == ERR_CONFLICT ? ERR_INTERNAL : e;
    }
    e = store_write_commit(db);
    if (!e)
        m->to++;
    return e;
}

enum err migrate_list(struct store *s, const struct embedded *steps, const char *path, struct arena *a,
        int64_t now_at, struct migration *out)
{
    *out = (struct migration){0};
    while (steps[out->newest].name)
        out->newest++;
    enum err e = version_read(s, a, out);
    if (e)
        return e;
    if (out->from > out->newest)
        return ERR_CONFLICT;
    if (out->from > 0 && out->from < out->newest && path) {
        const char *copy = arena_printf(a, "%s.before-%04d", path, out->newest);
        e = store_snapshot(s, copy);
        if (e)
            return e;
        out->snapshot = copy;
    }
    while (!e && out->to < out->newest)
        e = step_run(s, a, &steps[out->to], now_at, out);
    return e;
}

enum err migrate_run(struct store *s, enum migrate_kind kind, const char *path, struct arena *a,
        int64_t now_at, struct migration *out)
{
    return migrate_list(s, kind == MIGRATE_ACCOUNT ? sql_account : sql_directory, path, a, now_at, out);
}

int migrate_newest(enum migrate_kind kind)
{
    const struct embedded *steps = kind == MIGRATE_ACCOUNT ? sql_account : sql_directory;
    int n = 0;
    while (steps[n].name)
        n++;
    return n;
}

enum err migrate_to(struct store *s, enum migrate_kind kind, int version, struct arena *a, int64_t now_at,
        struct migration *out)
{
    *out = (struct migration){.newest = migrate_newest(kind)};
    if (version < 1 || version > out->newest)
        return ERR_INVALID;
    struct embedded *steps = arena_array(a, struct embedded, version + 1);
    memcpy(steps, kind == MIGRATE_ACCOUNT ? sql_account : sql_directory, (size_t)version * sizeof *steps);
    return migrate_list(s, steps, NULL, a, now_at, out);
}

enum err migrate_check(struct store *s, enum migrate_kind kind, struct arena *a, struct migration *out)
{
    const struct val *row;
    struct db *db;
    *out = (struct migration){.newest = migrate_newest(kind)};
    enum err e = store_read(s, a, &db);
    if (e)
        return e;
    e = db_one(db, "SELECT COALESCE(MAX(version), 0) FROM schema_version", P0, &row);
    if (!e)
        out->from = out->to = (int)row[0].i;
    else
        out->error = db_error_text(db);
    store_read_end(db);
    return e ? e : out->from == out->newest ? ERR_OK : ERR_CONFLICT;
}

void migrate_drop_copies(const char *path)
{
    char name[PATH_MAX];
    for (int v = 1; v <= migrate_newest(MIGRATE_ACCOUNT); v++)
        if ((size_t)snprintf(name, sizeof name, "%s.before-%04d", path, v) < sizeof name)
            unlink(name);
}
