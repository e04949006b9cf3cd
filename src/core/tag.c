#include "core/tag.h"
#include "core/access.h"
#include "core/contact.h"
#include "core/event.h"
#include "store/tag_store.h"

#define TAG_CHARS 100

/* The next one of "vip, partner"; NULL at the end. */
static const char *next_tag(struct arena *a, const char **at)
{
    while (**at) {
        size_t n = strcspn(*at, ",");
        const char *tag = text_trim(a, arena_strn(a, *at, n));
        *at += n + ((*at)[n] == ',');
        if (*tag)
            return tag;
    }
    return NULL;
}

enum err tags_save(struct ctx *cx, int64_t contact_id, const char *tags)
{
    int64_t ids[TAGS_MAX];
    size_t n = 0;
    enum err e = ERR_OK;
    const char *at = tags, *tag;
    while (!e && n < TAGS_MAX && (tag = next_tag(cx->arena, &at))) {
        const char *key = text_fold(cx->arena, tag);
        if (*key)
            e = tag_store_id(cx->db, key, tag, &ids[n++]);
    }
    return e ? e : tag_store_put(cx->db, contact_id, ids, n);
}

enum err tags_write(struct ctx *cx, const char *text, int limit, struct jw *w)
{
    struct rows rows;
    enum err e = tag_store_find(cx->db, text_fold(cx->arena, text), limit, &rows);
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; !e && i < rows.n; i++) {
        jw_obj(w);
        jw_kval(w, "id", row_of(&rows, i)[0]);
        jw_kval(w, "name", row_of(&rows, i)[1]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}

/* The text without the tag, and with it at its end when it is to be there. */
static const char *retag(struct arena *a, const char *tags, const char *tag, bool with)
{
    const char *at = tags, *one, *key = text_fold(a, tag);
    bool there = false;
    struct buf b;
    buf_init(&b, a);
    while ((one = next_tag(a, &at))) {
        bool same = strcmp(text_fold(a, one), key) == 0;
        there = there || same;
        if (same && !with)
            continue;
        buf_puts(&b, b.len ? ", " : "");
        buf_puts(&b, one);
    }
    if (with && !there) {
        buf_puts(&b, b.len ? ", " : "");
        buf_puts(&b, tag);
    }
    return buf_str(&b);
}

static enum err one_contact(struct ctx *cx, int64_t id, enum tag_deed deed, const char *tag)
{
    struct contact c;
    if (deed == CONTACTS_TRASH)
        return contact_trash(cx, id);
    enum err e = contact_get(cx, id, &c);
    if (e)
        return e;
    c.tags = retag(cx->arena, c.tags, tag, deed == TAG_ADD);
    if (text_chars(c.tags, strlen(c.tags)) > 500)
        return fail_limit(cx, ERR_INVALID, "tag", "error.too_long", 500);
    c.version = 0;
    return contact_save(cx, &c);
}

enum err contacts_bulk(struct ctx *cx, const int64_t *ids, size_t n, enum tag_deed deed, const char *tag,
        int64_t *out_change_id)
{
    const char *text = text_trim(cx->arena, tag);
    enum err e = access_need(cx, RIGHT_BULK);
    if (!e && deed != CONTACTS_TRASH && (!*text_fold(cx->arena, text) || strchr(text, ',')))
        e = fail(cx, ERR_INVALID, "tag", *text ? "error.no_comma" : "error.required");
    if (!e && text_chars(text, strlen(text)) > TAG_CHARS)
        e = fail_limit(cx, ERR_INVALID, "tag", "error.too_long", TAG_CHARS);
    if (!e)
        e = change_new(cx, "contact.bulk", NULL, (int64_t)n, out_change_id);
    cx->origin = ORIGIN_BULK;
    cx->parent_change_id = e ? 0 : *out_change_id;
    cx->change_id = 0;
    cx->change_kind = "contact.bulk";
    for (size_t i = 0; !e && i < n; i++)
        e = one_contact(cx, ids[i], deed, text);
    if (!e)
        notice_add(cx, "contact", 0, 0);
    return e;
}
