#include "api/openapi.h"
#include "api/route.h"
#include "api/schema_set.h"

/* Text into HTML; all of it is ours, but it has quotes, angle brackets and ampersands. */
static void put(struct buf *b, const char *s)
{
    for (; *s; s++)
        switch (*s) {
        case '<':
            buf_puts(b, "&lt;");
            break;
        case '>':
            buf_puts(b, "&gt;");
            break;
        case '&':
            buf_puts(b, "&amp;");
            break;
        case '"':
            buf_puts(b, "&quot;");
            break;
        default:
            buf_putc(b, *s);
        }
}

static void put_shape_link(struct buf *b, const struct shape *s)
{
    if (s && s->name)
        buf_printf(b, "<a href=\"#%s\">%s</a>", s->name, s->name);
}

static void put_limits(struct buf *b, const struct member_shape *m)
{
    if (m->values) {
        for (const char *const *v = m->values; *v; v++)
            buf_printf(b, "%s<code>%s</code>", v == m->values ? "" : " ", *v);
        return;
    }
    if (m->min || m->max)
        buf_printf(b, "%lld", (long long)m->min);
    if (m->max)
        buf_printf(b, " – %lld", (long long)m->max);
}

static const char *const type_names[] = {[SH_INT] = "integer",
        [SH_REAL] = "number",
        [SH_BOOL] = "boolean",
        [SH_TEXT] = "text",
        [SH_TIME] = "time (ms UTC)",
        [SH_OBJECT] = "",
        [SH_ARRAY] = "list of ",
        [SH_ARRAY_INT] = "list of integers",
        [SH_ARRAY_TEXT] = "list of texts",
        [SH_ANY] = "any",
        [SH_MAP] = "object"};

static void put_members(struct buf *b, const struct member_shape *members)
{
    buf_puts(b, "<table><thead><tr><th>Name</th><th>Type</th><th>Limits, "
                "values</th><th></th></tr></thead><tbody>");
    for (const struct member_shape *m = members; m->type != SH_END; m++) {
        buf_printf(b, "<tr><td><code>%s</code>%s</td><td>%s", m->name,
                m->flags & SH_REQUIRED ? "" : " <i>optional</i>", type_names[m->type]);
        put_shape_link(b, m->sub);
        buf_puts(b, m->flags & SH_NULL ? " or null</td><td>" : "</td><td>");
        put_limits(b, m);
        buf_puts(b, "</td><td>");
        put(b, m->doc ? m->doc : "");
        buf_puts(b, "</td></tr>");
    }
    buf_puts(b, "</tbody></table>");
}

static void put_route(struct buf *b, const struct route *r)
{
    static const char *const who[] = {[AUTH_PUBLIC] = "everybody",
            [AUTH_MEMBER] = "members",
            [AUTH_EXPORT] = "members who may export",
            [AUTH_BULK] = "members who may change many cards at once",
            [AUTH_IMPORT] = "members who may import",
            [AUTH_CONFIGURE] = "members who may configure modules",
            [AUTH_MANAGER] = "managers",
            [AUTH_ADMINISTRATOR] = "administrators"};
    buf_printf(
            b, "<section><h3><b class=\"%s\">%s</b> <code>%s</code></h3><p>", r->method, r->method, r->path);
    put(b, r->summary);
    buf_printf(b, " <i>For %s.</i></p><p>", who[r->auth]);
    if (r->in || r->flags & ROUTE_FILE_BODY) {
        buf_puts(b, "Body: ");
        if (r->in)
            put_shape_link(b, r->in);
        else
            buf_puts(b, "a file");
        buf_puts(b, " · ");
    }
    buf_puts(b, "Reply: ");
    if (r->out)
        put_shape_link(b, r->out);
    else
        put(b, r->out_type ? r->out_type : "");
    if (r->flags & ROUTE_IDEMPOTENT_KEY)
        buf_puts(b, " · takes <code>Idempotency-Key</code>");
    buf_puts(b, "</p>");
    if (r->query)
        put_members(b, r->query);
    buf_puts(b, "</section>");
}

static void put_anchor(struct buf *b, const char *title)
{
    for (; *title; title++)
        buf_putc(b, *title == ' ' ? '-' : *title);
}

static void put_contents(struct buf *b)
{
    buf_puts(b, "<nav aria-label=\"Contents\"><ul>");
    for (const struct route_list *const *l = all_routes; *l; l++) {
        buf_puts(b, "<li><a href=\"#");
        put_anchor(b, (*l)->title);
        buf_printf(b, "\">%s</a></li>", (*l)->title);
    }
    buf_puts(
            b, "<li><a href=\"#objects\">Objects</a></li><li><a href=\"#errors\">Errors</a></li></ul></nav>");
}

static void put_errors(struct buf *b)
{
    buf_puts(b, "<h2 "
                "id=\"errors\">Errors</h2><table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></"
                "tr></thead>"
                "<tbody>");
    for (int e = 1; e < N_ERR; e++)
        buf_printf(b, "<tr id=\"error-%s\"><td>%d</td><td><code>%s</code></td><td>%s</td></tr>",
                err_name((enum err)e), err_status((enum err)e), err_name((enum err)e),
                err_sentence((enum err)e));
    buf_puts(b, "</tbody></table>");
}

void docs_write(struct buf *b)
{
    struct schema_set set;
    schema_set_fill(&set);
    buf_puts(b, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Cardinal "
                "API</title>"
                "<link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main><h1>Cardinal API</h1>");
    buf_puts(b,
            "<p>For programs: <a href=\"/api/openapi.json\">openapi.json</a>. Sign in with "
            "<code>Authorization: Bearer ck_…</code> (an API key), or with the session cookie and the header "
            "<code>X-Cardinal: 1</code> on everything that changes something. Times are milliseconds since "
            "1970, "
            "money is integer minor units, lists give <code>rows</code> and <code>next</code>.</p>");
    put_contents(b);
    for (const struct route_list *const *l = all_routes; *l; l++) {
        buf_puts(b, "<h2 id=\"");
        put_anchor(b, (*l)->title);
        buf_printf(b, "\">%s</h2>", (*l)->title);
        for (size_t i = 0; i < (*l)->n; i++)
            put_route(b, &(*l)->routes[i]);
    }
    buf_puts(b, "<h2 id=\"objects\">Objects</h2>");
    for (size_t i = 0; i < set.n; i++) {
        buf_printf(b, "<section><h3 id=\"%s\">%s</h3>", set.shapes[i]->name, set.shapes[i]->name);
        put_members(b, set.shapes[i]->members);
        buf_puts(b, "</section>");
    }
    put_errors(b);
    buf_puts(b, "</main></body></html>");
}

void docs_css_write(struct buf *b)
{
    buf_puts(b,
            ":root{color-scheme:light dark}body{font:14px/1.5 "
            "system-ui,sans-serif;margin:0;background:Canvas;"
            "color:CanvasText}main{max-width:64rem;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}"
            "h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid "
            "GrayText}h3{font-size:1rem;margin:1.5rem 0 .25rem}"
            "p{margin:.25rem 0}table{border-collapse:collapse;width:100%;margin:.5rem 0}"
            "th,td{text-align:left;vertical-align:top;padding:.2rem .75rem .2rem 0;border-bottom:1px solid "
            "color-mix(in srgb,GrayText "
            "40%,transparent)}code{font-family:ui-monospace,monospace;font-size:.95em}"
            "nav ul{display:flex;flex-wrap:wrap;gap:.25rem "
            "1rem;list-style:none;padding:0}b{font-family:ui-monospace,"
            "monospace;font-weight:600}@media(max-width:40rem){table{display:block;overflow-x:auto}}\n");
}
