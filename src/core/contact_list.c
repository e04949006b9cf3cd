/* contact_list - pages of contacts, and a contact with what belongs to it. */
#include "core/access.h"
#include "core/contact_impl.h"
#include "core/contact_own.h"
#include "core/cursor.h"
#include "core/list_impl.h"
#include "core/search.h"
#include "store/tag_store.h"

#define PEOPLE_MAX 50
#define CARDS_MAX  50
#define LIMIT_MAX  200
#define SEARCH_MAX 100
#define TAG_FEW    2000

static void brief_write(struct jw *w, const char *key, struct val id, struct val name)
{
    jw_key(w, key);
    if (val_is_null(name)) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    jw_kval(w, "id", id);
    jw_kval(w, "name", name);
    jw_obj_end(w);
}

static enum err company_write(struct ctx *cx, struct jw *w, const struct contact *c)
{
    const struct val *row;
    if (!c->company_id) {
        brief_write(w, "company", val_null(), val_null());
        return ERR_OK;
    }
    enum err e = contact_store_get(cx->db, c->company_id, &row);
    if (!e)
        brief_write(w, "company", row[CONTACT_C_ID], row[CONTACT_C_NAME]);
    return e;
}

static enum err people_write(struct ctx *cx, struct jw *w, const struct contact *c)
{
    struct rows rows = {0};
    enum err e = c->kind == CONTACT_COMPANY ? contact_store_people(cx->db, c->id, PEOPLE_MAX, &rows) : ERR_OK;
    jw_key(w, "people");
    jw_arr(w);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *r = row_of(&rows, i);
        jw_obj(w);
        jw_kval(w, "id", r[0]);
        jw_kstr(w, "kind", "person");
        jw_kval(w, "name", r[1]);
        jw_kval(w, "position", r[2]);
        jw_kval(w, "email", r[3]);
        jw_kval(w, "phone", r[4]);
        jw_kstr(w, "company", c->name);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return e;
}

static enum err cards_write(struct ctx *cx, struct jw *w, const struct contact *c)
{
    struct rows rows;
    enum err e = contact_store_cards(cx->db, c->id, access_sees(cx), CARDS_MAX, &rows);
    jw_key(w, "cards");
    jw_arr(w);
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *r = row_of(&rows, i);
        if (!meta_module_live(cx->meta, r[2].i))
            continue;
        jw_obj(w);
        jw_kval(w, "id", r[0]);
        jw_kval(w, "name", r[1]);
        jw_kval(w, "module_id", r[2]);
        jw_kval(w, "status_id", r[3]);
        jw_kval(w, "number", r[4]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return e;
}

enum err contact_write(struct ctx *cx, struct jw *w, const struct contact *c)
{
    jw_obj(w);
    contact_members_write(w, c);
    contact_own_write(cx, w, c);
    enum err e = company_write(cx, w, c);
    if (!e)
        e = people_write(cx, w, c);
    if (!e)
        e = cards_write(cx, w, c);
    jw_obj_end(w);
    return e;
}

/* Pages */

static void own_columns_write(struct jw *w, const struct contact_query *q, const struct val *values)
{
    jw_key(w, "fields");
    jw_obj(w);
    for (int i = 0; i < q->n_columns; i++) {
        jw_key(w, q->columns[i]->code);
        if (val_is_null(values[i]))
            jw_null(w);
        else
            q->columns[i]->type->write(w, q->columns[i], values[i]);
    }
    jw_obj_end(w);
}

static void row_write_contact(struct jw *w, const struct contact_query *q, const struct val *r)
{
    jw_obj(w);
    jw_kval(w, "id", r[CL_ID]);
    jw_kstr(w, "kind", r[CL_KIND].i == CONTACT_COMPANY ? "company" : "person");
    jw_kval(w, "name", r[CL_NAME]);
    brief_write(w, "company", r[CL_COMPANY], r[CL_COMPANY_NAME]);
    jw_kval(w, "email", r[CL_EMAIL]);
    jw_kval(w, "phone", r[CL_PHONE]);
    jw_kval(w, "city", r[CL_CITY]);
    jw_kval(w, "n_cards", r[CL_N_CARDS]);
    jw_kval(w, "updated_at", r[CL_UPDATED]);
    own_columns_write(w, q, r + N_CONTACT_LIST_COL);
    jw_obj_end(w);
}

/* Is the cursor's key one of the order's? */
static bool key_fits(const struct contact_query *q, struct val key)
{
    if (!q->sort)
        return key.type == (q->by_updated ? VAL_INT : VAL_BLOB);
    const enum val_type want = list_key_type(q->sort);
    return val_is_null(key) || key.type == want || (want == VAL_REAL && key.type == VAL_INT);
}

/* What is asked of own fields. */
static void own_of(struct ctx *cx, const struct contact_query *q, struct contact_list *out)
{
    const struct module *place = q->kind >= 0 ? cx->meta->contacts[q->kind] : NULL;
    const char **columns = arena_array(cx->arena, const char *, q->n_columns + 1);
    for (int i = 0; i < q->n_columns; i++)
        columns[i] = q->columns[i]->column;
    out->place = place && (q->n_columns || q->filter || q->sort) ? place->id : 0;
    out->columns = columns;
    out->n_columns = q->n_columns;
    out->test = q->filter ? filter_test(cx, q->filter) : NULL;
    out->by = q->sort ? q->sort->column : NULL;
    out->descending = q->descending;
}

static enum err list_of(struct ctx *cx, const struct contact_query *q, struct contact_list *out)
{
    struct cursor at = {0};
    if (q->cursor && (!cursor_read(cx->arena, q->cursor, &at) || !key_fits(q, at.key)))
        return fail(cx, ERR_INVALID, "cursor", "error.bad_cursor");
    if (q->search && text_chars(q->search, strlen(q->search)) > SEARCH_MAX)
        return fail_limit(cx, ERR_INVALID, "q", "error.too_long", SEARCH_MAX);
    *out = (struct contact_list){.kind = q->kind,
            .company_id = q->company_id,
            .tag_id = q->tag_id,
            .by_updated = q->by_updated,
            .trash = q->trash,
            .sees = access_sees(cx),
            .after = q->cursor != NULL,
            .after_key = at.key,
            .after_id = at.id,
            .limit = q->limit < 1 || q->limit > LIMIT_MAX ? LIMIT_MAX : q->limit};
    own_of(cx, q, out);
    if (q->search) {
        const char *phone = search_phone_digits(cx->arena, q->search);
        const char *words = phone ? phone : text_fold(cx->arena, q->search);
        out->search = *words ? words : NULL;
    }
    return ERR_OK;
}

enum err contact_list_write(struct ctx *cx, const struct contact_query *q, struct jw *w)
{
    struct contact_list l;
    struct rows rows;
    enum err e = list_of(cx, q, &l);
    if (!e && l.tag_id)
        e = tag_store_few(cx->db, l.tag_id, TAG_FEW, &l.tag_few);
    if (!e && (q->filter || q->sort)) /* may have to look at all of them */
        e = ctx_long(cx);
    if (e)
        return e;
    size_t limit = (size_t)l.limit++;
    e = contact_store_list(cx->db, &l, &rows);
    if (e)
        return e;
    size_t n = rows.n > limit ? limit : rows.n;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; i < n; i++)
        row_write_contact(w, q, row_of(&rows, i));
    jw_arr_end(w);
    const struct val *last = rows.n > n ? row_of(&rows, n - 1) : NULL;
    jw_kstr(w, "next", last ? cursor_text(cx->arena, &(struct cursor){last[CL_KEY], last[CL_ID].i}) : NULL);
    jw_obj_end(w);
    return ERR_OK;
}
