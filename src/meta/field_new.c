#include "meta/field_new.h"
#include "base/json.h"
#include "meta/field_type.h"
#include "store/meta_store.h"

#include <string.h>

#define CODE_MAX 40

static bool code_ok(const char *code)
{
    size_t n = strlen(code);
    return n > 0 && n <= CODE_MAX && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static bool named(const struct field *fields, int n, const char *code)
{
    for (int i = 0; i < n; i++)
        if (strcmp(fields[i].code, code) == 0)
            return true;
    return false;
}

/* The codes that every card's own columns have, whatever the module's kind. */
static bool code_reserved(const char *code)
{
    int n, n_key;
    const struct field *fixed = fixed_fields(&n), *key = fixed_key_fields(&n_key);
    return named(fixed, n, code) || named(key, n_key, code);
}

enum err meta_field_check(struct db *db, int64_t module_id, const struct field_new *in, int more)
{
    int64_t n;
    bool taken;
    if (!field_type_named(in->type) || strcmp(in->type, "status") == 0)
        return ERR_INVALID;
    if (!code_ok(in->code) || code_reserved(in->code))
        return ERR_INVALID;
    enum err e = meta_store_count(db, module_id, 0, &n);
    if (e == ERR_OK && n + more >= FIELDS_MAX)
        return ERR_TOO_LARGE;
    if (e == ERR_OK)
        e = meta_store_code_taken(db, module_id, in->code, &taken);
    return e == ERR_OK && taken ? ERR_CONFLICT : e;
}

static struct val text_or(const char *s, const char *dflt)
{
    return val_text(s ? s : dflt);
}

enum err meta_field_create(struct db *db, int64_t module_id, const struct field_new *in, int64_t *out_id)
{
    int64_t id;
    enum err e = meta_field_check(db, module_id, in, 0);
    if (e != ERR_OK)
        return e;
    e = meta_store_add_field(db,
            P(val_int(module_id), val_text(in->code), val_text(in->type), val_text(in->label_json),
                    text_or(in->help_json, "{}"), text_or(in->group_json, "{}"),
                    text_or(in->settings_json, "{}"), val_int(in->filterable), val_int(in->required),
                    text_or(in->role, "")),
            &id);
    if (e == ERR_OK)
        e = meta_store_add_column(db, module_id, id, field_type_named(in->type)->sql_word);
    if (e == ERR_OK && in->filterable && meta_store_may_index(in->type))
        e = meta_store_add_index(db, module_id, id);
    if (e == ERR_OK)
        *out_id = id;
    return e;
}

/* An unmade field's code: one that no field can be given. */
static char *unmade_code(struct db *db, const char *code, int64_t field_id)
{
    return arena_printf(db_arena(db), "%s~%lld", code, (long long)field_id);
}

enum err meta_field_unmake(struct db *db, int64_t field_id, int64_t now_at)
{
    const char *code;
    int64_t trashed_at;
    enum err e = meta_store_field_state(db, field_id, &code, &trashed_at);
    if (e != ERR_OK || trashed_at)
        return e;
    return meta_store_field_move(db, field_id, now_at, unmade_code(db, code, field_id));
}

enum err meta_field_remake(struct db *db, int64_t module_id, const struct field_new *in, int64_t *out_id)
{
    struct rows rows;
    enum err e = meta_field_check(db, module_id, in, 0);
    if (e == ERR_OK)
        e = meta_store_trashed_fields(db, module_id, in->type, &rows);
    if (e != ERR_OK)
        return e;
    size_t i = 0;
    while (i < rows.n && strcmp(row_of(&rows, i)[1].s, unmade_code(db, in->code, row_of(&rows, i)[0].i)) != 0)
        i++;
    if (i == rows.n)
        return meta_field_create(db, module_id, in, out_id);
    int64_t id = row_of(&rows, i)[0].i;
    bool indexed = row_of(&rows, i)[2].i != 0;
    e = meta_store_field_move(db, id, 0, in->code);
    if (e == ERR_OK)
        e = meta_store_field_relabel(
                db, id, in->label_json, in->group_json ? in->group_json : "{}", in->filterable || indexed);
    if (e == ERR_OK && in->filterable && !indexed && meta_store_may_index(in->type))
        e = meta_store_add_index(db, module_id, id);
    if (e == ERR_OK)
        e = meta_store_option_turn(db, 0, id, OPTION_OFFERED, OPTION_UNMADE);
    if (e == ERR_OK)
        *out_id = id;
    return e;
}

enum err meta_field_restore(struct db *db, const struct module *mod, int64_t field_id)
{
    const char *unmade, *code;
    int64_t trashed_at, n;
    enum err e = meta_store_field_state(db, field_id, &unmade, &trashed_at);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && !trashed_at))
        return ERR_OK;
    if (e == ERR_OK)
        e = meta_store_count(db, mod->id, 0, &n);
    if (e == ERR_OK && n >= FIELDS_MAX)
        return ERR_TOO_LARGE;
    if (e == ERR_OK)
        e = field_code(db, mod, arena_strn(db_arena(db), unmade, strcspn(unmade, "~")), &code);
    return e == ERR_OK ? meta_store_field_move(db, field_id, 0, code) : e;
}

enum err meta_option_create(
        struct db *db, int64_t field_id, const char *label, const char *code, int64_t *out_id)
{
    int64_t n;
    enum err e = meta_store_count(db, 0, field_id, &n);
    if (e == ERR_OK && n >= OPTIONS_MAX)
        return ERR_TOO_LARGE;
    if (e != ERR_OK)
        return e;
    return meta_store_add_option(
            db, P(val_int(field_id), val_text(code), val_text(label), val_text("")), out_id);
}

static char *code_from(struct arena *a, const char *label)
{
    char *s = text_fold(a, label), *w = s;
    for (const char *p = s; *p && w - s < CODE_MAX - 4; p++) /* room for a number behind it */
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            *w++ = *p;
        else if (w > s && w[-1] != '_')
            *w++ = '_';
    while (w > s && w[-1] == '_')
        w--;
    *w = 0;
    return *s ? s : arena_str(a, "field");
}

enum err field_code(struct db *db, const struct module *mod, const char *label, const char **out_code)
{
    struct arena *a = db_arena(db);
    const char *base = code_from(a, label), *code = base;
    for (int i = 2; i <= FIELDS_MAX + 2; i++) {
        bool taken = true;
        if (!code_reserved(code) && !module_field(mod, code)) {
            enum err e = meta_store_code_taken(db, mod->id, code, &taken);
            if (e != ERR_OK)
                return e;
        }
        if (!taken) {
            *out_code = code;
            return ERR_OK;
        }
        code = arena_printf(a, "%s_%d", base, i);
    }
    return ERR_CONFLICT;
}

char *label_json(struct arena *a, const char *text)
{
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    jw_obj(&w);
    jw_kstr(&w, "*", text);
    jw_obj_end(&w);
    return buf_str(&b);
}
