#include "http/metrics.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define N_SLOTS    1024 /* a power of two, at least twice METRICS_MAX_ROUTES */
#define N_BUCKETS  11
#define N_STATUSES 16

static const int64_t bucket_us[N_BUCKETS] = {
        1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000};
static const char *const bucket_label[N_BUCKETS] = {
        "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "5"};

struct status_count {
    int status;
    uint64_t n;
};

/* One route and method. A route has few distinct statuses; what does not fit is counted as the last one. */
struct slot {
    char *route, *method;
    struct status_count by_status[N_STATUSES];
    uint64_t buckets[N_BUCKETS];
    uint64_t n, sum_us;
    uint64_t n_sql, db_us;
};

struct metrics {
    pthread_mutex_t lock;
    struct slot slots[N_SLOTS];
    size_t n_used;
};

struct metrics *metrics_new(void)
{
    struct metrics *m = mem_zalloc(sizeof *m);
    pthread_mutex_init(&m->lock, NULL);
    return m;
}

void metrics_free(struct metrics *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < N_SLOTS; i++) {
        mem_free(m->slots[i].route);
        mem_free(m->slots[i].method);
    }
    pthread_mutex_destroy(&m->lock);
    mem_free(m);
}

static uint32_t hash_text(uint32_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

/* The slot of a route and method, made when there is room; NULL when full. */
static struct slot *slot_find(struct metrics *m, const char *route, const char *method)
{
    uint32_t i = hash_text(hash_text(2166136261u, route), method);
    for (;; i++) {
        struct slot *s = &m->slots[i & (N_SLOTS - 1)];
        if (!s->route) {
            if (m->n_used >= METRICS_MAX_ROUTES && strcmp(route, "other") != 0)
                return NULL;
            m->n_used++;
            s->route = mem_str(route);
            s->method = mem_str(method);
            return s;
        }
        if (strcmp(s->route, route) == 0 && strcmp(s->method, method) == 0)
            return s;
    }
}

static void count_status(struct slot *s, int status)
{
    struct status_count *c = s->by_status;
    struct status_count *last = c + N_STATUSES - 1;
    while (c < last && c->status && c->status != status)
        c++;
    if (!c->status)
        c->status = status;
    c->n++;
}

/* Methods are the client's free text; only the usual ones become a label. */
static const char *method_label(const char *method)
{
    static const char *const known[] = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(method, known[i]) == 0)
            return known[i];
    return "other";
}

void metrics_count(struct metrics *m, const char *route, const char *method, int status, int64_t duration_us)
{
    method = method_label(method);
    pthread_mutex_lock(&m->lock);
    struct slot *s = slot_find(m, route ? route : "none", method);
    if (!s)
        s = slot_find(m, "other", "other");
    count_status(s, status);
    s->n++;
    s->sum_us += duration_us > 0 ? (uint64_t)duration_us : 0;
    for (size_t i = 0; i < N_BUCKETS; i++)
        s->buckets[i] += duration_us <= bucket_us[i];
    pthread_mutex_unlock(&m->lock);
}

void metrics_count_db(struct metrics *m, const char *route, const char *method, unsigned n_sql, int64_t db_us)
{
    if (!n_sql)
        return;
    method = method_label(method);
    pthread_mutex_lock(&m->lock);
    struct slot *s = slot_find(m, route ? route : "none", method);
    if (!s)
        s = slot_find(m, "other", "other");
    s->n_sql += n_sql;
    s->db_us += (uint64_t)db_us;
    pthread_mutex_unlock(&m->lock);
}

static void print_db(const struct slot *s, struct buf *out)
{
    buf_printf(out, "cardinal_http_request_db_seconds_total{route=\"%s\",method=\"%s\"} %.6f\n", s->route,
            s->method, (double)s->db_us / 1e6);
    buf_printf(out, "cardinal_http_request_statements_total{route=\"%s\",method=\"%s\"} %llu\n", s->route,
            s->method, (unsigned long long)s->n_sql);
}

static void print_statuses(const struct slot *s, struct buf *out)
{
    for (size_t i = 0; i < N_STATUSES && s->by_status[i].status; i++)
        buf_printf(out, "cardinal_http_requests_total{route=\"%s\",method=\"%s\",status=\"%d\"} %llu\n",
                s->route, s->method, s->by_status[i].status, (unsigned long long)s->by_status[i].n);
}

static void print_durations(const struct slot *s, struct buf *out)
{
    for (size_t i = 0; i < N_BUCKETS; i++)
        buf_printf(out,
                "cardinal_http_request_duration_seconds_bucket{route=\"%s\",method=\"%s\",le=\"%s\"} %llu\n",
                s->route, s->method, bucket_label[i], (unsigned long long)s->buckets[i]);
    buf_printf(out,
            "cardinal_http_request_duration_seconds_bucket{route=\"%s\",method=\"%s\",le=\"+Inf\"} %llu\n",
            s->route, s->method, (unsigned long long)s->n);
    buf_printf(out, "cardinal_http_request_duration_seconds_sum{route=\"%s\",method=\"%s\"} %.6f\n", s->route,
            s->method, (double)s->sum_us / 1e6);
    buf_printf(out, "cardinal_http_request_duration_seconds_count{route=\"%s\",method=\"%s\"} %llu\n",
            s->route, s->method, (unsigned long long)s->n);
}

void metrics_print(struct metrics *m, struct buf *out)
{
    pthread_mutex_lock(&m->lock);
    buf_puts(out, "# TYPE cardinal_http_requests_total counter\n");
    for (size_t i = 0; i < N_SLOTS; i++)
        if (m->slots[i].route)
            print_statuses(&m->slots[i], out);
    buf_puts(out, "# TYPE cardinal_http_request_duration_seconds histogram\n");
    for (size_t i = 0; i < N_SLOTS; i++)
        if (m->slots[i].route)
            print_durations(&m->slots[i], out);
    buf_puts(out, "# TYPE cardinal_http_request_db_seconds_total counter\n"
                  "# TYPE cardinal_http_request_statements_total counter\n");
    for (size_t i = 0; i < N_SLOTS; i++)
        if (m->slots[i].n_sql)
            print_db(&m->slots[i], out);
    pthread_mutex_unlock(&m->lock);
}
