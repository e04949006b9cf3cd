/* verify - is what the account keeps beside its facts (counters, next tasks, search entries and the
 * words of the full-text index) equal to them, does everything hang on something, and is the history without gaps? */
#pragma once
#include "core/ctx.h"

struct verify_result {
    const char *check; /* short English name */
    int64_t wrong;     /* rows that differ */
};
#define VERIFY_CHECKS 25
/* verify_account - all checks in one snapshot; *out_n <= VERIFY_CHECKS. Reads every card, event and entry of the search. */
enum err verify_account(struct ctx *cx, struct verify_result out[static VERIFY_CHECKS], int *out_n);
