/* The prepared statements of a connection: a hash over schema, text and types of the parameters; least recently used
 * goes first. A statement's plan holds for one schema only: the same text may mean a table of other columns in the next. */
#include "base/buf.h"
#include "base/mem.h"
#include "store/pg.h"

#include <ctype.h>
#include <stdio.h>

char *pg_numbered(struct arena *a, const char *sql)
{
    char *out = arena_str(a, sql), quote = 0;
    for (char *p = out; *p; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '\'' || *p == '"')
            quote = *p;
        else if (*p == '?' && isdigit((unsigned char)p[1]))
            *p = '$';
    }
    return out;
}

static uint32_t key_hash(const char *schema, const char *sql, size_t len)
{
    uint64_t h = len, w;
    size_t i = 0;
    for (; *schema; schema++)
        h = (h ^ (unsigned char)*schema) * 0x100000001b3u;
    for (; i + sizeof w <= len; i += sizeof w) {
        memcpy(&w, sql + i, sizeof w);
        h = (h ^ w) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    w = 0;
    memcpy(&w, sql + i, len - i);
    h = (h ^ w) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static void order_remove(struct pg_conn *c, struct pg_stmt *st)
{
    *(st->newer ? &st->newer->older : &c->newest) = st->older;
    *(st->older ? &st->older->newer : &c->oldest) = st->newer;
}

static void order_add(struct pg_conn *c, struct pg_stmt *st)
{
    st->newer = NULL;
    st->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = st;
    c->newest = st;
}

static void stmt_free(struct pg_stmt *st)
{
    mem_free(st->sql);
    mem_free(st->types);
    mem_free(st);
}

static void stmt_remove(struct pg_conn *c, struct pg_stmt *st)
{
    struct pg_stmt **p = &c->bucket[st->hash % PG_STMT_BUCKETS];
    while (*p != st)
        p = &(*p)->chain;
    *p = st->chain;
    order_remove(c, st);
    c->n_stmts--;
}

void pg_stmt_forget(struct pg_conn *c, struct pg_stmt *st)
{
    stmt_remove(c, st);
    stmt_free(st);
}

void pg_stmts_free(struct pg_conn *c)
{
    while (c->newest)
        pg_stmt_forget(c, c->newest);
}

static bool takes_all(const struct pg_stmt *st, const struct val *v, int n)
{
    if (st->n_params != n)
        return false;
    for (int i = 0; i < n; i++)
        if (!pg_takes(st->types[i], v[i]))
            return false;
    return true;
}

struct pg_stmt *pg_stmt_find(struct pg_conn *c, const char *sql, const struct val *v, int n)
{
    size_t len = strlen(sql);
    uint32_t hash = key_hash(c->schema, sql, len);
    for (struct pg_stmt *st = c->bucket[hash % PG_STMT_BUCKETS]; st; st = st->chain)
        if (st->hash == hash && st->len == len && !memcmp(st->sql, sql, len) &&
                !strcmp(st->schema, c->schema) && takes_all(st, v, n)) {
            if (c->newest != st) {
                order_remove(c, st);
                order_add(c, st);
            }
            return st;
        }
    return NULL;
}

/* Makes room for one more; the server is told with whatever goes out next. */
static void make_room(struct pg_conn *c)
{
    char sql[40];
    while (c->n_stmts >= PG_STMTS_MAX) {
        snprintf(sql, sizeof sql, "DEALLOCATE %s", c->oldest->name);
        pg_stmt_forget(c, c->oldest);
        pg_conn_flush(c);
        pg_conn_sent(c, PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 1));
    }
}

static struct pg_stmt *stmt_keep(
        struct pg_conn *c, const char *name, const char *sql, const PGresult *described)
{
    struct pg_stmt *st = mem_zalloc(sizeof *st);
    snprintf(st->name, sizeof st->name, "%s", name);
    snprintf(st->schema, sizeof st->schema, "%s", c->schema);
    st->sql = mem_str(sql);
    st->len = strlen(sql);
    st->hash = key_hash(c->schema, sql, st->len);
    st->n_params = PQnparams(described);
    st->types = mem_zalloc(sizeof *st->types * (size_t)(st->n_params + 1));
    for (int i = 0; i < st->n_params; i++)
        st->types[i] = PQparamtype(described, i);
    st->chain = c->bucket[st->hash % PG_STMT_BUCKETS];
    c->bucket[st->hash % PG_STMT_BUCKETS] = st;
    order_add(c, st);
    c->n_stmts++;
    return st;
}

struct pg_stmt *pg_stmt_make(
        struct pg_conn *c, const char *sql, const struct val *v, int n, struct answer *out)
{
    char name[16];
    arena_reset(c->scratch);
    Oid *types = arena_array(c->scratch, Oid, n + 1);
    for (int i = 0; i < n; i++)
        types[i] = pg_type_of(v[i]);
    make_room(c);
    snprintf(name, sizeof name, "s%u", ++c->next_name);
    if (pg_conn_flush(c)) {
        pg_conn_sent(c, PQsendPrepare(c->pg, name, pg_numbered(c->scratch, sql), n, types));
        pg_conn_sent(c, PQsendDescribePrepared(c->pg, name));
    }
    if (!pg_conn_wait(c, REPLY_MS, out) || out->error)
        return NULL;
    struct pg_stmt *st = stmt_keep(c, name, sql, out->last);
    answer_clear(out);
    return st;
}

/* Parameters as libpq takes them, in the connection's scratch. */
struct wire {
    const char **values;
    int *sizes, *formats, n;
};

static struct wire wire_of(struct pg_conn *c, const Oid *types, const struct val *v, int n)
{
    struct wire w = {arena_array(c->scratch, const char *, n + 1), arena_array(c->scratch, int, n + 1),
            arena_array(c->scratch, int, n + 1), n};
    for (int i = 0; i < n; i++) {
        w.values[i] = pg_encode(c->scratch, types[i], v[i], &w.sizes[i]);
        w.formats[i] = 1;
    }
    return w;
}

void pg_stmt_send(struct pg_conn *c, const struct pg_stmt *st, const struct val *v)
{
    arena_reset(c->scratch);
    struct wire w = wire_of(c, st->types, v, st->n_params);
    if (pg_conn_flush(c))
        pg_conn_sent(c, PQsendQueryPrepared(c->pg, st->name, w.n, w.values, w.sizes, w.formats, 1));
}

/* Planned for these very values. */
void pg_stmt_send_once(struct pg_conn *c, const char *sql, const struct val *v, int n)
{
    arena_reset(c->scratch);
    Oid *types = arena_array(c->scratch, Oid, n + 1);
    for (int i = 0; i < n; i++)
        types[i] = pg_type_of(v[i]);
    struct wire w = wire_of(c, types, v, n);
    pg_conn_queue(c, "SET LOCAL plan_cache_mode = force_custom_plan");
    if (!pg_conn_flush(c))
        return;
    pg_conn_sent(c, PQsendQueryParams(
                            c->pg, pg_numbered(c->scratch, sql), n, types, w.values, w.sizes, w.formats, 1));
    pg_conn_queue(c, "SET LOCAL plan_cache_mode = force_generic_plan");
}

bool pg_stmt_is_stale(const struct answer *a)
{
    const char *state = a->error ? PQresultErrorField(a->error, PG_DIAG_SQLSTATE) : NULL;
    return state && strcmp(state, "0A000") == 0;
}
