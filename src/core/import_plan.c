#include "core/access.h"
#include "core/import_impl.h"
#include "meta/field_type.h"

#include <stdlib.h>
#include <strings.h>

/* Members of a person or company that a column may fill: name in the mapping. */
static const char *const person_members[] = {"name", "first_name", "last_name", "email", "phone", "web",
        "position", "street", "city", "postal_code", "county", "country", "region", "tags", "note", NULL};
static const char *const company_members[] = {"name", "email", "phone", "web", "street", "city",
        "postal_code", "county", "country", "region", "tags", "note", "tax_no", "eu_tax_no",
        "registration_no", "bank_account", "industry", "employees", "revenue_minor", "founded_year", NULL};

static const char *listed(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return *list;
    return NULL;
}

bool plan_cell_empty(const struct plan_column *c, const char *text)
{
    if (!*text)
        return true;
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)c->empty, i,
            v) if (json_is_string(v) && strcmp(json_string_value(v), text) == 0) return true;
    return false;
}

bool plan_makes_options(const struct plan_column *c)
{
    return c->create_options && c->target == TO_FIELD && c->field->table == IN_MODULE &&
           strncmp(c->field->type->name, "choice", 6) == 0;
}

const char *plan_cell_meaning(const struct plan_column *c, const char *text)
{
    const json_t *v = c->values ? json_object_get(c->values, text) : NULL;
    if (!v)
        return text;
    return json_is_string(v) ? json_string_value(v) : "";
}

/* A field that the run will create: made up from the mapping, so that preview can check values against its type. */
static enum err made_up_field(struct ctx *cx, const json_t *spec, const char *path, struct plan_column *col)
{
    const json_t *n = json_object_get(spec, "new");
    const char *type = json_str(n, "type"), *label = json_str(n, "label"), *code = json_str(n, "code");
    const struct field_type *t = type ? field_type_named(type) : NULL;
    if (!t || listed((const char *const[]){"status", "user", "contact", "file", NULL}, type))
        return fail_arg(
                cx, ERR_INVALID, arena_printf(cx->arena, "%s.new.type", path), "error.unknown_type", type);
    if (!label || !*label || text_chars(label, strlen(label)) > 100)
        return fail_limit(
                cx, ERR_INVALID, arena_printf(cx->arena, "%s.new.label", path), "error.too_long", 100);
    struct field *f = arena_new_of(cx->arena, struct field);
    f->code = code ? code : text_fold(cx->arena, label);
    f->column = "";
    f->table = IN_MODULE;
    f->type = t;
    for (int l = 0; l < N_LANG; l++)
        f->label.text[l] = label;
    f->role = "";
    f->editable = f->nullable = true;
    f->min = INT64_MIN;
    f->max = strcmp(type, "number") == 0 || strcmp(type, "money") == 0 ? INT64_MAX : 0;
    col->field = f;
    col->target = TO_FIELD;
    col->is_new = true;
    return ERR_OK;
}

static enum err find_target(struct ctx *cx, const struct module *mod, const json_t *spec, const char *path,
        struct plan_column *col)
{
    const char *to = json_str(spec, "to");
    col->target = TO_NOTHING;
    if (!to)
        return ERR_OK;
    if (strcmp(to, "new") == 0)
        return made_up_field(cx, spec, path, col);
    if (strncmp(to, "contact.", 8) == 0 && (col->member = listed(person_members, to + 8)))
        col->target = TO_PERSON;
    else if (strncmp(to, "company.", 8) == 0 && (col->member = listed(company_members, to + 8)))
        col->target = TO_COMPANY;
    else if (strcmp(to, "name") == 0)
        col->target = TO_NAME;
    else {
        col->field = access_field(cx, mod, to);
        bool usable = col->field && col->field->editable && !access_marks(cx, mod, col->field) &&
                      strcmp(col->field->type->name, "contact") != 0;
        if (usable && strcmp(col->field->type->name, "file") == 0)
            return fail(cx, ERR_INVALID, arena_printf(cx->arena, "%s.to", path), "error.file_by_import");
        if (usable && strcmp(to, "status") == 0 && mod->kind && strcmp(mod->kind, "autosales") == 0)
            return fail(cx, ERR_INVALID, arena_printf(cx->arena, "%s.to", path), "error.pipeline_fixed");
        if (!usable)
            return fail_arg(
                    cx, ERR_INVALID, arena_printf(cx->arena, "%s.to", path), "error.import_target", to);
        col->target = TO_FIELD;
    }
    return ERR_OK;
}

static int header_index(const char *const *headers, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(headers[i], name) == 0)
            return (int)i;
    return -1;
}

static enum err make_column(struct ctx *cx, const struct module *mod, const json_t *spec, int i,
        const char *const *headers, size_t n_headers, struct plan_column *col)
{
    const char *path = arena_printf(cx->arena, "mapping.columns[%d]", i);
    const char *header = json_str(spec, "header");
    if (!header)
        return fail(cx, ERR_INVALID, arena_printf(cx->arena, "%s.header", path), "error.required");
    *col = (struct plan_column){.header = header, .spec = spec};
    col->index = header_index(headers, n_headers, header);
    if (col->index < 0)
        return fail_arg(
                cx, ERR_INVALID, arena_printf(cx->arena, "%s.header", path), "error.import_header", header);
    col->values = json_object_get(spec, "values");
    col->empty = json_object_get(spec, "empty");
    col->create_options = json_is_true(json_object_get(spec, "create_options"));
    if (col->values && !json_is_object(col->values) && !json_is_null(col->values))
        return fail(cx, ERR_INVALID, arena_printf(cx->arena, "%s.values", path), "error.type");
    return find_target(cx, mod, spec, path, col);
}

static enum err find_owner(struct ctx *cx, const json_t *mapping, struct plan *p)
{
    const char *owner = json_str(mapping, "owner");
    p->owner_id = cx->member ? cx->member->id : 0;
    if (json_is_null(json_object_get(mapping, "owner"))) {
        p->owner_id = 0;
        p->unassigned = true;
    }
    if (!owner)
        return ERR_OK;
    for (int i = 0; i < cx->meta->n_members; i++)
        if (strcasecmp(cx->meta->members[i].email, owner) == 0) {
            p->owner_id = cx->meta->members[i].id;
            return ERR_OK;
        }
    return fail_arg(cx, ERR_INVALID, "mapping.owner", "error.unknown_member_email", owner);
}

static bool label_is(const struct label *l, const char *text)
{
    for (int i = 0; i < N_LANG; i++)
        if (strcasecmp(l->text[i], text) == 0)
            return true;
    return false;
}

static const struct status *status_by_text(const struct module *mod, const char *text)
{
    for (int i = 0; i < mod->n_statuses; i++)
        if (strcmp(mod->statuses[i].role, text) == 0 || label_is(&mod->statuses[i].label, text))
            return &mod->statuses[i];
    return NULL;
}

enum err plan_make(struct ctx *cx, const struct module *mod, const json_t *mapping,
        const char *const *headers, size_t n_headers, struct plan *out_plan)
{
    const json_t *cols = json_object_get(mapping, "columns");
    if (!json_is_array(cols) || !json_array_size(cols) || json_array_size(cols) > CSV_MAX_COLUMNS)
        return fail_limit(cx, ERR_INVALID, "mapping.columns", "error.required", CSV_MAX_COLUMNS);
    struct plan p = {.module = mod, .name_template = json_str(mapping, "name")};
    const json_t *match = json_object_get(mapping, "match_contacts");
    p.match_contacts = !match || json_is_true(match);
    p.n_columns = (int)json_array_size(cols);
    p.columns = arena_array(cx->arena, struct plan_column, p.n_columns);
    enum err e = find_owner(cx, mapping, &p);
    for (int i = 0; !e && i < p.n_columns; i++)
        e = make_column(cx, mod, json_array_get(cols, (size_t)i), i, headers, n_headers, &p.columns[i]);
    if (e)
        return e;
    const char *key = json_str(mapping, "key"), *status = json_str(mapping, "status");
    for (int i = 0; key && i < p.n_columns; i++)
        if (strcmp(p.columns[i].header, key) == 0 && p.columns[i].target == TO_FIELD)
            p.key = &p.columns[i];
    if (key && !p.key)
        return fail_arg(cx, ERR_INVALID, "mapping.key", "error.import_key", key);
    if (status && *status) {
        const struct status *s = status_by_text(mod, status);
        if (!s || (mod->kind && strcmp(mod->kind, "autosales") == 0))
            return fail_arg(cx, ERR_INVALID, "mapping.status",
                    s ? "error.pipeline_fixed" : "error.unknown_status", status);
        p.status_id = s->id;
    }
    *out_plan = p;
    return ERR_OK;
}

/* ---- rows ---- */

struct row_work {
    struct ctx *cx;
    const struct plan *plan;
    const char *const *cells;
    size_t n;
    struct row_result *out;
    struct point points[2][6]; /* person's, company's */
    size_t n_points[2];
    struct address addresses[2];
    bool has_address[2];
};

static const char *cell(const struct row_work *w, const struct plan_column *c)
{
    return (size_t)c->index < w->n ? w->cells[c->index] : "";
}

static void refuse(
        struct row_work *w, const struct plan_column *col, const char *key, const char *arg, int64_t limit)
{
    struct ctx *cx = w->cx;
    if (w->out->kind == ROW_REFUSE)
        return;
    w->out->kind = ROW_REFUSE;
    const char *what = message(cx->arena, cx->lang, key, col ? col->header : NULL, arg, limit);
    w->out->error = col ? arena_printf(cx->arena, "%s: %s", col->header, what) : what;
}

static struct val member_by_text(const struct ctx *cx, const char *text)
{
    for (int i = 0; i < cx->meta->n_members; i++)
        if (strcasecmp(cx->meta->members[i].email, text) == 0 ||
                strcasecmp(cx->meta->members[i].name, text) == 0)
            return val_int(cx->meta->members[i].id);
    return val_null();
}

static void read_field(struct row_work *w, const struct plan_column *col, const char *text)
{
    struct ctx *cx = w->cx;
    const struct field *f = col->field;
    struct val v = val_null();
    const char *key = NULL;
    enum err e = ERR_OK;
    if (strcmp(f->type->name, "status") == 0) {
        const struct status *s = status_by_text(w->plan->module, text);
        v = s ? val_int(s->id) : val_null();
        key = "error.unknown_status";
        e = s ? ERR_OK : ERR_INVALID;
    } else if (strcmp(f->type->name, "user") == 0) {
        v = member_by_text(cx, text);
        key = "error.unknown_member_email";
        e = val_is_null(v) ? ERR_INVALID : ERR_OK;
    } else
        e = f->type->parse_text(cx->arena, f, text, cx->zone, &v, &key);
    if (col->wanted && import_option_coming(cx, col, text, e != ERR_OK))
        return; /* only in a preview: a run makes the options before its first row */
    if (e) {
        refuse(w, col, key ? key : "error.type", text, f->max);
        return;
    }
    w->out->edits[w->out->n_edits++] = (struct edit){f, v};
}

static void add_point(struct row_work *w, int who, const char *kind, const char *text)
{
    if (w->n_points[who] == 6)
        return;
    bool first = true;
    for (size_t i = 0; i < w->n_points[who]; i++)
        first = first && strcmp(w->points[who][i].kind, kind) != 0;
    w->points[who][w->n_points[who]++] = (struct point){
            .kind = kind, .value = arena_str(w->cx->arena, text), .label = "", .is_default = first};
}

static bool read_address(struct row_work *w, int who, const char *member, const char *text)
{
    struct address *ad = &w->addresses[who];
    const char **at = strcmp(member, "street") == 0        ? &ad->street
                      : strcmp(member, "city") == 0        ? &ad->city
                      : strcmp(member, "postal_code") == 0 ? &ad->postal_code
                      : strcmp(member, "county") == 0      ? &ad->county
                      : strcmp(member, "country") == 0     ? &ad->country
                                                           : NULL;
    if (at)
        *at = arena_str(w->cx->arena, text);
    w->has_address[who] |= at != NULL;
    return at != NULL;
}

static void read_number(struct row_work *w, const struct plan_column *col, const char *text, struct val *out)
{
    struct field f = {
            .type = field_type_named(strcmp(col->member, "revenue_minor") == 0 ? "money" : "number"),
            .code = col->member,
            .min = 0,
            .max = INT64_MAX / 1000};
    const char *key = NULL;
    struct val v;
    if (f.type->parse_text(w->cx->arena, &f, text, w->cx->zone, &v, &key))
        refuse(w, col, key ? key : "error.type", text, 0);
    else
        *out = v.type == VAL_REAL ? val_int((int64_t)v.d) : v;
}

static void read_contact(struct row_work *w, const struct plan_column *col, const char *text)
{
    struct arena *a = w->cx->arena;
    int who = col->target == TO_COMPANY;
    struct contact **at = who ? &w->out->company : &w->out->person;
    if (!*at) {
        *at = arena_new_of(a, struct contact);
        **at = (struct contact){.kind = who ? CONTACT_COMPANY : CONTACT_PERSON,
                .name = "",
                .first_name = "",
                .last_name = "",
                .position = "",
                .tax_no = "",
                .eu_tax_no = "",
                .registration_no = "",
                .bank_account = "",
                .industry = "",
                .region = "",
                .tags = "",
                .note = ""};
    }
    struct contact *c = *at;
    const struct {
        const char *member;
        const char **text;
    } texts[] = {{"name", &c->name}, {"first_name", &c->first_name}, {"last_name", &c->last_name},
            {"position", &c->position}, {"tax_no", &c->tax_no}, {"eu_tax_no", &c->eu_tax_no},
            {"registration_no", &c->registration_no}, {"bank_account", &c->bank_account},
            {"industry", &c->industry}, {"region", &c->region}, {"tags", &c->tags}, {"note", &c->note}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].member, col->member) == 0) {
            *texts[i].text = arena_str(a, text);
            return;
        }
    if (listed((const char *const[]){"email", "phone", "web", NULL}, col->member)) {
        if (strcmp(col->member, "email") == 0 && !text_email_key(a, text))
            refuse(w, col, "error.email", text, 0);
        add_point(w, who, col->member, text);
    } else if (strcmp(col->member, "employees") == 0)
        read_number(w, col, text, &c->employees);
    else if (strcmp(col->member, "revenue_minor") == 0)
        read_number(w, col, text, &c->revenue_minor);
    else if (strcmp(col->member, "founded_year") == 0)
        read_number(w, col, text, &c->founded_year);
    else
        read_address(w, who, col->member, text);
}

/* "Nagy Éva" or "Ana Pop": one text to two names, in the account's order. */
static void split_name(struct ctx *cx, struct contact *c)
{
    if (!*c->name || *c->first_name || *c->last_name)
        return;
    bool family_first = strcmp(meta_setting_str(cx->meta, "name_order", "given_first"), "family_first") == 0;
    const char *gap = family_first ? strchr(c->name, ' ') : strrchr(c->name, ' ');
    if (!gap) {
        c->last_name = c->name;
        return;
    }
    const char *head = arena_strn(cx->arena, c->name, (size_t)(gap - c->name)), *tail = gap + 1;
    c->last_name = family_first ? head : tail;
    c->first_name = family_first ? tail : head;
}

static void finish_contact(struct row_work *w, int who)
{
    struct contact *c = who ? w->out->company : w->out->person;
    if (!c)
        return;
    c->points = arena_copy(w->cx->arena, w->points[who], w->n_points[who] * sizeof(struct point));
    c->n_points = w->n_points[who];
    if (w->has_address[who]) {
        struct address *ad = arena_copy(w->cx->arena, &w->addresses[who], sizeof *ad);
        const char **parts[] = {&ad->street, &ad->city, &ad->postal_code, &ad->county, &ad->country};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (!*parts[i])
                *parts[i] = "";
        ad->kind = "office";
        ad->is_default = true;
        c->addresses = ad;
        c->n_addresses = 1;
    }
    if (who == 0) {
        split_name(w->cx, c);
        if (!*c->first_name && !*c->last_name && c->n_points)
            c->last_name = c->points[0].value;
        if (!*c->first_name && !*c->last_name)
            w->out->person = NULL; /* an address alone makes no person */
    } else if (!*c->name)
        w->out->company = NULL;
}

/* "Lead {Lead Number}" with the row's cells. */
static const char *fill_template(struct row_work *w)
{
    struct buf b;
    buf_init(&b, w->cx->arena);
    for (const char *p = w->plan->name_template; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            buf_putc(&b, *p++);
            continue;
        }
        for (int i = 0; i < w->plan->n_columns; i++) {
            const struct plan_column *c = &w->plan->columns[i];
            if (strlen(c->header) == (size_t)(end - p - 1) &&
                    strncmp(c->header, p + 1, strlen(c->header)) == 0)
                buf_puts(&b, cell(w, c));
        }
        p = end + 1;
    }
    return buf_str(&b);
}

static const char *title_of(const struct row_result *r, const char *name)
{
    if (name && *name)
        return name;
    if (r->person)
        return *r->person->name ? r->person->name : r->person->last_name;
    return r->company ? r->company->name : NULL;
}

static void add_edit(struct row_work *w, const char *code, struct val v)
{
    const struct field *f = module_field(w->plan->module, code);
    if (f)
        w->out->edits[w->out->n_edits++] = (struct edit){f, v};
}

/* A card's name: from its column (mapped like a cell) or from the template (a default for new cards). */
static const char *read_name(struct row_work *w, const struct plan_column *col, const char *text)
{
    const struct field *f = module_field(w->plan->module, "name");
    const char *key = NULL;
    struct val v;
    if (f->type->parse_text(w->cx->arena, f, text, w->cx->zone, &v, &key))
        refuse(w, col, key ? key : "error.type", text, f->max);
    else if (!val_is_null(v))
        return v.s;
    return NULL;
}

enum err plan_row(
        struct ctx *cx, const struct plan *plan, const char *const *cells, size_t n, struct row_result *out)
{
    struct row_work w = {.cx = cx, .plan = plan, .cells = cells, .n = n, .out = out};
    const char *name = NULL;
    bool has_owner = false;
    *out = (struct row_result){.kind = ROW_CREATE};
    out->edits = arena_array(cx->arena, struct edit, plan->n_columns + 6);
    for (int i = 0; i < plan->n_columns; i++) {
        const struct plan_column *col = &plan->columns[i];
        const char *text = cell(&w, col);
        if (col->target == TO_NOTHING || plan_cell_empty(col, text))
            continue;
        text = plan_cell_meaning(col, text);
        if (!*text)
            continue;
        if (col->target == TO_FIELD) {
            has_owner |= strcmp(col->field->code, "owner") == 0;
            read_field(&w, col, text);
        } else if (col->target == TO_NAME)
            name = read_name(&w, col, text);
        else
            read_contact(&w, col, text);
    }
    finish_contact(&w, 0);
    finish_contact(&w, 1);
    if (name)
        add_edit(&w, "name", val_text(name));
    out->n_mapped = out->n_edits;
    if (plan->name_template && !name) {
        name = read_name(&w, NULL, fill_template(&w));
        add_edit(&w, "name", name ? val_text(name) : val_null());
    }
    out->title = title_of(out, name);
    if (plan->status_id)
        add_edit(&w, "status", val_int(plan->status_id));
    if (!has_owner)
        add_edit(&w, "owner", plan->unassigned || !plan->owner_id ? val_null() : val_int(plan->owner_id));
    if (!out->title && !plan->key)
        refuse(&w, NULL, "error.import_no_name", NULL, 0);
    return ERR_OK;
}
