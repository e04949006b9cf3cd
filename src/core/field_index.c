/* field_index - the index of a filterable field. On a module with many cards it is a job: lists go on without it until it
 * stands, and only then say that the field is ready to sort by. */
#include "core/field.h"
#include "store/field_store.h"
#include "store/meta_store.h"

#define FEW_CARDS 1000 /* built at once */

/* How many cards the module has; of people and companies, who has no counters, how many have the value. */
static enum err cards_of(struct ctx *cx, int64_t module_id, int64_t field_id, int64_t *out_n)
{
    struct rows rows;
    if (!meta_module(cx->meta, module_id))
        return field_store_filled(cx->db, module_id, field_id, out_n);
    enum err e = piece_store_counts(cx->db, &rows);
    *out_n = 0;
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++)
        if (row_of(&rows, i)[0].i == module_id)
            *out_n = row_of(&rows, i)[1].i;
    return e;
}

static enum err ready(struct ctx *cx, int64_t id, bool yes)
{
    const int col = FIELD_INDEXED;
    const struct val v = val_int(yes);
    struct piece p;
    enum err e = piece_get(cx, PIECE_FIELD, id, &p);
    if (e == ERR_OK && p.v[FIELD_INDEXED].i != yes)
        e = piece_store_update(cx->db, PIECE_FIELD, id, p.v[PIECE_VERSION].i, false, &col, &v, 1);
    cx->meta_changed = true;
    return e;
}

static enum err later(struct ctx *cx, int64_t module_id, int64_t id)
{
    int64_t job_id;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(module_id));
    json_object_set_new(payload, "field_id", json_integer(id));
    enum err e = ready(cx, id, false);
    return e == ERR_OK ? job_add(cx, "field_index", payload, 1, 0, &job_id) : e;
}

enum err field_follow(struct ctx *cx, const struct piece *p, bool filterable_set)
{
    int64_t module_id = p->v[PIECE_PARENT].i, n;
    if (!filterable_set)
        return ERR_OK;
    if (!p->v[FIELD_FILTERABLE].i || !meta_store_may_index(val_s(p->v[FIELD_TYPE], "")))
        return field_store_unindex(cx->db, module_id, piece_id(p));
    enum err e = cards_of(cx, module_id, piece_id(p), &n);
    if (e == ERR_OK && n > FEW_CARDS)
        return later(cx, module_id, piece_id(p));
    if (e == ERR_OK)
        e = field_store_index(cx->db, module_id, piece_id(p));
    return e == ERR_OK ? ready(cx, piece_id(p), true) : e;
}

static int64_t asked(const struct job *job, const char *name)
{
    return json_integer_value(json_object_get(job->payload, name));
}

enum err field_index_apart(struct store *s, struct arena *a, const struct job *job)
{
    return field_store_index_apart(s, a, asked(job, "module_id"), asked(job, "field_id"));
}

enum err field_index_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t module_id = asked(job, "module_id"), id = asked(job, "field_id");
    struct piece p;
    *out_more = false;
    enum err e = piece_get(cx, PIECE_FIELD, id, &p);
    const bool wanted =
            e == ERR_OK && p.v[FIELD_FILTERABLE].i && meta_store_may_index(val_s(p.v[FIELD_TYPE], ""));
    if (e == ERR_OK && !wanted)
        e = field_store_unindex(cx->db, module_id, id);
    else if (e == ERR_OK)
        e = field_store_index(cx->db, module_id, id);
    if (e == ERR_OK && wanted)
        e = ready(cx, id, true);
    job->progress = 1;
    notice_add(cx, "meta", module_id, module_id);
    return e;
}
