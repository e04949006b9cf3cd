/* event_list - the history as people read it: what was and what is, in their language; and the list of one's changes. */
#include "core/access.h"
#include "core/change_impl.h"
#include "core/comment.h"
#include "core/contact_own.h"
#include "core/cursor.h"
#include "meta/field_type.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_MAX 200
#define SHOWN_MAX 20 /* members of an object shown at most */

bool change_undoable(const struct ctx *cx, int64_t at, int64_t member_id, int64_t undone_at)
{
    bool own = cx->member && cx->member->id == member_id;
    bool manager = !cx->member || cx->member->role >= ROLE_MANAGER;
    return undone_at == 0 && at > cx->now_at - UNDO_DAYS * MS_DAY && (own || manager);
}

/* Values */

/* What is shown of a field's value; nothing when the field or its choice is gone. */
static char *field_show(struct ctx *cx, const struct card *card, const struct field *f, const char *json)
{
    struct fault fault = cx->fault;
    struct val v;
    enum err e = value_from_json(cx, f, json, &v);
    cx->fault = fault;
    return e || val_is_null(v) ? NULL : value_show(cx, card->module, f, v);
}

static const char *time_show(struct ctx *cx, int64_t at, bool has_time)
{
    if (at == NO_DUE)
        return NULL;
    struct civil c;
    clock_local(at, cx->zone, &c);
    if (has_time)
        return field_type_named("datetime")->show(cx->arena, NULL, val_int(at), cx->lang, cx->zone);
    struct val day = val_text(arena_printf(cx->arena, "%04d-%02d-%02d", c.year, c.month, c.day));
    return field_type_named("date")->show(cx->arena, NULL, day, cx->lang, cx->zone);
}

static const char *member_show(struct ctx *cx, const json_t *j)
{
    const struct member *m = json_is_integer(j) ? meta_member(cx->meta, json_integer_value(j)) : NULL;
    return m ? m->name : NULL;
}

static json_t *object_of(struct ctx *cx, struct val v)
{
    json_t *j;
    const char *why;
    if (v.type != VAL_TEXT || json_read(cx->arena, v.s, v.len, &j, &why))
        return NULL;
    return json_is_object(j) ? j : NULL;
}

/* A task's members as one line: its text when that changed, deadline, assignee, result. */
static const char *task_show(struct ctx *cx, struct val v)
{
    json_t *j = object_of(cx, v), *due = json_object_get(j, "due_at");
    if (!j)
        return NULL;
    const char *parts[] = {json_string_value(json_object_get(j, "text")),
            json_is_integer(due) ? time_show(cx, json_integer_value(due),
                                           json_integer_value(json_object_get(j, "due_has_time")) != 0)
                                 : NULL,
            member_show(cx, json_object_get(j, "assignee_id")),
            json_string_value(json_object_get(j, "address")),
            json_string_value(json_object_get(j, "result"))};
    struct buf b;
    buf_init(&b, cx->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i] || !*parts[i])
            continue;
        buf_puts(&b, b.len ? " · " : "");
        buf_puts(&b, parts[i]);
    }
    return b.len ? buf_str(&b) : NULL;
}

static void json_show(struct buf *b, const json_t *j)
{
    size_t i;
    json_t *item;
    if (json_is_array(j)) {
        json_array_foreach((json_t *)j, i, item)
        {
            const json_t *value = json_object_get(item, "value"), *city = json_object_get(item, "city");
            json_show(b, value ? value : city);
        }
        return;
    }
    if (!json_is_integer(j) && !(json_is_string(j) && json_string_length(j)))
        return;
    buf_puts(b, b->len ? " · " : "");
    if (json_is_string(j))
        buf_puts(b, json_string_value(j));
    else
        buf_int(b, json_integer_value(j));
}

static const char *contact_show(struct ctx *cx, struct val v)
{
    json_t *j = object_of(cx, v), *member;
    const char *key;
    struct buf b;
    int n = 0;
    buf_init(&b, cx->arena);
    json_object_foreach(j, key, member)
    {
        bool named = strcmp(key, "first_name") == 0 || strcmp(key, "last_name") == 0 ||
                     strcmp(key, "owner_id") == 0 || strcmp(key, "company_id") == 0 ||
                     strcmp(key, "into") == 0 || strcmp(key, "files") == 0 || strcmp(key, "comments") == 0;
        if (strcmp(key, "fields") == 0)
            contact_own_show(cx, member, &b);
        else if (!named && n++ < SHOWN_MAX)
            json_show(&b, member);
    }
    return b.len ? buf_str(&b) : NULL;
}

struct shown {
    const char *field_label, *old_text, *new_text;
};

static bool is_field_kind(const char *kind)
{
    return strcmp(kind, "field") == 0 || strcmp(kind, "status") == 0 || strcmp(kind, "owner") == 0;
}

static struct shown show(struct ctx *cx, const struct card *card, const struct val *row)
{
    struct shown s = {0};
    const char *kind = val_s(row[EVENT_KIND], ""), *code = val_s(row[EVENT_FIELD], "");
    if (is_field_kind(kind) && card) {
        const struct field *f = access_field(cx, card->module, code);
        if (!f)
            return s;
        s.field_label = label_in(&f->label, cx->lang);
        s.old_text = field_show(cx, card, f, val_s(row[EVENT_OLD], NULL));
        s.new_text = field_show(cx, card, f, val_s(row[EVENT_NEW], NULL));
    } else if (strncmp(kind, "task_", 5) == 0 && strcmp(kind, "task_added") != 0) {
        s.old_text = task_show(cx, row[EVENT_OLD]);
        s.new_text = task_show(cx, row[EVENT_NEW]);
    } else if (strcmp(kind, "task_added") == 0) {
        s.new_text = task_show(cx, row[EVENT_NEW]);
    } else if (strncmp(kind, "contact_", 8) == 0) {
        s.old_text = contact_show(cx, row[EVENT_OLD]);
        s.new_text = contact_show(cx, row[EVENT_NEW]);
    }
    return s;
}

/* The comments that a page of events speaks of, as they are now. */
struct talk {
    struct comment *list;
    size_t n;
};

static enum err talk_read(struct ctx *cx, const struct rows *rows, size_t n, struct talk *out)
{
    int64_t *ids = arena_array(cx->arena, int64_t, n + 1);
    size_t n_ids = 0;
    for (size_t i = 0; i < n; i++)
        if (strcmp(val_s(row_of(rows, i)[EVENT_KIND], ""), "comment") == 0)
            ids[n_ids++] = comment_of_event(cx, val_s(row_of(rows, i)[EVENT_NEW], ""));
    *out = (struct talk){0};
    return n_ids ? comment_store_some(cx->db, ids, n_ids, &out->list, &out->n) : ERR_OK;
}

/* The comment as it stands now; null when it was taken back, or the event is of another kind. */
static void comment_member(struct ctx *cx, const struct val *row, const struct talk *talk, struct jw *w)
{
    const bool is = strcmp(val_s(row[EVENT_KIND], ""), "comment") == 0;
    const int64_t id = is ? comment_of_event(cx, val_s(row[EVENT_NEW], "")) : 0;
    jw_key(w, "comment");
    for (size_t i = 0; is && i < talk->n; i++)
        if (talk->list[i].id == id && !talk->list[i].trashed_at) {
            comment_write(cx, w, &talk->list[i]);
            return;
        }
    jw_null(w);
}

static void event_write(
        struct ctx *cx, const struct card *card, const struct val *row, const struct talk *talk, struct jw *w)
{
    struct shown s = show(cx, card, row);
    const char *code = val_s(row[EVENT_FIELD], "");
    int64_t undone_at = val_i(row[EVENT_UNDONE_AT], 0);
    jw_obj(w);
    jw_kval(w, "id", row[EVENT_ID]);
    jw_kval(w, "at", row[EVENT_AT]);
    jw_kval(w, "member_id", row[EVENT_MEMBER]);
    jw_kval(w, "kind", row[EVENT_KIND]);
    jw_kstr(w, "field", *code ? code : NULL);
    jw_kstr(w, "field_label", s.field_label);
    jw_kstr(w, "old", s.old_text);
    jw_kstr(w, "new", s.new_text);
    jw_kval(w, "text", row[EVENT_TEXT]);
    jw_kbool(w, "is_contact", val_i(row[EVENT_IS_CONTACT], 0) != 0);
    jw_kval(w, "change_id", row[EVENT_CHANGE]);
    jw_kbool(w, "undoable",
            change_undoable(cx, row[EVENT_CHANGE_AT].i, row[EVENT_CHANGE_MEMBER].i, undone_at));
    jw_kbool(w, "undone", undone_at != 0);
    comment_member(cx, row, talk, w);
    jw_obj_end(w);
}

/* What must not be hinted at: changes of hidden fields, and names of other cards that the member does not see. */
static enum err is_hidden(struct ctx *cx, const struct card *card, const struct val *row, bool *out_hidden)
{
    static const char *const named[] = {"linked", "unlinked", "copied", "converted"};
    const char *kind = val_s(row[EVENT_KIND], "");
    struct card other;
    *out_hidden = card && is_field_kind(kind) && module_field(card->module, val_s(row[EVENT_FIELD], "")) &&
                  !access_field(cx, card->module, val_s(row[EVENT_FIELD], ""));
    for (size_t i = 0; i < sizeof named / sizeof *named && access_sees(cx); i++) {
        if (strcmp(kind, named[i]) != 0)
            continue;
        enum err e = card_get(cx, strtoll(val_s(row[EVENT_NEW], "0"), NULL, 10), true, &other);
        *out_hidden = e == ERR_NOT_FOUND;
        if (*out_hidden)
            cx->fault = (struct fault){0}; /* of the other card, which was not asked for */
        return *out_hidden ? ERR_OK : e;
    }
    return ERR_OK;
}

/* Lists */

static enum err kinds_of(struct ctx *cx, const char *group, const char *const **out)
{
    static const char *const fields[] = {"field", "owner", NULL};
    static const char *const status[] = {"status", "created", "trashed", "restored", "converted", NULL};
    static const char *const tasks[] = {"task_added", "task_edited", "task_closed", "task_reopened",
            "task_postponed", "task_removed", "check_added", "check_changed", "check_done", "check_opened",
            "check_removed", "check_order", NULL};
    static const char *const contacts[] = {"call", "meeting", "email", "sms", "form", NULL};
    static const char *const notes[] = {"note", NULL};
    static const char *const comments[] = {"comment", "comment_removed", "comment_restored", NULL};
    static const char *const files[] = {"file_added", "file_removed", "file_restored", NULL};
    static const struct {
        const char *name;
        const char *const *kinds;
    } groups[] = {{"fields", fields}, {"status", status}, {"tasks", tasks}, {"contacts", contacts},
            {"notes", notes}, {"files", files}, {"comments", comments}};
    *out = NULL;
    for (size_t i = 0; group && i < sizeof groups / sizeof *groups; i++)
        if (strcmp(groups[i].name, group) == 0)
            *out = groups[i].kinds;
    return group && !*out ? fail_arg(cx, ERR_INVALID, "kind", "error.not_one_of", group) : ERR_OK;
}

static enum err before_of(struct ctx *cx, const char *cursor, int64_t *out_before)
{
    struct cursor at;
    *out_before = INT64_MAX;
    if (!cursor)
        return ERR_OK;
    if (!cursor_read(cx->arena, cursor, &at))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    *out_before = at.id;
    return ERR_OK;
}

static void next_write(struct ctx *cx, struct jw *w, const struct rows *rows, size_t n)
{
    const struct val *last = rows->n > n ? row_of(rows, n - 1) : NULL;
    jw_kstr(w, "next", last ? cursor_text(cx->arena, &(struct cursor){.id = last[0].i}) : NULL);
}

static size_t limit_of(int limit)
{
    return limit < 1 || limit > LIMIT_MAX ? 50 : (size_t)limit;
}

enum err event_list_write(struct ctx *cx, int64_t card_id, int64_t contact_id, const char *group,
        const char *cursor, int limit, struct jw *w)
{
    struct card card;
    struct contact contact;
    struct rows rows;
    int64_t before;
    const char *const *kinds;
    int64_t ids[CONTACT_SELVES];
    size_t n_ids = 0;
    enum err e = card_id ? card_get(cx, card_id, true, &card) : contact_get(cx, contact_id, &contact);
    if (!e)
        e = kinds_of(cx, group, &kinds);
    if (!e)
        e = before_of(cx, cursor, &before);
    if (!e)
        e = card_id ? ERR_OK : contact_selves(cx, contact_id, ids, &n_ids);
    if (!e)
        e = change_store_events(cx->db, card_id, ids, n_ids, kinds, before, (int)limit_of(limit) + 1, &rows);
    if (e)
        return e;
    size_t n = rows.n > limit_of(limit) ? limit_of(limit) : rows.n;
    struct talk talk;
    e = talk_read(cx, &rows, n, &talk);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n && !e; i++) {
        bool hidden = false;
        e = is_hidden(cx, card_id ? &card : NULL, row_of(&rows, i), &hidden);
        if (!e && !hidden)
            event_write(cx, card_id ? &card : NULL, row_of(&rows, i), &talk, w);
    }
    if (e)
        return e;
    jw_arr_end(w);
    next_write(cx, w, &rows, n);
    jw_obj_end(w);
    return ERR_OK;
}

enum err event_logged_write(struct ctx *cx, const struct card *card, struct jw *w)
{
    static const char *const kinds[] = {"call", "meeting", "note", "email", "sms", "form", NULL};
    struct rows rows;
    enum err e = change_store_events(cx->db, card->id, NULL, 0, kinds, INT64_MAX, 1, &rows);
    if (e)
        return e;
    if (rows.n == 0)
        return ERR_INTERNAL;
    event_write(cx, card, row_of(&rows, 0), &(struct talk){0}, w);
    return ERR_OK;
}

/* What a change did, as a sentence: its kind ("card.edit": the text change.card_edit), whom it was about, how many. */
static const char *sentence(struct ctx *cx, const char *kind, const char *name, int64_t n)
{
    char *key = arena_printf(cx->arena, "change.%s", kind);
    for (char *dot = strchr(key + strlen("change."), '.'); dot; dot = strchr(dot, '.'))
        *dot = '_';
    const char *text = message(cx->arena, cx->lang, key, NULL, name, n);
    return strcmp(text, key) == 0 ? name : text; /* a kind without a sentence of its own */
}

static void change_write(struct ctx *cx, const struct val *row, struct jw *w)
{
    json_t *summary = object_of(cx, row[CHANGE_SUMMARY]);
    const char *name = json_string_value(json_object_get(summary, "name"));
    const char *file = json_string_value(json_object_get(summary, "file"));
    int64_t undone_at = row[CHANGE_UNDONE_AT].i;
    jw_obj(w);
    jw_kval(w, "id", row[CHANGE_ID]);
    jw_kval(w, "at", row[CHANGE_AT]);
    jw_kval(w, "member_id", row[CHANGE_MEMBER]);
    jw_kval(w, "kind", row[CHANGE_KIND]);
    jw_kval(w, "n", row[CHANGE_N]);
    jw_kstr(w, "summary",
            sentence(cx, val_s(row[CHANGE_KIND], ""),
                    name   ? name
                    : file ? file
                           : "",
                    row[CHANGE_N].i));
    jw_kbool(w, "undone", undone_at != 0);
    jw_kbool(w, "undoable", change_undoable(cx, row[CHANGE_AT].i, row[CHANGE_MEMBER].i, undone_at));
    jw_obj_end(w);
}

enum err changes_write(struct ctx *cx, const char *cursor, int limit, struct jw *w)
{
    struct rows rows;
    int64_t before;
    enum err e = before_of(cx, cursor, &before);
    if (!e)
        e = change_store_list(
                cx->db, cx->member ? cx->member->id : 0, before, (int)limit_of(limit) + 1, &rows);
    if (e)
        return e;
    size_t n = rows.n > limit_of(limit) ? limit_of(limit) : rows.n;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++)
        change_write(cx, row_of(&rows, i), w);
    jw_arr_end(w);
    next_write(cx, w, &rows, n);
    jw_obj_end(w);
    return ERR_OK;
}
