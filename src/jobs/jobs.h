/* jobs - the background side of one server: a few threads that run jobs in steps and wake cards whose wake_at has come
 * (forgotten, deferred, silent), in all accounts. An account is opened when something is due in it, whoever else uses it;
 * long jobs of several accounts take turns by slices of time. Work is never held in one transaction longer than a step. */
#pragma once
#include "core/accounts.h"

struct jobs;

struct jobs_config {
    struct accounts *accounts;
    int workers;
    int64_t lease_ms; /* a server that says nothing of its job for so long is taken for dead, and another does it */
    /* Other servers work on these accounts, too: what they plan is looked for in every account once a lease. Without
     * others each account is looked into once, after the start. */
    bool others;
};

enum err jobs_start(const struct jobs_config *cfg, struct jobs **out_jobs);
/* jobs_wake - something is due in an account at `at`. Any thread, never blocks long. */
void jobs_wake(struct jobs *j, int64_t account_id, int64_t at);
/* jobs_stop - after the present steps; running jobs go on at the next start. */
void jobs_stop(struct jobs *j);
/* jobs_metrics - as Prometheus text. */
void jobs_metrics(struct jobs *j, struct buf *out);
/* jobs_run_all - run everything due now in the calling thread and return when nothing is left (command line, tests).
 * Gives: *out_failed, the number of jobs that failed. */
enum err jobs_run_all(struct account *acc, int64_t *out_failed);
