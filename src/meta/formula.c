/* formula - running a compiled formula over the values of one card. */
#include "meta/formula.h"
#include "base/clock.h"
#include "meta/field_impl.h"
#include "meta/formula_impl.h"

#include <math.h>
#include <stdio.h>

#define MONEY_LIMIT  9e15 /* minor units that money fields hold */
#define NUMBER_LIMIT 1e15 /* whole numbers that stay exact */
#define TEXT_BYTES   500
#define PLACES       9

/* A value on the way; numbers, dates (days since 1970), truth and choices (ids) in n. */
struct fval {
    bool some;
    double n;
    const char *s;
};

static struct fval of(double n)
{
    return (struct fval){.some = isfinite(n) && fabs(n) <= NUMBER_LIMIT * 1000, .n = n};
}

static struct fval of_text(const char *s)
{
    return (struct fval){.some = s && *s, .s = s};
}

static double day_of(const struct civil *c)
{
    int64_t at = 0;
    struct civil day = {.year = c->year, .month = c->month, .day = c->day};
    if (!clock_from_local(&day, "UTC", &at))
        return NAN;
    int64_t days = at / MS_DAY;
    return (double)days;
}

/* The calendar's day; false outside the years that dates have. */
static bool civil_of(double day, struct civil *out)
{
    if (!(fabs(day) < 3e6))
        return false;
    clock_local((int64_t)floor(day) * MS_DAY, "UTC", out);
    return out->year >= 1000 && out->year <= 9999;
}

static struct fval today(const struct formula_run *run)
{
    struct civil c;
    clock_local(run->now_at, run->zone, &c);
    return of(day_of(&c));
}

static struct fval value_in(const struct formula_run *run, const struct formula_node *n)
{
    struct val v = run->value(run->arg, n->field);
    struct civil c = {0};
    if (val_is_null(v))
        return (struct fval){0};
    if (n->type == FT_TEXT)
        return of_text(val_s(v, ""));
    if (n->type == FT_MONEY)
        return of((double)v.i / 100);
    if (n->type != FT_DATE)
        return of(v.type == VAL_REAL ? v.d : (double)v.i);
    if (v.type == VAL_INT)
        clock_local(v.i, run->zone, &c);
    else if (sscanf(val_s(v, ""), "%4d-%2d-%2d", &c.year, &c.month, &c.day) != 3)
        return (struct fval){0};
    return of(day_of(&c));
}

static struct fval eval(const struct formula_run *run, const struct formula_node *n);

static const char *as_text(const struct formula_run *run, const struct formula_node *n, struct fval v)
{
    struct civil c;
    if (!v.some)
        return "";
    switch (n->type) {
    case FT_TEXT:
        return v.s;
    case FT_DATE:
        return civil_of(v.n, &c) ? show_date(run->arena, &c, run->lang) : "";
    case FT_CHOICE: {
        const struct status *st = module_status_ever(run->mod, (int64_t)v.n);
        if (strcmp(n->field->type->name, "status") == 0)
            return st ? label_in(&st->label, run->lang) : "";
        return n->field->type->show(run->arena, n->field, val_int((int64_t)v.n), run->lang, run->zone);
    }
    default:
        return show_number(run->arena, v.n, n->type == FT_MONEY ? 2 : 6, run->lang);
    }
}

/* As the node above wants it: a choice among texts is its name. */
static struct fval eval_as(
        const struct formula_run *run, const struct formula_node *n, enum formula_type type)
{
    struct fval v = eval(run, n);
    return type == FT_TEXT && n->type == FT_CHOICE ? of_text(as_text(run, n, v)) : v;
}

static bool holds(const struct formula_run *run, const struct formula_node *n)
{
    struct fval v = eval(run, n);
    return v.some && v.n > 0;
}

static bool texts_equal(const struct formula_run *run, const struct formula_node *left, struct fval a,
        const struct formula_node *right, struct fval b)
{
    if (left->type == FT_CHOICE && right->type == FT_CHOICE && left->field == right->field)
        return fabs(a.n - b.n) < 0.5;
    return strcmp(as_text(run, left, a), as_text(run, right, b)) == 0;
}

static struct fval compare(const struct formula_run *run, const struct formula_node *n)
{
    const struct formula_node *left = n->args, *right = left->next;
    struct fval a = eval(run, left), b = eval(run, right);
    if (!a.some || !b.some)
        return of(0);
    bool text = left->type == FT_TEXT || left->type == FT_CHOICE;
    bool equal = text ? texts_equal(run, left, a, right, b) : !(a.n < b.n) && !(a.n > b.n);
    switch (n->op) {
    case FO_EQ:
        return of(equal);
    case FO_NE:
        return of(!equal);
    case FO_LT:
        return of(a.n < b.n);
    case FO_LE:
        return of(a.n <= b.n);
    case FO_GT:
        return of(a.n > b.n);
    default:
        return of(a.n >= b.n);
    }
}

static struct fval calculate(const struct formula_run *run, const struct formula_node *n)
{
    struct fval a = eval(run, n->args), b = eval(run, n->args->next);
    if (!a.some || !b.some)
        return (struct fval){0};
    switch (n->op) {
    case FO_ADD:
        return of(n->type == FT_DATE ? a.n + trunc(b.n) : a.n + b.n);
    case FO_SUBTRACT:
        return of(n->type == FT_DATE ? a.n - trunc(b.n) : a.n - b.n);
    case FO_MULTIPLY:
        return of(a.n * b.n);
    case FO_DIVIDE:
        return of(b.n > 0 || b.n < 0 ? a.n / b.n : NAN);
    case FO_DAYS:
        return of(b.n - a.n);
    default: /* add_days */
        return of(a.n + trunc(b.n));
    }
}

static struct fval concat(const struct formula_run *run, const struct formula_node *n)
{
    struct buf b;
    buf_init(&b, run->arena);
    for (const struct formula_node *arg = n->args; arg && b.len < TEXT_BYTES * 4; arg = arg->next)
        buf_puts(&b, as_text(run, arg, eval(run, arg)));
    return of_text(buf_str(&b));
}

static struct fval choose(const struct formula_run *run, const struct formula_node *n)
{
    struct fval best = {0};
    for (const struct formula_node *arg = n->args; arg; arg = arg->next) {
        struct fval v = eval_as(run, arg, n->type);
        if (!v.some)
            continue;
        if (!best.some || (n->op == FO_MIN ? v.n < best.n : v.n > best.n))
            best = v;
        if (n->op == FO_FIRST)
            break;
    }
    return best;
}

static struct fval rounded(const struct formula_run *run, const struct formula_node *n)
{
    struct fval v = eval(run, n->args), places = n->args->next ? eval(run, n->args->next) : of(0);
    if (!v.some || !places.some || fabs(places.n) > PLACES)
        return (struct fval){0};
    double unit = pow(10, trunc(places.n));
    return of(round(v.n * unit) / unit);
}

static struct fval part_of_date(const struct formula_run *run, const struct formula_node *n)
{
    struct fval v = eval(run, n->args);
    struct civil c;
    if (!v.some || !civil_of(v.n, &c))
        return (struct fval){0};
    return of(n->op == FO_YEAR ? c.year : c.month);
}

static struct fval one_number(const struct formula_run *run, const struct formula_node *n)
{
    struct fval v = eval(run, n->args);
    if (!v.some)
        return v;
    return of(n->op == FO_NEGATE ? -v.n : n->op == FO_ABS ? fabs(v.n) : v.n);
}

static struct fval eval(const struct formula_run *run, const struct formula_node *n)
{
    switch (n->op) {
    case FO_NUMBER:
    case FO_BOOL:
        return of(n->number);
    case FO_CHOICE:
        return of((double)n->choice);
    case FO_TEXT:
        return of_text(n->text);
    case FO_FIELD:
        return value_in(run, n);
    case FO_NOT:
        return of(!holds(run, n->args));
    case FO_AND:
        return of(holds(run, n->args) && holds(run, n->args->next));
    case FO_OR:
        return of(holds(run, n->args) || holds(run, n->args->next));
    case FO_IF:
        return eval_as(run, holds(run, n->args) ? n->args->next : n->args->next->next, n->type);
    case FO_CONCAT:
        return concat(run, n);
    case FO_ROUND:
        return rounded(run, n);
    case FO_MIN:
    case FO_MAX:
    case FO_FIRST:
        return choose(run, n);
    case FO_TODAY:
        return today(run);
    case FO_EMPTY:
        return of(!eval(run, n->args).some);
    case FO_YEAR:
    case FO_MONTH:
        return part_of_date(run, n);
    case FO_NEGATE:
    case FO_ABS:
    case FO_MONEY:
    case FO_PLAIN:
        return one_number(run, n);
    case FO_EQ:
    case FO_NE:
    case FO_LT:
    case FO_LE:
    case FO_GT:
    case FO_GE:
        return compare(run, n);
    default:
        return calculate(run, n);
    }
}

struct val formula_value(const struct formula *f, const struct formula_run *run)
{
    struct fval v = eval_as(run, f->root, f->type);
    struct civil c;
    if (!v.some)
        return val_null();
    switch (f->type) {
    case FT_NUMBER:
        return fabs(v.n) <= NUMBER_LIMIT ? val_real(v.n) : val_null();
    case FT_MONEY:
        return fabs(v.n * 100) <= MONEY_LIMIT ? val_int(llround(v.n * 100)) : val_null();
    case FT_BOOL:
        return val_int(v.n > 0);
    case FT_DATE:
        return civil_of(v.n, &c)
                       ? val_text(arena_printf(run->arena, "%04d-%02d-%02d", c.year, c.month, c.day))
                       : val_null();
    default: {
        const char *text = text_trim(run->arena, text_cut(run->arena, v.s, TEXT_BYTES));
        return *text ? val_text(text) : val_null();
    }
    }
}
