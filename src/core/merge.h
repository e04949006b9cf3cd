/* merge - two contacts become one: values, mails, phones and addresses are united, people and cards go to the one that is
 * kept, the other stays in the trash and points at it. All through the doors of everybody's changes, so history tells and
 * undo takes back each step. What moves much is a job. */
#pragma once
#include "core/contact.h"
#include "core/job.h"

/* merge_preview_write - {"keep","drop","fields":[{name,keep,drop,wins}],"points","addresses","n_people","n_cards"}: what
 * would become of it. Errors: ERR_INVALID "other", they cannot be merged */
enum err merge_preview_write(struct ctx *cx, int64_t keep_id, int64_t drop_id, struct jw *w);

struct merge {
    int64_t keep_id, drop_id;
    int64_t keep_version, drop_version; /* 0 = no check */
    const json_t *take; /* names of members of which the dropped one's value goes on; NULL = none */
};
/* merge_run - at once, or as a job when more than 100 cards and people move.
 * Gives:  *out_change_id what undo takes back; *out_job_id 0 = done
 * Errors: ERR_CONFLICT it has another version by now; ERR_INVALID; ERR_FORBIDDEN */
enum err merge_run(struct ctx *cx, const struct merge *m, int64_t *out_change_id, int64_t *out_job_id);

#define MERGE_PAIRS 1000
/* merge_pairs - of each pair the one with more cards, or the older one, is kept; a job.
 * Takes:  ids of pairs; or, n_ids 0, all of a score and kind; expect: how many were named to the person
 * Errors: ERR_CONFLICT their number is another by now (extra {"n"}) */
enum err merge_pairs(struct ctx *cx, const int64_t *ids, size_t n_ids, int min_score, int kind,
        int64_t expect, int64_t *out_n, int64_t *out_change_id, int64_t *out_job_id);
/* merge_step - the job "merge". */
enum err merge_step(struct ctx *cx, struct job *job, bool *out_more);
