/* unit_commit - requests that write at the same time, for the tests of group commit. */
#pragma once
#include "unit_store.h"

#include <pthread.h>
#include <stdatomic.h>

/* One request: a row and the counter of rows, in one transaction. */

static inline enum err request_work(struct db *db, int64_t who)
{
    enum err e = db_savepoint(db);
    if (!e)
        e = db_insert(db, "INSERT INTO row (who, filler) VALUES (?1, ?2)",
                P(val_int(who), val_text("some text to make the row a little longer than an index entry")),
                NULL);
    if (!e)
        e = db_exec(db, "UPDATE counter SET n = n + 1 WHERE id = 1", P0, NULL);
    return e ? e : db_savepoint_end(db, true);
}

static inline enum err request(struct store *s, struct arena *a, int64_t who)
{
    struct db *db;
    enum err e = store_write(s, a, &db);
    if (e)
        return e;
    e = request_work(db, who);
    if (!e)
        return store_write_commit(db);
    store_write_rollback(db);
    return e;
}

/* Batches wait as long as they may, so that the tests decide who is in one. */
static inline void patient_store(struct box *b)
{
    store_close(b->s);
    b->cfg.batch_ms = 1000;
    assert_ok(store_open(&b->cfg, &b->s));
}

static inline void tables(struct box *b)
{
    assert_ok(box_do(b,
            "CREATE TABLE row (id {ID}, who {INT} NOT NULL UNIQUE, filler {TEXT});"
            "CREATE TABLE counter (id {INT} PRIMARY KEY, n {INT} NOT NULL); INSERT INTO counter (id, n) "
            "VALUES (1, 0)",
            P0));
}

static inline int64_t rows_and_counter_agree(struct box *b)
{
    int64_t n = box_int(b, "SELECT COUNT(*) FROM row");
    assert_int_equal(n, box_int(b, "SELECT n FROM counter WHERE id = 1"));
    return n;
}

/* Many writers */

struct crew {
    struct box *b;
    int me, n_requests;
    char *outcome; /* per request: enum err */
};

static inline void *crew_work(void *arg)
{
    struct crew *c = arg;
    struct arena *a = arena_new(0);
    for (int i = 0; i < c->n_requests; i++) {
        c->outcome[i] = (char)request(c->b->s, a, c->me * 100000 + i);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static inline void crew_run(struct box *b, struct crew *crew, int n, int n_requests)
{
    pthread_t t[16];
    for (int i = 0; i < n; i++) {
        crew[i] = (struct crew){b, i, n_requests, arena_zalloc(b->a, (size_t)n_requests)};
        assert_int_equal(pthread_create(&t[i], NULL, crew_work, &crew[i]), 0);
    }
    for (int i = 0; i < n; i++)
        pthread_join(t[i], NULL);
}

/* Every request answered with ok is there, no other is. */
static inline int outcomes_are_true(struct box *b, struct crew *crew, int n)
{
    int n_ok = 0;
    struct db *db;
    assert_ok(store_read(b->s, b->a, &db));
    for (int i = 0; i < n; i++)
        for (int k = 0; k < crew[i].n_requests; k++) {
            const struct val *row;
            enum err e = db_one(db, "SELECT 1 FROM row WHERE who = ?1", P(val_int(i * 100000 + k)), &row);
            assert_err(e, crew[i].outcome[k] == ERR_OK ? ERR_OK : ERR_NOT_FOUND);
            n_ok += crew[i].outcome[k] == ERR_OK;
        }
    store_read_end(db);
    return n_ok;
}

/* One batch, step by step: the first writer holds the turn until the others stand in line. */

struct step {
    struct box *b;
    int64_t who;
    bool keep, alone;
    _Atomic int n_done;
    _Atomic int err;
    pthread_t thread;
};

static inline void step_done(void *arg, enum err e)
{
    struct step *s = arg;
    atomic_store(&s->err, (int)e);
    atomic_fetch_add(&s->n_done, 1);
}

static inline void *step_run(void *arg)
{
    struct step *s = arg;
    struct arena *a = arena_new(0);
    struct db *db;
    assert_ok(s->alone ? store_write_alone(s->b->s, a, &db) : store_write(s->b->s, a, &db));
    enum err e = request_work(db, s->who);
    store_write_end(db, s->keep && !e, step_done, s);
    while (!atomic_load(&s->n_done))
        usleep(1000);
    arena_free(a);
    return NULL;
}

static inline void steps_start(struct box *b, struct step *s, int n)
{
    for (int i = 0; i < n; i++) {
        s[i].b = b;
        assert_int_equal(pthread_create(&s[i].thread, NULL, step_run, &s[i]), 0);
        while (box_metric(b, "writers_waiting") != i + 1)
            usleep(1000);
    }
}

static inline void steps_end(struct step *s, int n)
{
    for (int i = 0; i < n; i++) {
        pthread_join(s[i].thread, NULL);
        assert_int_equal(s[i].n_done, 1);
    }
}

/* Many who do not wait for their turn */

struct soon {
    struct arena *a; /* each request's own: it may run in another thread */
    int64_t who;
    _Atomic int outcome; /* -1: not yet */
};

static inline void soon_done(void *arg, enum err e)
{
    atomic_store(&((struct soon *)arg)->outcome, (int)e);
}

static inline void soon_run(void *arg, enum err e, struct db *db)
{
    struct soon *s = arg;
    if (!e)
        e = request_work(db, s->who);
    if (db)
        store_write_end(db, !e, e ? NULL : soon_done, s);
    if (e)
        soon_done(s, e);
}

struct soon_crew {
    struct box *b;
    struct soon *v;
    int n;
};

static inline void *soon_crew_work(void *arg)
{
    struct soon_crew *c = arg;
    for (int i = 0; i < c->n; i++)
        store_write_soon(c->b->s, c->v[i].a, soon_run, &c->v[i]);
    return NULL;
}

static inline struct soon *soons(struct box *b, int n, int64_t first)
{
    struct soon *v = arena_array(b->a, struct soon, n);
    for (int i = 0; i < n; i++) {
        v[i].a = arena_new(0);
        v[i].who = first + i;
        atomic_store(&v[i].outcome, -1);
    }
    return v;
}

/* Waits until all are answered; how many of them with ok. */
static inline int soons_end(struct soon *v, int n)
{
    int n_ok = 0;
    for (int i = 0; i < n; i++) {
        while (atomic_load(&v[i].outcome) < 0)
            usleep(1000);
        n_ok += atomic_load(&v[i].outcome) == ERR_OK;
        arena_free(v[i].a);
    }
    return n_ok;
}
