/* steward - three threads of a server for what concerns whole accounts: orders to move one (core/move.h), backups
 * (core/backups.h), and what browsers are told (jobs/pusher.h). They look once a second, the last four times. */
#pragma once
#include "core/backups.h"
#include "jobs/pusher.h"

struct steward;

struct steward_config {
    struct directory *dir;
    struct backup_plan backups;
    /* An account of this server, NULL when it has none of this id; back when it is done with. */
    struct account *(*take)(void *arg, int64_t id);
    void (*give)(void *arg, struct account *acc);
    void *arg;
    struct accounts *accounts; /* the open ones' browsers are told */
    struct push_policy push;
};

struct steward *steward_start(const struct steward_config *cfg);
/* steward_stop - what is being done ends early, and says so. NULL is fine. */
void steward_stop(struct steward *s);
