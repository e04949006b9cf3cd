/* metrics - counters of requests by route, method and status, and durations by route; printed as Prometheus text. */
#pragma once
#include "base/buf.h"

#include <stdint.h>

#define METRICS_MAX_ROUTES 512 /* further ones are counted together as "other" */

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
/* metrics_count - one finished request. route may be NULL (none matched). Any thread. */
void metrics_count(struct metrics *m, const char *route, const char *method, int status, int64_t duration_us);
/* metrics_count_db - what it asked of the database; after metrics_count. */
void metrics_count_db(
        struct metrics *m, const char *route, const char *method, unsigned n_sql, int64_t db_us);
/* metrics_print - append the text. */
void metrics_print(struct metrics *m, struct buf *out);
