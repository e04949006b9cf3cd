/* filter - conditions over a module's fields: from the client's JSON to a checked tree, and on to the store's. */
#include "core/access.h"
#include "core/filter_date.h"
#include "core/list_impl.h"

#include <math.h>

#define DEPTH_MAX  5
#define CONDS_MAX  50
#define VALUES_MAX 200
#define TEXT_MAX   200

struct parser {
    struct ctx *cx;
    const struct module *mod;
    int n_conds;
};

static enum err refuse(struct parser *p, const char *path, const char *key)
{
    return fail(p->cx, ERR_INVALID, path, key);
}

static char *path_add(struct parser *p, const char *path, const char *name)
{
    return arena_printf(p->cx->arena, "%s.%s", path, name);
}

/* What kind of values a field's conditions take. */
enum class {
    CLASS_TEXT,
    CLASS_NUMBER,
    CLASS_MONEY,
    CLASS_DATE,
    CLASS_TIME,
    CLASS_CHOICE,
    CLASS_CHOICES,
    CLASS_BOOL,
    CLASS_MEMBER,
    CLASS_ID
};

static enum class class_of(const struct field *f) { static const struct {const char * type; enum class class;}
classes[] = {{"number", CLASS_NUMBER}, {"money", CLASS_MONEY}, {"date", CLASS_DATE}, {"datetime", CLASS_TIME},
        {"choice", CLASS_CHOICE}, {"choices", CLASS_CHOICES}, {"bool", CLASS_BOOL}, {"user", CLASS_MEMBER},
        {"contact", CLASS_ID}, {"status", CLASS_ID}};
for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (strcmp(classes[i].type, f->type->name) == 0)
        return classes[i].class;
return CLASS_TEXT;
}

/* One value */

static enum err text_value(struct parser *p, const json_t *in, enum op op, const char *path, struct val *out)
{
    if (!json_is_string(in))
        return refuse(p, path, "error.not_text");
    char *s = text_trim(p->cx->arena, json_string_value(in));
    if (text_chars(s, strlen(s)) > TEXT_MAX)
        return fail_limit(p->cx, ERR_INVALID, path, "error.too_long", TEXT_MAX);
    bool part = op == OP_CONTAINS || op == OP_STARTS;
    if (!*s || (part && !*text_fold(p->cx->arena, s)))
        return refuse(p, path, "error.required");
    *out = val_text(s);
    return ERR_OK;
}

static enum err number_value(
        struct parser *p, const json_t *in, enum class class, const char *path, struct val *out)
{
    if (json_is_integer(in))
        *out = val_int(json_integer_value(in));
    else if (json_is_real(in) && class == CLASS_NUMBER && isfinite(json_real_value(in)))
        *out = val_real(json_real_value(in));
    else
        return refuse(p, path, class == CLASS_NUMBER ? "error.not_number" : "error.not_whole_number");
    return ERR_OK;
}

/* An id, or a code for choices, which are what people write by hand. */
static enum err choice_value(
        struct parser *p, const struct field *f, const json_t *in, const char *path, struct val *out)
{
    for (int i = 0; i < f->n_options; i++) {
        const struct option *o = &f->options[i];
        if ((json_is_integer(in) && json_integer_value(in) == o->id) ||
                (json_is_string(in) && *o->code && strcmp(json_string_value(in), o->code) == 0)) {
            *out = val_int(o->id);
            return ERR_OK;
        }
    }
    return refuse(p, path, "error.unknown_choice");
}

static enum err id_value(struct parser *p, const struct field *f, enum class class, const json_t *in,
        const char *path, struct val *out)
{
    const struct ctx *cx = p->cx;
    if (class == CLASS_MEMBER && json_is_string(in) && strcmp(json_string_value(in), "me") == 0) {
        *out = val_int(cx->member ? cx->member->id : 0);
        return ERR_OK;
    }
    if (!json_is_integer(in) || json_integer_value(in) <= 0)
        return refuse(p, path, "error.not_whole_number");
    int64_t id = json_integer_value(in);
    if (class == CLASS_MEMBER && !meta_member(cx->meta, id))
        return refuse(p, path, "error.unknown_user");
    if (strcmp(f->type->name, "status") == 0 && !module_status(p->mod, id))
        return refuse(p, path, "error.unknown_choice");
    *out = val_int(id);
    return ERR_OK;
}

static enum err one_value(struct parser *p, const struct field *f, enum op op, const json_t *in,
        const char *path, struct val *out)
{
    enum class class = class_of(f);
    switch (class) {
    case CLASS_TEXT:
        return text_value(p, in, op, path, out);
    case CLASS_NUMBER:
    case CLASS_MONEY:
        return number_value(p, in, class, path, out);
    case CLASS_DATE:
    case CLASS_TIME:
        if (class == CLASS_TIME && json_is_integer(in)) {
            *out = val_int(json_integer_value(in));
            return ERR_OK;
        }
        if (!json_is_string(in) || !filter_day_valid(json_string_value(in)))
            return refuse(p, path, "error.not_date");
        *out = val_text(json_string_value(in));
        return ERR_OK;
    case CLASS_BOOL:
        if (!json_is_boolean(in))
            return refuse(p, path, "error.not_bool");
        *out = val_int(json_is_true(in));
        return ERR_OK;
    case CLASS_CHOICE:
    case CLASS_CHOICES:
        return choice_value(p, f, in, path, out);
    default:
        return id_value(p, f, class, in, path, out);
    }
}

/* The values of a condition */

static bool takes_list(const struct field *f, enum op op)
{
    bool set = class_of(f) == CLASS_CHOICES && (op == OP_EQ || op == OP_NE);
    return op == OP_IN || op == OP_NOT_IN || op == OP_BETWEEN || set;
}

static enum err list_values(struct parser *p, struct filter *f, const json_t *in, const char *path)
{
    if (!json_is_array(in))
        return refuse(p, path, "error.not_list");
    size_t n = json_array_size(in);
    if (n > VALUES_MAX)
        return fail_limit(p->cx, ERR_INVALID, path, "error.too_many", VALUES_MAX);
    if (n == 0 || (f->op == OP_BETWEEN && n != 2))
        return refuse(p, path, f->op == OP_BETWEEN ? "error.needs_two" : "error.required");
    f->values = arena_array(p->cx->arena, struct val, n);
    f->n_values = (int)n;
    for (size_t i = 0; i < n; i++) {
        char *at = arena_printf(p->cx->arena, "%s[%zu]", path, i);
        enum err e = one_value(p, f->field, f->op, json_array_get(in, i), at, &f->values[i]);
        if (e)
            return e;
    }
    return ERR_OK;
}

static enum err relative_values(struct parser *p, struct filter *f, const json_t *in, const char *path)
{
    f->values = arena_array(p->cx->arena, struct val, 2);
    f->n_values = 2;
    bool dates = class_of(f->field) == CLASS_DATE;
    if (!json_is_string(in) || !filter_relative(p->cx, json_string_value(in), dates, f->values))
        return refuse(p, path, "error.unknown_relative");
    return ERR_OK;
}

static enum err values_parse(struct parser *p, struct filter *f, const json_t *in, const char *path)
{
    if (f->op == OP_EMPTY || f->op == OP_NOT_EMPTY)
        return in && !json_is_null(in) ? refuse(p, path, "error.no_value") : ERR_OK;
    if (!in || json_is_null(in))
        return refuse(p, path, "error.required");
    if (f->op == OP_RELATIVE)
        return relative_values(p, f, in, path);
    if (takes_list(f->field, f->op))
        return list_values(p, f, in, path);
    f->values = arena_array(p->cx->arena, struct val, 1);
    f->n_values = 1;
    return one_value(p, f->field, f->op, in, path, &f->values[0]);
}

/* Conditions and groups */

static const struct field *field_named(const struct module *mod, const char *code)
{
    int n;
    const struct field *contact = fixed_contact_fields(&n);
    for (int i = 0; i < n && !mod->of_contacts; i++)
        if (strcmp(contact[i].code, code) == 0)
            return &contact[i];
    return module_field(mod, code);
}

const struct field *list_field(const struct ctx *cx, const struct module *mod, const char *code)
{
    const struct field *f = field_named(mod, code);
    return f && access_marks(cx, mod, f) & MARK_HIDDEN ? NULL : f;
}

static bool members_known(const json_t *in)
{
    const char *key;
    json_t *v;
    json_object_foreach((json_t *)in, key, v)
    {
        if (strcmp(key, "field") != 0 && strcmp(key, "op") != 0 && strcmp(key, "value") != 0)
            return false;
    }
    return true;
}

static enum err cond_parse(struct parser *p, const json_t *in, const char *path, struct filter *out)
{
    const char *code = json_string_value(json_object_get(in, "field"));
    const char *op = json_string_value(json_object_get(in, "op"));
    if (!code || !members_known(in))
        return refuse(p, path, "error.bad_filter");
    if (++p->n_conds > CONDS_MAX)
        return fail_limit(p->cx, ERR_INVALID, path, "error.too_many_conditions", CONDS_MAX);
    out->kind = F_COND;
    out->field = list_field(p->cx, p->mod, code);
    if (!out->field)
        return fail_arg(p->cx, ERR_INVALID, path_add(p, path, "field"), "error.unknown_field", code);
    out->op = op ? op_named(op) : N_OP;
    if (out->op == N_OP || !(out->field->type->ops >> out->op & 1))
        return fail_arg(p->cx, ERR_INVALID, path_add(p, path, "op"), "error.unknown_op", op ? op : "");
    return values_parse(p, out, json_object_get(in, "value"), path_add(p, path, "value"));
}

static enum err node_parse(
        struct parser *p, const json_t *in, const char *path, int depth, struct filter **out);

static enum err group_parse(
        struct parser *p, const json_t *list, const char *path, int depth, struct filter *out)
{
    if (!json_is_array(list))
        return refuse(p, path, "error.not_list");
    size_t n = json_array_size(list);
    if (n > CONDS_MAX)
        return fail_limit(p->cx, ERR_INVALID, path, "error.too_many_conditions", CONDS_MAX);
    out->kids = arena_array(p->cx->arena, struct filter *, n + 1);
    for (size_t i = 0; i < n; i++) {
        char *at = arena_printf(p->cx->arena, "%s[%zu]", path, i);
        enum err e = node_parse(p, json_array_get(list, i), at, depth + 1, &out->kids[i]);
        if (e)
            return e;
        out->n_kids++;
    }
    return ERR_OK;
}

static enum err node_parse(
        struct parser *p, const json_t *in, const char *path, int depth, struct filter **out)
{
    struct ctx *cx = p->cx;
    if (!json_is_object(in))
        return refuse(p, path, "error.not_object");
    if (depth > DEPTH_MAX)
        return fail_limit(cx, ERR_INVALID, path, "error.too_deep", DEPTH_MAX);
    struct filter *f = arena_new_of(cx->arena, struct filter);
    const json_t *all = json_object_get(in, "all"), *any = json_object_get(in, "any");
    const json_t *not = json_object_get(in, "not");
    if ((all || any || not ) && json_object_size(in) != 1)
        return refuse(p, path, "error.bad_filter");
    enum err e;
    if (all || any) {
        f->kind = all ? F_ALL : F_ANY;
        e = group_parse(p, all ? all : any, path_add(p, path, all ? "all" : "any"), depth, f);
    } else if (not ) {
        f->kind = F_NOT;
        f->n_kids = 1;
        f->kids = arena_array(cx->arena, struct filter *, 1);
        e = node_parse(p, not, path_add(p, path, "not"), depth + 1, &f->kids[0]);
    } else
        e = cond_parse(p, in, path, f);
    if (!e)
        *out = f;
    return e;
}

enum err filter_parse(struct ctx *cx, const struct module *mod, const json_t *in, struct filter **out_filter)
{
    struct parser p = {.cx = cx, .mod = mod};
    return node_parse(&p, in, "filter", 1, out_filter);
}

/* To the store's conditions */

static enum cmp cmp_of(enum op op)
{
    static const enum cmp cmps[N_OP] = {[OP_EQ] = CMP_EQ,
            [OP_NE] = CMP_NE,
            [OP_LT] = CMP_LT,
            [OP_LE] = CMP_LE,
            [OP_GT] = CMP_GT,
            [OP_GE] = CMP_GE,
            [OP_BETWEEN] = CMP_BETWEEN,
            [OP_IN] = CMP_IN,
            [OP_NOT_IN] = CMP_NOT_IN,
            [OP_CONTAINS] = CMP_CONTAINS,
            [OP_STARTS] = CMP_STARTS,
            [OP_EMPTY] = CMP_EMPTY,
            [OP_NOT_EMPTY] = CMP_NOT_EMPTY,
            [OP_RELATIVE] = CMP_RANGE};
    return cmps[op];
}

struct val list_empty_value(const struct field *f)
{
    if (f->table != IN_CARD)
        return val_null();
    if (strcmp(f->code, "next_due_at") == 0)
        return val_int(NO_DUE);
    if (strcmp(f->code, "last_contact_at") == 0 || strcmp(f->code, "wake_at") == 0)
        return val_int(0);
    if (strcmp(f->code, "source") == 0 || strcmp(f->code, "qualification_note") == 0)
        return val_text("");
    return val_null();
}

void list_column_of(const struct field *f, struct list_column *out)
{
    static const enum place places[] = {
            [IN_CARD] = ON_CARD, [IN_MODULE] = ON_MODULE, [IN_CONTACT] = ON_CONTACT};
    *out = (struct list_column){.place = places[f->table], .column = f->column, .indexed = f->indexed};
}

/* Days as times of a date-time field: a day means all of it. */
static void day_range(struct ctx *cx, struct test *t)
{
    struct val from = t->values[0], to = t->n_values > 1 ? t->values[1] : t->values[0];
    if (from.type != VAL_TEXT && to.type != VAL_TEXT)
        return;
    struct val *range = arena_array(cx->arena, struct val, 2);
    int64_t start = from.type == VAL_TEXT ? filter_day_start(cx, from.s, 0) : from.i;
    int64_t end = to.type == VAL_TEXT ? filter_day_start(cx, to.s, 1) : to.i + 1;
    bool open_start = t->cmp == CMP_LT || t->cmp == CMP_LE, open_end = t->cmp == CMP_GT || t->cmp == CMP_GE;
    if (t->cmp == CMP_LT)
        end = start;
    if (t->cmp == CMP_GT)
        start = end;
    range[0] = open_start ? val_null() : val_int(start);
    range[1] = open_end ? val_null() : val_int(end);
    t->values = range;
    t->n_values = 2;
    t->cmp = CMP_RANGE;
}

static struct test *test_new(struct ctx *cx, const struct filter *f)
{
    struct test *t = arena_new_of(cx->arena, struct test);
    struct list_column col;
    list_column_of(f->field, &col);
    *t = (struct test){.kind = T_CMP,
            .place = col.place,
            .column = col.column,
            .cmp = cmp_of(f->op),
            .values = f->values,
            .n_values = f->n_values,
            .empty = list_empty_value(f->field),
            .indexed = f->field->indexed && strcmp(col.column, "name") != 0 &&
                       strcmp(col.column, "wake_at") != 0};
    return t;
}

static struct test *negated(struct ctx *cx, struct test *t)
{
    struct test *not = arena_new_of(cx->arena, struct test);
    struct test **kids = arena_array(cx->arena, struct test *, 1);
    kids[0] = t;
    *not = (struct test){.kind = T_NOT, .kids = kids, .n_kids = 1};
    return not ;
}

static struct test *any_of(struct ctx *cx, struct test **kids, int n)
{
    struct test *any = arena_new_of(cx->arena, struct test);
    *any = (struct test){.kind = T_ANY, .kids = kids, .n_kids = n};
    return any;
}

/* eq, ne, in, not_in of days of a date-time field; the rest becomes one range. */
static struct test *time_test(struct ctx *cx, const struct filter *f)
{
    bool no = f->op == OP_NE || f->op == OP_NOT_IN;
    if (f->n_values == 0 || f->op == OP_RELATIVE)
        return test_new(cx, f);
    if (f->op != OP_IN && f->op != OP_NOT_IN) {
        struct test *t = test_new(cx, f);
        if (no)
            t->cmp = CMP_EQ;
        day_range(cx, t);
        return no ? negated(cx, t) : t;
    }
    struct test **kids = arena_array(cx->arena, struct test *, f->n_values);
    for (int i = 0; i < f->n_values; i++) {
        kids[i] = test_new(cx, f);
        kids[i]->cmp = CMP_EQ;
        kids[i]->values = &f->values[i];
        kids[i]->n_values = 1;
        day_range(cx, kids[i]);
    }
    struct test *any = any_of(cx, kids, f->n_values);
    return no ? negated(cx, any) : any;
}

static struct test *set_test(struct ctx *cx, const struct filter *f)
{
    struct test *t = test_new(cx, f);
    t->as = AS_SET;
    if (f->op == OP_CONTAINS)
        t->cmp = CMP_IN;
    if (f->op != OP_EQ && f->op != OP_NE)
        return t;
    /* the whole set: stored sorted, without repeats */
    struct buf b;
    buf_init(&b, cx->arena);
    buf_putc(&b, ',');
    for (int64_t last = INT64_MIN, next = 0; next < INT64_MAX; last = next) {
        next = INT64_MAX;
        for (int i = 0; i < f->n_values; i++)
            if (f->values[i].i > last && f->values[i].i < next)
                next = f->values[i].i;
        if (next < INT64_MAX)
            buf_printf(&b, "%lld,", (long long)next);
    }
    struct val *v = arena_array(cx->arena, struct val, 1);
    v[0] = val_text(buf_str(&b));
    t->values = v;
    t->n_values = 1;
    return t;
}

static const char *digits_of(struct ctx *cx, const char *s)
{
    char *out = arena_alloc(cx->arena, strlen(s) + 1), *p = out;
    for (; *s; s++)
        if (*s >= '0' && *s <= '9')
            *p++ = *s;
    *p = 0;
    return out;
}

/* The customer's numbers are kept in international form: whole numbers are compared in it, parts as digits. */
static struct test *phone_test(struct ctx *cx, const struct filter *f)
{
    const char *country = meta_setting_str(cx->meta, "country", "HU");
    struct test *t = test_new(cx, f);
    struct val *v = arena_array(cx->arena, struct val, f->n_values + 1);
    for (int i = 0; i < f->n_values; i++) {
        const char *s = f->values[i].s;
        v[i] = val_text(f->op == OP_CONTAINS ? digits_of(cx, s) : text_phone_key(cx->arena, s, country));
    }
    t->values = v;
    return t;
}

static struct test *text_test(struct ctx *cx, const struct filter *f)
{
    if (f->field->table == IN_CONTACT && strcmp(f->field->column, "phone") == 0)
        return phone_test(cx, f);
    struct test *t = test_new(cx, f);
    t->as = AS_TEXT;
    if (f->field->table != IN_CARD || strcmp(f->field->column, "name") != 0 || f->n_values == 0)
        return t;
    struct val *v = arena_array(cx->arena, struct val, f->n_values);
    for (int i = 0; i < f->n_values; i++)
        v[i] = val_text(text_fold(cx->arena, f->values[i].s));
    t->as = AS_FOLDED;
    t->column = "name_key";
    t->values = v;
    return t;
}

struct test *filter_test(struct ctx *cx, const struct filter *f)
{
    if (f->kind == F_COND) {
        switch (class_of(f->field)) {
        case CLASS_TEXT:
            return text_test(cx, f);
        case CLASS_TIME:
            return time_test(cx, f);
        case CLASS_CHOICES:
            return set_test(cx, f);
        default:
            return test_new(cx, f);
        }
    }
    struct test *t = arena_new_of(cx->arena, struct test);
    struct test **kids = arena_array(cx->arena, struct test *, f->n_kids + 1);
    for (int i = 0; i < f->n_kids; i++)
        kids[i] = filter_test(cx, f->kids[i]);
    *t = (struct test){.kind = f->kind == F_ALL   ? T_ALL
                               : f->kind == F_ANY ? T_ANY
                                                  : T_NOT,
            .kids = kids,
            .n_kids = f->n_kids};
    return t;
}
