/* card_put - the one place where cards are written: row, m_ row, history, counters, search entry, notice. */
#include "core/card_impl.h"
#include "core/compute.h"
#include "core/counter.h"
#include "core/event.h"
#include "core/field_file.h"
#include "core/notify.h"
#include "core/search.h"
#include "meta/field_type.h"
#include "store/task_store.h"

#include <string.h>

/* Columns that card_put compares; the rest follows from these or never changes. */
static const enum card_col watched[] = {CARD_STATUS, CARD_STATUS_AT, CARD_OWNER, CARD_ASSIGNED_AT, CARD_SEEN,
        CARD_CONTACT, CARD_COMPANY, CARD_NAME, CARD_VALUE, CARD_SOURCE, CARD_SALES_STATE, CARD_QUALIFICATION,
        CARD_RATING, CARD_QUALIFIED_AT, CARD_QUALIFIED_BY, CARD_QUALIFICATION_NOTE, CARD_LAST_CONTACT_AT,
        CARD_WAKE_AT, CARD_TRASHED_AT};
#define N_WATCHED (sizeof watched / sizeof *watched)

/* What one write collects. */
struct put {
    enum card_col cols[N_WATCHED + 4]; /* + updated_at, updated_by, name_key, sort_key */
    struct val vals[N_WATCHED + 4];
    size_t n;
    const char **columns; /* of m_<id> */
    struct val *custom;
    size_t n_custom;
    struct event_new *events;
    size_t n_events;
};

static void set_col(struct put *p, enum card_col col, struct val v)
{
    p->cols[p->n] = col;
    p->vals[p->n++] = v;
}

static struct val sort_key(struct ctx *cx, const char *name)
{
    return text_sort_key(cx->arena, name, lang_from(meta_setting_str(cx->meta, "language", "en"), NULL));
}

/* One event for each field that a person sees. The company goes with the contact. */
static void add_event(struct ctx *cx, struct put *p, const struct card *card, const struct field *f,
        struct val from, struct val to)
{
    const char *kind = f->index == CARD_STATUS ? "status" : f->index == CARD_OWNER ? "owner" : "field";
    p->events[p->n_events++] = (struct event_new){.card_id = card->id,
            .kind = f->table == IN_CARD ? kind : "field",
            .field = f->code,
            .old_json = value_json(cx, f, from),
            .new_json = value_json(cx, f, to)};
}

static void compare_columns(struct put *p, const struct card *before, const struct card *after)
{
    for (size_t i = 0; i < N_WATCHED; i++) {
        struct val v = card_col(after, watched[i]);
        if (!val_equal(card_col(before, watched[i]), v))
            set_col(p, watched[i], v);
    }
}

static void compare_fields(struct ctx *cx, struct put *p, const struct card *before, const struct card *after)
{
    const struct module *mod = after->module;
    for (int i = 0; i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        if (f->table == IN_CARD && !f->editable && f->index != CARD_LAST_CONTACT_AT)
            continue;
        struct val from = card_value(before, f), to = card_value(after, f);
        bool reviewed = f->table == IN_CARD && f->index == CARD_QUALIFICATION && after->qualified_by &&
                        before->qualified_by && before->qualified_at != after->qualified_at;
        if (val_equal(from, to) && !reviewed)
            continue;
        if (!f->follows) /* what was computed follows from what the history tells */
            add_event(cx, p, after, f, from, to);
        if (f->table == IN_MODULE) {
            p->columns[p->n_custom] = f->column;
            p->custom[p->n_custom++] = to;
        }
    }
}

static void fill_put(struct ctx *cx, struct put *p, const struct card *before, struct card *after)
{
    size_t n = (size_t)after->module->n_fields;
    p->columns = arena_array(cx->arena, const char *, n);
    p->custom = arena_array(cx->arena, struct val, n);
    p->events = arena_array(cx->arena, struct event_new, n);
    compare_columns(p, before, after);
    compare_fields(cx, p, before, after);
    if (p->n_events) { /* waiting times alone are no change that people made */
        after->updated_at = cx->now_at;
        after->updated_by = acting_member_id(cx);
        set_col(p, CARD_UPDATED_AT, val_int(after->updated_at));
        set_col(p, CARD_UPDATED_BY, val_int(after->updated_by));
    }
    if (strcmp(before->name, after->name) != 0) {
        set_col(p, CARD_NAME_KEY, val_text(text_fold(cx->arena, after->name)));
        set_col(p, CARD_SORT_KEY, sort_key(cx, after->name));
    }
}

static bool same_place(const struct card *a, const struct card *b)
{
    return a->status_id == b->status_id && a->owner_id == b->owner_id &&
           a->qualification == b->qualification && a->rating == b->rating &&
           val_i(a->value_minor, 0) == val_i(b->value_minor, 0) && !a->trashed_at == !b->trashed_at;
}

static enum err sync_search(struct ctx *cx, const struct card *before, const struct card *after)
{
    bool words = strcmp(before->name, after->name) != 0 || before->contact_id != after->contact_id;
    if (!words && !before->trashed_at == !after->trashed_at)
        return ERR_OK;
    if (after->trashed_at)
        return search_put(cx, SEARCH_CARD, after->id, NULL);
    struct customer customer;
    enum err e = customer_read(cx, after->contact_id, &customer);
    return e == ERR_OK ? card_search_put(cx, after, &customer) : e;
}

void card_notice(struct ctx *cx, const struct card *card, int64_t old_owner_id)
{
    if (cx->origin == ORIGIN_BULK || cx->origin == ORIGIN_IMPORT)
        return;
    struct notice *n = notice_add(cx, "card", card->id, card->module_id);
    n->card_id = card->id;
    n->owner_id = card->owner_id;
    n->old_owner_id = old_owner_id;
    n->data_json = arena_printf(cx->arena, "{\"version\":%lld}", (long long)card->version);
}

static enum err write_rows(struct ctx *cx, struct put *p, const struct card *before, struct card *after)
{
    enum err e = card_store_update(cx->db, after->id, before->version, p->cols, p->vals, p->n);
    if (e == ERR_STALE)
        return fail(cx, ERR_STALE, NULL, "error.stale");
    if (e == ERR_OK && p->n_custom)
        e = card_store_custom_update(cx->db, after->module_id, after->id, p->columns, p->custom, p->n_custom);
    if (e == ERR_OK)
        after->version = before->version + 1;
    return e;
}

/* Files come to the card, and go, with its values; before NULL = it is new. */
static enum err move_files(struct ctx *cx, const struct card *before, const struct card *after)
{
    const struct module *mod = after->module;
    enum err e = ERR_OK;
    for (int i = mod->n_fields - mod->n_custom; !e && i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        if (strcmp(f->type->name, "file") != 0)
            continue;
        struct val from = before ? card_value(before, f) : val_null(), to = card_value(after, f);
        if (!val_equal(from, to))
            e = field_file_moved(cx, after, from, to);
    }
    return e;
}

enum err card_put(struct ctx *cx, const struct card *before, struct card *after)
{
    struct put p = {0};
    enum err e = card_compute(cx, after);
    if (e != ERR_OK)
        return e;
    fill_put(cx, &p, before, after);
    if (p.n == 0 && p.n_custom == 0)
        return ERR_OK;
    e = write_rows(cx, &p, before, after);
    if (e != ERR_OK)
        return e;
    if (!cx->change_name)
        cx->change_name = after->name;
    if (!same_place(before, after)) {
        counter_move(cx, before, -1);
        counter_move(cx, after, 1);
    }
    if (!before->wake_at || after->wake_at < before->wake_at)
        wake_by(cx, after->wake_at);
    e = events_add(cx, p.events, p.n_events);
    if (e == ERR_OK && p.n_custom)
        e = move_files(cx, before, after);
    bool gone = before->trashed_at > 0, goes = after->trashed_at > 0;
    if (e == ERR_OK && (before->owner_id != after->owner_id || gone != goes))
        e = task_store_guests(cx->db, after->id);
    if (e == ERR_OK)
        e = sync_search(cx, before, after);
    if (e == ERR_OK)
        card_notice(cx, after, before->owner_id);
    if (e == ERR_OK && after->owner_id && before->owner_id != after->owner_id)
        e = notify_card_owner(cx, after);
    return e;
}

/* All values a new card begins with, as one event. */
static const char *created_json(struct ctx *cx, const struct card *card)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_obj(&w);
    for (int i = 0; i < card->module->n_fields; i++) {
        const struct field *f = &card->module->fields[i];
        struct val v = card_value(card, f);
        if ((f->table == IN_CARD && !f->editable) || f->follows || val_is_null(v))
            continue;
        jw_key(&w, f->code);
        f->type->write(&w, f, v);
    }
    jw_obj_end(&w);
    return buf_str(&b);
}

static enum err insert_rows(struct ctx *cx, struct card *card)
{
    const struct module *mod = card->module;
    const struct field *own = mod->fields + (mod->n_fields - mod->n_custom);
    struct val row[N_CARD_COL];
    for (int c = 0; c < N_CARD_READ; c++)
        row[c] = card_col(card, (enum card_col)c);
    row[CARD_NAME_KEY] = val_text(text_fold(cx->arena, card->name));
    row[CARD_SORT_KEY] = sort_key(cx, card->name);
    row[CARD_DEMO] = val_int(cx->demo);
    row[CARD_IMPORT] = val_int(cx->import_id);
    enum err e = card_store_insert(cx->db, row, &card->id, &card->number);
    const char **columns = arena_array(cx->arena, const char *, mod->n_custom + 1);
    for (int i = 0; i < mod->n_custom; i++)
        columns[i] = own[i].column;
    if (e == ERR_OK)
        e = card_store_custom_insert(cx->db, mod->id, card->id, columns, card->custom, (size_t)mod->n_custom);
    return e;
}

enum err card_insert(struct ctx *cx, struct card *card, const struct customer *customer)
{
    enum err e = card_compute(cx, card);
    if (e == ERR_OK)
        e = insert_rows(cx, card);
    if (e != ERR_OK)
        return e;
    card->version = 1;
    if (!cx->change_name)
        cx->change_name = card->name;
    counter_move(cx, card, 1);
    wake_by(cx, card->wake_at);
    e = event_add(cx,
            &(struct event_new){.card_id = card->id, .kind = "created", .new_json = created_json(cx, card)});
    if (e == ERR_OK)
        e = move_files(cx, NULL, card);
    if (e == ERR_OK)
        e = card_search_add(cx, card, customer);
    if (e == ERR_OK)
        card_notice(cx, card, card->owner_id);
    if (e == ERR_OK && card->owner_id)
        e = notify_card_owner(cx, card);
    return e;
}
