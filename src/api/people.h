/* people - what the routes about members, sessions and metadata share. */
#pragma once
#include "api/app.h"
#include "api/route.h"

/* people_write - all members as an array. */
enum err people_write(struct call *c);
/* people_welcome - sign `who` in: sets the cookie and writes {"me": Member}; job_id > 0 goes with it. `how` is what the audit
 * log says of it. */
enum err people_welcome(struct call *c, const struct session *who, const char *how, int64_t job_id);
