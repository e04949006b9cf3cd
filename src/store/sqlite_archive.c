/* Keeping an SQLite account's past. Every commit's pages are in the log; they are copied from there into the archive
 * before the log may begin anew. A reader that this thread always holds is what keeps it from beginning: it is renewed as
 * the copying goes on, so checkpoints move pages into the database file meanwhile, and let go only while the turn to
 * write is held and everything was copied. A commit's time is noted when it happens.
 * When the copying cannot go on from where it ended (the file was changed without it, the archive's disk was full for
 * long) it begins again with a whole copy of the file: a new epoch, which it also does once a day. */
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/archive_file.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TICK_MS      1000
#define EPOCH_MS     MS_DAY
#define RETRY_MS     MS_MINUTE
#define BEHIND_BYTES (512LL << 20) /* a log that grows beyond this because it cannot be copied is let go */
#define RAW_KEPT     (1 << 20)

struct commit_time {
    int frame;
    int64_t at;
};

struct archive {
    struct sqlite_store *s;
    char dir[PATH_MAX], wal[PATH_MAX];
    int days, tick_ms;
    int64_t max_bytes;
    pthread_t thread;
    pthread_mutex_t time_mutex; /* times */
    struct commit_time *times;
    size_t n_times, cap_times;
    pthread_mutex_t mutex; /* all below */
    pthread_cond_t cond;
    _Atomic bool stopping;
    bool running;
    bool lost;   /* it cannot go on: a new epoch is needed */
    bool basing; /* the whole copy is being made from the reader */
    int64_t retry_at;
    struct archive_log log;
    struct wal_pos pos;
    bool turned;                 /* all is in the database file: the log may have begun anew */
    struct conn *reader, *spare; /* the reader's transaction is open unless `lost` */
    struct buf raw;
    unsigned char page[WAL_PAGE_MAX];
    _Atomic uint64_t n_frames, n_blocks, n_failed, n_epochs;
};

/* Times of commits */

void sqlite_archive_commit(struct archive *ar, int frames)
{
    pthread_mutex_lock(&ar->time_mutex);
    if (ar->n_times == ar->cap_times) {
        ar->cap_times = ar->cap_times ? 2 * ar->cap_times : 256;
        ar->times = mem_realloc(ar->times, ar->cap_times * sizeof *ar->times);
    }
    ar->times[ar->n_times++] = (struct commit_time){frames, clock_now_at()};
    pthread_mutex_unlock(&ar->time_mutex);
}

/* When the commit with this last frame was; *from goes along. One that nobody noted (before a crash) was at `otherwise`. */
static int64_t time_of(struct archive *ar, uint32_t frame, size_t *from, int64_t otherwise)
{
    pthread_mutex_lock(&ar->time_mutex);
    while (*from < ar->n_times && (uint32_t)ar->times[*from].frame < frame)
        ++*from;
    int64_t at = *from < ar->n_times ? ar->times[*from].at : otherwise;
    pthread_mutex_unlock(&ar->time_mutex);
    return at;
}

static void times_forget(struct archive *ar, uint32_t upto)
{
    pthread_mutex_lock(&ar->time_mutex);
    size_t n = 0;
    for (size_t i = 0; i < ar->n_times; i++)
        if ((uint32_t)ar->times[i].frame > upto)
            ar->times[n++] = ar->times[i];
    ar->n_times = n;
    pthread_mutex_unlock(&ar->time_mutex);
}

/* Copying; holding the mutex */

static void lose(struct archive *ar, const char *why)
{
    if (!ar->lost)
        log_msg(LOG_WARN, "%s: its past is no longer kept, until a whole copy is made: %s", ar->s->path, why);
    ar->lost = true;
    atomic_fetch_add(&ar->n_failed, 1);
}

static enum err put_block(
        struct archive *ar, const struct wal_pos *pos, uint32_t n_frames, int64_t last_at, uint32_t flags)
{
    struct archive_block b = {.n_frames = n_frames, .flags = flags, .pos = *pos, .last_at = last_at};
    enum err e = archive_append(&ar->log, &b, (const unsigned char *)ar->raw.p, ar->raw.len);
    ar->raw.len = 0;
    if (e) {
        atomic_fetch_add(&ar->n_failed, 1);
        return e;
    }
    ar->pos = *pos;
    ar->turned = (flags & ARCHIVE_TURNED) != 0;
    atomic_fetch_add(&ar->n_frames, n_frames);
    atomic_fetch_add(&ar->n_blocks, 1);
    return ERR_OK;
}

/* Is the log that of ar->pos, or the one that may follow it? */
static bool log_follows(struct archive *ar, const struct wal_pos *head)
{
    if (wal_same(head, &ar->pos))
        return true;
    if (!ar->turned)
        return false;
    ar->pos = *head;
    return true;
}

/* The last frame that ends a transaction: what lies behind was never committed. */
static uint32_t last_commit(struct archive *ar, int fd)
{
    struct wal_pos at = ar->pos;
    struct wal_frame f;
    uint32_t last = at.frame;
    while (wal_next(fd, &at, ar->page, &f))
        if (f.db_pages)
            last = at.frame;
    return last;
}

/* Frames up to one that is committed, a block at most. */
static enum err copy_block(struct archive *ar, int fd, uint32_t upto, int64_t otherwise)
{
    struct wal_pos at = ar->pos;
    struct wal_frame f;
    size_t from = 0;
    int64_t last_at = ar->log.last.last_at;
    ar->raw.len = 0;
    while (at.frame < upto && ar->raw.len < ARCHIVE_BLOCK_BYTES && wal_next(fd, &at, ar->page, &f)) {
        struct archive_frame head = {f.page, f.db_pages, 0};
        if (f.db_pages)
            last_at = head.at = time_of(ar, at.frame, &from, otherwise);
        buf_add(&ar->raw, &head, sizeof head);
        buf_add(&ar->raw, f.data, at.page_size);
    }
    if (at.frame == ar->pos.frame) {
        lose(ar, "the log holds less than was committed");
        return ERR_INTERNAL;
    }
    enum err e = put_block(ar, &at, at.frame - ar->pos.frame, last_at, 0);
    if (!e)
        times_forget(ar, at.frame);
    return e;
}

/* Everything up to a frame that is committed; 0 = all that is. */
static enum err copy_all(struct archive *ar, uint32_t upto)
{
    struct wal_pos head;
    struct stat st;
    enum err e = ERR_OK;
    int fd = open(ar->wal, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_OK : ERR_INTERNAL;
    int64_t otherwise = fstat(fd, &st) ? clock_now_at()
                                       : (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
    if (wal_begin(fd, &head)) {
        if (!log_follows(ar, &head)) {
            lose(ar, "the log began anew before all of it was taken");
            e = ERR_INTERNAL;
        }
        if (!e && !upto)
            upto = last_commit(ar, fd);
        while (!e && ar->pos.frame < upto)
            e = copy_block(ar, fd, upto, otherwise);
    }
    close(fd);
    if (ar->raw.cap > RAW_KEPT)
        buf_free(&ar->raw);
    return e;
}

/* The reader */

static void reader_end(struct archive *ar)
{
    if (ar->reader && !sqlite3_get_autocommit(ar->reader->sq))
        conn_do(ar->reader, "COMMIT");
}

static bool reader_begin(struct conn *c)
{
    return conn_do(c, "BEGIN") == SQLITE_OK && conn_do(c, "SELECT count(*) FROM sqlite_master") == SQLITE_OK;
}

/* A new one is held before the old one is let go. */
static void reader_renew(struct archive *ar)
{
    if (!reader_begin(ar->spare)) {
        if (!sqlite3_get_autocommit(ar->spare->sq))
            conn_do(ar->spare, "ROLLBACK");
        return; /* the old one keeps the log, only longer */
    }
    reader_end(ar);
    struct conn *old = ar->reader;
    ar->reader = ar->spare;
    ar->spare = old;
}

static void tick(struct archive *ar)
{
    uint32_t committed = (uint32_t)atomic_load(&ar->s->wal_frames), before = ar->pos.frame;
    if (ar->lost || ar->basing || !committed || (committed == before && !ar->turned))
        return;
    enum err e = copy_all(ar, committed);
    if (!e && ar->pos.frame != before)
        reader_renew(ar);
    else if (e && wal_bytes(ar->s) > BEHIND_BYTES)
        lose(ar, "it could not be written for long");
    if (ar->lost)
        reader_end(ar);
}

void sqlite_archive_tick(struct archive *ar)
{
    pthread_mutex_lock(&ar->mutex);
    tick(ar);
    pthread_mutex_unlock(&ar->mutex);
}

bool sqlite_archive_turn(struct archive *ar)
{
    pthread_mutex_lock(&ar->mutex);
    bool ready = !ar->basing;
    if (ready && !ar->lost)
        ready = (copy_all(ar, 0) == ERR_OK &&
                        put_block(ar, &ar->pos, 0, clock_now_at(), ARCHIVE_TURNED) == ERR_OK) ||
                ar->lost;
    if (ready)
        reader_end(ar);
    else
        pthread_mutex_unlock(&ar->mutex);
    return ready;
}

void sqlite_archive_turned(struct archive *ar)
{
    if (!ar->lost && !reader_begin(ar->reader))
        lose(ar, "the database cannot be read");
    times_forget(ar, UINT32_MAX);
    pthread_mutex_unlock(&ar->mutex);
}

/* A new epoch */

/* Holding the turn: what the reader sees now is what the base will be, and what comes after is copied. */
static void begin_epoch(void *store)
{
    struct archive *ar = ((struct sqlite_store *)store)->archive;
    struct wal_pos head = {0};
    struct wal_frame f;
    pthread_mutex_lock(&ar->mutex);
    if (!ar->lost && copy_all(ar, 0) == ERR_OK)
        put_block(ar, &ar->pos, 0, clock_now_at(), ARCHIVE_NEXT);
    reader_end(ar);
    int fd = open(ar->wal, O_RDONLY | O_CLOEXEC);
    struct wal_pos at = {0};
    if (fd >= 0 && wal_begin(fd, &head)) {
        at = head;
        for (struct wal_pos next = head; wal_next(fd, &next, ar->page, &f);)
            if (f.db_pages)
                at = next;
    }
    if (fd >= 0)
        close(fd);
    ar->basing = reader_begin(ar->reader);
    ar->lost = !ar->basing;
    ar->pos = at;
    ar->turned = true; /* nothing before this matters */
    atomic_store(&ar->s->wal_frames, 0);
    times_forget(ar, UINT32_MAX);
    pthread_mutex_unlock(&ar->mutex);
}

static bool copy_base(struct archive *ar, const char *raw)
{
    sqlite3 *to;
    unlink(raw);
    int rc =
            sqlite3_open_v2(raw, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", ar->reader->sq, "main") : NULL;
    if (b) {
        while (!ar->stopping && (rc = sqlite3_backup_step(b, 1024)) == SQLITE_OK)
            ;
        if (sqlite3_backup_finish(b) != SQLITE_OK)
            rc = SQLITE_IOERR;
    }
    sqlite3_close(to);
    return rc == SQLITE_DONE;
}

static void forget_old(struct archive *ar)
{
    struct arena *a = arena_new(0);
    int64_t *epochs, bytes = 0, since = clock_now_at() - ar->days * MS_DAY;
    size_t n, first = 0;
    if (archive_epochs(a, ar->dir, &epochs, &n) == ERR_OK && n) {
        while (first + 1 < n && epochs[first + 1] <= since) /* the next one reaches as far */
            archive_forget(ar->dir, epochs[first++]);
        for (size_t i = first; i < n; i++)
            bytes += archive_bytes(ar->dir, epochs[i]);
        for (; first + 1 < n && bytes > ar->max_bytes; first++) {
            bytes -= archive_bytes(ar->dir, epochs[first]);
            archive_forget(ar->dir, epochs[first]);
        }
    }
    arena_free(a);
}

/* The folder, and the one it is in. */
static bool folders_made(const char *dir)
{
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(dir, '/') ? strrchr(dir, '/') - dir : 0), dir);
    return (!*parent || mkdir(parent, 0700) == 0 || errno == EEXIST) &&
           (mkdir(dir, 0700) == 0 || errno == EEXIST);
}

static void new_epoch(struct archive *ar)
{
    char raw[PATH_MAX], base[PATH_MAX];
    struct archive_log log = {.epoch = clock_now_at()};
    ar->retry_at = log.epoch + RETRY_MS;
    if (commit_turn(&ar->s->commit, WRITE_WAIT_MS, false))
        return;
    commit_now(&ar->s->commit, begin_epoch);
    if (!ar->basing)
        return;
    log.epoch = clock_now_at(); /* whatever is in it was committed before */
    bool ok = snprintf(log.dir, sizeof log.dir, "%s/%lld", ar->dir, (long long)log.epoch) < PATH_MAX &&
              folders_made(ar->dir) && mkdir(log.dir, 0700) == 0 &&
              snprintf(raw, sizeof raw, "%s/base.db", log.dir) < PATH_MAX &&
              snprintf(base, sizeof base, "%s/base.gz", log.dir) < PATH_MAX && copy_base(ar, raw) &&
              archive_pack(raw, base) == ERR_OK;
    unlink(raw);
    pthread_mutex_lock(&ar->mutex);
    ar->basing = false;
    ar->lost = false;
    ar->log = log;
    if (ok)
        atomic_fetch_add(&ar->n_epochs, 1);
    else {
        lose(ar, "the whole copy cannot be made");
        reader_end(ar);
        archive_forget(ar->dir, log.epoch);
    }
    pthread_mutex_unlock(&ar->mutex);
    if (ok)
        forget_old(ar);
}

static void *archive_main(void *arg)
{
    struct archive *ar = arg;
    pthread_mutex_lock(&ar->mutex);
    while (!ar->stopping) {
        tick(ar);
        int64_t now = clock_now_at();
        bool full = archive_bytes(ar->dir, ar->log.epoch) > ar->max_bytes;
        if ((ar->lost || full || now - ar->log.epoch > EPOCH_MS) &&
                (now >= ar->retry_at || ar->retry_at > now + RETRY_MS)) {
            pthread_mutex_unlock(&ar->mutex);
            new_epoch(ar);
            pthread_mutex_lock(&ar->mutex);
        }
        struct timespec until = cond_until(ar->tick_ms);
        if (!ar->stopping)
            pthread_cond_timedwait(&ar->cond, &ar->mutex, &until);
    }
    pthread_mutex_unlock(&ar->mutex);
    return NULL;
}

/* Beginning and end */

/* The file as it stands when nothing is open. */
static bool file_stamp(const char *path, int64_t *out_size, int64_t *out_mtime_ns)
{
    struct stat st;
    if (stat(path, &st))
        return false;
    *out_size = st.st_size;
    *out_mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return true;
}

/* Does the newest epoch end where the database stands? Before the first connection of this program reads the log. */
static bool can_go_on(struct archive *ar)
{
    struct wal_pos head, at;
    struct wal_frame f;
    int64_t size, mtime_ns;
    const struct archive_block *b = &ar->log.last;
    int fd = open(ar->wal, O_RDONLY | O_CLOEXEC);
    bool log_there = fd >= 0 && wal_begin(fd, &head), yes = false;
    ar->pos = b->pos;
    ar->turned = (b->flags & (ARCHIVE_TURNED | ARCHIVE_CLOSED)) != 0;
    if (b->flags & ARCHIVE_CLOSED) {
        yes = !log_there && file_stamp(ar->s->path, &size, &mtime_ns) && size == b->size &&
              mtime_ns == b->mtime_ns;
    } else if (!log_there) {
        yes = ar->turned && fd >= 0; /* emptied, and nothing came after */
    } else if (wal_same(&head, &b->pos)) {
        at = head;
        while (at.frame < b->pos.frame && wal_next(fd, &at, ar->page, &f))
            ;
        yes = at.frame == b->pos.frame && at.sum[0] == b->pos.sum[0] && at.sum[1] == b->pos.sum[1];
    } else {
        yes = ar->turned && head.salt[0] == b->pos.salt[0] + 1;
    }
    if (fd >= 0)
        close(fd);
    return yes;
}

static enum err find_end(struct archive *ar)
{
    struct arena *a = arena_new(0);
    int64_t *epochs;
    size_t n;
    enum err e = archive_epochs(a, ar->dir, &epochs, &n);
    ar->lost = true;
    if (!e && n) {
        e = archive_tail(ar->dir, epochs[n - 1], &ar->log);
        ar->lost = e || !*ar->log.last.magic || !can_go_on(ar);
    }
    arena_free(a);
    return e;
}

enum err sqlite_archive_prepare(struct sqlite_store *s, const struct store_archive *cfg)
{
    struct archive *ar = mem_zalloc(sizeof *ar);
    ar->s = s;
    ar->days = cfg->days;
    ar->max_bytes = cfg->max_bytes;
    ar->tick_ms = cfg->tick_ms ? cfg->tick_ms : TICK_MS;
    pthread_mutex_init(&ar->time_mutex, NULL);
    pthread_mutex_init(&ar->mutex, NULL);
    cond_init(&ar->cond);
    buf_init(&ar->raw, NULL);
    s->archive = ar;
    if (snprintf(ar->dir, sizeof ar->dir, "%s", cfg->dir) >= PATH_MAX ||
            snprintf(ar->wal, sizeof ar->wal, "%s-wal", s->path) >= PATH_MAX)
        return ERR_INTERNAL;
    return find_end(ar);
}

enum err sqlite_archive_start(struct archive *ar)
{
    enum err e = sqlite_conn_open(ar->s, true, &ar->reader);
    if (!e)
        e = sqlite_conn_open(ar->s, true, &ar->spare);
    if (e)
        return e;
    if (!ar->lost && copy_all(ar, 0)) /* what a crash left */
        lose(ar, "what the log holds cannot be taken");
    if (!ar->lost && !reader_begin(ar->reader))
        lose(ar, "the database cannot be read");
    if (pthread_create(&ar->thread, NULL, archive_main, ar))
        mem_panic("sqlite_archive_start: no thread");
    ar->running = true;
    return ERR_OK;
}

void sqlite_archive_stop(struct archive *ar)
{
    ar->stopping = true;
    if (ar->running) {
        pthread_mutex_lock(&ar->mutex);
        pthread_cond_signal(&ar->cond);
        pthread_mutex_unlock(&ar->mutex);
        pthread_join(ar->thread, NULL);
        if (!ar->lost && copy_all(ar, 0))
            lose(ar, "its end cannot be taken");
        reader_end(ar);
    }
    if (ar->reader)
        sqlite_conn_close(ar->reader);
    if (ar->spare)
        sqlite_conn_close(ar->spare);
}

void sqlite_archive_end(struct archive *ar)
{
    struct archive_block b = {.flags = ARCHIVE_CLOSED, .pos = ar->pos, .last_at = clock_now_at()};
    if (ar->running && !ar->lost && access(ar->wal, F_OK) != 0 &&
            file_stamp(ar->s->path, &b.size, &b.mtime_ns))
        archive_append(&ar->log, &b, NULL, 0);
    pthread_cond_destroy(&ar->cond);
    pthread_mutex_destroy(&ar->mutex);
    pthread_mutex_destroy(&ar->time_mutex);
    buf_free(&ar->raw);
    mem_free(ar->times);
    mem_free(ar);
}

void sqlite_archive_metrics(struct archive *ar, int64_t account_id, struct buf *out)
{
    pthread_mutex_lock(&ar->mutex);
    bool lost = ar->lost || ar->basing;
    pthread_mutex_unlock(&ar->mutex);
    metric_put(out, "archive_frames_total", account_id, (int64_t)ar->n_frames);
    metric_put(out, "archive_blocks_total", account_id, (int64_t)ar->n_blocks);
    metric_put(out, "archive_failures_total", account_id, (int64_t)ar->n_failed);
    metric_put(out, "archive_bases_total", account_id, (int64_t)ar->n_epochs);
    metric_put(out, "archive_lost", account_id, lost);
}
