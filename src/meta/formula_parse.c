/* formula_parse - from the text of a formula to its tree. */
#include "base/text.h"
#include "meta/formula_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX 500

const struct formula_function formula_functions[] = {{"if", FO_IF, 3, 3}, {"concat", FO_CONCAT, 1, 20},
        {"round", FO_ROUND, 1, 2}, {"min", FO_MIN, 1, 20}, {"max", FO_MAX, 1, 20}, {"days", FO_DAYS, 2, 2},
        {"add_days", FO_ADD_DAYS, 2, 2}, {"today", FO_TODAY, 0, 0}, {"empty", FO_EMPTY, 1, 1},
        {"first", FO_FIRST, 1, 20}, {"abs", FO_ABS, 1, 1}, {"year", FO_YEAR, 1, 1}, {"month", FO_MONTH, 1, 1},
        {"money", FO_MONEY, 1, 1}, {"number", FO_PLAIN, 1, 1}, {0}};

enum token_kind { T_END, T_NUMBER, T_TEXT, T_NAME, T_CHOICE, T_SIGN };
struct token {
    enum token_kind kind;
    int at, len;
    double number;
    const char *text; /* a name, the content of a text, or the sign */
};

struct parser {
    struct arena *a;
    const char *source;
    struct token now;
    struct formula_error *error;
    int depth, n_nodes;
    bool failed;
};

static void wrong(struct parser *p, const char *key, const char *arg, int at, int len)
{
    if (!p->failed)
        *p->error = (struct formula_error){key, arg, at, len};
    p->failed = true;
}

/* Where the text stands that could not be read. */
static void unexpected(struct parser *p)
{
    const struct token *t = &p->now;
    if (t->kind == T_END)
        wrong(p, "formula.unfinished", NULL, t->at, 0);
    else
        wrong(p, "formula.unexpected", arena_strn(p->a, p->source + t->at, (size_t)t->len), t->at, t->len);
}

static bool starts_name(char c)
{
    return isalpha((unsigned char)c) || c == '_';
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (starts_name(s[n]) || isdigit((unsigned char)s[n]) || (s[n] == '.' && n && starts_name(s[n + 1])))
        n++;
    return n;
}

/* "…", in which two quotes stand for one. */
static size_t read_text(struct parser *p, const char *s, const char **out)
{
    char *text = arena_alloc(p->a, strlen(s) + 1), *w = text;
    size_t n = 1;
    for (; s[n] && (s[n] != '"' || s[n + 1] == '"'); n++) {
        n += s[n] == '"';
        *w++ = s[n];
    }
    *w = 0;
    *out = text;
    if (!s[n]) {
        wrong(p, "formula.open_text", NULL, (int)(s - p->source), (int)n);
        return n;
    }
    return n + 1;
}

static size_t sign_length(const char *s)
{
    static const char *const signs[] = {"<=", ">=", "<>", "!=", NULL};
    for (int i = 0; signs[i]; i++)
        if (strncmp(s, signs[i], 2) == 0)
            return 2;
    return strchr("+-*/()=<>,;", *s) ? 1 : 0;
}

static void advance(struct parser *p)
{
    int at = p->now.at + p->now.len;
    const char *s = p->source + at;
    size_t blank = strspn(s, " \t\r\n"), n = 0;
    s += blank;
    at += (int)blank;
    p->now = (struct token){.kind = T_END, .at = at};
    if (!*s || p->failed)
        return;
    char *end;
    if (isdigit((unsigned char)*s)) {
        n = strspn(s, "0123456789");
        if (s[n] == '.' && isdigit((unsigned char)s[n + 1]))
            n += 1 + strspn(s + n + 1, "0123456789");
        p->now.kind = T_NUMBER;
        p->now.number = strtod(arena_strn(p->a, s, n), &end);
    } else if (*s == '#' && isdigit((unsigned char)s[1])) {
        n = 1 + strspn(s + 1, "0123456789");
        p->now.kind = T_CHOICE;
        p->now.text = arena_strn(p->a, s + 1, n > 18 ? 18 : n - 1);
    } else if (*s == '"') {
        p->now.kind = T_TEXT;
        n = read_text(p, s, &p->now.text);
    } else if (starts_name(*s)) {
        p->now.kind = T_NAME;
        n = name_length(s);
        p->now.text = arena_strn(p->a, s, n);
    } else {
        p->now.kind = T_SIGN;
        n = sign_length(s);
        if (!n) {
            size_t bytes = text_utf8_len(s, strlen(s));
            n = bytes ? bytes : 1;
        }
        p->now.text = arena_strn(p->a, s, n);
    }
    p->now.len = (int)n;
}

static bool at_sign(const struct parser *p, const char *sign)
{
    return p->now.kind == T_SIGN && strcmp(p->now.text, sign) == 0;
}

static bool at_word(const struct parser *p, const char *word)
{
    return p->now.kind == T_NAME && strcmp(p->now.text, word) == 0;
}

static struct formula_node *node(struct parser *p, enum formula_op op, int at)
{
    struct formula_node *n = arena_new_of(p->a, struct formula_node);
    n->op = op;
    n->at = at;
    n->len = p->now.at + p->now.len - at;
    if (++p->n_nodes > NODES_MAX)
        wrong(p, "formula.too_long", NULL, at, n->len);
    return n;
}

static struct formula_node *parse_any(struct parser *p);

/* The node of two operands, from the first one's beginning to the second one's end. */
static struct formula_node *pair(
        struct parser *p, enum formula_op op, struct formula_node *left, struct formula_node *right)
{
    struct formula_node *n = node(p, op, left->at);
    n->args = left;
    left->next = right;
    n->len = right->at + right->len - left->at;
    return n;
}

static void parse_args(struct parser *p, struct formula_node *call)
{
    struct formula_node **end = &call->args;
    advance(p); /* "(" */
    while (!p->failed && !at_sign(p, ")")) {
        if (call->args && !at_sign(p, ",") && !at_sign(p, ";")) {
            unexpected(p);
            return;
        }
        if (call->args)
            advance(p);
        *end = parse_any(p);
        end = &(*end)->next;
    }
    call->len = p->now.at + p->now.len - call->at;
    advance(p);
}

static struct formula_node *parse_call(struct parser *p, const struct token *name)
{
    const struct formula_function *f = formula_functions;
    while (f->name && strcmp(f->name, name->text) != 0)
        f++;
    struct formula_node *call = node(p, f->op, name->at);
    if (!f->name) {
        wrong(p, "formula.unknown_function", name->text, name->at, name->len);
        return call;
    }
    call->text = f->name;
    parse_args(p, call);
    int n = 0;
    for (const struct formula_node *arg = call->args; arg; arg = arg->next)
        n++;
    if (!p->failed && (n < f->min || n > f->max))
        wrong(p, "formula.arguments", f->name, call->at, call->len);
    return call;
}

static struct formula_node *parse_name(struct parser *p)
{
    const struct token name = p->now;
    struct formula_node *n = node(p, FO_FIELD, name.at);
    n->text = name.text;
    advance(p);
    if (at_sign(p, "("))
        return parse_call(p, &name);
    if (strcmp(name.text, "true") == 0 || strcmp(name.text, "false") == 0) {
        n->op = FO_BOOL;
        n->number = *name.text == 't';
    }
    return n;
}

static struct formula_node *parse_one(struct parser *p)
{
    const struct token t = p->now;
    if (t.kind == T_NAME && !at_word(p, "and") && !at_word(p, "or"))
        return parse_name(p);
    struct formula_node *n = node(p, t.kind == T_NUMBER ? FO_NUMBER : FO_TEXT, t.at);
    n->number = t.number;
    n->text = t.text;
    if (t.kind == T_CHOICE) {
        n->op = FO_CHOICE;
        n->choice = strtoll(t.text, NULL, 10);
    }
    if (t.kind == T_NUMBER || t.kind == T_TEXT || t.kind == T_CHOICE) {
        advance(p);
        return n;
    }
    if (!at_sign(p, "(")) {
        unexpected(p);
        return n;
    }
    advance(p);
    n = parse_any(p);
    if (!at_sign(p, ")"))
        unexpected(p);
    advance(p);
    return n;
}

static bool deeper(struct parser *p)
{
    if (++p->depth > FORMULA_DEPTH)
        wrong(p, "formula.too_deep", NULL, p->now.at, p->now.len);
    return !p->failed;
}

/* -x, not x: the sign binds closer than anything between two operands, "not" less than a comparison. */
static struct formula_node *parse_sign(struct parser *p)
{
    const int at = p->now.at;
    struct formula_node *n;
    if (!deeper(p))
        n = node(p, FO_TEXT, at);
    else if (at_sign(p, "-")) {
        advance(p);
        struct formula_node *arg = parse_sign(p);
        n = node(p, FO_NEGATE, at);
        n->args = arg;
        n->len = arg->at + arg->len - at;
    } else
        n = parse_one(p);
    p->depth--;
    return n;
}

static struct formula_node *parse_product(struct parser *p)
{
    struct formula_node *left = parse_sign(p);
    while (!p->failed && (at_sign(p, "*") || at_sign(p, "/"))) {
        enum formula_op op = *p->now.text == '*' ? FO_MULTIPLY : FO_DIVIDE;
        advance(p);
        left = pair(p, op, left, parse_sign(p));
    }
    return left;
}

static struct formula_node *parse_sum(struct parser *p)
{
    struct formula_node *left = parse_product(p);
    while (!p->failed && (at_sign(p, "+") || at_sign(p, "-"))) {
        enum formula_op op = *p->now.text == '+' ? FO_ADD : FO_SUBTRACT;
        advance(p);
        left = pair(p, op, left, parse_product(p));
    }
    return left;
}

static struct formula_node *parse_comparison(struct parser *p)
{
    static const struct {
        const char *sign;
        enum formula_op op;
    } signs[] = {{"=", FO_EQ}, {"<>", FO_NE}, {"!=", FO_NE}, {"<", FO_LT}, {"<=", FO_LE}, {">", FO_GT},
            {">=", FO_GE}};
    struct formula_node *left = parse_sum(p);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!at_sign(p, signs[i].sign))
            continue;
        advance(p);
        return pair(p, signs[i].op, left, parse_sum(p));
    }
    return left;
}

static struct formula_node *parse_not(struct parser *p)
{
    const int at = p->now.at;
    struct formula_node *n;
    if (!deeper(p))
        n = node(p, FO_TEXT, at);
    else if (at_word(p, "not")) {
        advance(p);
        struct formula_node *arg = parse_not(p);
        n = node(p, FO_NOT, at);
        n->args = arg;
        n->len = arg->at + arg->len - at;
    } else
        n = parse_comparison(p);
    p->depth--;
    return n;
}

static struct formula_node *parse_and(struct parser *p)
{
    struct formula_node *left = parse_not(p);
    while (!p->failed && at_word(p, "and")) {
        advance(p);
        left = pair(p, FO_AND, left, parse_not(p));
    }
    return left;
}

static struct formula_node *parse_any(struct parser *p)
{
    struct formula_node *left = parse_and(p);
    while (!p->failed && at_word(p, "or")) {
        advance(p);
        left = pair(p, FO_OR, left, parse_and(p));
    }
    return left;
}

enum err formula_parse(
        struct arena *a, const char *source, struct formula_node **out_root, struct formula_error *out_error)
{
    struct parser p = {.a = a, .source = source, .error = out_error};
    size_t n = strlen(source);
    if (!text_valid(source, n) || text_chars(source, n) > FORMULA_CHARS) {
        *out_error = (struct formula_error){.key = "formula.too_long"};
        return ERR_INVALID;
    }
    advance(&p);
    struct formula_node *root = parse_any(&p);
    if (!p.failed && p.now.kind != T_END)
        unexpected(&p);
    if (p.failed)
        return ERR_INVALID;
    *out_root = root;
    return ERR_OK;
}
