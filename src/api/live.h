/* live - what changed, to the event streams of those who may know: the hooks that an account calls after a commit. */
#pragma once
#include "api/app.h"

void live_publish(void *app, struct account *acc, const struct notice *first, unsigned n);
void live_meta_changed(void *app, struct account *acc, uint64_t serial);
void live_wake(void *app, struct account *acc, int64_t at);
