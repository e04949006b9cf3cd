#include "core/security.h"
#include "core/audit.h"
#include "store/member_store.h"

struct security security_of(const struct meta *m)
{
    return (struct security){.audit_days = meta_setting_int(m, "audit_days", AUDIT_DAYS),
            .two_step_required = meta_setting_int(m, "two_step_required", 0) != 0};
}

static const char *number(struct ctx *cx, int64_t n)
{
    return arena_printf(cx->arena, "%lld", (long long)n);
}

enum err security_update(struct ctx *cx, const struct security *in)
{
    const struct security was = security_of(cx->meta);
    const struct audit_change changes[] = {
            {"audit_days", number(cx, was.audit_days), number(cx, in->audit_days)},
            {"two_step_required", number(cx, was.two_step_required), number(cx, in->two_step_required)}};
    const size_t n = sizeof changes / sizeof *changes;
    const char *text = audit_changes(cx->arena, changes, n);
    if (!*text)
        return ERR_OK;
    enum err e = ERR_OK;
    for (size_t i = 0; i < n && !e; i++)
        e = setting_put(cx->db, changes[i].name, changes[i].to);
    cx->meta_changed = true;
    return e ? e : audit_note(cx, AUDIT_SECURITY_CHANGED, NULL, text);
}
