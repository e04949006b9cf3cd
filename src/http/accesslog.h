/* accesslog - one line per finished request, written by a thread of its own so that a slow log never holds the event
 * loop. When more lines wait than fit, further ones are dropped and counted. */
#pragma once
#include <stdint.h>

struct accesslog;

struct access_line {
    char id[17], method[12];
    char route[64]; /* pattern; empty when none matched */
    char remote[46];
    int status; /* 0: the client went away or was cut */
    int64_t duration_us, bytes_in, bytes_out, user_id, account_id, db_us;
    unsigned n_sql;
};

struct accesslog *accesslog_new(void);
/* accesslog_free - after the last waiting line is written. */
void accesslog_free(struct accesslog *l);
void accesslog_put(struct accesslog *l, const struct access_line *line);
/* accesslog_dropped - lines lost because the log was too slow. */
uint64_t accesslog_dropped(struct accesslog *l);
