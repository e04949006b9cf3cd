/* What the library calls; all on the event loop's thread. */
#include "http/exchange.h"

#include <string.h>

/* Addresses are decoded by head.c; the library is to leave them as they came. */
size_t entry_unescape(void *arg, struct MHD_Connection *mhd, char *s)
{
    return strlen(s);
}

static struct conn *conn_of(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void entry_connection(void *arg, struct MHD_Connection *mhd, void **socket_context,
        enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        conn_open(arg, mhd, socket_context);
    } else if (*socket_context) {
        conn_close(*socket_context);
        *socket_context = NULL;
    }
}

/* A request line was read: an exchange begins. */
void *entry_request_line(void *arg, const char *target, struct MHD_Connection *mhd)
{
    struct conn *c = conn_of(mhd);
    if (c->phase != PHASE_CUT)
        conn_phase(c, PHASE_HEAD, c->server->cfg.head_deadline_ms);
    return exchange_new(c, target);
}

static enum MHD_Result on_head(struct exchange *x, const char *method, const char *version)
{
    struct http_server *s = x->server;
    const char *why = NULL;
    int status = head_read(x, method, version, &why);
    if (status)
        return reply_refuse(x, status, why);
    if (s->draining)
        return reply_refuse(x, 503, "The server is stopping.");
    x->plan = (struct http_plan){.lane = LANE_SHORT, .max_body_bytes = 1u << 20};
    if (s->cfg.accept)
        s->cfg.accept(s->cfg.arg, &x->rq, &x->plan);
    if (x->plan.refuse_status && x->has_body)
        return reply_refuse(x, x->plan.refuse_status, NULL);
    if (x->plan.refuse_status) {
        reply_problem(x, x->plan.refuse_status, NULL);
        x->state = X_REFUSED;
        return MHD_YES;
    }
    status = upload_begin(x, &why);
    return status ? reply_refuse(x, status, why) : MHD_YES;
}

static enum MHD_Result on_body(struct exchange *x, const char *p, size_t *n)
{
    const char *why = NULL;
    int status = upload_piece(x, p, n, &why);
    return status ? reply_refuse(x, status, why) : MHD_YES;
}

static enum MHD_Result on_whole(struct exchange *x)
{
    if (x->upload && x->upload->fail_status)
        return reply_refuse(x, x->upload->fail_status, "The body cannot be stored.");
    if (upload_finish(x))
        exchange_run(x);
    return MHD_YES;
}

/* Suspended and resumed although there is no work to do: a resumed connection is read again, and only so does the
 * library (edge-triggered, and content with a short read) see an end that came together with the request. */
static enum MHD_Result on_refused(struct exchange *x)
{
    x->state = X_RUN;
    loop_suspend(x);
    exchange_post(x);
    return MHD_YES;
}

enum MHD_Result entry_access(void *arg, struct MHD_Connection *mhd, const char *url, const char *method,
        const char *version, const char *data, size_t *n, void **context)
{
    struct exchange *x = *context;
    switch (x->state) {
    case X_HEAD:
        return on_head(x, method, version);
    case X_BODY:
        return *n ? on_body(x, data, n) : on_whole(x);
    case X_SAVING:
        return MHD_YES; /* a further chunk that the library had read already: it keeps it until the resume */
    case X_REFUSED:
        return on_refused(x);
    case X_DONE:
        return reply_queue(x);
    default:
        return MHD_NO;
    }
}

void entry_completed(
        void *arg, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code)
{
    struct exchange *x = *context;
    if (!x)
        return;
    *context = NULL;
    /* Heads and chunks that the library itself refuses never come to us with a status. */
    if (!x->log_status && x->state <= X_BODY && x->conn->phase != PHASE_CUT &&
            code == MHD_REQUEST_TERMINATED_WITH_ERROR)
        x->log_status = 400;
    exchange_end(x);
}
