#include "core/see_as.h"
#include "core/directory_impl.h"

bool see_as_may(const struct member *by, const struct member *them)
{
    return by && them && by != them && by->active && !by->locked && by->role == ROLE_ADMINISTRATOR &&
           them->active && them->role != ROLE_ADMINISTRATOR;
}

struct change {
    int64_t session_id, was, member_id, until_at;
};

static enum err save(struct db *db, struct ctx *cx, void *arg)
{
    const struct change *ch = arg;
    (void)cx;
    enum err e = session_see_as(db, ch->session_id, ch->was, ch->member_id, ch->until_at);
    return directory_sessions_ended(db, e, &(struct session){.id = ch->session_id}, 0);
}

enum err see_as_begin(struct directory *dir, struct ctx *cx, const struct session *s, const struct member *by,
        const struct member *them, int64_t *out_until_at)
{
    if (!see_as_may(by, them))
        return fail(cx, ERR_CONFLICT, NULL, "error.see_as_member");
    struct change ch = {s->id, 0, them->id, cx->now_at + SEE_AS_MINUTES * MS_MINUTE};
    enum err e = directory_write(dir, cx, save, &ch);
    if (!e)
        *out_until_at = ch.until_at;
    return e == ERR_NOT_FOUND ? fail(cx, ERR_CONFLICT, NULL, "error.see_as_member") : e;
}

enum err see_as_end(struct directory *dir, struct ctx *cx, const struct session *s)
{
    struct change ch = {s->id, s->seen_as, 0, 0};
    return directory_write(dir, cx, save, &ch);
}
