/* Fault injection: tests let the n-th call into a store fail, to see that every path either does all or
 * nothing. Calls are counted for reads, writes, statements and commits alike. Costs one relaxed load when it
 * is off. */
#include "store/engine.h"

void store_fault(struct store *s, unsigned n, enum err e, bool sticky)
{
    struct fault_plan *f = &s->fault;
    atomic_store(&f->on, false);
    atomic_store(&f->left, n);
    atomic_store(&f->err, (int)e);
    atomic_store(&f->sticky, sticky);
    atomic_store(&f->on, n > 0);
}

enum err fault_hit(struct store *s)
{
    struct fault_plan *f = &s->fault;
    if (!atomic_load_explicit(&f->on, memory_order_relaxed))
        return ERR_OK;
    unsigned left = atomic_load(&f->left);
    while (left > 0 && !atomic_compare_exchange_weak(&f->left, &left, left - 1))
        ;
    if (left > 1)
        return ERR_OK;
    bool strikes = left == 1 || atomic_load(&f->sticky);
    return strikes ? (enum err)atomic_load(&f->err) : ERR_OK;
}
