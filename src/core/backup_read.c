/* Behind the head of a backup stand its tables, each as
 *   'T' name, number of columns, and for each column name and type (i, r, t, e, b)
 *   'R' one value per column, for each row
 * in the order of backup_store.c, then the modules' own by id; then
 *   'Z' number of tables, and for each its name and number of rows. */
#include "core/backup.h"
#include "store/migrate.h"

#include <stdlib.h>

#define TABLES_MAX 20000

struct walk {
    struct arena *arena;
    struct backup_in *in;
    const struct backup_visitor *v;
    const struct backup_table *fixed, *t; /* t: whose rows are read */
    int n_fixed;
    struct val *row;
    int64_t rows;
    struct {
        const char *name;
        int64_t n;
    } * counts;
    int n, cap;
};

/* "m_17" gives 17; 0 for whatever is not written in just this way. */
static int64_t id_behind(const char *prefix, const char *name)
{
    size_t n = strlen(prefix),
           digits = strspn(name + (strncmp(name, prefix, n) ? strlen(name) : n), "0123456789");
    if (!digits || digits > 18 || name[n + digits] || name[n] == '0')
        return 0;
    return strtoll(name + n, NULL, 10);
}

/* The columns as the file names them; NULL after a failure. */
static struct backup_column *columns_get(struct walk *w, int *out_n)
{
    int64_t n = backup_in_int(w->in);
    if (n < 1 || n > BACKUP_COLUMNS_MAX) {
        backup_in_fail(w->in, "a table with too few or too many columns");
        return NULL;
    }
    struct backup_column *cols = arena_array(w->arena, struct backup_column, n);
    for (int i = 0; i < n && !backup_in_failed(w->in); i++) {
        cols[i].name = cols[i].sql = arena_str(w->arena, backup_in_text(w->in));
        cols[i].type = (char)backup_in_byte(w->in);
    }
    *out_n = (int)n;
    return backup_in_failed(w->in) ? NULL : cols;
}

static bool same_columns(const struct backup_table *t, const struct backup_column *cols, int n)
{
    if (t->n_cols != n)
        return false;
    for (int i = 0; i < n; i++)
        if (t->cols[i].type != cols[i].type || strcmp(t->cols[i].name, cols[i].name) != 0)
            return false;
    return true;
}

/* card_id, then f_<id> in the order of the ids. */
static bool module_columns(const struct backup_column *cols, int n)
{
    int64_t before = 0;
    if (strcmp(cols[0].name, "card_id") != 0 || cols[0].type != 'i')
        return false;
    for (int i = 1; i < n; i++) {
        int64_t id = id_behind("f_", cols[i].name);
        if (id <= before || !memchr("irt", cols[i].type, 3))
            return false;
        before = id;
    }
    return true;
}

/* A module's own table, behind those with lower ids. */
static const struct backup_table *module_table(
        struct walk *w, const char *name, const struct backup_column *cols, int n)
{
    int64_t id = id_behind("m_", name), before = w->t ? w->t->module_id : 0;
    if (id <= before || !module_columns(cols, n))
        return NULL;
    struct backup_table *t = arena_new_of(w->arena, struct backup_table);
    *t = (struct backup_table){
            .name = name, .table = name, .module_id = id, .n_key = 1, .n_cols = n, .cols = cols};
    return t;
}

static enum err table_get(struct walk *w)
{
    int n = 0;
    const char *name = arena_str(w->arena, backup_in_text(w->in));
    const struct backup_column *cols = columns_get(w, &n);
    if (!cols)
        return ERR_OK;
    const struct backup_table *t = w->n < w->n_fixed ? &w->fixed[w->n] : module_table(w, name, cols, n);
    if (!t || strcmp(t->name, name) != 0 || !same_columns(t, cols, n) || w->n == TABLES_MAX) {
        backup_in_fail(w->in, arena_printf(w->arena, "table %s is not what it must be here", name));
        return ERR_OK;
    }
    if (w->n == w->cap) {
        int cap = w->cap ? w->cap * 2 : 64;
        w->counts = arena_grow(
                w->arena, w->counts, (size_t)w->cap * sizeof *w->counts, (size_t)cap * sizeof *w->counts);
        w->cap = cap;
    }
    w->counts[w->n].name = t->name;
    w->counts[w->n++].n = 0;
    w->t = t;
    return w->v->table ? w->v->table(w->v->arg, t) : ERR_OK;
}

static enum err row_get(struct walk *w)
{
    if (!w->t) {
        backup_in_fail(w->in, "a row without a table");
        return ERR_OK;
    }
    for (int i = 0; i < w->t->n_cols && !backup_in_failed(w->in); i++) {
        w->row[i] = backup_in_val(w->in);
        if (!backup_value_fits(w->t->cols[i].type, w->row[i]))
            backup_in_fail(w->in, arena_printf(w->arena, "table %s, column %s: a value of another kind",
                                          w->t->name, w->t->cols[i].name));
    }
    if (backup_in_failed(w->in))
        return ERR_OK;
    w->counts[w->n - 1].n++;
    w->rows++;
    return w->v->row ? w->v->row(w->v->arg, w->t, w->row) : ERR_OK;
}

static void counts_get(struct walk *w)
{
    if (backup_in_int(w->in) != w->n || w->n < w->n_fixed)
        backup_in_fail(w->in, "tables are missing");
    for (int i = 0; i < w->n && !backup_in_failed(w->in); i++) {
        const char *name = backup_in_text(w->in);
        int64_t n = backup_in_int(w->in);
        if (strcmp(name, w->counts[i].name) != 0 || n != w->counts[i].n)
            backup_in_fail(w->in, arena_printf(w->arena, "table %s has %lld rows, and must have %lld",
                                          w->counts[i].name, (long long)w->counts[i].n, (long long)n));
    }
}

enum err backup_walk(
        struct arena *a, struct backup_in *in, int schema, const struct backup_visitor *v, int64_t *out_rows)
{
    struct walk w = {.arena = a, .in = in, .v = v, .row = arena_array(a, struct val, BACKUP_COLUMNS_MAX)};
    enum err e = ERR_OK;
    bool more = true;
    w.n_fixed = backup_tables(a, schema, &w.fixed);
    while (more && !e && !backup_in_failed(in)) {
        backup_in_row(in);
        switch (backup_in_byte(in)) {
        case PART_TABLE:
            e = table_get(&w);
            break;
        case PART_ROW:
            e = row_get(&w);
            break;
        case PART_END:
            counts_get(&w);
            more = false;
            break;
        default:
            backup_in_fail(in, "a part of an unknown kind");
        }
    }
    *out_rows = w.rows;
    return e;
}

const char *backup_known(struct arena *a, const char *path, const struct backup_head *head)
{
    int newest = migrate_newest(MIGRATE_ACCOUNT);
    if (head->schema >= 1 && head->schema <= newest)
        return NULL;
    return arena_printf(a,
            "%s: it was made by Cardinal %s with schema %d; this program knows schema %d: update it first",
            path, head->program, head->schema, newest);
}

enum err backup_check(struct arena *a, const char *path, struct backup_info *out)
{
    unsigned char digest[SHA256_BYTES];
    *out = (struct backup_info){0};
    struct backup_in *in = backup_in_open(a, path, &out->head);
    out->why = backup_in_failed(in) ? NULL : backup_known(a, path, &out->head);
    if (out->why) {
        backup_in_close(in);
        return ERR_INVALID;
    }
    if (!backup_in_failed(in))
        backup_walk(a, in, out->head.schema, &(struct backup_visitor){0}, &out->rows);
    struct backup_failure f = backup_in_end(in, digest);
    out->why = f.why;
    out->sha256 = crypt_hex(a, digest, sizeof digest);
    return f.e;
}
