#include "core/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "core/csv.h"
#include "core/cursor.h"
#include "core/directory_impl.h"

#define ADDRESS_BYTES 60
#define AGENT_BYTES   300
#define TEXT_BYTES    200
#define PIECE_ROWS    1000

const char *const audit_names[] = {
#define AUDIT(id, name) [AUDIT_##id] = name,
#include "core/audit.def"
#undef AUDIT
        [N_AUDIT] = NULL};

const char *audit_changes(struct arena *a, const struct audit_change *changes, size_t n)
{
    struct buf b;
    struct jw w;
    bool any = false;
    buf_init(&b, a);
    jw_init(&w, &b);
    jw_arr(&w);
    for (size_t i = 0; i < n; i++) {
        const struct audit_change *c = &changes[i];
        if (strcmp(c->from ? c->from : "", c->to ? c->to : "") == 0)
            continue;
        any = true;
        jw_obj(&w);
        jw_kstr(&w, "name", c->name);
        jw_kstr(&w, "from", c->from);
        jw_kstr(&w, "to", c->to);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    return any ? buf_str(&b) : "";
}

static struct audit_row row_of_now(const struct ctx *cx, enum audit_kind kind, const char *who)
{
    return (struct audit_row){.at = cx->now_at,
            .kind = audit_names[kind],
            .who = text_cut(cx->arena, who ? who : "", TEXT_BYTES),
            .address = text_cut(cx->arena, cx->address ? cx->address : "", ADDRESS_BYTES),
            .agent = text_cut(cx->arena, cx->agent ? cx->agent : "", AGENT_BYTES),
            .subject = "",
            .changes = ""};
}

static enum err put(
        struct ctx *cx, enum audit_kind kind, const char *who, const char *subject, const char *changes)
{
    struct audit_row row = row_of_now(cx, kind, cx->member ? cx->member->name : who);
    row.member_id = cx->member ? cx->member->id : 0;
    row.subject = text_cut(cx->arena, subject ? subject : "", TEXT_BYTES);
    row.changes = changes ? changes : "";
    int64_t days = meta_setting_int(cx->meta, "audit_days", AUDIT_DAYS);
    enum err e = audit_row_prune(cx->db, cx->now_at - days * MS_DAY);
    return e ? e : audit_row_add(cx->db, &row);
}

enum err audit_note(struct ctx *cx, enum audit_kind kind, const char *subject, const char *changes)
{
    return put(cx, kind, NULL, subject, changes);
}

static void lost(const struct ctx *cx, enum audit_kind kind, enum err e)
{
    log_msg(LOG_WARN, "%s: not in the audit log: %s: %s", cx->request_id, audit_names[kind], err_name(e));
}

void audit_apart(struct account *acc, const struct ctx *cx, int64_t member_id, const char *who,
        enum audit_kind kind, const char *subject)
{
    struct ctx own = {.arena = cx->arena,
            .now_at = cx->now_at,
            .request_id = cx->request_id,
            .address = cx->address,
            .agent = cx->agent};
    enum err e = tx_write(acc, &own, member_id);
    if (!e)
        e = tx_end(acc, &own, put(&own, kind, who, subject, NULL), NULL, NULL);
    if (e)
        lost(cx, kind, e);
}

static enum err put_directory(struct db *db, struct ctx *cx, void *arg)
{
    enum err e = audit_row_prune(db, cx->now_at - AUDIT_DIRECTORY_DAYS * MS_DAY);
    return e ? e : audit_row_add(db, arg);
}

void audit_directory(struct directory *dir, struct ctx *cx, enum audit_kind kind, const char *who)
{
    struct audit_row row = row_of_now(cx, kind, who);
    enum err e = directory_write(dir, cx, put_directory, &row);
    if (e)
        lost(cx, kind, e);
}

enum err audit_list(struct ctx *cx, const struct audit_filter *filter, const char *cursor, int max,
        struct audit_row **out_rows, size_t *out_n, const char **out_next)
{
    struct cursor at = {.key = val_int(0)};
    if (cursor && (!cursor_read(cx->arena, cursor, &at) || at.key.type != VAL_INT))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    enum err e = audit_rows(cx->db, filter, at.key.i, at.id, max + 1, out_rows, out_n);
    if (e)
        return e;
    *out_next = NULL;
    if (*out_n > (size_t)max) {
        const struct audit_row *last = &(*out_rows)[max - 1];
        *out_next = cursor_text(cx->arena, &(struct cursor){.key = val_int(last->at), .id = last->id});
        *out_n = (size_t)max;
    }
    return ERR_OK;
}

struct audit_export {
    struct account *acc;
    struct audit_filter filter;
    struct arena *arena; /* of a piece */
    int64_t member_id, at, id;
    bool begun;
};

static void export_end(void *arg)
{
    struct audit_export *x = arg;
    arena_free(x->arena);
}

struct audit_export *audit_export_begin(
        struct account *acc, struct ctx *cx, const struct audit_filter *filter)
{
    struct audit_export *x = arena_new_of(cx->arena, struct audit_export);
    *x = (struct audit_export){
            .acc = acc, .filter = *filter, .member_id = cx->member->id, .arena = arena_new(0)};
    arena_cleanup(cx->arena, export_end, x);
    return x;
}

static void row_write(struct buf *b, const struct audit_row *row)
{
    char at[25];
    clock_iso(row->at, at);
    const char *const cells[] = {
            at, row->kind, row->who, row->subject, row->changes, row->address, row->agent};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        csv_write_cell(b, cells[i], i == 0);
    buf_puts(b, "\r\n");
}

enum err audit_export_piece(void *arg, struct buf *b)
{
    struct audit_export *x = arg;
    struct audit_row *rows;
    size_t n;
    arena_reset(x->arena);
    struct ctx cx = {.arena = x->arena, .now_at = clock_now_at(), .origin = ORIGIN_USER};
    enum err e = tx_read(x->acc, &cx, x->member_id);
    if (e)
        return e;
    if (!x->begun)
        buf_puts(b, "\xef\xbb\xbf"
                    "at,kind,who,subject,changes,address,agent\r\n");
    x->begun = true;
    e = audit_rows(cx.db, &x->filter, x->at, x->id, PIECE_ROWS, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        row_write(b, &rows[i]);
    if (!e && n) {
        x->at = rows[n - 1].at;
        x->id = rows[n - 1].id;
    }
    e = tx_end(x->acc, &cx, e, NULL, NULL);
    return e ? e : n < PIECE_ROWS ? ERR_NOT_FOUND : ERR_OK;
}
