/* formula - the small language of computed fields: numbers, texts, dates, conditions and the values of a card and its
 * customer in, one value out. No loops, no effects, bounded in length and depth.
 *
 *   value * probability / 100        if(empty(deadline), "", concat("until ", deadline))
 *   days(created_at, today()) > 30   priority = "Urgent" and not (hours >= 8)
 *
 * Nothing in, nothing out: arithmetic with an empty value is empty, a comparison with one is false, and an empty condition
 * counts as false. concat, min, max and first leave empty ones out. What has no result (a division by zero, a number out of
 * range) is empty. Money counts in whole units; text is cut to what a text field takes. */
#pragma once
#include "base/arena.h"
#include "meta/meta.h"

#define FORMULA_CHARS 2000
#define FORMULA_DEPTH 60
#define FORMULA_USES  60 /* different fields in one */

enum formula_type { FT_NUMBER, FT_MONEY, FT_TEXT, FT_DATE, FT_BOOL, FT_CHOICE };

/* Where a formula is wrong, in characters from its beginning, and why: a message key with its argument. */
struct formula_error {
    const char *key, *arg;
    int at, len;
};

struct formula_node;

/* A choice's name that stands in the source: kept by its id, so that renaming it breaks nothing. */
struct formula_span {
    int at, len; /* bytes */
    const struct field *field;
    int64_t id;
};

struct formula {
    const char *source;
    const struct formula_node *root;
    enum formula_type type;
    const struct field *uses[FORMULA_USES]; /* of the card */
    int n_uses, n_spans;
    const struct formula_span *spans;
    bool uses_contact, uses_today;
};

/* formula_compile - read and check it against the fields of a module.
 * Takes:  self - the field it belongs to (its own value is none it could use), 0 = a new one
 * Errors: ERR_INVALID with *out_error */
enum err formula_compile(struct arena *a, const char *source, const struct module *mod, int64_t self,
        const struct formula **out, struct formula_error *out_error);
/* formula_field_type - the name of the field type that holds its result. */
const char *formula_field_type(const struct formula *f);
/* formula_kept - its source with the names of choices as #id, as it is stored; formula_shown - with their names. */
const char *formula_kept(struct arena *a, const struct formula *f);
const char *formula_shown(struct arena *a, const struct module *mod, const struct formula *f, enum lang lang);

/* What a run is given: the values, and the account's language, zone and day. */
struct formula_run {
    struct arena *arena;
    const struct module *mod;
    enum lang lang;
    const char *zone;
    int64_t now_at;
    struct val (*value)(void *arg, const struct field *f);
    void *arg;
};
/* formula_value - the result as its field type stores it. */
struct val formula_value(const struct formula *f, const struct formula_run *run);

/* formula_order - compile the formulas of a module's fields and set field->formula, those first that others need.
 * Gives: mod->computed; fields whose formula is wrong by now keep their values and are left out */
void formula_order(struct arena *a, struct module *mod);
/* formula_leads_to - does computing f need the field `to`, by any number of steps? */
bool formula_leads_to(struct arena *a, const struct module *mod, const struct formula *f, int64_t to);
