/* formula_impl - what the files formula*.c share; nobody else includes it. */
#pragma once
#include "meta/formula.h"

enum formula_op {
    FO_NUMBER, /* literals */
    FO_TEXT,
    FO_BOOL,
    FO_CHOICE,
    FO_FIELD,
    FO_NEGATE, /* operators */
    FO_NOT,
    FO_AND,
    FO_OR,
    FO_ADD,
    FO_SUBTRACT,
    FO_MULTIPLY,
    FO_DIVIDE,
    FO_EQ,
    FO_NE,
    FO_LT,
    FO_LE,
    FO_GT,
    FO_GE,
    FO_IF, /* functions */
    FO_CONCAT,
    FO_ROUND,
    FO_MIN,
    FO_MAX,
    FO_DAYS,
    FO_ADD_DAYS,
    FO_TODAY,
    FO_EMPTY,
    FO_FIRST,
    FO_ABS,
    FO_YEAR,
    FO_MONTH,
    FO_MONEY,
    FO_PLAIN
};

struct formula_node {
    enum formula_op op;
    enum formula_type type;
    int at, len; /* bytes of the source */
    double number;
    const char *text;          /* of a literal, or the name as it is written */
    const struct field *field; /* of FO_FIELD, and of FO_CHOICE the one it is compared with */
    int64_t choice;
    struct formula_node *args, *next;
};

/* One function: its name and how many arguments it takes. */
struct formula_function {
    const char *name;
    enum formula_op op;
    int min, max;
};
extern const struct formula_function formula_functions[]; /* name NULL ends it */

/* formula_parse - the tree, names not looked up yet. Errors: ERR_INVALID, positions in bytes. */
enum err formula_parse(
        struct arena *a, const char *source, struct formula_node **out_root, struct formula_error *out_error);
