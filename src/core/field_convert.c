/* field_convert - a field of another type in a field's place. The new one has its code, name and rules and is there at
 * once; a job fills it from the old one's values, by what people read and type. The old one keeps all its values, in the
 * trash; what people enter meanwhile is never overwritten. */
#include "core/compute.h"
#include "core/event.h"
#include "core/field.h"
#include "core/label.h"
#include "meta/field_new.h"
#include "meta/field_type.h"
#include "store/field_store.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 20
#define CHOICES_NEW 200
#define STEP_ROWS   2000

/* The conversion: from, to, and the language in which values are shown and read. */
struct pass {
    struct ctx *cx;
    struct jw *w;
    const struct field *from, *to;
    enum lang lang;
    const char *zone;
    bool any_choice; /* each text becomes a choice */
    int64_t n, converts;
    int samples;
};

static bool choosing(const struct field *f)
{
    return strncmp(f->type->name, "choice", 6) == 0;
}

static const char *text_of(const struct pass *c, struct val v)
{
    const char *name = NULL;
    if (strcmp(c->from->type->name, "user") == 0 && v.type == VAL_INT) {
        const struct member *m = meta_member(c->cx->meta, v.i);
        name = m ? m->name : "";
    }
    if (strcmp(c->from->type->name, "number") == 0 && v.type == VAL_REAL)
        name = arena_printf(c->cx->arena, "%.15g", v.d); /* without separators between thousands */
    if (strcmp(c->from->type->name, "datetime") == 0 && strcmp(c->to->type->name, "date") == 0) {
        struct civil day;
        clock_local(v.i, c->zone, &day);
        name = arena_printf(c->cx->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
    }
    return name ? name : c->from->type->show(c->cx->arena, c->from, v, c->lang, c->zone);
}

static enum err convert(const struct pass *c, struct val v, const char **out_text, struct val *out)
{
    const char *key;
    *out = val_null();
    *out_text = text_of(c, v);
    if (strcmp(c->to->type->name, "user") == 0 || strcmp(c->to->type->name, "contact") == 0)
        return ERR_INVALID;
    return c->to->type->parse_text(c->cx->arena, c->to, *out_text, c->zone, out, &key);
}

static struct pass pass_of(struct ctx *cx, const struct field *from, const struct field *to)
{
    return (struct pass){.cx = cx,
            .from = from,
            .to = to,
            .lang = lang_from(meta_setting_str(cx->meta, "language", "en"), NULL),
            .zone = meta_setting_str(cx->meta, "zone", "UTC")};
}

/* Which texts would become choices: those the old field shows, when they are few. */
static enum err check_choices(struct ctx *cx, const struct piece *p, struct rows *out)
{
    enum err e = field_store_distinct(cx->db, p->v[PIECE_PARENT].i, piece_id(p), CHOICES_NEW + 1, out);
    if (e == ERR_OK && out->n > CHOICES_NEW)
        e = fail_limit(cx, ERR_CONFLICT, "type", "error.too_many_options", CHOICES_NEW);
    return e;
}

static enum err check(struct ctx *cx, int64_t id, const char *type, struct piece *p, struct piece *mod)
{
    enum err e = field_get(cx, id, p, mod);
    if (e != ERR_OK)
        return e;
    if (p->v[FIELD_TRASHED].i)
        return fail(cx, ERR_CONFLICT, NULL, "error.field_trashed");
    if (!field_type_named(type) || strcmp(type, "status") == 0)
        return fail_arg(cx, ERR_INVALID, "type", "error.unknown_type", type);
    if (strcmp(type, val_s(p->v[FIELD_TYPE], "")) == 0)
        return fail(cx, ERR_INVALID, "type", "error.same_type");
    if (strcmp(type, "file") == 0 || strcmp(val_s(p->v[FIELD_TYPE], ""), "file") == 0)
        return fail(cx, ERR_CONFLICT, "type", "error.file_type_stays");
    int users = formula_users(meta_shape(cx->meta, piece_id(mod)), id);
    if (users)
        return fail_limit(cx, ERR_CONFLICT, "type", "error.field_in_formula", users);
    return *val_s(p->v[FIELD_ROLE], "") ? fail(cx, ERR_CONFLICT, NULL, "error.field_has_role") : ERR_OK;
}

/* The preview */

static enum err look(void *arg, const struct val *row)
{
    struct pass *c = arg;
    struct val v = val_null();
    const char *text;
    c->n++;
    bool ok = c->any_choice || (convert(c, row[0], &text, &v) == ERR_OK && !val_is_null(v));
    c->converts += ok;
    if (c->samples >= SAMPLES_MAX || (ok && c->samples >= SAMPLES_MAX / 2))
        return ERR_OK; /* half of the room is for what does not convert */
    if (c->any_choice)
        text = text_of(c, row[0]);
    c->samples++;
    jw_obj(c->w);
    jw_kstr(c->w, "from", text);
    jw_kstr(c->w, "to",
            !ok             ? NULL
            : c->any_choice ? text
                            : c->to->type->show(c->cx->arena, c->to, v, c->cx->lang, c->zone));
    jw_obj_end(c->w);
    return ERR_OK;
}

enum err field_convert_preview(struct ctx *cx, struct jw *w, int64_t id, const char *type)
{
    struct piece p, mod;
    struct rows options, texts;
    enum err e = check(cx, id, type, &p, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_OPTION, piece_id(&mod), &options);
    if (e != ERR_OK)
        return e;
    struct field *to = arena_new_of(cx->arena, struct field);
    to->type = field_type_named(type);
    struct pass c = pass_of(cx, field_of_row(cx, p.v, &options), to);
    if (choosing(to)) {
        e = choosing(c.from) ? ERR_OK : check_choices(cx, &p, &texts);
        c.any_choice = true;
    }
    if (e != ERR_OK)
        return e;
    c.w = w;
    jw_obj(w);
    jw_key(w, "samples");
    jw_arr(w);
    e = field_store_each(cx->db, piece_id(&mod), id, look, &c);
    jw_arr_end(w);
    jw_kint(w, "n", c.n);
    jw_kint(w, "converts", c.converts);
    jw_kint(w, "lost", c.n - c.converts);
    jw_obj_end(w);
    return e;
}

/* The change */

static enum err give_way(struct ctx *cx, struct piece *p)
{
    piece_set(p, FIELD_CODE,
            val_text(
                    arena_printf(cx->arena, "%s~%lld", val_s(p->v[FIELD_CODE], ""), (long long)piece_id(p))));
    piece_set(p, FIELD_TRASHED, val_int(cx->now_at));
    return piece_save(cx, p, 0);
}

/* The new one has what the old one had, as far as its type can. */
static enum err successor(struct ctx *cx, const struct val *was, const char *type, int64_t *out_id)
{
    const struct field_new fn = {.code = val_s(was[FIELD_CODE], ""),
            .type = type,
            .label_json = val_s(was[FIELD_LABEL], "{}"),
            .help_json = val_s(was[FIELD_HELP], "{}"),
            .group_json = val_s(was[FIELD_GROUP], "{}")};
    static const int kept[] = {
            FIELD_POSITION, FIELD_REQUIRED, FIELD_REQUIRED_FROM, FIELD_READ_ONLY, FIELD_FILTERABLE};
    struct piece p;
    enum err e = meta_field_create(cx->db, was[PIECE_PARENT].i, &fn, out_id);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_FIELD, *out_id, &p);
    for (size_t i = 0; e == ERR_OK && i < sizeof kept / sizeof *kept; i++)
        piece_set(&p, kept[i], was[kept[i]]);
    if (e == ERR_OK)
        piece_set(&p, FIELD_INDEXED, val_int(0)); /* built when it is filled */
    if (e == ERR_OK && p.n)
        e = piece_store_update(
                cx->db, PIECE_FIELD, *out_id, p.v[PIECE_VERSION].i, false, p.cols, p.vals, p.n);
    return e == ERR_OK ? piece_made(cx, PIECE_FIELD, *out_id) : e;
}

static enum err add_choice(struct ctx *cx, const struct val *row, int64_t field_id, const char *text)
{
    int64_t id;
    const char *label = row ? val_s(row[OPTION_LABEL], "{}") : label_json(cx->arena, text);
    return meta_option_create(cx->db, field_id, label, row ? val_s(row[OPTION_CODE], "") : "", &id);
}

/* The choices of the new field: those of the old one, or the texts that it holds. */
static enum err choices_of(struct ctx *cx, const struct piece *p, const struct field *from, int64_t new_id)
{
    struct rows rows;
    struct field to = {.type = field_type_named("choice")};
    const struct pass c = pass_of(cx, from, &to);
    enum err e = choosing(from) ? piece_store_list(cx->db, PIECE_OPTION, p->v[PIECE_PARENT].i, &rows)
                                : check_choices(cx, p, &rows);
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++) {
        const struct val *v = row_of(&rows, i);
        if (!choosing(from)) {
            const char *text = text_of(&c, v[0]);
            size_t n = strlen(text);
            while (n > LABEL_CHARS && ((unsigned char)text[n] & 0xC0) == 0x80)
                n--;
            e = n <= LABEL_CHARS * 4 ? add_choice(cx, NULL, new_id, text) : ERR_OK;
        } else if (v[PIECE_PARENT].i == piece_id(p))
            e = add_choice(cx, v, new_id, NULL);
    }
    return e;
}

enum err field_convert(
        struct ctx *cx, int64_t id, const char *type, int64_t *out_module_id, int64_t *out_job_id)
{
    struct piece p, mod;
    struct rows options;
    int64_t new_id, n;
    enum err e = check(cx, id, type, &p, &mod);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_OPTION, piece_id(&mod), &options);
    if (e == ERR_OK)
        e = field_store_filled(cx->db, piece_id(&mod), id, &n);
    if (e != ERR_OK)
        return e;
    const struct val *was = p.v;
    cx->change_kind = "field.convert";
    e = give_way(cx, &p);
    if (e == ERR_OK)
        e = successor(cx, was, type, &new_id);
    if (e == ERR_OK && strncmp(type, "choice", 6) == 0)
        e = choices_of(cx, &p, field_of_row(cx, was, &options), new_id);
    if (e != ERR_OK)
        return e;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(piece_id(&mod)));
    json_object_set_new(payload, "from", json_integer(id));
    json_object_set_new(payload, "to", json_integer(new_id));
    *out_module_id = piece_id(&mod);
    return job_add(cx, "field_fill", payload, n, cx->change_id, out_job_id);
}

/* The job */

static enum err fill_some(struct ctx *cx, struct job *job, const struct pass *c, struct rows *rows)
{
    int64_t module_id = c->from->module_id, converted = 0;
    enum err e = field_store_walk(
            cx->db, module_id, c->from->id, strtoll(job->position, NULL, 10), STEP_ROWS, rows);
    for (size_t i = 0; e == ERR_OK && i < rows->n; i++) {
        const struct val *row = row_of(rows, i);
        struct val v;
        const char *text;
        if (convert(c, row[1], &text, &v) != ERR_OK || val_is_null(v))
            continue;
        converted++;
        e = field_store_fill(cx->db, module_id, c->to->id, row[0].i, v);
    }
    json_int_t before = json_integer_value(json_object_get(job->result, "converted"));
    json_object_set_new(job->result, "converted", json_integer(before + converted));
    return e;
}

enum err field_fill_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct piece from, to;
    struct rows options, rows;
    enum err e = piece_get(cx, PIECE_FIELD, json_integer_value(json_object_get(job->payload, "from")), &from);
    if (e == ERR_OK)
        e = piece_get(cx, PIECE_FIELD, json_integer_value(json_object_get(job->payload, "to")), &to);
    if (e == ERR_OK)
        e = piece_store_list(cx->db, PIECE_OPTION, to.v[PIECE_PARENT].i, &options);
    if (e != ERR_OK)
        return e;
    *out_more = false;
    if (to.v[FIELD_TRASHED].i)
        return ERR_OK; /* undone meanwhile */
    const struct pass c = pass_of(cx, field_of_row(cx, from.v, &options), field_of_row(cx, to.v, &options));
    e = fill_some(cx, job, &c, &rows);
    if (e != ERR_OK)
        return e;
    *out_more = rows.n == STEP_ROWS;
    job->progress += (int64_t)rows.n;
    if (rows.n)
        job->position = arena_printf(cx->arena, "%lld", (long long)row_of(&rows, rows.n - 1)[0].i);
    if (*out_more)
        return ERR_OK;
    int64_t converted = json_integer_value(json_object_get(job->result, "converted"));
    json_object_set_new(job->result, "lost", json_integer(job->progress - converted));
    notice_add(cx, "module", c.to->module_id, c.to->module_id);
    return to.v[FIELD_FILTERABLE].i ? field_follow(cx, &to, true) : ERR_OK;
}
