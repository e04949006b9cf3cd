#include "core/access.h"
#include "store/card_store.h"

bool access_sees_all(const struct member *m)
{
    return !m || m->role >= ROLE_MANAGER || m->sees_all;
}

enum err access_card(struct ctx *cx, int64_t owner_id, int64_t card_id)
{
    const struct member *m = cx->member;
    if (access_sees_all(m) || owner_id == 0 || owner_id == m->id)
        return ERR_OK;
    bool has = false;
    enum err e = card_store_has_task_of(cx->db, card_id, m->id, &has);
    if (e != ERR_OK)
        return e;
    return has ? ERR_OK : fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
}

int64_t access_owner_filter(const struct ctx *cx)
{
    return access_sees_all(cx->member) ? 0 : cx->member->id;
}

enum err access_need_role(struct ctx *cx, enum role at_least)
{
    if (!cx->member || cx->member->role >= at_least)
        return ERR_OK;
    return fail(cx, ERR_FORBIDDEN, NULL, "error.forbidden");
}

bool access_may_notice(int64_t member_id, bool sees_all, int64_t owner_id, int64_t old_owner_id)
{
    return sees_all || owner_id == 0 || owner_id == member_id || old_owner_id == member_id;
}
