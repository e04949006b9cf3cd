/* radar - contacts that may be the same: each one is compared with few others, found by indexes, whenever it changed; the
 * pairs, each with its reasons, wait for somebody's decision. The cost grows with the number of contacts, never of pairs. */
#pragma once
#include "core/job.h"

/* radar_soon - contacts changed: have them looked at by the job, unless it is on its way already. */
enum err radar_soon(struct ctx *cx);
/* radar_step - the job "radar": the next 100 contacts that changed. */
enum err radar_step(struct ctx *cx, struct job *job, bool *out_more);
/* radar_typo - by how much two keys differ (a letter wrong, missing, too many, or two swapped), when that is little enough
 * for a typing error: 1 or 2; 0 = they are equal; -1 = it is more, or their digits differ. */
int radar_typo(const char *a, const char *b);
/* radar_tax - a tax number to compare by: its digits, of a Hungarian one the first eight; "" when there are too few. */
char *radar_tax(struct arena *a, const char *tax_no);

struct pairs_query {
    int kind; /* -1 = both, else enum contact_kind */
    bool two; /* those that somebody said are no duplicates */
    const char *cursor;
    int limit; /* 1-100 */
};
/* pairs_write - {"rows":[{id,kind,score,reasons,a,b}],"next","n","capped","looking"}: pairs of which the member sees both, the
 * likeliest first. n counts at most 1,000; looking: contacts are still to be compared. */
enum err pairs_write(struct ctx *cx, const struct pairs_query *q, struct jw *w);
/* pair_decide - they are two different ones (remembered for good), or may be one after all. */
enum err pair_decide(struct ctx *cx, int64_t id, bool two);
/* pair_get - its contacts, for who sees both. Errors: ERR_NOT_FOUND */
enum err pair_get(struct ctx *cx, int64_t id, int64_t *out_a, int64_t *out_b);
