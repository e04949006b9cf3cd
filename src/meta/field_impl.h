/* field_impl - what the files field_<type>.c share; nobody else includes it. */
#pragma once
#include "base/clock.h"
#include "meta/field_type.h"

#define OPS_EMPTY (1u << OP_EMPTY | 1u << OP_NOT_EMPTY)
#define OPS_EQ    (1u << OP_EQ | 1u << OP_NE | 1u << OP_IN | 1u << OP_NOT_IN | OPS_EMPTY)
#define OPS_ORDER (1u << OP_LT | 1u << OP_LE | 1u << OP_GT | 1u << OP_GE | 1u << OP_BETWEEN)
#define OPS_TEXT  (1u << OP_CONTAINS | 1u << OP_STARTS)

/* take_text - a JSON string, trimmed and at most `max` characters; empty texts become NULL. */
enum err take_text(struct arena *a, const json_t *in, int64_t max, struct val *out, const char **out_key,
        int64_t *out_limit);
/* parse_cell - parse_text of types that take a file's cell as they take a JSON string. */
enum err parse_cell(struct arena *a, const struct field *f, const char *in, const char *zone, struct val *out,
        const char **out_key);
/* take_int - a JSON integer between min and max. */
enum err take_int(const json_t *in, int64_t min, int64_t max, struct val *out, const char **out_key,
        int64_t *out_limit);
/* refuse - ERR_INVALID with its message key. */
static inline enum err refuse(const char **out_key, const char *key)
{
    *out_key = key;
    return ERR_INVALID;
}
/* read_number - "1 234,56", "1,234.56", "1.234,56", "-12", "12 %", "1 000 Ft" -> number.
 * A lone separator followed by exactly three digits is taken as decimal only when it is a point. */
bool read_number(const char *s, double *out_number);
/* show_number - with the separators of a language, at most `decimals` places, trailing zeros dropped. */
char *show_number(struct arena *a, double v, int decimals, enum lang lang);
/* read_date - "2026-11-22", "2026. 11. 22.", "22.11.2026", "22/11/2026", "11/22/2026" at *s, which moves on behind it. */
bool read_date(const char **s, struct civil *out_civil);
bool date_exists(int year, int month, int day);
/* show_date - "22 Nov 2026", "2026. 11. 22.", "22.11.2026". */
char *show_date(struct arena *a, const struct civil *c, enum lang lang);
/* option_of_text - an option by its code or by its label in any language, by folded comparison; NULL when unknown. */
const struct option *option_of_text(struct arena *a, const struct field *f, const char *text);
/* option_of_json - an option by id or code. */
const struct option *option_of_json(const struct field *f, const json_t *in);

void write_val(struct jw *w, const struct field *f, struct val v);
char *show_text(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone);
char *show_id(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone);
/* parse_id, parse_text_id - users, contacts, statuses: ids; whether they exist is checked above, where they are known. */
enum err parse_id(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit);
enum err parse_text_id(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key);

extern const struct field_type type_text, type_long_text, type_number, type_money, type_date, type_datetime,
        type_choice, type_choices, type_bool, type_link, type_email, type_phone, type_user, type_contact,
        type_file, type_status;
