/* audit_api - the audit log for administrators. */
#include "api/app.h"
#include "api/route.h"
#include "api/shapes.h"
#include "core/audit.h"

#define PAGE_ROWS 50

static const struct shape sh_audit_change = {"AuditChange",
        (const struct member_shape[]){R_TEXT("name"), N_TEXT("from"), N_TEXT("to"), SHAPE_END}};
static const struct shape sh_audit_row = {
        "AuditRow", (const struct member_shape[]){R_INT("id"), R_TIME("at"), R_ENUM("kind", audit_names),
                            N_INT("member_id"), R_TEXT("who"), R_TEXT("address"), R_TEXT("agent"),
                            R_TEXT("subject"), R_ARR("changes", &sh_audit_change), SHAPE_END}};
static const struct shape sh_audit = {
        "Audit", (const struct member_shape[]){R_ARR("rows", &sh_audit_row), N_TEXT("next"), SHAPE_END}};

#define FILTER_MEMBERS                                                                                       \
    I_ENUM("kind", audit_names), I_ID("member"),                                                             \
            {.name = "from", .type = SH_TIME, .doc = "At or later than this"},                               \
    {                                                                                                        \
        .name = "to", .type = SH_TIME, .doc = "Before this"                                                  \
    }
static const struct member_shape q_filter[] = {FILTER_MEMBERS, SHAPE_END};
static const struct member_shape q_list[] = {FILTER_MEMBERS, {.name = "cursor", .type = SH_TEXT, .max = 200},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};

static struct audit_filter filter_of(const struct call *c)
{
    return (struct audit_filter){.kind = q_text(c, "kind", NULL),
            .member_id = q_int(c, "member", 0),
            .from = q_int(c, "from", 0),
            .to = q_int(c, "to", 0)};
}

static void write_row(struct jw *w, const struct audit_row *row)
{
    jw_obj(w);
    jw_kint(w, "id", row->id);
    jw_kint(w, "at", row->at);
    jw_kstr(w, "kind", row->kind);
    jw_kval(w, "member_id", row->member_id ? val_int(row->member_id) : val_null());
    jw_kstr(w, "who", row->who);
    jw_kstr(w, "address", row->address);
    jw_kstr(w, "agent", row->agent);
    jw_kstr(w, "subject", row->subject);
    jw_key(w, "changes");
    const char *changes = *row->changes ? row->changes : "[]";
    jw_raw(w, changes, strlen(changes));
    jw_obj_end(w);
}

static enum err get_audit(struct call *c)
{
    const struct audit_filter filter = filter_of(c);
    struct audit_row *rows;
    const char *next;
    size_t n;
    enum err e = audit_list(
            c->cx, &filter, q_text(c, "cursor", NULL), (int)q_int(c, "limit", PAGE_ROWS), &rows, &n, &next);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "rows");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++)
        write_row(c->out, &rows[i]);
    jw_arr_end(c->out);
    jw_kstr(c->out, "next", next);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_audit_export(struct call *c)
{
    const struct audit_filter filter = filter_of(c);
    struct http_reply *r = &c->rq->reply;
    r->stream_arg = audit_export_begin(c->account, c->cx, &filter);
    r->stream_next = audit_export_piece;
    r->content_type = "text/csv; charset=utf-8";
    http_reply_header(c->rq, "Content-Disposition", "attachment; filename=\"audit.csv\"");
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_EXPORTED, "audit.csv");
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/audit", AUTH_ADMINISTRATOR, TX_READ, 0, NULL, &sh_audit, q_list, get_audit,
                "The audit log, newest first: log-ins, rights, keys, exports, backups.", NULL},
        {"GET", "/api/audit/export", AUTH_ADMINISTRATOR, TX_NONE, ROUTE_LONG | ROUTE_NOTED, NULL, NULL,
                q_filter, get_audit_export, "The audit log as a CSV file, newest first.", "text/csv"},
};
const struct route_list audit_routes = {"Audit log", routes, sizeof routes / sizeof *routes};
