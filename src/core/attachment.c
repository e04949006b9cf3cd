#include "core/attachment.h"
#include "base/text.h"
#include "core/cursor.h"
#include "core/event.h"
#include "core/field_file.h"
#include "core/file.h"
#include "core/sniff.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_MAX  200
#define ENDING_MAX 16 /* bytes of ".docx" that a cut name keeps */
#define PIXELS_SHOWN                                                                                         \
    (50 * 1000LL * 1000) /* larger pictures are not shown: decoding them takes the browser's memory */
#define BYTES_SHOWN (20 * 1024LL * 1024)

/* Names */

/* Characters without a shape of their own that make a name look like another: overrides of direction, zero widths. */
static bool is_trick(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    if (p[0] == 0xD8 && p[1] == 0x9C)
        return true;
    if (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
        return true;
    if (p[0] != 0xE2)
        return false;
    return (p[1] == 0x80 && ((p[2] >= 0x8B && p[2] <= 0x8F) || (p[2] >= 0xA8 && p[2] <= 0xAE))) ||
           (p[1] == 0x81 && p[2] >= 0xA0 && p[2] <= 0xAF);
}

static const char *last_part(const char *s)
{
    for (const char *p = s; *p; p++)
        if (*p == '/' || *p == '\\')
            s = p + 1;
    return s;
}

/* Its first `max` characters; what follows the last dot is kept when it is short. */
static const char *cut(struct arena *a, const char *s, size_t max)
{
    if (text_chars(s, strlen(s)) <= max)
        return s;
    const char *ending = strrchr(s, '.');
    size_t kept = ending && strlen(ending) <= ENDING_MAX ? text_chars(ending, strlen(ending)) : 0, n = 0;
    for (size_t i = 0; i < max - kept; i++)
        n += text_utf8_len(s + n, strlen(s + n));
    return arena_printf(a, "%.*s%s", (int)n, s, kept ? ending : "");
}

const char *attachment_name(struct arena *a, const char *name)
{
    struct buf b;
    buf_init(&b, a);
    for (const char *s = last_part(name); *s;) {
        size_t n = text_utf8_len(s, strlen(s));
        bool control = (unsigned char)*s < ' ' || *s == 0x7F ||
                       (n == 2 && (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] < 0xA0);
        if (n && !control && !is_trick(s))
            buf_add(&b, s, n);
        s += n ? n : 1;
    }
    char *clean = text_trim(a, buf_str(&b));
    for (size_t n = strlen(clean); n && (clean[n - 1] == '.' || clean[n - 1] == ' '); n--)
        clean[n - 1] = 0; /* Windows does not know such names */
    return *clean ? cut(a, clean, ATTACHMENT_NAME_MAX) : "file";
}

/* Adding */

static enum err room_for_one(struct ctx *cx, const struct subject *s)
{
    int64_t n;
    enum err e = attachment_store_count(cx->db, s->card_id, s->contact_id, &n);
    if (!e && n >= ATTACHMENTS_MAX)
        return fail_limit(cx, ERR_INVALID, "file", "error.too_many_files", ATTACHMENTS_MAX);
    return e;
}

/* Gives: its subject, if it has one. */
static enum err check(struct ctx *cx, const struct attachment *in, struct subject *s)
{
    int64_t bytes;
    *s = (struct subject){.card_id = in->card_id, .contact_id = in->contact_id};
    enum err e = in->field_id ? field_file_place(cx, in->field_id) : subject_edit(cx, s);
    if (e)
        return e;
    if (!in->size_bytes)
        return fail(cx, ERR_INVALID, "file", "error.file_empty");
    e = in->field_id ? ERR_OK : room_for_one(cx, s);
    if (!e)
        e = quota_storage(cx);
    if (e || !cx->quota.bytes)
        return e;
    e = db_bytes(cx->db, &bytes);
    if (!e && bytes + in->size_bytes > cx->quota.bytes)
        return fail_limit(cx, ERR_QUOTA, "file", "error.quota_storage", cx->quota.bytes >> 20);
    return e;
}

enum err attachment_check(struct ctx *cx, const struct attachment *in)
{
    struct subject s;
    return check(cx, in, &s);
}

enum err attachment_same(struct ctx *cx, const char *sha256, int64_t size_bytes, int64_t *out_file_id)
{
    return attachment_store_same(cx->db, sha256, size_bytes, out_file_id);
}

static const char *ref_json(struct ctx *cx, const struct attachment *at)
{
    return arena_printf(cx->arena, "{\"attachment_id\":%lld}", (long long)at->id);
}

static void change_kind(struct ctx *cx, const char *kind, const struct attachment *at)
{
    if (cx->change_kind)
        return;
    cx->change_kind = kind;
    cx->change_name = at->name;
}

static enum err changed(
        struct ctx *cx, const struct subject *s, const struct attachment *at, const char *kind)
{
    subject_notice(cx, s);
    return event_add(cx, &(struct event_new){.card_id = at->card_id,
                                 .contact_id = at->contact_id,
                                 .kind = kind,
                                 .text = at->name,
                                 .new_json = ref_json(cx, at)});
}

enum err attachment_add(struct ctx *cx, struct attachment *in)
{
    struct subject s;
    int64_t same;
    enum err e = check(cx, in, &s);
    if (e)
        return e;
    /* Somebody may have brought the same bytes meanwhile; then ours are swept away, and if not, they stay. */
    e = attachment_store_same(cx->db, in->sha256, in->size_bytes, &same);
    if (!e)
        in->file_id = same;
    else if (e == ERR_NOT_FOUND)
        e = in->file_id ? attachment_store_keep(cx->db, in->file_id) : ERR_BUSY;
    in->created_at = cx->now_at;
    in->created_by = cx->member ? cx->member->id : 0;
    if (in->field_id)
        field_file_bring(cx, in);
    if (!e)
        e = attachment_store_insert(cx->db, in, &in->id);
    if (e || in->field_id)
        return e;
    change_kind(cx, "file.add", in);
    return changed(cx, &s, in, "file_added");
}

/* Finding, removing, coming back */

static enum err find(
        struct ctx *cx, int64_t id, bool edit, struct subject *out_subject, struct attachment *out)
{
    struct attachment at;
    enum err e = attachment_store_get(cx->db, id, &at);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, e, NULL, "error.not_found") : e;
    *out_subject = (struct subject){.card_id = at.card_id, .contact_id = at.contact_id};
    if (at.field_id)
        e = field_file_see(cx, &at);
    if (!e && (at.card_id || at.contact_id))
        e = edit ? subject_edit(cx, out_subject) : subject_get(cx, out_subject);
    if (!e && at.field_id && edit)
        e = fail(cx, ERR_CONFLICT, NULL, "error.file_in_field");
    if (!e)
        *out = at;
    return e;
}

enum err attachment_get(struct ctx *cx, int64_t id, struct attachment *out)
{
    struct subject s;
    return find(cx, id, false, &s, out);
}

enum err attachment_trash(struct ctx *cx, int64_t id)
{
    struct attachment at;
    struct subject s;
    enum err e = find(cx, id, true, &s, &at);
    if (e || at.trashed_at)
        return e;
    change_kind(cx, "file.trash", &at);
    e = attachment_store_trash(cx->db, id, cx->now_at);
    wake_by(cx, cx->now_at + ATTACHMENT_TRASH_MS);
    return e ? e : changed(cx, &s, &at, "file_removed");
}

enum err attachment_restore(struct ctx *cx, int64_t id)
{
    struct attachment at;
    struct subject s;
    enum err e = find(cx, id, true, &s, &at);
    if (!e && !at.trashed_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.not_trashed");
    if (!e)
        e = room_for_one(cx, &s);
    if (e)
        return e;
    change_kind(cx, "file.restore", &at);
    e = attachment_store_trash(cx->db, id, 0);
    return e ? e : changed(cx, &s, &at, "file_restored");
}

enum err attachment_revert(struct ctx *cx, const char *kind, const char *name, const char *new_json)
{
    const json_t *ref = json_tree(cx->arena, new_json);
    const int64_t id = json_integer_value(json_object_get(ref, "attachment_id"));
    const bool came = strcmp(kind, "file_removed") != 0; /* added, or restored */
    struct attachment at;
    struct subject s;
    enum err e = find(cx, id, true, &s, &at);
    if (e == ERR_NOT_FOUND || (!e && (at.trashed_at != 0) == came)) {
        cx->fault = (struct fault){0};
        return fail_arg(cx, ERR_CONFLICT, NULL, "error.undo_later_change", name);
    }
    if (e)
        return e;
    return came ? attachment_trash(cx, id) : attachment_restore(cx, id);
}

/* Out */

static void int_or_null(struct jw *w, const char *name, int64_t v)
{
    jw_kval(w, name, v ? val_int(v) : val_null());
}

static bool is_shown(const struct attachment *in)
{
    return sniff_shown(in->type) && in->width && in->size_bytes <= BYTES_SHOWN &&
           in->width <= PIXELS_SHOWN / in->height;
}

void attachment_write(struct jw *w, const struct attachment *in)
{
    jw_obj(w);
    jw_kint(w, "id", in->id);
    int_or_null(w, "card_id", in->card_id);
    int_or_null(w, "contact_id", in->contact_id);
    int_or_null(w, "field_id", in->field_id);
    jw_kstr(w, "name", in->name);
    jw_kstr(w, "type", in->type);
    jw_kint(w, "size_bytes", in->size_bytes);
    int_or_null(w, "width", in->width);
    int_or_null(w, "height", in->height);
    jw_kbool(w, "shown", is_shown(in));
    jw_kint(w, "created_at", in->created_at);
    jw_kint(w, "created_by", in->created_by);
    int_or_null(w, "trashed_at", in->trashed_at);
    jw_obj_end(w);
}

static size_t limit_of(int limit)
{
    return limit < 1 || limit > LIMIT_MAX ? 50 : (size_t)limit;
}

enum err attachment_list_write(
        struct ctx *cx, struct subject *s, bool trash, const char *cursor, int limit, struct jw *w)
{
    struct cursor before = {.id = INT64_MAX};
    struct attachment *list;
    size_t n, max = limit_of(limit);
    enum err e = subject_get(cx, s);
    if (!e && cursor && !cursor_read(cx->arena, cursor, &before))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    if (!e)
        e = attachment_store_list(
                cx->db, s->card_id, s->contact_id, trash, before.id, (int)max + 1, &list, &n);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n && i < max; i++)
        attachment_write(w, &list[i]);
    jw_arr_end(w);
    jw_kstr(w, "next", n > max ? cursor_text(cx->arena, &(struct cursor){.id = list[max - 1].id}) : NULL);
    jw_obj_end(w);
    return ERR_OK;
}

/* The end */

enum err attachment_sweep_at(struct ctx *cx, int64_t *out_at)
{
    int64_t file_at, trash_at;
    enum err e = file_sweep_at(cx, &file_at);
    if (!e)
        e = attachment_store_trash_at(cx->db, &trash_at);
    if (e)
        return e;
    trash_at += trash_at < NO_DUE ? ATTACHMENT_TRASH_MS : 0;
    *out_at = file_at < trash_at ? file_at : trash_at;
    return ERR_OK;
}

enum err attachment_sweep(struct ctx *cx, int max)
{
    bool more;
    enum err e = attachment_store_drop_trash(cx->db, cx->now_at - ATTACHMENT_TRASH_MS, cx->now_at, max);
    return e ? e : file_sweep(cx, &more);
}
