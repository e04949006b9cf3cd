#include "base/log.h"
#include "base/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int least = LOG_INFO;

void log_set_level(enum log_level l)
{
    atomic_store_explicit(&least, (int)l, memory_order_relaxed);
}

static bool dropped(enum log_level l)
{
    return (int)l < atomic_load_explicit(&least, memory_order_relaxed);
}

/* One write per line, so that lines of several threads never mix; the loop is for pipes that take a part. */
static void put(const char *p, size_t n)
{
    while (n) {
        ssize_t k = write(STDERR_FILENO, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return;
        p += k;
        n -= (size_t)k;
    }
}

void log_line(enum log_level l, const char *msg, void (*fill)(struct jw *w, void *arg), void *arg)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (dropped(l))
        return;
    int saved = errno; /* a log line must not change what the caller is about to read */
    char at[25];
    clock_iso(clock_now_at(), at);
    struct buf out;
    buf_init(&out, NULL);
    struct jw w;
    jw_init(&w, &out);
    jw_obj(&w);
    jw_kstr(&w, "at", at);
    jw_kstr(&w, "level", names[l]);
    jw_kstr(&w, "msg", msg);
    if (fill)
        fill(&w, arg);
    jw_obj_end(&w);
    buf_putc(&out, '\n');
    put(out.p, out.len);
    buf_free(&out);
    errno = saved;
}

void log_msg(enum log_level l, const char *fmt, ...)
{
    if (dropped(l))
        return;
    char msg[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    log_line(l, msg, NULL, NULL);
}
