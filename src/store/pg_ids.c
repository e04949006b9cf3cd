/* Ids taken ahead: an INSERT that brings its own id needs no answer, so a write that makes ten rows waits for PostgreSQL
 * a few times, not ten. The ids of a block are only used in the transaction that took them: it holds the account's lock,
 * so that ids grow with the commits also when several nodes write (what is unused is lost). */
#include "base/buf.h"
#include "store/pg.h"

#include <stdio.h>
#include <string.h>

#define LEAST_BLOCK 4

static int block_size(int used)
{
    int size = LEAST_BLOCK;
    while (size < used && size < PG_ID_BLOCK)
        size *= 2;
    return size;
}

/* What the last transaction took, this one probably takes, too. */
void pg_ids_reset(struct pg_ids *ids)
{
    for (int i = 0; i < ids->n_tables; i++) {
        struct id_block *b = &ids->tables[i];
        b->size = b->used ? block_size(b->used) : 0;
        b->used = b->n = b->at = 0;
    }
}

/* "INSERT INTO card (" - the table's name; NULL for any other form. */
static const char *table_of(struct arena *a, const char *sql, const char **out_columns)
{
    static const char start[] = "INSERT INTO ";
    if (strncmp(sql, start, sizeof start - 1) != 0)
        return NULL;
    const char *name = sql + sizeof start - 1;
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz_");
    if (n == 0 || n >= PG_TABLE_MAX || strncmp(name + n, " (", 2) != 0)
        return NULL;
    *out_columns = name + n + 2;
    return arena_strn(a, name, n);
}

static struct id_block *block_of(struct pg_ids *ids, const char *table)
{
    for (int i = 0; i < ids->n_tables; i++)
        if (strcmp(ids->tables[i].table, table) == 0)
            return &ids->tables[i];
    if (ids->n_tables == PG_ID_TABLES)
        return NULL;
    struct id_block *b = &ids->tables[ids->n_tables++];
    *b = (struct id_block){0};
    snprintf(b->table, sizeof b->table, "%s", table);
    return b;
}

/* One statement for all tables that need ids: the block's number, an id. */
static const char *fill_sql(struct pg_ids *ids, struct arena *a)
{
    struct buf b;
    buf_init(&b, a);
    for (int i = 0; i < ids->n_tables; i++) {
        struct id_block *block = &ids->tables[i];
        if (block->at < block->n || !block->size)
            continue;
        block->at = block->n = 0;
        buf_printf(&b, "%sSELECT %d, nextval('%s_id_seq') FROM generate_series(1, %d)",
                b.len ? " UNION ALL " : "", i, block->table, block->size);
    }
    return buf_str(&b);
}

struct id_block *pg_ids_block(struct pg_ids *ids, struct arena *a, struct run *r, const char **out_fill)
{
    const char *columns;
    const char *table = table_of(a, r->sql, &columns);
    const char *values = table ? strstr(columns, "VALUES (") : NULL;
    struct id_block *b = values && !strstr(values, "ON CONFLICT") ? block_of(ids, table) : NULL;
    if (!b)
        return NULL;
    *out_fill = NULL;
    if (b->at == b->n) {
        if (b->used || !b->size)
            b->size = block_size(b->used + 1);
        *out_fill = fill_sql(ids, a);
    }
    return b;
}

enum err pg_ids_row(void *arg, const struct val *v, size_t cols)
{
    struct pg_ids *ids = arg;
    (void)cols;
    struct id_block *b = &ids->tables[val_i(v[0], 0)];
    if (b->n == PG_ID_BLOCK)
        return ERR_INTERNAL;
    b->ids[b->n++] = val_i(v[1], 0);
    return ERR_OK;
}

void pg_ids_use(struct id_block *b, struct arena *a, struct run *r)
{
    const char *columns, *values;
    table_of(a, r->sql, &columns);
    values = strstr(columns, "VALUES (") + strlen("VALUES (");
    struct val *params = arena_array(a, struct val, r->n_params + 1);
    memcpy(params, r->params, r->n_params * sizeof *params);
    r->id = b->ids[b->at++];
    b->used++;
    params[r->n_params] = val_int(r->id);
    struct buf sql;
    buf_init(&sql, a);
    buf_add(&sql, r->sql, (size_t)(columns - r->sql));
    buf_puts(&sql, "id, ");
    buf_add(&sql, columns, (size_t)(values - columns));
    buf_printf(&sql, "?%zu, %s", r->n_params + 1, values);
    r->sql = buf_str(&sql);
    r->params = params;
    r->n_params++;
}
