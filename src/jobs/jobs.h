/* jobs - the background side of one server: a worker that runs jobs in steps, and the timer that wakes cards whose
 * wake_at has come (forgotten, deferred, silent). Both work on one account with their own transactions and never hold
 * one longer than a step. */
#pragma once
#include "core/account.h"

struct jobs;

/* jobs_start - two threads for this account. data_dir: where imports keep their files. */
enum err jobs_start(struct account *acc, struct jobs **out_jobs);
/* jobs_wake - something is due at `at`; whoever sleeps longer looks again. Any thread, never blocks long. */
void jobs_wake(struct jobs *j, int64_t at);
/* jobs_stop - after the present step; running jobs go on at the next start. */
void jobs_stop(struct jobs *j);
/* jobs_run_all - run everything due now in the calling thread and return when nothing is left (command line, tests).
 * Gives: *out_failed, the number of jobs that failed. */
enum err jobs_run_all(struct account *acc, int64_t *out_failed);
