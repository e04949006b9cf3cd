#include "core/security.h"
#include "core/audit.h"
#include "store/member_store.h"

struct security security_of(const struct meta *m)
{
    return (struct security){.audit_days = meta_setting_int(m, "audit_days", AUDIT_DAYS)};
}

static const char *number(struct ctx *cx, int64_t n)
{
    return arena_printf(cx->arena, "%lld", (long long)n);
}

enum err security_update(struct ctx *cx, const struct security *in)
{
    const struct security was = security_of(cx->meta);
    const struct audit_change changes[] = {
            {"audit_days", number(cx, was.audit_days), number(cx, in->audit_days)}};
    const char *text = audit_changes(cx->arena, changes, sizeof changes / sizeof *changes);
    if (!*text)
        return ERR_OK;
    cx->meta_changed = true;
    enum err e = setting_put(cx->db, "audit_days", changes[0].to);
    return e ? e : audit_note(cx, AUDIT_SECURITY_CHANGED, NULL, text);
}
