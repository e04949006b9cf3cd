/* Reads sent ahead of being asked for (db_ahead): several travel in one round trip, and their answers wait here. What is
 * written makes them worthless, so they are dropped then; and with the request that sent them. */
#include "store/pg.h"

struct pg_ahead {
    struct pg_ahead *next;
    const char *sql;
    struct val *params;
    size_t n_params;
    int64_t number; /* of its command on the connection */
    PGresult *res;
    bool came;
};

void pg_ahead_add(struct pg_conn *c, struct arena *a, const struct run *r)
{
    struct pg_ahead *h = arena_new_of(a, struct pg_ahead);
    *h = (struct pg_ahead){.sql = arena_str(a, r->sql),
            .params = arena_copy(a, r->params, sizeof *r->params * r->n_params),
            .n_params = r->n_params,
            .number = c->n_sent,
            .next = c->ahead};
    for (size_t i = 0; i < h->n_params; i++)
        if (h->params[i].type == VAL_TEXT || h->params[i].type == VAL_BLOB)
            h->params[i].s = arena_strn(a, h->params[i].s, h->params[i].len);
    c->ahead = h;
}

bool pg_ahead_came(struct pg_conn *c, PGresult *res)
{
    for (struct pg_ahead *h = c->ahead; h; h = h->next)
        if (h->number == c->n_got && PQresultStatus(res) == PGRES_TUPLES_OK) {
            h->res = res;
            h->came = true;
            return true;
        }
    return false;
}

static bool same(const struct pg_ahead *h, const struct run *r)
{
    if (h->n_params != r->n_params || strcmp(h->sql, r->sql) != 0)
        return false;
    for (size_t i = 0; i < r->n_params; i++)
        if (h->params[i].type != r->params[i].type || !val_equal(h->params[i], r->params[i]))
            return false;
    return true;
}

bool pg_ahead_take(struct pg_conn *c, const struct run *r, struct answer *out)
{
    struct pg_ahead **at = &c->ahead;
    while (*at && !same(*at, r))
        at = &(*at)->next;
    struct pg_ahead *h = *at;
    if (!h)
        return false;
    if (!h->came)
        pg_conn_wait(c, REPLY_MS, out);
    *at = h->next;
    PQclear(out->last);
    out->last = h->res;
    return true;
}

void pg_ahead_drop(struct pg_conn *c)
{
    for (; c->ahead; c->ahead = c->ahead->next)
        PQclear(c->ahead->res);
}
