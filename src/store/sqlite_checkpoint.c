/* The checkpoint thread: moves the log's pages into the database file so that no commit has to. Passive
 * checkpoints never wait for anybody and nobody waits for them, but beside steady writing they never catch
 * up, and the log would grow for ever: past LIMIT_FACTOR times the usual length the thread takes a turn in
 * the writers' line and finishes the rest, which is little by then, so that the next writer begins the log
 * anew. */
#include "base/clock.h"
#include "base/mem.h"
#include "store/sqlite.h"

#include <errno.h>

#define LIMIT_FACTOR       3
#define PAUSE_MS           2000      /* after such a pause what is left in the log is moved */
#define TRUNCATE_BYTES     (8 << 20) /* an idle log larger than this gives its space back */
#define READERS_TIMEOUT_MS 100       /* how long finishing may wait for readers while writers wait for us */

/* By urgency. The log keeps its length on disk through pauses, as writing over it is twice as fast as growing it. */
enum ask { ASK_NOTHING, ASK_TRUNCATE_WHEN_IDLE, ASK_AT_PAUSE, ASK_NOW };

int checkpoint_wal_grew(void *store, sqlite3 *sq, const char *db_name, int frames)
{
    (void)sq, (void)db_name;
    struct sqlite_store *s = store;
    if (frames < atomic_load(&s->wal_frames)) /* the log began anew */
        atomic_store(&s->wal_next, s->checkpoint_pages);
    atomic_store(&s->wal_frames, frames);
    if (s->archive)
        sqlite_archive_commit(s->archive, frames);
    return SQLITE_OK;
}

static void ask(struct sqlite_store *s, enum ask what)
{
    pthread_mutex_lock(&s->checkpoint_mutex);
    if (s->asked < (int)what) {
        s->asked = (int)what;
        pthread_cond_signal(&s->checkpoint_cond);
    }
    pthread_mutex_unlock(&s->checkpoint_mutex);
}

void checkpoint_ask(struct sqlite_store *s)
{
    atomic_store(&s->commit_at_us, clock_mono_us());
    int frames = atomic_load(&s->wal_frames), next = atomic_load(&s->wal_next);
    if (frames >= next && atomic_compare_exchange_strong(&s->wal_next, &next, frames + s->checkpoint_pages))
        ask(s, ASK_NOW);
    else if (!atomic_exchange(&s->wal_dirty, true))
        ask(s, ASK_AT_PAUSE);
}

/* Milliseconds until what was asked may be done; holding checkpoint_mutex. */
static int ms_to_go(struct sqlite_store *s)
{
    if (s->asked == ASK_NOW)
        return 0;
    int64_t pause_ms = (clock_mono_us() - atomic_load(&s->commit_at_us)) / 1000;
    int64_t left = (s->asked == ASK_AT_PAUSE ? PAUSE_MS : s->idle_ms) - pause_ms;
    return left > 0 ? (int)left : 0;
}

/* What to do next; waits for it. ASK_NOTHING: the store closes. */
static enum ask next_work(struct sqlite_store *s)
{
    int ms = 0;
    pthread_mutex_lock(&s->checkpoint_mutex);
    while (!s->stopping && (s->asked == ASK_NOTHING || (ms = ms_to_go(s)) > 0)) {
        struct timespec until = cond_until(ms);
        if (s->asked == ASK_NOTHING)
            pthread_cond_wait(&s->checkpoint_cond, &s->checkpoint_mutex);
        else
            pthread_cond_timedwait(&s->checkpoint_cond, &s->checkpoint_mutex, &until);
    }
    enum ask what = s->stopping ? ASK_NOTHING : (enum ask)s->asked;
    s->asked = ASK_NOTHING;
    pthread_mutex_unlock(&s->checkpoint_mutex);
    return what;
}

/* Frames in the log in *out_log; true when all of them are in the database file now. */
static bool checkpoint(struct sqlite_store *s, int mode, int *out_log)
{
    int log = 0, moved = 0;
    int64_t t = clock_mono_us();
    int rc = sqlite3_wal_checkpoint_v2(s->checkpointer->sq, "main", mode, &log, &moved);
    atomic_fetch_add(&s->checkpoint_us, (uint64_t)(clock_mono_us() - t));
    atomic_fetch_add(&s->n_checkpoints, 1);
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY)
        atomic_fetch_add(&s->n_failed_checkpoints, 1);
    *out_log = log;
    return rc == SQLITE_OK && log == moved;
}

/* Empties the log, unless it is still needed for the archive. */
static bool empty_log(struct sqlite_store *s, int mode)
{
    int log;
    if (s->archive && !sqlite_archive_turn(s->archive))
        return false;
    bool done = checkpoint(s, mode, &log);
    if (s->archive) {
        atomic_store(&s->wal_frames, 0); /* whether it began anew shows at the next commit */
        if (done)
            atomic_store(&s->wal_next, s->checkpoint_pages);
        sqlite_archive_turned(s->archive);
    }
    return done;
}

static void finish_log(void *store)
{
    struct sqlite_store *s = store;
    empty_log(s, SQLITE_CHECKPOINT_RESTART);
    atomic_fetch_add(&s->n_forced_checkpoints, 1);
}

static void truncate_log(void *store)
{
    struct sqlite_store *s = store;
    if (!empty_log(s, SQLITE_CHECKPOINT_TRUNCATE))
        return;
    atomic_fetch_add(&s->n_truncates, 1);
    atomic_store(&s->wal_frames, 0);
    atomic_store(&s->wal_next, s->checkpoint_pages);
}

static void work_now(struct sqlite_store *s)
{
    int log;
    if (s->archive)
        sqlite_archive_tick(s->archive);
    checkpoint(s, SQLITE_CHECKPOINT_PASSIVE, &log);
    if (log >= LIMIT_FACTOR * s->checkpoint_pages && commit_turn(&s->commit, WRITE_WAIT_MS, false) == ERR_OK)
        commit_now(&s->commit, finish_log);
    ask(s, ASK_AT_PAUSE);
}

static void tidy_step(void *store)
{
    struct sqlite_store *s = store;
    if (s->search_loose)
        search_tidy(s);
    s->tidied = !s->search_loose;
}

/* Until there is nothing left to do or somebody writes. */
static void tidy(struct sqlite_store *s)
{
    int log;
    s->tidied = false;
    while (!s->tidied && !atomic_load(&s->wal_dirty) && commit_turn(&s->commit, 0, false) == ERR_OK) {
        commit_now(&s->commit, tidy_step);
        if (atomic_load(&s->wal_frames) >= s->checkpoint_pages)
            checkpoint(s, SQLITE_CHECKPOINT_PASSIVE, &log);
    }
}

static void work_at_pause(struct sqlite_store *s)
{
    int log;
    atomic_store(&s->wal_dirty, false);
    tidy(s);
    if (checkpoint(s, SQLITE_CHECKPOINT_PASSIVE, &log)) {
        ask(s, wal_bytes(s) >= TRUNCATE_BYTES ? ASK_TRUNCATE_WHEN_IDLE : ASK_NOTHING);
        return;
    }
    atomic_store(&s->commit_at_us, clock_mono_us()); /* a long reader is in the way: later */
    ask(s, ASK_AT_PAUSE);
}

static void *checkpoint_main(void *arg)
{
    struct sqlite_store *s = arg;
    for (enum ask what; (what = next_work(s)) != ASK_NOTHING;) {
        if (what == ASK_NOW)
            work_now(s);
        else if (what == ASK_AT_PAUSE)
            work_at_pause(s);
        else if (commit_turn(&s->commit, 0, false) == ERR_OK)
            commit_now(&s->commit, truncate_log);
    }
    return NULL;
}

enum err checkpoint_start(struct sqlite_store *s)
{
    atomic_store(&s->wal_next, s->checkpoint_pages);
    enum err e = sqlite_conn_open(s, false, &s->checkpointer);
    if (e)
        return e;
    sqlite3_busy_timeout(s->checkpointer->sq, READERS_TIMEOUT_MS);
    ask(s, ASK_AT_PAUSE); /* a log left behind by a crash */
    if (pthread_create(&s->checkpoint_thread, NULL, checkpoint_main, s) == 0)
        return ERR_OK;
    sqlite_conn_close(s->checkpointer);
    return ERR_INTERNAL;
}

void checkpoint_stop(struct sqlite_store *s)
{
    pthread_mutex_lock(&s->checkpoint_mutex);
    s->stopping = true;
    pthread_cond_signal(&s->checkpoint_cond);
    pthread_mutex_unlock(&s->checkpoint_mutex);
    pthread_join(s->checkpoint_thread, NULL);
    sqlite_conn_close(s->checkpointer);
}
