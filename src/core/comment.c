#include "core/comment.h"
#include "core/access.h"
#include "core/cursor.h"
#include "core/event.h"
#include "core/follow.h"
#include "core/notify.h"
#include "core/stale.h"

#include <string.h>

#define LIMIT_MAX   200
#define READERS_MAX 20

/* Who sees it may speak about it, when his role is not for looking only. */
static enum err may_speak(struct ctx *cx, struct subject *s)
{
    enum err e = subject_get(cx, s);
    if (!e)
        e = access_writes(cx, MAY_EDIT);
    return !e && s->trashed_at ? subject_edit(cx, s) : e;
}

/* Text and mentions, checked */

static enum err take_text(struct ctx *cx, const char *text, const char **out)
{
    const char *s = text_trim(cx->arena, text);
    if (!*s)
        return fail(cx, ERR_INVALID, "text", "error.required");
    if (text_chars(s, strlen(s)) > COMMENT_MAX)
        return fail_limit(cx, ERR_INVALID, "text", "error.too_long", COMMENT_MAX);
    *out = s;
    return ERR_OK;
}

static bool is_in(const json_t *ids, int64_t id)
{
    for (size_t i = 0; i < json_array_size(ids); i++)
        if (json_integer_value(json_array_get(ids, i)) == id)
            return true;
    return false;
}

static enum err check_mention(struct ctx *cx, const struct subject *s, int64_t id)
{
    const struct member *m = meta_member(cx->meta, id);
    bool sees;
    if (!m || !m->active)
        return fail(cx, ERR_INVALID, "mentions", "error.unknown_user");
    enum err e = subject_seen_by(cx, s, m, &sees);
    if (!e && !sees)
        return fail_arg(cx, ERR_INVALID, "mentions", "error.mention_unseen", m->name);
    return e;
}

/* before: the ids of those who were called already, or NULL; they may have left meanwhile. */
static enum err take_mentions(
        struct ctx *cx, const struct subject *s, const json_t *in, const json_t *before, const char **out)
{
    json_t *ids = json_keep(cx->arena, json_array());
    if (json_array_size(in) > MENTIONS_MAX)
        return fail_limit(cx, ERR_INVALID, "mentions", "error.too_many", MENTIONS_MAX);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < json_array_size(in); i++) {
        const int64_t id = json_integer_value(json_array_get(in, i));
        if (is_in(ids, id))
            continue;
        e = is_in(before, id) ? ERR_OK : check_mention(cx, s, id);
        json_array_append_new(ids, json_integer(id));
    }
    *out = json_text(cx->arena, ids);
    return e;
}

static json_t *ids_of(struct ctx *cx, const char *mentions)
{
    json_t *j;
    const char *why;
    return json_read(cx->arena, mentions, strlen(mentions), &j, &why) ? NULL : j;
}

/* Telling */

static enum err tell_one(struct ctx *cx, const struct comment *c, int64_t member_id, const char *kind)
{
    return notify(cx, &(struct notification){.kind = kind,
                              .member_id = member_id,
                              .card_id = c->card_id,
                              .contact_id = c->contact_id,
                              .comment_id = c->id});
}

/* Those who are called by name, but not those who had been (before: their ids, or NULL). */
static enum err tell_mentioned(
        struct ctx *cx, const struct subject *s, const struct comment *c, const json_t *before)
{
    const json_t *ids = ids_of(cx, c->mentions);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < json_array_size(ids); i++) {
        const int64_t id = json_integer_value(json_array_get(ids, i));
        if (is_in(before, id))
            continue;
        e = follow_auto(cx, s, id);
        if (!e)
            e = tell_one(cx, c, id, "mention");
    }
    return e;
}

static enum err tell_followers(struct ctx *cx, const struct subject *s, const struct comment *c)
{
    const json_t *called = ids_of(cx, c->mentions);
    int64_t *ids;
    size_t n = 0;
    enum err e = follow_list(cx, s, &ids, &n);
    for (size_t i = 0; !e && i < n; i++) {
        bool sees;
        if (is_in(called, ids[i]))
            continue;
        e = subject_seen_by(cx, s, meta_member(cx->meta, ids[i]), &sees);
        if (!e && sees)
            e = tell_one(cx, c, ids[i], "comment");
    }
    return e;
}

static enum err changed(struct ctx *cx, const struct subject *s, const struct comment *c, const char *kind)
{
    subject_notice(cx, s);
    cx->change_name = s->name;
    return event_add(
            cx, &(struct event_new){.card_id = c->card_id,
                        .contact_id = c->contact_id,
                        .kind = kind,
                        .new_json = arena_printf(cx->arena, "{\"comment_id\":%lld}", (long long)c->id)});
}

enum err comment_add(
        struct ctx *cx, struct subject *s, const char *text, const json_t *mentions, struct comment *out)
{
    struct comment c = {.card_id = s->card_id,
            .contact_id = s->contact_id,
            .member_id = cx->member->id,
            .created_at = cx->now_at,
            .version = 1};
    enum err e = may_speak(cx, s);
    if (!e)
        e = take_text(cx, text, &c.text);
    if (!e)
        e = take_mentions(cx, s, mentions, NULL, &c.mentions);
    if (!e)
        e = comment_store_insert(cx->db, &c, &c.id);
    if (!e)
        e = follow_auto(cx, s, c.member_id);
    if (!e)
        e = tell_mentioned(cx, s, &c, NULL);
    if (!e)
        e = tell_followers(cx, s, &c);
    cx->change_kind = "comment.add";
    if (!e)
        e = changed(cx, s, &c, "comment");
    if (!e)
        *out = c;
    return e;
}

/* Changing */

static enum err find(struct ctx *cx, int64_t id, struct subject *s, struct comment *out)
{
    enum err e = comment_store_get(cx->db, id, out);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.not_found") : e;
    *s = (struct subject){.card_id = out->card_id, .contact_id = out->contact_id};
    return may_speak(cx, s);
}

static enum err stale(struct ctx *cx, const struct comment *now, int64_t version, const char *yours)
{
    struct stale s;
    stale_begin(cx, &s);
    comment_write(cx, &s.w, now);
    stale_fields(&s, version);
    stale_field(&s, "text", val_text(yours), val_text(now->text));
    return stale_end(cx, &s);
}

enum err comment_edit(struct ctx *cx, int64_t id, int64_t version, const char *text, const json_t *mentions,
        struct comment *out)
{
    struct subject s;
    struct comment was, c;
    enum err e = find(cx, id, &s, &was);
    if (!e && was.trashed_at)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (!e && was.member_id != cx->member->id)
        return fail(cx, ERR_FORBIDDEN, NULL, "error.comment_others");
    if (e)
        return e;
    c = was;
    e = take_text(cx, text, &c.text);
    if (!e && mentions)
        e = take_mentions(cx, &s, mentions, ids_of(cx, was.mentions), &c.mentions);
    if (!e && version && version != was.version)
        return stale(cx, &was, version, c.text);
    c.edited_at = cx->now_at;
    if (!e)
        e = comment_store_edit(cx->db, &c);
    if (!e)
        e = tell_mentioned(cx, &s, &c, ids_of(cx, was.mentions));
    if (e)
        return e;
    subject_notice(cx, &s);
    c.version++;
    *out = c;
    return ERR_OK;
}

static enum err put_away(struct ctx *cx, const struct subject *s, const struct comment *c, bool away)
{
    cx->change_kind = away ? "comment.trash" : "comment.restore";
    enum err e = comment_store_trash(cx->db, c->id, away ? cx->now_at : 0);
    return e ? e : changed(cx, s, c, away ? "comment_removed" : "comment_restored");
}

static enum err may_take_back(struct ctx *cx, const struct comment *c)
{
    const bool may = !cx->member || c->member_id == cx->member->id || cx->member->role == ROLE_ADMINISTRATOR;
    return may ? ERR_OK : fail(cx, ERR_FORBIDDEN, NULL, "error.comment_others");
}

enum err comment_trash(struct ctx *cx, int64_t id)
{
    struct subject s;
    struct comment c;
    enum err e = find(cx, id, &s, &c);
    if (!e)
        e = may_take_back(cx, &c);
    return e || c.trashed_at ? e : put_away(cx, &s, &c, true);
}

enum err comment_revert(struct ctx *cx, const char *kind, const char *new_json)
{
    const bool stood = strcmp(kind, "comment_removed") != 0;
    struct subject s;
    struct comment c;
    enum err e = find(cx, comment_of_event(cx, new_json), &s, &c);
    if (!e)
        e = may_take_back(cx, &c);
    if (!e && (c.trashed_at != 0) == stood)
        return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", s.name);
    return e ? e : put_away(cx, &s, &c, stood);
}

int64_t comment_of_event(struct ctx *cx, const char *new_json)
{
    return json_integer_value(json_object_get(json_tree(cx->arena, new_json), "comment_id"));
}

/* Out */

void comment_write(struct ctx *cx, struct jw *w, const struct comment *in)
{
    jw_obj(w);
    jw_kint(w, "id", in->id);
    jw_kval(w, "card_id", in->card_id ? val_int(in->card_id) : val_null());
    jw_kval(w, "contact_id", in->contact_id ? val_int(in->contact_id) : val_null());
    jw_kint(w, "member_id", in->member_id);
    jw_kstr(w, "text", in->text);
    jw_key(w, "mentions");
    jw_raw(w, in->mentions, strlen(in->mentions));
    jw_kint(w, "created_at", in->created_at);
    jw_kval(w, "edited_at", in->edited_at ? val_int(in->edited_at) : val_null());
    jw_kint(w, "version", in->version);
    jw_obj_end(w);
}

enum err comment_list_write(struct ctx *cx, struct subject *s, const char *cursor, int limit, struct jw *w)
{
    struct cursor before = {.id = INT64_MAX};
    struct comment *list;
    size_t n, max = limit < 1 || limit > LIMIT_MAX ? 50 : (size_t)limit;
    enum err e = subject_get(cx, s);
    if (!e && cursor && !cursor_read(cx->arena, cursor, &before))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    if (!e)
        e = comment_store_list(cx->db, s->card_id, s->contact_id, before.id, (int)max + 1, &list, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n && i < max; i++)
        comment_write(cx, w, &list[i]);
    jw_arr_end(w);
    jw_kstr(w, "next", n > max ? cursor_text(cx->arena, &(struct cursor){.id = list[max - 1].id}) : NULL);
    jw_obj_end(w);
    return ERR_OK;
}

/* Both folded: does a word of the name begin with what was typed? */
static bool name_fits(const char *name, const char *typed)
{
    size_t n = strlen(typed);
    for (const char *p = name; p; p = strchr(p, ' ')) {
        p += *p == ' ';
        if (strncmp(p, typed, n) == 0)
            return true;
    }
    return false;
}

enum err comment_readers_write(struct ctx *cx, struct subject *s, const char *typed, struct jw *w)
{
    const char *folded = text_fold(cx->arena, typed);
    int left = READERS_MAX;
    enum err e = subject_get(cx, s);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (int i = 0; !e && left && i < cx->meta->n_members; i++) {
        const struct member *m = &cx->meta->members[i];
        bool sees = false;
        if (!m->active || !name_fits(text_fold(cx->arena, m->name), folded))
            continue;
        e = subject_seen_by(cx, s, m, &sees);
        if (!e && sees) {
            subject_member_write(w, m);
            left--;
        }
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}
