/* export_api - lists as files. */
#include "api/card_reply.h"
#include "api/download.h"
#include "api/shapes.h"
#include "core/audit.h"
#include "core/export.h"

static enum err next_piece(void *arg, struct buf *b)
{
    return export_piece(arg, b);
}

/* "Leads 2026-11-22.csv" */
static const char *disposition(struct call *c, const struct module *mod)
{
    char day[25];
    clock_iso(c->cx->now_at, day);
    const char *name = arena_printf(c->cx->arena, "%s %.10s.csv", label_in(&mod->label, c->cx->lang), day);
    return download_name(c->cx->arena, "attachment", "cards.csv", name);
}

static enum export_separator separator_of(const char *name)
{
    return strcmp(name, "semicolon") == 0 ? EXPORT_SEMICOLON
           : strcmp(name, "tab") == 0     ? EXPORT_TAB
                                          : EXPORT_COMMA;
}

static enum err begin(
        struct call *c, const struct module *mod, const struct list_query *q, const char *separator)
{
    struct card_export *x;
    enum err e = export_begin(c->account, c->cx, q, separator_of(separator), &x);
    if (e)
        return e;
    struct http_reply *r = &c->rq->reply;
    r->stream_next = next_piece;
    r->stream_arg = x;
    r->content_type = "text/csv; charset=utf-8";
    http_reply_header(c->rq, "Content-Disposition", disposition(c, mod));
    return ERR_OK;
}

static enum err begin_list(struct call *c)
{
    const struct module *mod;
    struct list_query q;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_list(c, mod, &q);
    return e ? e : begin(c, mod, &q, q_text(c, "separator", "comma"));
}

static enum err begin_named(struct call *c)
{
    const struct module *mod;
    const json_t *ids = in_json(c, "ids");
    enum err e = find_module(c, &mod);
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .n_ids = (int)json_array_size(ids)};
    if (!e && !q.n_ids)
        return fail(c->cx, ERR_INVALID, "ids", "error.required");
    if (!e)
        e = list_columns(c->cx, mod, in_text(c, "columns", NULL), &q);
    if (e)
        return e;
    int64_t *list = arena_array(c->cx->arena, int64_t, (size_t)q.n_ids);
    for (int i = 0; i < q.n_ids; i++)
        list[i] = json_integer_value(json_array_get(ids, (size_t)i));
    q.ids = list;
    return begin(c, mod, &q, in_text(c, "separator", "comma"));
}

/* The log is written when the reading transaction has ended: nobody holds two at once. */
static enum err export_noted(struct call *c, enum err (*begins)(struct call *c))
{
    const struct module *mod = meta_module(c->cx->meta, c->id[0]);
    const char *name = mod ? arena_str(c->cx->arena, label_in(&mod->label, c->cx->lang)) : "";
    enum err e = call_read(c, begins);
    if (!e)
        audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_EXPORTED, name);
    return e;
}

static enum err get_export(struct call *c)
{
    return export_noted(c, begin_list);
}

static enum err post_export(struct call *c)
{
    return export_noted(c, begin_named);
}

static const struct shape sh_export_in = {
        "ExportIn", (const struct member_shape[]){
                            {.name = "ids", .type = SH_ARRAY_INT, .flags = SH_REQUIRED, .max = 1000},
                            I_TEXT("columns", 2000), I_ENUM("separator", v_separators), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/modules/{id}/export", AUTH_EXPORT, TX_NONE, ROUTE_LONG | ROUTE_NOTED, NULL, NULL,
                q_export, get_export,
                "The cards that match as a CSV file of any length, in the order of their ids.", "text/csv"},
        {"POST", "/api/modules/{id}/export", AUTH_EXPORT, TX_NONE, ROUTE_LONG, &sh_export_in, NULL, NULL,
                post_export, "The cards named by their ids, as a CSV file.", "text/csv"},
};
const struct route_list export_routes = {"Export", routes, sizeof routes / sizeof *routes};
