#include "core/tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define MESSAGES_MAX 8 /* of one transaction; who does more than they hold is told of as a whole */
#define HEAD_MAX     100

/* One line: kind, id, module, card, owner, old owner, guest, private, further members. JSON has no line breaks of its own. */
static const char *line_of(struct arena *a, const struct notice *n)
{
    return arena_printf(a,
            "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %d %s\n", n->kind,
            n->id, n->module_id, n->card_id, n->owner_id, n->old_owner_id, n->guest_id, n->private,
            n->data_json ? n->data_json : "");
}

static enum err send(struct ctx *cx, int64_t account_id, int64_t stamp, const char *lines)
{
    return db_tell(
            cx->db, arena_printf(cx->arena, "n %" PRId64 " {} %" PRId64 "\n%s", account_id, stamp, lines));
}

/* {} in a notice's own text must not be taken for the number: JSON's empty object is written with a blank. */
static const char *without_braces(struct arena *a, const char *line)
{
    if (!strstr(line, "{}"))
        return line;
    struct buf b;
    buf_init(&b, a);
    for (; *line; line++) {
        buf_putc(&b, *line);
        if (line[0] == '{' && line[1] == '}')
            buf_putc(&b, ' ');
    }
    return buf_str(&b);
}

enum err tell_notices(struct ctx *cx, int64_t account_id)
{
    int64_t stamp = 0;
    enum err e = ERR_OK;
    if (cx->meta_changed) {
        e = db_stamp(cx->db, &stamp);
        stamp = cx->now_at > stamp ? cx->now_at : stamp + 1;
        if (!e)
            e = db_stamp_move(cx->db, cx->now_at);
    }
    struct buf b;
    buf_init(&b, cx->arena);
    unsigned left = cx->n_notices, n_sent = 0;
    for (const struct notice *n = cx->notices; n && left && !e; n = n->next, left--) {
        const char *line = without_braces(cx->arena, line_of(cx->arena, n));
        size_t len = strlen(line);
        bool fits = b.len + len + HEAD_MAX <= TELL_MAX;
        if (!fits && b.len && n_sent + 1 < MESSAGES_MAX) {
            e = send(cx, account_id, stamp, buf_str(&b));
            n_sent++;
            b.len = 0;
            stamp = 0;
            fits = len + HEAD_MAX <= TELL_MAX;
        }
        if (!fits) {
            b.len = 0;
            buf_puts(&b, "!\n");
            break;
        }
        buf_add(&b, line, len);
    }
    if (!e && (b.len || stamp))
        e = send(cx, account_id, stamp, buf_str(&b));
    return e;
}

enum err tell_sessions(struct db *db, const struct session *like, int64_t keep_id)
{
    char text[200];
    snprintf(text, sizeof text, "s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
            like->account_id, like->member_id, like->login_id, like->id, like->key_id, keep_id);
    return db_tell(db, text);
}

/* Reading. A number and the blank or line break behind it. */
static bool take(const char **at, int64_t *out)
{
    char *end;
    *out = strtoll(*at, &end, 10);
    if (end == *at)
        return false;
    *at = *end ? end + 1 : end;
    return true;
}

static bool read_line(struct arena *a, const char *line, struct notice *out)
{
    size_t n = strcspn(line, " ");
    out->kind = arena_strn(a, line, n);
    line += n + (line[n] == ' ');
    int64_t private = 0;
    bool ok = take(&line, &out->id) && take(&line, &out->module_id) && take(&line, &out->card_id) &&
              take(&line, &out->owner_id) && take(&line, &out->old_owner_id) && take(&line, &out->guest_id) &&
              take(&line, &private);
    out->private = private != 0;
    out->data_json = ok && *line ? line : NULL;
    return ok;
}

static bool read_notices(struct arena *a, const char *text, struct told *out)
{
    if (!take(&text, &out->account_id) || !take(&text, &out->number) || !take(&text, &out->stamp))
        return false;
    struct notice **end = &out->first;
    char *rest = arena_str(a, text), *line;
    while ((line = strsep(&rest, "\n"))) {
        if (!*line)
            continue;
        if (*line == '!') {
            out->too_much = true;
            continue;
        }
        struct notice *n = arena_new_of(a, struct notice);
        if (!read_line(a, line, n))
            return false;
        *end = n;
        end = &n->next;
    }
    return true;
}

bool tell_read(struct arena *a, const char *text, struct told *out)
{
    *out = (struct told){.kind = TOLD_NOTICES};
    char what = *text;
    if (!what || text[1] != ' ')
        return false;
    text += 2;
    if (what == 'n')
        return read_notices(a, text, out);
    out->kind = TOLD_SESSIONS;
    struct session *l = &out->like;
    bool ok = what == 's' && take(&text, &l->account_id) && take(&text, &l->member_id) &&
              take(&text, &l->login_id) && take(&text, &l->id) && take(&text, &l->key_id) &&
              take(&text, &out->keep_id);
    out->account_id = l->account_id;
    return ok;
}
