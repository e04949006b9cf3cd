/* worktime - time that counts only while the company works: by weekday and without holidays, in the account's zone. */
#pragma once
#include "core/ctx.h"

/* worktime_add - the instant at which so many working minutes have passed since `at`. Without any working hours: at. */
int64_t worktime_add(struct ctx *cx, int64_t at, int64_t minutes);
/* worktime_between - working minutes from one instant to a later one; 0 when it is not later. */
int64_t worktime_between(struct ctx *cx, int64_t from_at, int64_t to_at);
/* worktime_write - the setting as worktime_check takes it, or what holds until there is one. */
void worktime_write(const struct meta *m, struct jw *w);
/* worktime_check - an account's setting: {"days": [7 × {"from","to"} or null, Monday first], "holidays": ["2026-12-25"]}.
 * Errors: ERR_INVALID "work_hours" */
enum err worktime_check(struct ctx *cx, const json_t *in);
