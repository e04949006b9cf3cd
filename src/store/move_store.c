#include "store/move_store.h"
#include "base/buf.h"
#include "store/engine.h"
#include "store/move_dialect.h"

#include <string.h>

#define MODULE_NO 1000 /* a module's table is noted as this and its id */
#define PAGE_KEYS 500

/* Rows of these are referred to by others'. */
static bool is_pointed_at(const char *table)
{
    static const char *const names[] = {
            "member", "module", "status", "field", "task_type", "contact", "card", "change"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(table, names[i]) == 0)
            return true;
    return false;
}

/* A backup leaves out what means something in one place only; a move keeps it. */
static void columns_whole(struct arena *a, struct backup_table *t)
{
    struct backup_column *cols = arena_copy(a, t->cols, (size_t)t->n_cols * sizeof *cols);
    for (int i = 0; i < t->n_cols; i++) {
        cols[i].sql = cols[i].name;
        if (cols[i].type == 'e')
            cols[i].type = 't';
    }
    t->cols = cols;
}

static const char *where_key(struct arena *a, const struct backup_table *t)
{
    struct buf b;
    buf_init(&b, a);
    for (int i = 0; i < t->n_key; i++)
        buf_printf(&b, "%s%s = ?%d", i ? " AND " : " WHERE ", t->cols[i].name, i + 1);
    return buf_str(&b);
}

static const char *row_text(struct arena *a, const struct backup_table *t, const char *where)
{
    struct buf b;
    buf_init(&b, a);
    for (int i = 0; i < t->n_cols; i++)
        buf_printf(&b, "%s%s", i ? ", " : "SELECT ", t->cols[i].name);
    const char *only = t->only ? t->only : "", *and = !*only ? "" : *where ? " AND " : " WHERE ";
    buf_printf(&b, " FROM %s%s%s%s", t->table, where, and, only);
    return buf_str(&b);
}

static const char *put_text(struct arena *a, const struct backup_table *t)
{
    struct buf b;
    buf_init(&b, a);
    buf_printf(&b, "%s ON CONFLICT (", backup_insert(a, t, 1));
    for (int i = 0; i < t->n_key; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", t->cols[i].name);
    buf_puts(&b, t->n_cols > t->n_key ? ") DO UPDATE SET " : ") DO NOTHING");
    for (int i = t->n_key; i < t->n_cols; i++)
        buf_printf(&b, "%s%s = excluded.%s", i > t->n_key ? ", " : "", t->cols[i].name, t->cols[i].name);
    return buf_str(&b);
}

static void texts(struct arena *a, struct move_table *t)
{
    const char *where = move_whole(t) ? "" : where_key(a, &t->t);
    t->has = arena_printf(a, "SELECT 1 FROM %s%s", t->t.table, where);
    t->drop = arena_printf(a, "DELETE FROM %s%s", t->t.table, where);
    t->insert = backup_insert(a, &t->t, 1);
    t->row = row_text(a, &t->t, where);
    t->put = put_text(a, &t->t);
}

enum err move_tables(
        struct db *db, const char *(*sql_word)(const char *type), struct move_table **out_tables, int *out_n)
{
    struct arena *a = db_arena(db);
    const struct backup_table *fixed;
    int64_t *modules;
    size_t n_modules;
    int version, n = 0;
    enum err e = backup_version(db, &version);
    if (!e)
        e = backup_modules(db, &modules, &n_modules);
    if (e)
        return e;
    int n_fixed = backup_tables(a, version, &fixed);
    struct move_table *list = arena_array(a, struct move_table, (size_t)n_fixed + n_modules);
    for (int i = 0; i < n_fixed; i++) {
        if (!fixed[i].table)
            continue;
        bool part = n && strcmp(list[n - 1].t.table, fixed[i].table) == 0;
        list[n] = (struct move_table){
                .t = fixed[i], .no = part ? list[n - 1].no : i, .pointed_at = is_pointed_at(fixed[i].table)};
        columns_whole(a, &list[n++].t);
    }
    for (size_t i = 0; i < n_modules; i++, n++) {
        list[n] = (struct move_table){.no = MODULE_NO + modules[i]};
        e = backup_module_table(db, modules[i], sql_word, &list[n].t);
        if (e)
            return e;
    }
    for (int i = 0; i < n; i++)
        texts(a, &list[i]);
    *out_tables = list;
    *out_n = n;
    return ERR_OK;
}

enum err move_shape(struct db *db, const char **out_shape)
{
    struct rows modules, fields;
    struct buf b;
    enum err e = db_query(db, "SELECT id FROM module ORDER BY id", P0, &modules);
    if (!e)
        e = db_query(db, "SELECT module_id, id, type, filterable FROM field ORDER BY id", P0, &fields);
    if (e)
        return e;
    buf_init(&b, db_arena(db));
    for (size_t i = 0; i < modules.n; i++)
        buf_printf(&b, "%lld ", (long long)modules.v[i].i);
    for (size_t i = 0; i < fields.n; i++) {
        const struct val *v = row_of(&fields, i);
        buf_printf(&b, "%lld:%lld:%s:%lld ", (long long)v[0].i, (long long)v[1].i, val_s(v[2], ""),
                (long long)v[3].i);
    }
    *out_shape = buf_str(&b);
    return ERR_OK;
}

enum err move_rows(struct db *db, const struct move_table *tables, int n, int64_t *out_n)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        const struct val *row;
        const char *only = tables[i].t.only;
        enum err e = db_one(db,
                arena_printf(db_arena(db), "SELECT count(*) FROM %s%s%s", tables[i].t.table,
                        only ? " WHERE " : "", only ? only : ""),
                P0, &row);
        if (e)
            return e;
        sum += row[0].i;
    }
    *out_n = sum;
    return ERR_OK;
}

/* Which of the key's columns become a note's number and text. */
static void key_columns(const struct move_table *t, const char **out_id, const char **out_key)
{
    *out_id = *out_key = NULL;
    for (int i = 0; i < t->t.n_key && !move_whole(t); i++)
        *(t->t.cols[i].type == 't' ? out_key : out_id) = t->t.cols[i].name;
}

bool move_whole(const struct move_table *t)
{
    return t->t.n_key > 2;
}

static bool is_first_part(const struct move_table *tables, int i)
{
    return i == 0 || tables[i].no != tables[i - 1].no;
}

enum err move_watch(struct db *db, const struct move_table *tables, int n)
{
    enum err e = move_end(db);
    if (!e)
        e = db_script(db, move_watch_begin(db));
    for (int i = 0; !e && i < n; i++) {
        const char *id, *key;
        if (!is_first_part(tables, i))
            continue;
        key_columns(&tables[i], &id, &key);
        e = db_script(db, move_watch_table(db, tables[i].t.table, tables[i].no, id, key));
    }
    return e;
}

enum err move_refuse(struct db *db, const struct move_table *tables, int n)
{
    const char *begin =
            move_refuse_begin(db); /* the triggers that note stay: dropping them would wait for readers */
    enum err e = *begin ? db_script(db, begin) : ERR_OK;
    for (int i = 0; !e && i < n; i++)
        if (is_first_part(tables, i))
            e = db_script(db, move_refuse_table(db, tables[i].t.table, tables[i].no));
    return e;
}

enum err move_end(struct db *db)
{
    char *sql;
    enum err e = move_end_script(db, &sql);
    return e ? e : db_script(db, sql);
}

static enum err one_number(struct db *db, const char *sql, const struct val *v, size_t n, int64_t *out)
{
    const struct val *row;
    enum err e = db_one(db, sql, v, n, &row);
    if (!e)
        *out = val_i(row[0], 0);
    return e;
}

enum err move_last(struct db *db, int64_t *out_id)
{
    return one_number(db, "SELECT max(id) FROM move_log", P0, out_id);
}

enum err move_pending(struct db *db, int64_t after, int64_t *out_n)
{
    return one_number(db, "SELECT count(*) FROM move_log WHERE id > ?1", P(val_int(after)), out_n);
}

enum err move_keys(struct db *db, const struct move_table *t, int64_t after, int64_t upto,
        const struct move_key *from, struct move_key **out_keys, size_t *out_n)
{
    static const char first[] =
            "SELECT DISTINCT row_id, row_key FROM move_log WHERE tbl = ?1 AND id > ?2 AND "
            "id <= ?3 ORDER BY row_id, row_key LIMIT ?4";
    static const char next[] = "SELECT DISTINCT row_id, row_key FROM move_log WHERE tbl = ?1 AND id > ?2 AND "
                               "id <= ?3 AND (row_id, row_key) > (?5, ?6) ORDER BY row_id, row_key LIMIT ?4";
    const struct val v[] = {val_int(t->no), val_int(after), val_int(upto), val_int(PAGE_KEYS),
            val_int(from ? from->id : 0), val_text(from ? from->key : "")};
    struct rows r;
    enum err e = db_query(db, from ? next : first, v, from ? 6 : 4, &r);
    if (e)
        return e;
    *out_keys = arena_array(db_arena(db), struct move_key, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        (*out_keys)[i] = (struct move_key){row_of(&r, i)[0].i, val_s(row_of(&r, i)[1], "")};
    *out_n = r.n;
    return ERR_OK;
}

/* The full-text index follows its table. */
static enum err search_drop(struct db *db, int64_t id)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT text_key FROM search_doc WHERE id = ?1", P(val_int(id)), &row);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = db_exec(db, "DELETE FROM search_doc WHERE id = ?1", P(val_int(id)), NULL);
    return e ? e : db_search_changed(db, id, val_s(row[0], ""), NULL);
}

static bool is_search(const struct move_table *t)
{
    return strcmp(t->t.table, "search_doc") == 0;
}

static size_t key_values(const struct move_table *t, const struct move_key *key, struct val *out)
{
    if (move_whole(t))
        return 0;
    for (int i = 0; i < t->t.n_key; i++)
        out[i] = t->t.cols[i].type == 't' ? val_text(key->key) : val_int(key->id);
    return (size_t)t->t.n_key;
}

static enum err note_row(void *arg, const struct val *row)
{
    (void)row;
    *(bool *)arg = true;
    return ERR_OK;
}

enum err move_drop(
        struct db *source, struct db *target, const struct move_table *t, const struct move_key *key)
{
    struct val v[BACKUP_KEY_MAX];
    bool there = false;
    size_t n = key_values(t, key, v);
    enum err e = n ? db_each(source, t->has, v, n, note_row, &there) : ERR_OK;
    if (e || there)
        return e;
    return is_search(t) ? search_drop(target, key->id) : db_exec(target, t->drop, v, n, NULL);
}

struct put {
    struct db *target;
    const struct move_table *t;
};

static enum err put_row(void *arg, const struct val *row)
{
    const struct put *p = arg;
    enum err e = is_search(p->t) ? search_drop(p->target, row[0].i) : ERR_OK;
    if (!e)
        e = db_exec(p->target, p->t->put, row, (size_t)p->t->t.n_cols, NULL);
    if (!e && is_search(p->t))
        e = db_search_changed(p->target, row[0].i, NULL,
                arena_str(db_arena(p->target), val_s(row[p->t->t.n_cols - 1], "")));
    return e;
}

enum err move_put(
        struct db *source, struct db *target, const struct move_table *t, const struct move_key *key)
{
    struct val v[BACKUP_KEY_MAX];
    struct put p = {target, t};
    size_t n = key_values(t, key, v);
    return db_each(source, t->row, v, n, put_row, &p);
}

/* A write that changes nothing is not waited for: this one always changes something. */
enum err move_seal(struct db *db, const struct move_table *tables, int n)
{
    enum err e = db_exec(db, "UPDATE schema_version SET applied_at = applied_at + 0", P0, NULL);
    for (int i = 0; !e && i < n && db_kind(db) == STORE_POSTGRES; i++)
        if (strcmp(tables[i].t.cols[0].name, "id") == 0)
            e = db_loaded(db, tables[i].t.table);
    return e;
}
