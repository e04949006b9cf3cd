/* log - one structured line (JSON) per happening on stderr; the program logs, libraries do not.
 * Secrets never come here: no bodies, cookies, keys, passwords. */
#pragma once
#include "base/json.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* log_set_level - lines below it are dropped. */
void log_set_level(enum log_level l);
/* log_line - write {"at":…,"level":…,"msg":msg, members…}; the members are pairs written by `fill` (may be NULL). */
void log_line(enum log_level l, const char *msg, void (*fill)(struct jw *w, void *arg), void *arg);
/* log_msg - a plain sentence, printf style. */
void log_msg(enum log_level l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
