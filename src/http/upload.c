#include "base/clock.h"
#include "base/mem.h"
#include "http/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define PART_BYTES       (256u << 10) /* written to the file at a time */
#define BYTES_PER_SECOND (64 << 10)   /* what a body's deadline grants beyond body_deadline_ms */
#define MAX_BODIES_BYTES (256u << 20) /* all bodies in memory together */

static const char *too_large(struct exchange *x)
{
    return arena_printf(x->rq.arena, "The body is longer than %zu bytes.", x->plan.max_body_bytes);
}

static void move_deadline(struct exchange *x)
{
    int64_t grant_us =
            x->server->cfg.body_deadline_ms * 1000LL + x->received_bytes * 1000000 / BYTES_PER_SECOND;
    conn_deadline(x->conn, x->body_started_us + grant_us);
}

int upload_begin(struct exchange *x, const char **out_why)
{
    if (x->content_length > 0 && (uint64_t)x->content_length > x->plan.max_body_bytes) {
        *out_why = too_large(x);
        return 413;
    }
    x->state = X_BODY;
    if (!x->has_body)
        return 0;
    x->body_started_us = clock_mono_us();
    conn_phase(x->conn, PHASE_BODY, x->server->cfg.body_deadline_ms);
    if (x->plan.body_to_file) {
        x->upload = arena_new_of(x->rq.arena, struct upload);
        x->upload->fd = -1;
        buf_init(&x->upload->part, NULL);
    }
    return 0;
}

static int fail_status(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? 507 : 500;
}

static bool open_file(struct exchange *x)
{
    struct upload *u = x->upload;
    const char *dir = x->server->cfg.tmp_dir ? x->server->cfg.tmp_dir : "/tmp";
    u->path = arena_printf(x->rq.arena, "%s/cardinal-upload-XXXXXX", dir);
    u->fd = mkostemp(u->path, O_CLOEXEC);
    if (u->fd < 0)
        u->path = NULL;
    return u->fd >= 0;
}

static bool write_part(struct upload *u)
{
    for (size_t at = 0; at < u->part.len;) {
        ssize_t n = write(u->fd, u->part.p + at, u->part.len - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    u->part.len = 0;
    return true;
}

/* On the IO lane. */
static void save(struct pool_job *job, struct pool_worker *w)
{
    struct exchange *x = (struct exchange *)((char *)job - offsetof(struct exchange, job));
    struct upload *u = x->upload;
    if ((u->fd < 0 && !open_file(x)) || !write_part(u))
        u->fail_status = fail_status();
    exchange_post(x);
}

static void submit_save(struct exchange *x)
{
    x->state = X_SAVING;
    x->job.run = save;
    loop_suspend(x);
    loop_submit(x, POOL_IO);
}

static int check_upload(const struct exchange *x, const char **out_why)
{
    if (!x->upload || !x->upload->fail_status)
        return 0;
    *out_why = "The body cannot be stored.";
    return x->upload->fail_status;
}

int upload_piece(struct exchange *x, const char *p, size_t *n, const char **out_why)
{
    struct http_server *s = x->server;
    int status = check_upload(x, out_why);
    if (status)
        return status;
    if (*n > x->plan.max_body_bytes - (uint64_t)x->received_bytes) {
        *out_why = too_large(x);
        return 413;
    }
    if (x->upload) {
        buf_add(&x->upload->part, p, *n);
    } else if (s->bodies_bytes + *n > MAX_BODIES_BYTES) {
        *out_why = "Too many bodies are being received.";
        return 503;
    } else {
        buf_add(&x->body, p, *n);
        s->bodies_bytes += *n;
        x->body_counted += *n;
    }
    x->received_bytes += (int64_t)*n;
    *n = 0;
    move_deadline(x);
    if (x->upload && x->upload->part.len >= PART_BYTES)
        submit_save(x);
    return 0;
}

bool upload_finish(struct exchange *x)
{
    struct upload *u = x->upload;
    if (!u && x->has_body) {
        x->rq.body = buf_str(&x->body);
        x->rq.body_len = x->body.len;
    }
    if (!u || u->fail_status)
        return true;
    if (u->fd < 0 || u->part.len) {
        submit_save(x);
        return false;
    }
    buf_free(&u->part);
    x->rq.body_path = u->path;
    x->rq.body_len = (size_t)x->received_bytes;
    return true;
}

void upload_discard(struct exchange *x)
{
    struct upload *u = x->upload;
    if (!u)
        return;
    buf_free(&u->part);
    if (u->fd >= 0)
        close(u->fd);
    if (u->path)
        unlink(u->path);
}
