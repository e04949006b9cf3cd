/* person_export - all that is known of a person, as JSON and, for spreadsheets, as CSV. */
#include "base/zip.h"
#include "core/access.h"
#include "core/card.h"
#include "core/consent.h"
#include "core/contact_impl.h"
#include "core/csv.h"
#include "core/event.h"
#include "core/person.h"
#include "core/task.h"

#define CARDS_MAX 1000
#define PAGES_MAX 100 /* of history, of one card or of the person */
#define PAGE_ROWS 200

/* All pages of a history as one array. */
static enum err events_write(struct ctx *cx, int64_t card_id, int64_t contact_id, struct jw *w)
{
    const char *cursor = NULL;
    enum err e = ERR_OK;
    jw_arr(w);
    for (int page = 0; !e && page < PAGES_MAX && (page == 0 || cursor); page++) {
        struct buf b;
        struct jw part;
        size_t i;
        const json_t *row;
        buf_init(&b, cx->arena);
        jw_init(&part, &b);
        e = event_list_write(cx, card_id, contact_id, NULL, cursor, PAGE_ROWS, &part);
        const json_t *list = e ? NULL : json_tree(cx->arena, buf_str(&b));
        json_array_foreach(json_object_get(list, "rows"), i, row)
        {
            const char *text = json_text(cx->arena, row);
            jw_raw(w, text, strlen(text));
        }
        cursor = json_str(list, "next");
    }
    jw_arr_end(w);
    return e;
}

static enum err card_all_write(struct ctx *cx, int64_t id, struct jw *w)
{
    struct card card;
    enum err e = card_get(cx, id, false, &card);
    if (e == ERR_NOT_FOUND) { /* of a module in the trash, or not for these eyes */
        cx->fault = (struct fault){0};
        return ERR_OK;
    }
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "card");
    e = card_write(cx, w, &card);
    jw_key(w, "history");
    if (!e)
        e = events_write(cx, id, 0, w);
    jw_obj_end(w);
    return e;
}

static enum err cards_write(struct ctx *cx, int64_t contact_id, struct jw *w)
{
    int64_t ids[CONTACT_SELVES];
    struct rows rows;
    size_t n = 0;
    enum err e = contact_selves(cx, contact_id, ids, &n);
    jw_arr(w);
    for (size_t k = 0; !e && k < n; k++) {
        e = contact_store_own_cards(cx->db, ids[k], 0, CARDS_MAX, &rows);
        for (size_t i = 0; !e && i < rows.n; i++)
            e = card_all_write(cx, row_of(&rows, i)[0].i, w);
    }
    jw_arr_end(w);
    return e;
}

static enum err all_write(struct ctx *cx, const struct contact *c, struct jw *w)
{
    jw_obj(w);
    jw_kint(w, "exported_at", cx->now_at);
    jw_key(w, "person");
    enum err e = contact_write(cx, w, c);
    jw_key(w, "consents");
    if (!e)
        e = consent_rows_write(cx, c->id, w);
    jw_key(w, "history");
    if (!e)
        e = events_write(cx, 0, c->id, w);
    jw_key(w, "cards");
    if (!e)
        e = cards_write(cx, c->id, w);
    jw_obj_end(w);
    return e;
}

/* Tables */

static const char *cell(struct ctx *cx, const json_t *v)
{
    if (!v || json_is_null(v))
        return "";
    return json_is_string(v) ? json_string_value(v) : json_text(cx->arena, v);
}

/* A row of the named members, behind `first`. */
static void row_add(
        struct ctx *cx, struct buf *b, const char *first, const json_t *o, const char *const *names)
{
    if (first)
        csv_write_cell(b, first, true);
    for (int i = 0; names[i]; i++)
        csv_write_cell(b, o ? cell(cx, json_object_get(o, names[i])) : names[i], !first && i == 0);
    buf_puts(b, "\r\n");
}

static const char *const consent_columns[] = {
        "purpose", "how", "note", "given_at", "withdrawn_at", "withdrawn_how", NULL};
static const char *const event_columns[] = {"at", "kind", "field_label", "old", "new", "text", NULL};

static void person_table(struct ctx *cx, struct buf *b, const json_t *person)
{
    const char *name;
    const json_t *v;
    csv_write_cell(b, "field", true);
    csv_write_cell(b, "value", false);
    buf_puts(b, "\r\n");
    json_object_foreach((json_t *)person, name, v)
    {
        csv_write_cell(b, name, true);
        csv_write_cell(b, cell(cx, v), false);
        buf_puts(b, "\r\n");
    }
}

static void cards_table(struct ctx *cx, struct buf *b, const json_t *cards)
{
    static const char *const columns[] = {
            "id", "number", "name", "module_id", "value_minor", "created_at", "fields", NULL};
    size_t i;
    const json_t *one;
    row_add(cx, b, NULL, NULL, columns);
    json_array_foreach(cards, i, one) row_add(cx, b, NULL, json_object_get(one, "card"), columns);
}

static void history_table(struct ctx *cx, struct buf *b, const json_t *all)
{
    size_t i, k;
    const json_t *one, *event;
    row_add(cx, b, "of", NULL, event_columns);
    json_array_foreach(json_object_get(all, "history"), k, event)
            row_add(cx, b, "person", event, event_columns);
    json_array_foreach(json_object_get(all, "cards"), i, one)
    {
        const char *name = json_str(json_object_get(one, "card"), "name");
        json_array_foreach(json_object_get(one, "history"), k, event)
                row_add(cx, b, name ? name : "", event, event_columns);
    }
}

static void consents_table(struct ctx *cx, struct buf *b, const json_t *consents)
{
    size_t i;
    const json_t *one;
    row_add(cx, b, NULL, NULL, consent_columns);
    json_array_foreach(consents, i, one) row_add(cx, b, NULL, one, consent_columns);
}

static enum err pack(struct ctx *cx, const char *json, size_t n, struct buf *out)
{
    static const char *const names[] = {"person.csv", "consents.csv", "cards.csv", "history.csv"};
    const json_t *all = json_tree(cx->arena, json);
    struct zip_file files[5] = {{"person.json", json, n}};
    struct buf table[4];
    for (int i = 0; i < 4; i++)
        buf_init(&table[i], cx->arena);
    person_table(cx, &table[0], json_object_get(all, "person"));
    consents_table(cx, &table[1], json_object_get(all, "consents"));
    cards_table(cx, &table[2], json_object_get(all, "cards"));
    history_table(cx, &table[3], all);
    for (int i = 0; i < 4; i++)
        files[i + 1] = (struct zip_file){names[i], table[i].p, table[i].len};
    return zip_write(out, files, 5, cx->now_at);
}

enum err person_export(struct ctx *cx, int64_t id, struct buf *out, const char **out_name)
{
    struct contact c;
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    enum err e = access_need(cx, RIGHT_EXPORT);
    if (!e)
        e = contact_get(cx, id, &c);
    if (!e && c.kind != CONTACT_PERSON)
        e = fail(cx, ERR_INVALID, NULL, "error.not_person");
    if (!e)
        e = all_write(cx, &c, &w);
    if (e)
        return e;
    *out_name = c.name;
    return pack(cx, buf_str(&b), b.len, out);
}
