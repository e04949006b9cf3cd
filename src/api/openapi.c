#include "api/openapi.h"
#include "api/route.h"
#include "api/schema_set.h"
#include "api/shapes.h"

static const char *const auth_names[] = {[AUTH_PUBLIC] = "public",
        [AUTH_MEMBER] = "member",
        [AUTH_EXPORT] = "export",
        [AUTH_BULK] = "bulk",
        [AUTH_IMPORT] = "import",
        [AUTH_CONFIGURE] = "configure",
        [AUTH_MANAGER] = "manager",
        [AUTH_ADMINISTRATOR] = "administrator"};

static void write_shape(struct jw *w, const struct shape *s);

static void write_ref(struct jw *w, const struct shape *s)
{
    if (!s->name) {
        write_shape(w, s);
        return;
    }
    char ref[120];
    snprintf(ref, sizeof ref, "#/components/schemas/%s", s->name);
    jw_obj(w);
    jw_kstr(w, "$ref", ref);
    jw_obj_end(w);
}

static void write_type(struct jw *w, const char *type, unsigned flags)
{
    if (!(flags & SH_NULL)) {
        jw_kstr(w, "type", type);
        return;
    }
    jw_key(w, "type");
    jw_arr(w);
    jw_str(w, type);
    jw_str(w, "null");
    jw_arr_end(w);
}

static void write_texts(struct jw *w, const struct member_shape *m)
{
    write_type(w, "string", m->flags);
    if (m->min)
        jw_kint(w, "minLength", m->min);
    if (m->max)
        jw_kint(w, "maxLength", m->max);
    if (!m->values)
        return;
    jw_key(w, "enum");
    jw_arr(w);
    for (const char *const *v = m->values; *v; v++)
        jw_str(w, *v);
    if (m->flags & SH_NULL)
        jw_null(w);
    jw_arr_end(w);
}

static void write_number(struct jw *w, const struct member_shape *m, const char *type)
{
    write_type(w, type, m->flags);
    if (m->type == SH_TIME)
        jw_kstr(w, "format", "int64");
    if (m->min || m->max)
        jw_kint(w, "minimum", m->min);
    if (m->max)
        jw_kint(w, "maximum", m->max);
}

static void write_array(struct jw *w, const struct member_shape *m)
{
    write_type(w, "array", m->flags);
    if (m->max)
        jw_kint(w, "maxItems", m->max);
    jw_key(w, "items");
    if (m->type == SH_ARRAY) {
        write_ref(w, m->sub);
        return;
    }
    const struct member_shape text = {.type = SH_TEXT, .values = m->values};
    jw_obj(w);
    if (m->type == SH_ARRAY_INT)
        jw_kstr(w, "type", "integer");
    else
        write_texts(w, &text);
    jw_obj_end(w);
}

static void write_object(struct jw *w, const struct member_shape *m)
{
    if (!(m->flags & SH_NULL)) {
        write_ref(w, m->sub);
        return;
    }
    jw_obj(w);
    jw_key(w, "anyOf");
    jw_arr(w);
    write_ref(w, m->sub);
    jw_obj(w);
    jw_kstr(w, "type", "null");
    jw_obj_end(w);
    jw_arr_end(w);
    jw_obj_end(w);
}

static void write_member(struct jw *w, const struct member_shape *m)
{
    if (m->type == SH_OBJECT) {
        write_object(w, m);
        return;
    }
    jw_obj(w);
    switch (m->type) {
    case SH_INT:
    case SH_TIME:
        write_number(w, m, "integer");
        break;
    case SH_REAL:
        write_number(w, m, "number");
        break;
    case SH_BOOL:
        write_type(w, "boolean", m->flags);
        break;
    case SH_TEXT:
        write_texts(w, m);
        break;
    case SH_ARRAY:
    case SH_ARRAY_INT:
    case SH_ARRAY_TEXT:
        write_array(w, m);
        break;
    case SH_MAP:
        write_type(w, "object", m->flags);
        jw_kbool(w, "additionalProperties", true);
        break;
    default:
        break;
    }
    if (m->doc || m->type == SH_TIME)
        jw_kstr(w, "description", m->doc ? m->doc : "Milliseconds since 1970, UTC");
    jw_obj_end(w);
}

static void write_shape(struct jw *w, const struct shape *s)
{
    bool any = false;
    jw_obj(w);
    jw_kstr(w, "type", "object");
    jw_key(w, "properties");
    jw_obj(w);
    for (const struct member_shape *m = s->members; m->type != SH_END; m++) {
        jw_key(w, m->name);
        write_member(w, m);
        any |= m->flags & SH_REQUIRED;
    }
    jw_obj_end(w);
    if (any) {
        jw_key(w, "required");
        jw_arr(w);
        for (const struct member_shape *m = s->members; m->type != SH_END; m++)
            if (m->flags & SH_REQUIRED)
                jw_str(w, m->name);
        jw_arr_end(w);
    }
    jw_kbool(w, "additionalProperties", false);
    jw_obj_end(w);
}

static void write_param(
        struct jw *w, const char *where, const char *name, bool required, const struct member_shape *m)
{
    jw_obj(w);
    jw_kstr(w, "name", name);
    jw_kstr(w, "in", where);
    jw_kbool(w, "required", required);
    jw_key(w, "schema");
    write_member(w, m);
    jw_obj_end(w);
}

static void write_path_params(struct jw *w, const struct route *r)
{
    static const struct member_shape id = {.type = SH_INT, .min = 1, .max = SHAPE_INT_MAX},
                                     text = {.type = SH_TEXT};
    for (const char *p = strchr(r->path, '{'); p; p = strchr(p + 1, '{')) {
        size_t n = strcspn(p, "}") - 1;
        char name[40];
        snprintf(name, sizeof name, "%.*s", (int)n, p + 1);
        write_param(w, "path", name, true, n >= 2 && strncmp(p + n - 1, "id", 2) == 0 ? &id : &text);
    }
}

static void write_params(struct jw *w, const struct route *r)
{
    static const struct member_shape key = {.type = SH_TEXT,
            .min = 1,
            .max = 100,
            .doc = "A repeated post with the same key gets the first one's reply and creates nothing"};
    jw_key(w, "parameters");
    jw_arr(w);
    write_path_params(w, r);
    for (const struct member_shape *q = r->query; q && q->type != SH_END; q++)
        write_param(w, "query", q->name, q->flags & SH_REQUIRED, q);
    if (r->flags & ROUTE_IDEMPOTENT_KEY)
        write_param(w, "header", "Idempotency-Key", false, &key);
    jw_arr_end(w);
}

static void write_content(struct jw *w, const char *type, const struct shape *s)
{
    jw_key(w, "content");
    jw_obj(w);
    jw_key(w, type);
    jw_obj(w);
    jw_key(w, "schema");
    if (s)
        write_ref(w, s);
    else {
        jw_obj(w);
        jw_obj_end(w);
    }
    jw_obj_end(w);
    jw_obj_end(w);
}

static void write_body(struct jw *w, const struct route *r)
{
    if (!r->in && !(r->flags & ROUTE_FILE_BODY))
        return;
    jw_key(w, "requestBody");
    jw_obj(w);
    jw_kbool(w, "required", r->in != &sh_empty);
    write_content(w, r->in ? "application/json" : "application/octet-stream", r->in);
    jw_obj_end(w);
}

static void write_responses(struct jw *w, const struct route *r)
{
    jw_key(w, "responses");
    jw_obj(w);
    jw_key(w, r->flags & ROUTE_LEAVES ? "302" : r->flags & ROUTE_CREATED ? "201" : "200");
    jw_obj(w);
    jw_kstr(w, "description", r->flags & ROUTE_CREATED ? "Created" : "Done");
    write_content(w, r->out_type ? r->out_type : "application/json", r->out);
    jw_obj_end(w);
    jw_key(w, "default");
    jw_obj(w);
    jw_kstr(w, "description", "What went wrong");
    write_content(w, "application/problem+json", &sh_problem);
    jw_obj_end(w);
    jw_obj_end(w);
}

static void write_security(struct jw *w, const struct route *r)
{
    jw_key(w, "security");
    jw_arr(w);
    static const char *const schemes[] = {"session", "key"};
    for (size_t i = 0; i < 2 && r->auth != AUTH_PUBLIC; i++) {
        jw_obj(w);
        jw_key(w, schemes[i]);
        jw_arr(w);
        jw_arr_end(w);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_kstr(w, "x-role", auth_names[r->auth]);
}

static void lower(char *s)
{
    for (; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s | 0x20);
}

static void write_operation(struct jw *w, const struct route_list *l, const struct route *r)
{
    char method[8];
    snprintf(method, sizeof method, "%s", r->method);
    lower(method);
    jw_key(w, method);
    jw_obj(w);
    jw_key(w, "tags");
    jw_arr(w);
    jw_str(w, l->title);
    jw_arr_end(w);
    jw_kstr(w, "summary", r->summary);
    write_security(w, r);
    write_params(w, r);
    write_body(w, r);
    write_responses(w, r);
    jw_obj_end(w);
}

/* Is this the first row with its path? A path's methods stand together in OpenAPI, whichever list they are in. */
static bool first_of_path(const struct route *r)
{
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t i = 0; i < (*l)->n; i++)
            if (strcmp((*l)->routes[i].path, r->path) == 0)
                return &(*l)->routes[i] == r;
    return false;
}

static void write_path(struct jw *w, const char *path)
{
    jw_key(w, path);
    jw_obj(w);
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t i = 0; i < (*l)->n; i++)
            if (strcmp((*l)->routes[i].path, path) == 0)
                write_operation(w, *l, &(*l)->routes[i]);
    jw_obj_end(w);
}

static void write_paths(struct jw *w)
{
    jw_key(w, "paths");
    jw_obj(w);
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (size_t i = 0; i < (*l)->n; i++)
            if (first_of_path(&(*l)->routes[i]))
                write_path(w, (*l)->routes[i].path);
    jw_obj_end(w);
}

static void write_schemes(struct jw *w)
{
    jw_key(w, "securitySchemes");
    jw_obj(w);
    jw_key(w, "session");
    jw_obj(w);
    jw_kstr(w, "type", "apiKey");
    jw_kstr(w, "in", "cookie");
    jw_kstr(w, "name", "cardinal_session");
    jw_kstr(w, "description",
            "For people. Methods that change something also need the header X-Cardinal: 1.");
    jw_obj_end(w);
    jw_key(w, "key");
    jw_obj(w);
    jw_kstr(w, "type", "http");
    jw_kstr(w, "scheme", "bearer");
    jw_kstr(w, "description", "For programs: an API key, ck_…");
    jw_obj_end(w);
    jw_obj_end(w);
}

static void write_components(struct jw *w)
{
    struct schema_set set;
    schema_set_fill(&set);
    jw_key(w, "components");
    jw_obj(w);
    write_schemes(w);
    jw_key(w, "schemas");
    jw_obj(w);
    for (size_t i = 0; i < set.n; i++) {
        jw_key(w, set.shapes[i]->name);
        write_shape(w, set.shapes[i]);
    }
    jw_obj_end(w);
    jw_obj_end(w);
}

void openapi_write(struct buf *out)
{
    struct jw w;
    jw_init(&w, out);
    jw_obj(&w);
    jw_kstr(&w, "openapi", "3.1.0");
    jw_key(&w, "info");
    jw_obj(&w);
    jw_kstr(&w, "title", "Cardinal");
    jw_kstr(&w, "version", CARDINAL_VERSION);
    jw_kstr(&w, "description",
            "Ids are integers below 2^53. Times (…_at) are milliseconds since 1970, UTC. Money (…_minor) is "
            "integer "
            "minor units of the account's currency. Lists take limit and cursor and give {rows, next}. "
            "Writes may carry "
            "the version that the client saw, also as If-Match: \"7\"; a stale one is refused with 412 and "
            "both values. "
            "Errors are application/problem+json.");
    jw_key(&w, "license");
    jw_obj(&w);
    jw_kstr(&w, "name", "AGPL-3.0-only");
    jw_kstr(&w, "identifier", "AGPL-3.0-only");
    jw_obj_end(&w);
    jw_obj_end(&w);
    write_paths(&w);
    write_components(&w);
    jw_obj_end(&w);
}

void routes_write(struct buf *out)
{
    static const char *const tx_names[] = {[TX_NONE] = "none", [TX_READ] = "read", [TX_WRITE] = "write"};
    struct jw w;
    jw_init(&w, out);
    jw_arr(&w);
    for (const struct route_list *const *l = all_routes; *l; l++)
        for (const struct route *r = (*l)->routes, *end = r + (*l)->n; r < end; r++) {
            jw_obj(&w);
            jw_kstr(&w, "method", r->method);
            jw_kstr(&w, "path", r->path);
            jw_kstr(&w, "auth", auth_names[r->auth]);
            jw_kstr(&w, "transaction", tx_names[r->tx]);
            jw_kstr(&w, "summary", r->summary);
            jw_obj_end(&w);
        }
    jw_arr_end(&w);
}

void errors_write(struct buf *out)
{
    struct jw w;
    jw_init(&w, out);
    jw_arr(&w);
    for (int e = 1; e < N_ERR; e++) {
        jw_obj(&w);
        jw_kstr(&w, "code", err_name((enum err)e));
        jw_kint(&w, "status", err_status((enum err)e));
        jw_kstr(&w, "sentence", err_sentence((enum err)e));
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
}
