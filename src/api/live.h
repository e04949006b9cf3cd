/* live - what changed, to the event streams of those who may know: the hooks that an account calls after a commit. */
#pragma once
#include "api/app.h"

void live_publish(void *app, struct account *acc, const struct notice *first, unsigned n);
void live_meta_changed(void *app, struct account *acc, uint64_t serial);
void live_wake(void *app, struct account *acc, int64_t at);
/* live_heard, live_deaf - the server's ear (store_ear): what a server of the same databases did, perhaps this one. */
void live_heard(void *app, const char *text);
void live_deaf(void *app, bool deaf);
/* live_id - the id of the last event that the message of this number may have. */
uint64_t live_id(int64_t number);
