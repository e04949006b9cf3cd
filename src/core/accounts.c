#include "core/accounts.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#define OPEN_WAIT_S   10
#define OPEN_AT_START 8 /* so many accounts, and no more, are opened by the start itself */
#define BUCKETS       1024u
#define MEASURE_US    5000000 /* sizes are looked at so often while an account is used */

enum phase { SHUT, OPENING, OPEN, CLOSING };

struct entry {
    struct entry *chain;         /* in its bucket */
    struct entry *older, *newer; /* open ones, in the order of use */
    int64_t id;
    struct arena *arena; /* of the texts, made anew with them */
    struct account_facts facts;
    const char *place, *database;
    struct account *acc;
    enum phase phase;
    int holds;
    int64_t used_us;
    int64_t measured_us; /* when its size was looked at */
    bool full;
    bool seen;  /* by the refresh that runs */
    bool gone;  /* no longer in the directory */
    bool moved; /* to another place since it was opened */
};

struct host {
    const char *name;
    int64_t account_id;
};

struct accounts {
    struct accounts_config cfg;
    pthread_mutex_t refresh_lock; /* one refresh at a time; taken before lock */
    int64_t stamp;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* a phase */
    struct entry *bucket[BUCKETS];
    struct entry **all; /* by id */
    size_t n, cap;
    struct entry *newest, *oldest;
    uint64_t serial; /* of what was taken over */
    size_t n_live;
    int64_t first;          /* the oldest of them */
    struct entry **by_slug; /* of those that are there */
    int n_open;             /* with those being opened and closed */
    struct arena *host_arena;
    struct host *hosts; /* by name */
    size_t n_hosts;
};

static struct entry **bucket_of(struct accounts *as, int64_t id)
{
    return &as->bucket[(uint64_t)id % BUCKETS];
}

static struct entry *find(struct accounts *as, int64_t id)
{
    struct entry *e = *bucket_of(as, id);
    while (e && e->id != id)
        e = e->chain;
    return e;
}

/* The order of use */

static void order_take(struct accounts *as, struct entry *e)
{
    *(e->newer ? &e->newer->older : &as->newest) = e->older;
    *(e->older ? &e->older->newer : &as->oldest) = e->newer;
    e->older = e->newer = NULL;
}

static void order_put(struct accounts *as, struct entry *e)
{
    e->newer = NULL;
    e->older = as->newest;
    *(as->newest ? &as->newest->newer : &as->oldest) = e;
    as->newest = e;
}

static void used(struct accounts *as, struct entry *e)
{
    e->used_us = clock_mono_us();
    if (as->newest == e)
        return;
    order_take(as, e);
    order_put(as, e);
}

/* Whoever opens or refreshes tells the account what it may have. With the lock. */
static void tell_limits(const struct entry *e)
{
    const struct account_limits *l = &e->facts.limits;
    const struct quota q = {.cards = l->cards,
            .members = l->members,
            .bytes = l->bytes,
            .rate = l->rate,
            .full = l->bytes && e->full,
            .read_only = e->facts.state == ACCOUNT_READ_ONLY};
    account_limit(e->acc, &q);
}

/* Closing one that nobody holds. Called and left with the lock held, which is given up meanwhile. */
static void close_entry(struct accounts *as, struct entry *e)
{
    struct account *acc = e->acc;
    e->phase = CLOSING;
    e->acc = NULL;
    order_take(as, e);
    pthread_mutex_unlock(&as->lock);
    account_close(acc);
    pthread_mutex_lock(&as->lock);
    e->phase = SHUT;
    e->moved = false;
    as->n_open--;
    pthread_cond_broadcast(&as->changed);
}

static struct entry *longest_unused(struct accounts *as)
{
    struct entry *e = as->oldest;
    while (e && e->holds)
        e = e->newer;
    return e;
}

/* Make room for one more; when all are in use there will be one too many for a while. */
static void make_room(struct accounts *as)
{
    struct entry *e;
    while (as->n_open >= as->cfg.max_open && (e = longest_unused(as)))
        close_entry(as, e);
}

static enum err open_now(struct accounts *as, struct entry *e)
{
    int64_t id = e->id;
    struct account *acc = NULL;
    e->phase = OPENING;
    as->n_open++;
    pthread_mutex_unlock(&as->lock);
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "open"};
    enum err err = directory_open_account(as->cfg.dir, &cx, id, &as->cfg.hooks, &acc);
    arena_free(a);
    pthread_mutex_lock(&as->lock);
    e->phase = err ? SHUT : OPEN;
    e->acc = acc;
    if (err)
        as->n_open--;
    else {
        tell_limits(e);
        order_put(as, e);
    }
    pthread_cond_broadcast(&as->changed);
    return err;
}

/* What is being opened or closed is waited for. */
static enum err settled(struct accounts *as, struct entry *e)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += OPEN_WAIT_S;
    while (e->phase == OPENING || e->phase == CLOSING)
        if (pthread_cond_timedwait(&as->changed, &as->lock, &until) == ETIMEDOUT)
            return ERR_BUSY;
    return ERR_OK;
}

/* An entry is freed by accounts_free alone: a pointer to one stays good while the lock is given up. */
static enum err hold(struct accounts *as, struct entry *e)
{
    for (;;) {
        if (e->gone)
            return ERR_NOT_FOUND;
        enum err err = e->facts.state == ACCOUNT_CLOSED ? ERR_BUSY : settled(as, e);
        if (err)
            return err;
        if (e->phase == OPEN && e->moved && !e->holds) {
            close_entry(as, e);
            continue;
        }
        if (e->phase == OPEN)
            break;
        make_room(as); /* gives the lock up: look again */
        if (e->phase != SHUT || e->gone || e->facts.state == ACCOUNT_CLOSED)
            continue;
        err = open_now(as, e);
        if (err)
            return err;
    }
    e->holds++;
    used(as, e);
    return ERR_OK;
}

enum err accounts_hold(struct accounts *as, int64_t id, struct account **out_account)
{
    pthread_mutex_lock(&as->lock);
    struct entry *e = find(as, id);
    enum err err = e ? hold(as, e) : ERR_NOT_FOUND;
    if (!err)
        *out_account = e->acc;
    pthread_mutex_unlock(&as->lock);
    return err;
}

bool accounts_hold_open(struct accounts *as, int64_t id, struct account **out_account)
{
    pthread_mutex_lock(&as->lock);
    struct entry *e = find(as, id);
    bool open = e && !settled(as, e) && e->phase == OPEN;
    if (open) {
        e->holds++;
        *out_account = e->acc;
    }
    pthread_mutex_unlock(&as->lock);
    return open;
}

void accounts_hold_more(struct accounts *as, struct account *acc)
{
    pthread_mutex_lock(&as->lock);
    find(as, account_id(acc))->holds++;
    pthread_mutex_unlock(&as->lock);
}

void accounts_release(struct accounts *as, struct account *acc)
{
    pthread_mutex_lock(&as->lock);
    find(as, account_id(acc))->holds--;
    pthread_mutex_unlock(&as->lock);
}

/* Taking over the directory */

static bool same_place(const struct entry *e, const struct account_row *row)
{
    return strcmp(e->place, row->place) == 0 && strcmp(e->database, row->database) == 0;
}

static struct entry *entry_new(struct accounts *as, int64_t id)
{
    struct entry *e = mem_zalloc(sizeof *e);
    e->id = id;
    e->chain = *bucket_of(as, id);
    *bucket_of(as, id) = e;
    if (as->n == as->cap) {
        as->cap = as->cap ? as->cap * 2 : 64;
        as->all = mem_realloc(as->all, as->cap * sizeof *as->all);
    }
    size_t at = as->n++;
    for (; at && as->all[at - 1]->id > id; at--) /* nearly always the greatest so far */
        as->all[at] = as->all[at - 1];
    as->all[at] = e;
    return e;
}

static void take_row(struct accounts *as, const struct account_row *row)
{
    struct entry *e = find(as, row->id);
    if (!e)
        e = entry_new(as, row->id);
    else if (!e->gone && e->phase != SHUT && !same_place(e, row))
        e->moved = true;
    struct arena *fresh = arena_new(0);
    e->facts = (struct account_facts){.slug = arena_str(fresh, row->slug),
            .name = arena_str(fresh, row->name),
            .state = row->state,
            .limits = row->limits};
    e->place = arena_str(fresh, row->place);
    e->database = arena_str(fresh, row->database);
    if (e->arena)
        arena_free(e->arena);
    e->arena = fresh;
    e->seen = true;
    e->gone = false;
    e->measured_us = 0;
    if (e->phase == OPEN)
        tell_limits(e);
}

static void take_hosts(struct accounts *as, const struct host_row *rows, size_t n)
{
    if (as->host_arena)
        arena_free(as->host_arena);
    as->host_arena = arena_new(0);
    as->hosts = arena_array(as->host_arena, struct host, n);
    as->n_hosts = n;
    for (size_t i = 0; i < n; i++) {
        as->hosts[i] = (struct host){arena_str(as->host_arena, rows[i].host), rows[i].account_id};
        struct entry *e = find(as, rows[i].account_id);
        if (e && !e->facts.host)
            e->facts.host = arena_str(e->arena, rows[i].host);
    }
}

static int by_slug(const void *a, const void *b)
{
    const struct entry *const *x = a, *const *y = b;
    return strcmp((*x)->facts.slug, (*y)->facts.slug);
}

static void take_names(struct accounts *as)
{
    as->by_slug = mem_realloc(as->by_slug, (as->n + 1) * sizeof *as->by_slug);
    as->n_live = 0;
    for (size_t i = 0; i < as->n; i++)
        if (!as->all[i]->gone)
            as->by_slug[as->n_live++] = as->all[i];
    as->first = as->n_live ? as->by_slug[0]->id : 0;
    qsort(as->by_slug, as->n_live, sizeof *as->by_slug, by_slug);
}

/* Gives the ids of accounts that people must leave now. */
static size_t take_over(struct accounts *as, struct arena *a, const struct account_row *rows, size_t n,
        const struct host_row *hosts, size_t n_hosts, int64_t **out_shut)
{
    pthread_mutex_lock(&as->lock);
    size_t n_shut = 0;
    int64_t *shut = arena_array(a, int64_t, as->n + n);
    for (size_t i = 0; i < as->n; i++)
        as->all[i]->seen = false;
    for (size_t i = 0; i < n; i++)
        take_row(as, &rows[i]);
    for (size_t i = 0; i < as->n; i++) {
        struct entry *e = as->all[i];
        bool was_gone = e->gone;
        e->gone = !e->seen;
        if ((e->gone && !was_gone) || (!e->gone && e->facts.state == ACCOUNT_CLOSED))
            shut[n_shut++] = e->id;
    }
    take_hosts(as, hosts, n_hosts);
    take_names(as);
    as->serial++;
    pthread_mutex_unlock(&as->lock);
    *out_shut = shut;
    return n_shut;
}

static enum err read_stamp(struct accounts *as, struct arena *a, int64_t *out)
{
    struct db *db;
    enum err e = store_read(directory_store(as->cfg.dir), a, &db);
    if (e)
        return e;
    e = book_stamp(db, out);
    store_read_end(db);
    return e;
}

static enum err refresh(struct accounts *as, struct arena *a)
{
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "refresh"};
    struct account_row *rows;
    struct host_row *hosts;
    size_t n, n_hosts;
    int64_t stamp, *shut;
    enum err e = read_stamp(as, a, &stamp);
    if (e || stamp == as->stamp)
        return e;
    e = directory_accounts(as->cfg.dir, &cx, &rows, &n);
    if (!e)
        e = book_host_list(as->cfg.dir, &cx, 0, &hosts, &n_hosts);
    if (e)
        return e;
    size_t n_shut = take_over(as, a, rows, n, hosts, n_hosts, &shut);
    as->stamp = stamp;
    for (size_t i = 0; as->cfg.shut && i < n_shut; i++)
        as->cfg.shut(as->cfg.arg, shut[i]);
    return ERR_OK;
}

enum err accounts_refresh(struct accounts *as)
{
    struct arena *a = arena_new(0);
    pthread_mutex_lock(&as->refresh_lock);
    enum err e = refresh(as, a);
    pthread_mutex_unlock(&as->refresh_lock);
    arena_free(a);
    return e;
}

uint64_t accounts_serial(struct accounts *as)
{
    pthread_mutex_lock(&as->lock);
    uint64_t serial = as->serial;
    pthread_mutex_unlock(&as->lock);
    return serial;
}

static bool must_close(const struct accounts *as, const struct entry *e, int64_t now_us)
{
    if (e->holds)
        return false;
    if (e->gone || e->moved || e->facts.state == ACCOUNT_CLOSED)
        return true;
    return as->n_live > 1 && now_us - e->used_us > (int64_t)as->cfg.idle_ms * 1000;
}

static bool must_measure(const struct entry *e, int64_t now_us)
{
    return e->phase == OPEN && e->facts.limits.bytes && (e->holds || e->used_us > e->measured_us) &&
           (!e->measured_us || now_us - e->measured_us > MEASURE_US);
}

static enum err bytes_of(struct account *acc, int64_t *out)
{
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at(), .request_id = "measure"};
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, db_bytes(cx.db, out), NULL, NULL);
    arena_free(a);
    return e;
}

/* Sizes of the accounts that may not grow for ever. Called and left with the lock held. */
static void measure(struct accounts *as, struct entry *e, int64_t now_us)
{
    struct account *acc = e->acc;
    int64_t bytes = 0;
    e->holds++;
    e->measured_us = now_us;
    pthread_mutex_unlock(&as->lock);
    enum err err = bytes_of(acc, &bytes);
    pthread_mutex_lock(&as->lock);
    e->holds--;
    if (!err)
        e->full = bytes >= e->facts.limits.bytes;
    if (e->phase == OPEN)
        tell_limits(e);
}

void accounts_tend(struct accounts *as)
{
    pthread_mutex_lock(&as->lock);
    int64_t now_us = clock_mono_us();
    for (size_t i = 0; i < as->n; i++)
        if (must_measure(as->all[i], now_us))
            measure(as, as->all[i], now_us);
    struct entry *e = as->oldest;
    bool closed = false;
    while (e)
        if (must_close(as, e, now_us)) {
            close_entry(as, e);
            closed = true;
            e = as->oldest; /* the order may be another by now */
        } else
            e = e->newer;
    pthread_mutex_unlock(&as->lock);
    if (closed)
        mem_give_back();
}

/* Start and end */

enum err accounts_new(const struct accounts_config *cfg, struct accounts **out_accounts)
{
    struct accounts *as = mem_zalloc(sizeof *as);
    as->cfg = *cfg;
    pthread_mutex_init(&as->refresh_lock, NULL);
    pthread_mutex_init(&as->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&as->changed, &attr);
    pthread_condattr_destroy(&attr);
    enum err e = accounts_refresh(as);
    if (e)
        accounts_free(as);
    else
        *out_accounts = as;
    return e;
}

enum err accounts_start(struct accounts *as, struct arena *a, const char **out_why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && as->n <= OPEN_AT_START && i < as->n; i++) {
        struct account *acc;
        if (as->all[i]->facts.state == ACCOUNT_CLOSED)
            continue;
        *out_why = arena_printf(a, "the account %s", as->all[i]->facts.slug);
        e = accounts_hold(as, as->all[i]->id, &acc);
        if (!e)
            accounts_release(as, acc);
        if (e == ERR_DAMAGED) { /* the others go on; whoever comes to it is told */
            log_msg(LOG_ERROR, "%s cannot be opened: %s", *out_why, err_sentence(e));
            e = ERR_OK;
        }
    }
    return e;
}

void accounts_free(struct accounts *as)
{
    if (!as)
        return;
    for (size_t i = 0; i < as->n; i++) {
        account_close(as->all[i]->acc);
        arena_free(as->all[i]->arena);
        mem_free(as->all[i]);
    }
    if (as->host_arena)
        arena_free(as->host_arena);
    mem_free(as->all);
    mem_free(as->by_slug);
    pthread_cond_destroy(&as->changed);
    pthread_mutex_destroy(&as->lock);
    pthread_mutex_destroy(&as->refresh_lock);
    mem_free(as);
}

/* Looking up */

int64_t accounts_named(struct accounts *as, const char *slug)
{
    const struct entry like = {.facts.slug = slug}, *key = &like;
    pthread_mutex_lock(&as->lock);
    struct entry **found = as->n_live ? bsearch(&key, as->by_slug, as->n_live, sizeof key, by_slug) : NULL;
    int64_t id = found ? (*found)->id : 0;
    pthread_mutex_unlock(&as->lock);
    return id;
}

/* Is the first n of the Host header this name, whatever its letters? */
static int host_compare(const char *given, size_t n, const char *name)
{
    int way = strncasecmp(given, name, n);
    return way ? way : name[n] ? -1 : 0;
}

int64_t accounts_at_host(struct accounts *as, const char *host)
{
    int64_t id = 0;
    size_t n = strcspn(host, ":");
    n -= n && host[n - 1] == '.';
    pthread_mutex_lock(&as->lock);
    size_t low = 0, high = as->n_hosts;
    while (low < high && !id) {
        size_t mid = (low + high) / 2;
        int way = host_compare(host, n, as->hosts[mid].name);
        if (way == 0)
            id = as->hosts[mid].account_id;
        else if (way < 0)
            high = mid;
        else
            low = mid + 1;
    }
    pthread_mutex_unlock(&as->lock);
    return id;
}

size_t accounts_ids(struct accounts *as, struct arena *a, int64_t **out_ids)
{
    size_t n = 0;
    pthread_mutex_lock(&as->lock);
    int64_t *ids = arena_array(a, int64_t, as->n + 1);
    for (size_t i = 0; i < as->n; i++)
        if (!as->all[i]->gone)
            ids[n++] = as->all[i]->id;
    pthread_mutex_unlock(&as->lock);
    *out_ids = ids;
    return n;
}

size_t accounts_open_ids(struct accounts *as, struct arena *a, int64_t **out_ids)
{
    size_t n = 0;
    pthread_mutex_lock(&as->lock);
    int64_t *ids = arena_array(a, int64_t, as->n + 1);
    for (const struct entry *e = as->oldest; e; e = e->newer)
        ids[n++] = e->id;
    pthread_mutex_unlock(&as->lock);
    *out_ids = ids;
    return n;
}

int64_t accounts_only(struct accounts *as)
{
    pthread_mutex_lock(&as->lock);
    int64_t id = as->n_live == 1 ? as->first : 0;
    pthread_mutex_unlock(&as->lock);
    return id;
}

int64_t accounts_first(struct accounts *as)
{
    pthread_mutex_lock(&as->lock);
    int64_t id = as->first;
    pthread_mutex_unlock(&as->lock);
    return id;
}

size_t accounts_count(struct accounts *as)
{
    pthread_mutex_lock(&as->lock);
    size_t n = as->n_live;
    pthread_mutex_unlock(&as->lock);
    return n;
}

enum err accounts_facts(struct accounts *as, struct arena *a, int64_t id, struct account_facts *out)
{
    pthread_mutex_lock(&as->lock);
    const struct entry *e = find(as, id);
    bool there = e && !e->gone;
    if (there) {
        *out = e->facts;
        out->slug = arena_str(a, e->facts.slug);
        out->name = arena_str(a, e->facts.name);
        out->host = e->facts.host ? arena_str(a, e->facts.host) : NULL;
    }
    pthread_mutex_unlock(&as->lock);
    return there ? ERR_OK : ERR_NOT_FOUND;
}
