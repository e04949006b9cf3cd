/* event_log - what people did, written on the card: calls, meetings, notes, e-mails, messages. */
#include "core/access.h"
#include "core/change_impl.h"

#include <string.h>

#define TEXT_MAX  10000
#define DAYS_BACK 3660

static bool is_kind(const char *kind, const char *const *kinds)
{
    for (; *kinds; kinds++)
        if (strcmp(kind, *kinds) == 0)
            return true;
    return false;
}

static enum err check(struct ctx *cx, const char *kind, const char *text, int64_t at)
{
    static const char *const kinds[] = {"call", "meeting", "note", "email", "sms", "form", NULL};
    if (!is_kind(kind, kinds))
        return fail_arg(cx, ERR_INVALID, "kind", "error.not_one_of", kind);
    if (strcmp(kind, "note") == 0 && !*text)
        return fail(cx, ERR_INVALID, "text", "error.required");
    if (text_chars(text, strlen(text)) > TEXT_MAX)
        return fail_limit(cx, ERR_INVALID, "text", "error.too_long", TEXT_MAX);
    if (at > cx->now_at)
        return fail(cx, ERR_INVALID, "at", "error.in_future");
    if (at < cx->now_at - DAYS_BACK * MS_DAY)
        return fail_limit(cx, ERR_INVALID, "at", "error.too_long_ago", DAYS_BACK);
    return ERR_OK;
}

enum err event_log(
        struct ctx *cx, struct card *card, const char *kind, const char *text, int64_t at, bool incoming)
{
    const char *trimmed = text_trim(cx->arena, text ? text : "");
    bool is_contact = strcmp(kind, "note") != 0;
    if (at == 0)
        at = cx->now_at;
    enum err e = access_need_may(cx, card, MAY_EDIT);
    if (!e)
        e = check(cx, kind, trimmed, at);
    if (e)
        return e;
    if (!cx->change_kind)
        cx->change_kind = "event.log";
    if (!cx->change_name)
        cx->change_name = card->name;
    e = event_add(cx, &(struct event_new){.card_id = card->id,
                              .kind = kind,
                              .text = trimmed,
                              .at = at,
                              .new_json = incoming ? "{\"incoming\":true}" : NULL,
                              .is_contact = is_contact});
    return !e && is_contact ? card_contacted(cx, card, at) : e;
}
