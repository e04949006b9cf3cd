#include "core/counter.h"
#include "store/counter_store.h"

#include <stdlib.h>

#define FIRST_CAP 8

/* Room for one more; the journal doubles, its capacity follows from its length. */
static struct counter_delta *delta_new(struct ctx *cx)
{
    int n = cx->n_deltas;
    if (n == 0 || (n >= FIRST_CAP && (n & (n - 1)) == 0)) {
        size_t cap = n ? (size_t)n * 2 : FIRST_CAP;
        cx->deltas =
                arena_grow(cx->arena, cx->deltas, sizeof *cx->deltas * (size_t)n, sizeof *cx->deltas * cap);
    }
    return &cx->deltas[cx->n_deltas++];
}

void counter_move(struct ctx *cx, const struct card *card, int n)
{
    if (card->trashed_at)
        return;
    *delta_new(cx) = (struct counter_delta){.module_id = card->module_id,
            .status_id = card->status_id,
            .owner_id = card->owner_id,
            .qualification = card->qualification,
            .rating = card->rating,
            .n = n,
            .value_minor = n * val_i(card->value_minor, 0)};
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *pa, const void *pb)
{
    const struct counter_delta *a = pa, *b = pb;
    int c = compare(a->module_id, b->module_id);
    c = c ? c : compare(a->status_id, b->status_id);
    c = c ? c : compare(a->owner_id, b->owner_id);
    c = c ? c : compare(a->qualification, b->qualification);
    return c ? c : compare(a->rating, b->rating);
}

static enum err write_row(struct ctx *cx, const struct counter_delta *d)
{
    if (d->n == 0 && d->value_minor == 0)
        return ERR_OK;
    const struct val v[7] = {val_int(d->module_id), val_int(d->status_id), val_int(d->owner_id),
            val_int(d->qualification), val_int(d->rating), val_int(d->n), val_int(d->value_minor)};
    return counter_store_add(cx->db, v);
}

/* The one place through which every card comes in, whoever makes it or takes it out of the trash. */
static enum err check_quota(struct ctx *cx)
{
    int64_t more = 0, total;
    for (int i = 0; i < cx->n_deltas; i++)
        more += cx->deltas[i].n;
    if (more <= 0)
        return ERR_OK;
    enum err e = quota_storage(cx);
    if (e || !cx->quota.cards)
        return e;
    e = counter_store_total(cx->db, &total);
    return !e && total + more > cx->quota.cards
                   ? fail_limit(cx, ERR_QUOTA, NULL, "error.quota_cards", cx->quota.cards)
                   : e;
}

/* Sorted, so that two transactions touch the rows in the same order and never wait for each other in a ring. */
enum err counter_flush(struct ctx *cx)
{
    if (cx->n_deltas == 0)
        return ERR_OK;
    enum err e = check_quota(cx);
    if (e)
        return e;
    qsort(cx->deltas, (size_t)cx->n_deltas, sizeof *cx->deltas, by_place);
    struct counter_delta sum = cx->deltas[0];
    for (int i = 1; i < cx->n_deltas && e == ERR_OK; i++) {
        const struct counter_delta *d = &cx->deltas[i];
        if (by_place(&sum, d) == 0) {
            sum.n += d->n;
            sum.value_minor += d->value_minor;
            continue;
        }
        e = write_row(cx, &sum);
        sum = *d;
    }
    if (e == ERR_OK)
        e = write_row(cx, &sum);
    cx->n_deltas = 0;
    return e;
}

enum err counter_check(struct ctx *cx, int64_t *out_wrong)
{
    return counter_store_wrong(cx->db, out_wrong);
}
