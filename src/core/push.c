#include "core/push.h"
#include "core/audit.h"
#include "core/notify.h"
#include "store/member_store.h"

#define GATHER_MS  MS_SECOND
#define TAKEN_MS   MS_MINUTE
#define TOO_OLD_MS MS_DAY
#define TRIES_MAX  5

struct push_rules push_rules_of(const struct meta *m)
{
    return (struct push_rules){
            .on = meta_setting_int(m, "push_on", 0) != 0, .names = meta_setting_int(m, "push_names", 0) != 0};
}

enum err push_update(struct directory *dir, struct ctx *cx, const struct push_rules *in)
{
    const struct push_rules was = push_rules_of(cx->meta);
    const struct audit_change changes[] = {{"push_on", was.on ? "1" : "0", in->on ? "1" : "0"},
            {"push_names", was.names ? "1" : "0", in->names ? "1" : "0"}};
    const size_t n = sizeof changes / sizeof *changes;
    const char *text = audit_changes(cx->arena, changes, n);
    struct webpush_key key;
    enum err e = in->on ? push_key(dir, cx, &key) : ERR_OK;
    for (size_t i = 0; i < n && !e; i++)
        e = setting_put(cx->db, changes[i].name, changes[i].to);
    cx->meta_changed = true;
    return e || !*text ? e : audit_note(cx, AUDIT_SECURITY_CHANGED, NULL, text);
}

enum err push_gather(struct ctx *cx, int64_t member_id, int64_t note_id)
{
    if (!push_rules_of(cx->meta).on)
        return ERR_OK;
    return push_store_gather(cx->db, member_id, note_id, cx->now_at, cx->now_at + GATHER_MS);
}

enum err push_waits(struct ctx *cx, bool *out_waits)
{
    return push_store_is_due(cx->db, cx->now_at, out_waits);
}

enum err push_take(struct ctx *cx, int max, struct push_row **out_rows, size_t *out_n)
{
    struct push_row *rows;
    size_t n, kept = 0;
    enum err e = push_store_due(cx->db, cx->now_at, max, &rows, &n);
    for (size_t i = 0; !e && i < n; i++) {
        if (rows[i].tries >= TRIES_MAX || cx->now_at - rows[i].made_at > TOO_OLD_MS) {
            e = push_store_delete(cx->db, rows[i].id);
            continue;
        }
        e = push_store_take(cx->db, rows[i].id, cx->now_at + TAKEN_MS);
        rows[i].tries++;
        rows[kept++] = rows[i];
    }
    *out_rows = rows;
    *out_n = kept;
    return e;
}

static const char *path_of(struct ctx *cx, const struct val *note)
{
    if (note[NOTE_CARD].i)
        return arena_printf(cx->arena, "/m/%lld/card/%lld", (long long)note[NOTE_CARD_MODULE].i,
                (long long)note[NOTE_CARD].i);
    if (note[NOTE_CONTACT].i)
        return arena_printf(cx->arena, "/contacts/%lld", (long long)note[NOTE_CONTACT].i);
    return "/";
}

enum err push_say(struct ctx *cx, const struct push_row *row, struct push_word *out)
{
    const struct val *note;
    enum err e = notify_seen(cx, row->note_id, &note);
    if (e)
        return e;
    if (note[NOTE_READ_AT].i)
        return ERR_NOT_FOUND;
    const char *kind = val_s(note[NOTE_KIND], "");
    const char *what = message(cx->arena, cx->lang, arena_printf(cx->arena, "push.%s", kind), NULL, NULL, 0);
    const char *name = val_s(note[NOTE_CARD_NAME], val_s(note[NOTE_CONTACT_NAME], ""));
    if (!push_rules_of(cx->meta).names)
        name = "";
    *out = (struct push_word){.title = what, .body = name, .path = path_of(cx, note), .tag = kind};
    if (row->n > 1) {
        out->title = message(cx->arena, cx->lang, "push.many", NULL, NULL, row->n);
        out->body = *name ? arena_printf(cx->arena, "%s: %s", what, name) : what;
        out->path = "/";
    }
    return ERR_OK;
}

enum err push_done(struct ctx *cx, const struct push_row *row, const struct push_row *again, size_t n)
{
    enum err e = push_store_delete(cx->db, row->id);
    for (size_t i = 0; !e && i < n; i++)
        e = push_store_insert(cx->db, &again[i]);
    return e;
}

int64_t push_wait_ms(int64_t tries)
{
    static const int64_t waits_ms[] = {
            10 * MS_SECOND, MS_MINUTE, 5 * MS_MINUTE, 30 * MS_MINUTE, 30 * MS_MINUTE};
    return waits_ms[tries < 1 ? 0 : tries > TRIES_MAX ? TRIES_MAX - 1 : tries - 1];
}
