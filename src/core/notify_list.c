/* notify_list - notifications as their reader sees them now. */
#include "core/access.h"
#include "core/cursor.h"
#include "core/notify.h"
#include "core/subject.h"

#include <string.h>

#define LIMIT_MAX     200
#define EXCERPT_CHARS 200

/* What a notification is about may be gone, or out of sight, by now. */
static enum err may_see(struct ctx *cx, const struct val *row, bool *out_sees)
{
    const struct fault before = cx->fault;
    enum err e = ERR_OK;
    *out_sees = true;
    if (row[NOTE_CARD].i)
        e = val_is_null(row[NOTE_CARD_MODULE]) || !meta_module_live(cx->meta, row[NOTE_CARD_MODULE].i)
                    ? ERR_NOT_FOUND
                    : access_card(
                              cx, row[NOTE_CARD_MODULE].i, val_i(row[NOTE_CARD_OWNER], 0), row[NOTE_CARD].i);
    else if (row[NOTE_CONTACT].i)
        e = val_is_null(row[NOTE_CONTACT_NAME])
                    ? ERR_NOT_FOUND
                    : subject_get(cx, &(struct subject){.contact_id = row[NOTE_CONTACT].i});
    if (!e && row[NOTE_COMMENT].i && val_is_null(row[NOTE_COMMENT_TEXT]))
        e = ERR_NOT_FOUND;
    if (e != ERR_NOT_FOUND)
        return e;
    cx->fault = before;
    *out_sees = false;
    return ERR_OK;
}

enum err notify_seen(struct ctx *cx, int64_t id, const struct val **out_row)
{
    struct rows rows;
    bool sees = false;
    enum err e = notify_store_list(cx->db, cx->member->id, false, id + 1, 1, &rows);
    if (!e && rows.n && row_of(&rows, 0)[NOTE_ID].i == id)
        e = may_see(cx, row_of(&rows, 0), &sees);
    if (!e && sees)
        *out_row = row_of(&rows, 0);
    return e ? e : sees ? ERR_OK : ERR_NOT_FOUND;
}

static const char *excerpt(struct ctx *cx, const char *text)
{
    size_t n = 0, len = strlen(text);
    for (int i = 0; i < EXCERPT_CHARS && n < len; i++)
        n += text_utf8_len(text + n, len - n);
    return n < len ? arena_printf(cx->arena, "%.*s…", (int)n, text) : text;
}

static void id_write(struct jw *w, const char *name, struct val id)
{
    jw_kval(w, name, id.i ? id : val_null());
}

/* Of the card or the contact; of what was handed over, whose it was. */
static const char *name_of(struct ctx *cx, const struct val *row)
{
    if (strcmp(val_s(row[NOTE_KIND], ""), "handed_over") == 0)
        return json_str(json_tree(cx->arena, val_s(row[NOTE_SUMMARY], "{}")), "name");
    return val_s(row[NOTE_CARD_NAME], val_s(row[NOTE_CONTACT_NAME], NULL));
}

static void row_write(struct ctx *cx, struct jw *w, const struct val *row)
{
    const char *text = val_s(row[NOTE_COMMENT_TEXT], val_s(row[NOTE_TASK_TEXT], NULL));
    const int64_t read_at = row[NOTE_READ_AT].i, due_at = val_i(row[NOTE_TASK_DUE_AT], NO_DUE);
    jw_obj(w);
    jw_kval(w, "id", row[NOTE_ID]);
    jw_kval(w, "at", row[NOTE_AT]);
    jw_kval(w, "kind", row[NOTE_KIND]);
    jw_kval(w, "actor_id", row[NOTE_ACTOR]);
    jw_kval(w, "n", row[NOTE_N]);
    jw_kbool(w, "read", read_at != 0);
    id_write(w, "card_id", row[NOTE_CARD]);
    id_write(w, "module_id", val_int(val_i(row[NOTE_CARD_MODULE], 0)));
    id_write(w, "contact_id", row[NOTE_CONTACT]);
    jw_kstr(w, "name", name_of(cx, row));
    jw_kstr(w, "text", text ? excerpt(cx, text) : NULL);
    id_write(w, "task_id", row[NOTE_TASK]);
    id_write(w, "due_at", val_int(due_at == NO_DUE ? 0 : due_at));
    id_write(w, "comment_id", row[NOTE_COMMENT]);
    id_write(w, "job_id", row[NOTE_JOB]);
    jw_kval(w, "job_kind", row[NOTE_JOB_KIND]);
    jw_kval(w, "job_state", row[NOTE_JOB_STATE]);
    jw_obj_end(w);
}

static enum err unread_write(struct ctx *cx, struct jw *w)
{
    struct rows rows;
    int64_t n = 0;
    enum err e = notify_store_list(cx->db, cx->member->id, true, INT64_MAX, NOTIFY_UNREAD_MAX, &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        bool sees;
        e = may_see(cx, row_of(&rows, i), &sees);
        n += !e && sees;
    }
    jw_kint(w, "unread", n);
    return e;
}

enum err notify_list_write(struct ctx *cx, bool unread, const char *cursor, int limit, struct jw *w)
{
    struct cursor before = {.id = INT64_MAX};
    struct rows rows;
    size_t max = limit < 1 || limit > LIMIT_MAX ? 50 : (size_t)limit;
    if (cursor && !cursor_read(cx->arena, cursor, &before))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    enum err e = notify_store_list(cx->db, cx->member->id, unread, before.id, (int)max + 1, &rows);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; !e && i < rows.n && i < max; i++) {
        bool sees;
        e = may_see(cx, row_of(&rows, i), &sees);
        if (!e && sees)
            row_write(cx, w, row_of(&rows, i));
    }
    jw_arr_end(w);
    const struct val *last = rows.n > max ? row_of(&rows, max - 1) : NULL;
    jw_kstr(w, "next", last ? cursor_text(cx->arena, &(struct cursor){.id = last[NOTE_ID].i}) : NULL);
    if (!e)
        e = unread_write(cx, w);
    jw_obj_end(w);
    return e;
}
