/* Rows of a step that shares its transaction with nobody (an import's) are gathered by statement and go out as arrays, some
 * hundred rows in one INSERT: a row costs PostgreSQL two thirds of what it costs alone. Each table's rows keep their order,
 * and what others refer to goes first. */
#include "base/buf.h"
#include "base/mem.h"
#include "store/pg.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#define GROUPS_MAX  12
#define COLUMNS_MAX 400
#define ROWS_MAX    250 /* in one statement */
#define BYTES_MAX   (4 << 20)

/* The statement of many rows that belongs to one of a single row; it stays on the connection. */
struct pg_many {
    struct pg_many *next;
    char schema[SCHEMA_MAX + 1], name[16];
    char *sql; /* of the single row */
    int n;     /* values of a row; 0: it cannot be told for many */
    int rank;
    Oid *types;
};

struct group {
    struct pg_many *many;
    int n_rows;
    bool *has_null;
    struct buf *columns;
};

struct pg_bulk {
    struct arena *arena; /* of what is gathered */
    struct pg_many *known;
    unsigned next_name;
    int n_groups;
    size_t bytes;
    struct group groups[GROUPS_MAX];
};

static const struct {
    Oid of, array;
    const char *name;
} arrays[] = {{20, 1016, "bigint"}, {25, 1009, "text"}, {701, 1022, "double precision"}, {17, 1001, "bytea"}};

/* Tables whose rows are gathered, a lower rank before a higher one: customers and changes, cards, what belongs to them. */
static const struct {
    const char *table;
    int rank;
} ranks[] = {{"contact (", 0}, {"change (", 0}, {"card (", 1}, {"m_", 2}, {"contact_point (", 2},
        {"address (", 2}, {"task (", 2}, {"event (", 2}, {"search_doc (", 2}};
#define N_RANKS 3

static int rank_of(const char *sql)
{
    static const char start[] = "INSERT INTO ";
    const char *table = strncmp(sql, start, sizeof start - 1) == 0 ? sql + sizeof start - 1 : "";
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (strncmp(table, ranks[i].table, strlen(ranks[i].table)) == 0)
            return ranks[i].rank;
    return -1;
}

static int array_of(Oid type)
{
    int i = (int)(sizeof arrays / sizeof *arrays) - 1;
    while (i >= 0 && arrays[i].of != type)
        i--;
    return i;
}

/* "INSERT INTO t (a, b) VALUES (?2, ?1)" as one of arrays; NULL for any other form. */
static const char *many_sql(struct arena *a, const char *sql, const struct pg_stmt *st)
{
    static const char values[] = " VALUES (";
    const char *at = strstr(sql, values);
    struct buf b;
    if (!at || st->n_params > COLUMNS_MAX || !st->n_params)
        return NULL;
    buf_init(&b, a);
    buf_add(&b, sql, (size_t)(at - sql));
    buf_puts(&b, " SELECT ");
    for (at += sizeof values - 1; *at == '?';) {
        char *end;
        buf_printf(&b, "p%lu", strtoul(at + 1, &end, 10));
        at = end;
        if (strncmp(at, ", ?", 3) == 0) {
            buf_puts(&b, ", ");
            at += 2;
        }
    }
    if (strcmp(at, ")") != 0)
        return NULL;
    buf_puts(&b, " FROM unnest(");
    for (int i = 0; i < st->n_params; i++) {
        int type = array_of(st->types[i]);
        if (type < 0)
            return NULL;
        buf_printf(&b, "%sCAST($%d AS %s[])", i ? ", " : "", i + 1, arrays[type].name);
    }
    buf_puts(&b, ") AS v (");
    for (int i = 0; i < st->n_params; i++)
        buf_printf(&b, "%sp%d", i ? ", " : "", i + 1);
    buf_puts(&b, ")");
    return buf_str(&b);
}

static void many_free(struct pg_many *m)
{
    mem_free(m->sql);
    mem_free(m->types);
    mem_free(m);
}

/* NULL: something that was sent before failed, *out says what. */
static struct pg_many *many_make(
        struct pg_conn *c, const char *sql, const struct pg_stmt *st, struct answer *out)
{
    struct pg_many *m = mem_zalloc(sizeof *m);
    const char *text = rank_of(sql) >= 0 ? many_sql(c->bulk->arena, sql, st) : NULL;
    snprintf(m->schema, sizeof m->schema, "%s", c->schema);
    snprintf(m->name, sizeof m->name, "b%u", ++c->bulk->next_name);
    m->sql = mem_str(sql);
    m->rank = rank_of(sql);
    m->types = mem_zalloc(sizeof *m->types * (size_t)(st->n_params + 1));
    if (text) {
        m->n = st->n_params;
        memcpy(m->types, st->types, sizeof *m->types * (size_t)m->n);
        if (pg_conn_flush(c))
            pg_conn_sent(c, PQsendPrepare(c->pg, m->name, text, 0, NULL));
        if (!pg_conn_wait(c, REPLY_MS, out) || out->error) {
            many_free(m);
            return NULL;
        }
        answer_clear(out);
    }
    m->next = c->bulk->known;
    c->bulk->known = m;
    return m;
}

static struct pg_many *many_of(
        struct pg_conn *c, const char *sql, const struct pg_stmt *st, struct answer *out)
{
    for (struct pg_many *m = c->bulk->known; m; m = m->next)
        if (strcmp(m->sql, sql) == 0 && strcmp(m->schema, c->schema) == 0)
            return m;
    return many_make(c, sql, st, out);
}

static struct group *group_of(struct pg_bulk *k, struct pg_many *m)
{
    for (int i = 0; i < k->n_groups; i++)
        if (k->groups[i].many == m)
            return &k->groups[i];
    if (k->n_groups == GROUPS_MAX)
        return NULL;
    struct group *g = &k->groups[k->n_groups++];
    *g = (struct group){m, 0, arena_array(k->arena, bool, m->n), arena_array(k->arena, struct buf, m->n)};
    for (int i = 0; i < m->n; i++)
        buf_init(&g->columns[i], k->arena);
    return g;
}

static void put_32(struct buf *b, uint32_t v)
{
    v = htobe32(v);
    buf_add(b, (const char *)&v, sizeof v);
}

static void value_add(struct pg_conn *c, struct group *g, int i, struct val v)
{
    int len;
    const char *bytes = pg_encode(c->scratch, g->many->types[i], v, &len);
    g->has_null[i] |= !bytes;
    put_32(&g->columns[i], bytes ? (uint32_t)len : UINT32_MAX);
    if (bytes)
        buf_add(&g->columns[i], bytes, (size_t)len);
    c->bulk->bytes += (size_t)len + sizeof(uint32_t);
}

bool pg_bulk_add(
        struct pg_conn *c, const char *sql, const struct pg_stmt *st, const struct val *v, struct answer *out)
{
    if (!c->bulk) {
        c->bulk = mem_zalloc(sizeof *c->bulk);
        c->bulk->arena = arena_new(0);
    }
    struct pg_many *m = many_of(c, sql, st, out);
    if (!m || m->n != st->n_params || !st->n_params)
        return false;
    for (int i = 0; i < m->n; i++)
        if (!pg_takes(m->types[i], v[i]))
            return false;
    struct group *g = group_of(c->bulk, m);
    if (!g)
        return false;
    arena_reset(c->scratch);
    for (int i = 0; i < m->n; i++)
        value_add(c, g, i, v[i]);
    g->n_rows++;
    return true;
}

bool pg_bulk_full(const struct pg_conn *c)
{
    const struct pg_bulk *k = c->bulk;
    bool full = k->bytes > BYTES_MAX;
    for (int i = 0; i < k->n_groups; i++)
        full |= k->groups[i].n_rows >= ROWS_MAX;
    return full;
}

/* An array on the wire: dimensions, whether there are NULLs, type, length, first index, and each element with its length. */
static const char *array_value(struct pg_conn *c, const struct group *g, int i, int *out_len)
{
    struct buf b;
    buf_init(&b, c->bulk->arena);
    put_32(&b, 1);
    put_32(&b, g->has_null[i]);
    put_32(&b, g->many->types[i]);
    put_32(&b, (uint32_t)g->n_rows);
    put_32(&b, 1);
    buf_add(&b, g->columns[i].p, g->columns[i].len);
    *out_len = (int)b.len;
    return b.p;
}

static void group_send(struct pg_conn *c, const struct group *g)
{
    const char *values[COLUMNS_MAX];
    int sizes[COLUMNS_MAX], formats[COLUMNS_MAX];
    for (int i = 0; i < g->many->n; i++) {
        values[i] = array_value(c, g, i, &sizes[i]);
        formats[i] = 1;
    }
    pg_conn_sent(c, PQsendQueryPrepared(c->pg, g->many->name, g->many->n, values, sizes, formats, 1));
    c->n_deferred++;
}

void pg_bulk_send(struct pg_conn *c)
{
    struct pg_bulk *k = c->bulk;
    if (!k || !k->n_groups)
        return;
    if (pg_conn_flush(c))
        for (int i = 0; i < k->n_groups * N_RANKS; i++)
            if (k->groups[i % k->n_groups].many->rank == i / k->n_groups)
                group_send(c, &k->groups[i % k->n_groups]);
    pg_bulk_drop(c);
}

void pg_bulk_drop(struct pg_conn *c)
{
    if (!c->bulk)
        return;
    c->bulk->n_groups = 0;
    c->bulk->bytes = 0;
    arena_reset(c->bulk->arena);
}

void pg_bulk_free(struct pg_conn *c)
{
    struct pg_bulk *k = c->bulk;
    while (k && k->known) {
        struct pg_many *m = k->known;
        k->known = m->next;
        many_free(m);
    }
    if (k)
        arena_free(k->arena);
    mem_free(k);
}
