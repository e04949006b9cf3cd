/* formula_check - what names mean, which kind of value each part has, and in which order fields are computed. */
#include "base/text.h"
#include "meta/field_impl.h"
#include "meta/formula_impl.h"

#include <string.h>

struct checker {
    struct arena *a;
    const struct module *mod;
    int64_t self;
    struct formula *f;
    struct formula_span *spans;
    struct formula_error *error;
};

static bool wrong(struct checker *c, const struct formula_node *n, const char *key, const char *arg)
{
    *c->error = (struct formula_error){key, arg, n->at, n->len};
    return false;
}

static bool is_number(enum formula_type t)
{
    return t == FT_NUMBER || t == FT_MONEY;
}

static bool is_text(enum formula_type t)
{
    return t == FT_TEXT || t == FT_CHOICE;
}

static bool wrong_kind(struct checker *c, const struct formula_node *n)
{
    return wrong(c, n, "formula.wrong_kind",
            arena_strn(c->a, c->f->source + n->at, (size_t)(n->len > 60 ? 60 : n->len)));
}

/* Names */

static bool type_of(const struct field *f, enum formula_type *out)
{
    static const struct {
        const char *name;
        enum formula_type type;
    } types[] = {{"number", FT_NUMBER}, {"money", FT_MONEY}, {"text", FT_TEXT}, {"long_text", FT_TEXT},
            {"email", FT_TEXT}, {"phone", FT_TEXT}, {"link", FT_TEXT}, {"date", FT_DATE},
            {"datetime", FT_DATE}, {"bool", FT_BOOL}, {"choice", FT_CHOICE}, {"status", FT_CHOICE}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(f->type->name, types[i].name) == 0) {
            *out = types[i].type;
            return true;
        }
    return false;
}

/* What changes without the card being written, or has many values, cannot be computed with. */
static bool usable(const struct field *f)
{
    static const char *const others[] = {
            "next_due_at", "updated_at", "contact.email", "contact.phone", "contact.city", NULL};
    for (int i = 0; others[i]; i++)
        if (strcmp(f->code, others[i]) == 0)
            return false;
    return true;
}

static const struct field *find(const struct module *mod, const char *name)
{
    int n;
    const struct field *contact = fixed_contact_fields(&n);
    for (int i = 0; i < n; i++)
        if (strcmp(contact[i].code, name) == 0)
            return &contact[i];
    return module_field(mod, name);
}

static bool note_use(struct checker *c, const struct formula_node *n)
{
    struct formula *f = c->f;
    f->uses_contact = f->uses_contact || n->field->table == IN_CONTACT;
    if (n->field->table == IN_CONTACT)
        return true;
    for (int i = 0; i < f->n_uses; i++)
        if (f->uses[i] == n->field)
            return true;
    if (f->n_uses == FORMULA_USES)
        return wrong(c, n, "formula.too_long", NULL);
    f->uses[f->n_uses++] = n->field;
    return true;
}

static bool check_name(struct checker *c, struct formula_node *n)
{
    n->field = find(c->mod, n->text);
    if (!n->field)
        return wrong(c, n, "formula.unknown_name", n->text);
    if (c->self && n->field->id == c->self)
        return wrong(c, n, "formula.circular", n->text);
    if (!usable(n->field) || !type_of(n->field, &n->type))
        return wrong(c, n, "formula.not_usable", n->text);
    return note_use(c, n);
}

/* Choices */

static int64_t choice_named(
        struct arena *a, const struct module *mod, const struct field *f, const char *name)
{
    if (strcmp(f->type->name, "status") != 0) {
        const struct option *o = option_of_text(a, f, name);
        return o ? o->id : -1;
    }
    const char *key = text_fold(a, name);
    for (int i = 0; i < mod->n_statuses; i++)
        for (int l = 0; l < N_LANG; l++)
            if (strcmp(text_fold(a, mod->statuses[i].label.text[l]), key) == 0)
                return mod->statuses[i].id;
    return -1;
}

static const char *choice_label(
        const struct module *mod, const struct field *f, int64_t id, enum lang lang, const char *dflt)
{
    const struct status *st = strcmp(f->type->name, "status") == 0 ? module_status_ever(mod, id) : NULL;
    const struct option *o = st ? NULL : field_option(f, id);
    return st ? label_in(&st->label, lang) : o ? label_in(&o->label, lang) : dflt;
}

/* priority = "Urgent": the text becomes the choice. */
static bool check_choice(struct checker *c, const struct formula_node *field, struct formula_node *n)
{
    if (field->op != FO_FIELD || field->type != FT_CHOICE || (n->op != FO_TEXT && n->op != FO_CHOICE))
        return true;
    bool by_name = n->op == FO_TEXT;
    if (by_name)
        n->choice = choice_named(c->a, c->mod, field->field, n->text);
    if (by_name ? n->choice < 0 : !choice_label(c->mod, field->field, n->choice, LANG_EN, NULL))
        return wrong(c, n, "formula.unknown_choice", n->text);
    n->op = FO_CHOICE;
    n->field = field->field;
    n->type = FT_CHOICE;
    c->spans[c->f->n_spans++] = (struct formula_span){n->at, n->len, n->field, n->choice};
    return true;
}

/* Kinds */

static bool check(struct checker *c, struct formula_node *n);

static bool check_args(struct checker *c, const struct formula_node *n)
{
    for (struct formula_node *arg = n->args; arg; arg = arg->next)
        if (!check(c, arg))
            return false;
    return true;
}

/* All of one kind; *io_type holds the first one's. */
static bool join(struct checker *c, const struct formula_node *n, enum formula_type *io_type)
{
    if (is_number(*io_type) && is_number(n->type))
        *io_type = *io_type == FT_MONEY || n->type == FT_MONEY ? FT_MONEY : FT_NUMBER;
    else if (is_text(*io_type) && is_text(n->type))
        *io_type = FT_TEXT;
    else if (*io_type != n->type)
        return wrong_kind(c, n);
    return true;
}

static bool all_of(struct checker *c, const struct formula_node *n, bool (*fits)(enum formula_type))
{
    for (const struct formula_node *arg = n->args; arg; arg = arg->next)
        if (!fits(arg->type))
            return wrong_kind(c, arg);
    return true;
}

static bool is_bool(enum formula_type t)
{
    return t == FT_BOOL;
}

static bool is_shown(enum formula_type t)
{
    return t != FT_BOOL;
}

static bool is_ordered(enum formula_type t)
{
    return is_number(t) || t == FT_DATE;
}

static bool check_comparison(struct checker *c, struct formula_node *n)
{
    struct formula_node *left = n->args, *right = left->next;
    if (left->op != FO_CHOICE && !check(c, left))
        return false;
    if (right->op != FO_CHOICE && !check(c, right))
        return false;
    if (!check_choice(c, left, right) || !check_choice(c, right, left))
        return false;
    for (struct formula_node *arg = left; arg; arg = arg->next)
        if (arg->op == FO_CHOICE && !arg->field)
            return wrong_kind(c, arg);
    enum formula_type t = left->type;
    n->type = FT_BOOL;
    if (n->op != FO_EQ && n->op != FO_NE && !all_of(c, n, is_ordered))
        return false;
    return join(c, right, &t);
}

/* A date and days, or numbers; money stays money. */
static bool check_sum(struct checker *c, struct formula_node *n)
{
    const struct formula_node *left = n->args, *right = left->next;
    if (left->type == FT_DATE &&
            (is_number(right->type) || (n->op == FO_SUBTRACT && right->type == FT_DATE))) {
        n->type = right->type == FT_DATE ? FT_NUMBER : FT_DATE;
        return true;
    }
    n->type = left->type;
    return all_of(c, n, is_number) && join(c, right, &n->type);
}

static bool check_product(struct checker *c, struct formula_node *n)
{
    enum formula_type left = n->args->type, right = n->args->next->type;
    bool money = n->op == FO_DIVIDE ? left == FT_MONEY && right != FT_MONEY
                                    : left == FT_MONEY || right == FT_MONEY;
    n->type = money ? FT_MONEY : FT_NUMBER;
    return all_of(c, n, is_number);
}

static bool join_args(struct checker *c, struct formula_node *n, const struct formula_node *first)
{
    n->type = first->type;
    for (const struct formula_node *arg = first->next; arg; arg = arg->next)
        if (!join(c, arg, &n->type))
            return false;
    if (n->type == FT_CHOICE)
        n->type = FT_TEXT;
    return true;
}

static bool check_days(struct checker *c, struct formula_node *n)
{
    const struct formula_node *left = n->args, *right = left->next;
    n->type = n->op == FO_DAYS ? FT_NUMBER : FT_DATE;
    if (left->type != FT_DATE)
        return wrong_kind(c, left);
    bool fits = n->op == FO_DAYS ? right->type == FT_DATE : right->type == FT_NUMBER;
    return fits || wrong_kind(c, right);
}

static bool check_call(struct checker *c, struct formula_node *n)
{
    switch (n->op) {
    case FO_IF:
        if (!is_bool(n->args->type))
            return wrong_kind(c, n->args);
        return join_args(c, n, n->args->next);
    case FO_FIRST:
        return join_args(c, n, n->args);
    case FO_MIN:
    case FO_MAX:
        return all_of(c, n, is_ordered) && join_args(c, n, n->args);
    case FO_CONCAT:
        n->type = FT_TEXT;
        return all_of(c, n, is_shown);
    case FO_DAYS:
    case FO_ADD_DAYS:
        return check_days(c, n);
    case FO_TODAY:
        n->type = FT_DATE;
        c->f->uses_today = true;
        return true;
    case FO_EMPTY:
        n->type = FT_BOOL;
        return true;
    case FO_YEAR:
    case FO_MONTH:
        n->type = FT_NUMBER;
        return n->args->type == FT_DATE || wrong_kind(c, n->args);
    case FO_MONEY:
    case FO_PLAIN:
        n->type = n->op == FO_MONEY ? FT_MONEY : FT_NUMBER;
        return all_of(c, n, is_number);
    default: /* round, abs, the sign */
        n->type = n->args->type;
        return all_of(c, n, is_number);
    }
}

static bool check(struct checker *c, struct formula_node *n)
{
    switch (n->op) {
    case FO_NUMBER:
        n->type = FT_NUMBER;
        return true;
    case FO_TEXT:
        n->type = FT_TEXT;
        return true;
    case FO_BOOL:
        n->type = FT_BOOL;
        return true;
    case FO_CHOICE: /* nothing it is compared with */
        return wrong_kind(c, n);
    case FO_FIELD:
        return check_name(c, n);
    case FO_EQ:
    case FO_NE:
    case FO_LT:
    case FO_LE:
    case FO_GT:
    case FO_GE:
        return check_comparison(c, n);
    default:
        break;
    }
    if (!check_args(c, n))
        return false;
    if (n->op == FO_ADD || n->op == FO_SUBTRACT)
        return check_sum(c, n);
    if (n->op == FO_MULTIPLY || n->op == FO_DIVIDE)
        return check_product(c, n);
    if (n->op == FO_NOT || n->op == FO_AND || n->op == FO_OR) {
        n->type = FT_BOOL;
        return all_of(c, n, is_bool);
    }
    return check_call(c, n);
}

/* People count characters. */
static void in_characters(const char *source, struct formula_error *e)
{
    e->len = (int)text_chars(source + e->at, (size_t)e->len);
    e->at = (int)text_chars(source, (size_t)e->at);
}

enum err formula_compile(struct arena *a, const char *source, const struct module *mod, int64_t self,
        const struct formula **out, struct formula_error *out_error)
{
    struct formula_node *root;
    struct formula *f = arena_new_of(a, struct formula);
    struct checker c = {.a = a, .mod = mod, .self = self, .f = f, .error = out_error};
    f->source = arena_str(a, source);
    *out_error = (struct formula_error){0};
    enum err e = formula_parse(a, f->source, &root, out_error);
    if (e == ERR_OK) {
        f->spans = c.spans = arena_array(a, struct formula_span, strlen(source) / 2 + 1);
        e = check(&c, root) ? ERR_OK : ERR_INVALID;
    }
    if (e != ERR_OK) {
        in_characters(f->source, out_error);
        return e;
    }
    f->root = root;
    f->type = root->type == FT_CHOICE ? FT_TEXT : root->type;
    *out = f;
    return ERR_OK;
}

const char *formula_field_type(const struct formula *f)
{
    static const char *const names[] = {
            [FT_NUMBER] = "number",
            [FT_MONEY] = "money",
            [FT_TEXT] = "text",
            [FT_DATE] = "date",
            [FT_BOOL] = "bool",
    };
    return names[f->type];
}

/* The source with something else where choices stand; they are few, and in no order. */
static const char *rewritten(
        struct arena *a, const struct formula *f, const struct module *mod, enum lang lang)
{
    struct buf b;
    int at = 0, end = (int)strlen(f->source);
    buf_init(&b, a);
    while (at < end) {
        const struct formula_span *next = NULL;
        for (int i = 0; i < f->n_spans; i++)
            if (f->spans[i].at >= at && (!next || f->spans[i].at < next->at))
                next = &f->spans[i];
        buf_add(&b, f->source + at, (size_t)((next ? next->at : end) - at));
        if (!next)
            break;
        if (!mod)
            buf_printf(&b, "#%lld", (long long)next->id);
        else {
            buf_putc(&b, '"');
            for (const char *s = choice_label(mod, next->field, next->id, lang, ""); *s; s++) {
                buf_putc(&b, *s);
                if (*s == '"')
                    buf_putc(&b, '"');
            }
            buf_putc(&b, '"');
        }
        at = next->at + next->len;
    }
    return buf_str(&b);
}

const char *formula_kept(struct arena *a, const struct formula *f)
{
    return rewritten(a, f, NULL, LANG_EN);
}

const char *formula_shown(struct arena *a, const struct module *mod, const struct formula *f, enum lang lang)
{
    return rewritten(a, f, mod, lang);
}

/* The order */

/* Its formula's fields first; `open` holds the fields on the way, so that a ring (which saving refuses) ends. */
static void place(struct module *mod, struct field *f, char *state)
{
    struct field *fields = (struct field *)mod->fields;
    ptrdiff_t at = f - fields;
    if (state[at] || !f->formula)
        return;
    state[at] = 1;
    for (int i = 0; i < f->formula->n_uses; i++)
        place(mod, &fields[f->formula->uses[i] - fields], state);
    mod->computed[mod->n_computed++] = f;
    mod->computes_contact = mod->computes_contact || f->formula->uses_contact;
    mod->computes_today = mod->computes_today || f->formula->uses_today;
}

void formula_order(struct arena *a, struct module *mod)
{
    struct field *fields = (struct field *)mod->fields;
    struct formula_error error;
    bool any = false;
    for (int i = 0; i < mod->n_fields; i++) {
        if (!fields[i].formula_source)
            continue;
        any = true;
        if (formula_compile(a, fields[i].formula_source, mod, fields[i].id, &fields[i].formula, &error) !=
                        ERR_OK ||
                strcmp(formula_field_type(fields[i].formula), fields[i].type->name) != 0)
            fields[i].formula = NULL;
    }
    if (!any)
        return;
    char *state = arena_zalloc(a, (size_t)mod->n_fields);
    mod->computed = arena_array(a, const struct field *, mod->n_fields);
    for (int i = 0; i < mod->n_fields; i++)
        place(mod, &fields[i], state);
}

/* Each field once: formulas that share fields have more ways between them than could be walked. */
static bool leads_to(const struct module *mod, const struct formula *f, int64_t to, char *seen)
{
    for (int i = 0; i < f->n_uses; i++) {
        const struct field *use = f->uses[i]->id ? module_field(mod, f->uses[i]->code) : NULL;
        if (!use || seen[use - mod->fields])
            continue;
        seen[use - mod->fields] = 1;
        if (use->id == to || (use->formula && leads_to(mod, use->formula, to, seen)))
            return true;
    }
    return false;
}

bool formula_leads_to(struct arena *a, const struct module *mod, const struct formula *f, int64_t to)
{
    return leads_to(mod, f, to, arena_zalloc(a, (size_t)mod->n_fields + 1));
}
