/* security - the account's rules for logging in (settings of the account). */
#pragma once
#include "core/ctx.h"

struct security {
    int64_t audit_days;
    bool two_step_required;
};

/* security_of - as the snapshot has it. */
struct security security_of(const struct meta *m);
/* security_update - writes it to the audit log. Errors: ERR_INVALID with the field. Effects: meta_changed */
enum err security_update(struct ctx *cx, const struct security *in);
