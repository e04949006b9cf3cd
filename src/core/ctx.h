/* ctx - what one request or job carries through the domain code: the only bag. Made by the dispatcher or the job
 * worker, which also open and close its transaction; nothing below begins, commits, frees or logs.
 * Randomness, time and the network enter only through here. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"
#include "meta/meta.h"
#include "store/db.h"

enum origin { ORIGIN_USER, ORIGIN_API, ORIGIN_IMPORT, ORIGIN_BULK, ORIGIN_TIMER, ORIGIN_UNDO };

/* The request's one fault; the first one wins. */
struct fault {
    enum err code;
    const char *field;      /* path of the offending member, e.g. "fields.rating"; NULL when none */
    const char *key;        /* message key, e.g. "error.too_long" (tables of texts: core/message.c) */
    const char *arg;        /* text argument, may be NULL */
    int64_t limit;          /* number argument: the limit that was hurt */
    const char *extra_json; /* further members of the problem document, e.g. both versions of a stale write */
};

/* A notice of something that changed, published to event streams after the commit. */
struct notice {
    struct notice *next;
    const char *kind; /* card, task, contact, meta, job, view */
    int64_t id, module_id, card_id;
    int64_t owner_id, old_owner_id, guest_id; /* who may see it: see access_audience */
    bool private;                             /* of a private card, or for the owner alone */
    const char *data_json;                    /* further members or NULL */
};

/* What the account may still have; 0 = no limit. */
struct quota {
    int64_t cards, members;
    int64_t bytes, rate; /* rate: requests a second */
    bool full;           /* its database has reached bytes */
    bool read_only;      /* nothing may be changed for now */
};

struct ctx {
    struct arena *arena;
    struct db *db;
    const struct meta *meta;
    const struct member *member; /* who acts; NULL = the system */
    enum lang lang;
    const char *zone;
    enum origin origin;
    int64_t now_at;
    const char *request_id;
    const char *address, *agent; /* where a request comes from, and by what program; NULL = none */
    struct fault fault;
    int64_t change_id;        /* the change this request's events belong to; 0 until the first event */
    const char *change_kind;  /* set by the verb before its first event */
    const char *change_name;  /* of the card or contact it is about, for its summary; NULL = none */
    int64_t parent_change_id; /* bulk runs and imports */
    struct notice *notices, **notices_end;
    unsigned n_notices;
    bool meta_changed; /* the dispatcher reloads the snapshot after the commit */
    int64_t wake_at;   /* the nearest time at which a card or a job is due by what was written; 0 = none */
    bool demo;         /* rows made now are demo rows */
    bool follows;      /* what follows from a change that was allowed: rights are not asked again */
    bool quiet;        /* one notification for the whole tells of it: none for each thing */
    int64_t import_id;
    struct known *known; /* of an import's step, see core/known.h; NULL: each row asks for itself */
    bool radar_asked;    /* that changed contacts are compared is seen to: core/radar.h */
    bool short_lane;     /* on a worker for short work: what may read much asks for another, ctx_long */
    bool wants_long;
    struct quota quota;
    /* Counter changes gathered during this transaction, written by ctx_flush (core/counter.h). */
    struct counter_delta *deltas;
    int n_deltas;
    /* Filled when the transaction ends, for the log line. */
    unsigned n_sql;
    int64_t db_us;
};

/* fail - fill the fault (the first wins) and return its code. */
enum err fail(struct ctx *cx, enum err code, const char *field, const char *key);
enum err fail_limit(struct ctx *cx, enum err code, const char *field, const char *key, int64_t limit);
enum err fail_arg(struct ctx *cx, enum err code, const char *field, const char *key, const char *arg);

/* quota_storage - for what makes the account's database grow. Errors: ERR_QUOTA */
enum err quota_storage(struct ctx *cx);

/* notice_add - tell event streams about it after the commit; bulk work and imports add one notice for the whole. */
struct notice *notice_add(struct ctx *cx, const char *kind, int64_t id, int64_t module_id);
/* ctx_mark, ctx_back - for a step inside the transaction that may be rolled back to a savepoint (an import's row): take
 * back what was gathered in memory since the mark: counters, notices, the change that was begun. The fault stays. */
struct ctx_mark {
    int n_deltas;
    int64_t change_id;
    const char *change_name;
    struct notice **notices_end;
    unsigned n_notices;
};
struct ctx_mark ctx_mark(const struct ctx *cx);
void ctx_back(struct ctx *cx, const struct ctx_mark *mark);
/* wake_by - something is due at `at`: whoever sleeps longer than that looks again after the commit. 0 = nothing is. */
void wake_by(struct ctx *cx, int64_t at);
/* ctx_long - before work that may read much, in a reading request: ERR_OK, or ERR_BUSY where it keeps others waiting; pass
 * it up, and the request begins anew on a worker for long work. */
enum err ctx_long(struct ctx *cx);
/* ctx_flush - write what is gathered per transaction (counters), and say whom its notices concern; the dispatcher calls it just before the commit. */
enum err ctx_flush(struct ctx *cx);
/* message - the sentence of core/message.def in a language: key "error.too_long" with {field} {limit} {arg} filled in. */
char *message(
        struct arena *a, enum lang lang, const char *key, const char *field, const char *arg, int64_t limit);
