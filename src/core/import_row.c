/* import_row - what one row of an import does: in a preview what would come of it, in a run the card and its customer. */
#include "core/access.h"
#include "core/card_impl.h"
#include "core/contact_impl.h"
#include "core/import_impl.h"
#include "core/known.h"
#include "store/import_store.h"

#define MAX_SAMPLES    50
#define MAX_REFUSED_MB 200
#define NOT_SAVED_YET  (-1) /* the id of a new customer until he is */

/* The value that says which card is meant; NULL = a new one. */
static const struct val *key_value(const struct plan *plan, const struct row_result *r)
{
    if (!plan->key || plan->key->is_new || r->kind == ROW_REFUSE)
        return NULL;
    for (size_t i = 0; i < r->n_mapped; i++)
        if (r->edits[i].field == plan->key->field)
            return &r->edits[i].value;
    return NULL;
}

static const char *card_key(struct ctx *cx, const struct val *v)
{
    return v->type == VAL_TEXT   ? arena_printf(cx->arena, "card t%s", v->s)
           : v->type == VAL_INT  ? arena_printf(cx->arena, "card i%lld", (long long)v->i)
           : v->type == VAL_REAL ? arena_printf(cx->arena, "card r%.17g", v->d)
                                 : "card";
}

static enum err find_card(struct ctx *cx, const struct plan *plan, const struct val *v, int64_t *out_id)
{
    const char *key = card_key(cx, v);
    struct known_key *known = known_find(cx, key);
    *out_id = known ? known->id : 0;
    if (known)
        return ERR_OK;
    enum err e = import_store_find_card(cx->db, plan->module->id, plan->key->field->column, *v, out_id);
    e = e == ERR_NOT_FOUND ? ERR_OK : e;
    if (!e && (known = known_put(cx, key)))
        known->id = *out_id;
    return e;
}

static enum err find_update(struct ctx *cx, const struct plan *plan, struct row_result *r)
{
    const struct val *v = key_value(plan, r);
    enum err e = v ? find_card(cx, plan, v, &r->card_id) : ERR_OK;
    if (!e && r->card_id)
        r->kind = ROW_UPDATE;
    return e;
}

/* Later rows of the step find the card that this one made. */
static void card_made(struct ctx *cx, const struct plan *plan, const struct row_result *r, int64_t card_id)
{
    const struct val *v = key_value(plan, r);
    struct known_key *known = v ? known_put(cx, card_key(cx, v)) : NULL;
    if (known)
        known->id = card_id;
}

static enum err look_up(struct ctx *cx, const struct plan *plan, const struct row_result *r)
{
    int64_t id = 0;
    const char *name;
    const struct val *v = key_value(plan, r);
    enum err e = v ? find_card(cx, plan, v, &id) : ERR_OK;
    if (id || !plan->match_contacts || r->kind == ROW_REFUSE)
        return e;
    if (!e && r->company)
        e = contact_import_match(cx, r->company, &id, &name);
    return !e && r->person ? contact_import_match(cx, r->person, &id, &name) : e;
}

static void know_customer(struct ctx *cx, int64_t contact_id, const struct customer *customer)
{
    struct known_key *known = known_contact_put(cx, contact_id);
    if (!known)
        return;
    known->name = customer->name;
    known->customer = arena_copy(cx->arena, customer, sizeof *customer);
}

/* The customer of a new card, as its name and search entry need him. */
static enum err look_up_customer(struct ctx *cx, const struct plan *plan, const struct row_result *r)
{
    const struct contact *c = r->person ? r->person : r->company;
    struct customer found;
    const char *name;
    int64_t id = 0;
    enum err e = ERR_OK;
    if (c && plan->match_contacts && r->kind == ROW_CREATE)
        e = contact_import_match(cx, c, &id, &name);
    if (e || !id || known_contact(cx, id))
        return e;
    e = customer_read(cx, id, &found);
    if (!e)
        know_customer(cx, id, &found);
    return e;
}

static enum err together(struct ctx *cx, const struct plan *plan, const struct import_line *lines, int n,
        enum err (*ask)(struct ctx *cx, const struct plan *plan, const struct row_result *r))
{
    enum err e = ERR_OK;
    cx->known->asking = db_ahead(cx->db, true);
    for (int i = 0; cx->known->asking && i < n; i++)
        ask(cx, plan, &lines[i].r); /* what is wrong with it shows when it is asked again */
    cx->known->asking = db_ahead(cx->db, false);
    for (int i = 0; !e && i < n; i++)
        e = ask(cx, plan, &lines[i].r);
    return e;
}

enum err import_look_up(struct ctx *cx, const struct plan *plan, const struct import_line *lines, int n)
{
    if (!cx->known)
        return ERR_OK;
    enum err e = together(cx, plan, lines, n, look_up);
    return e ? e : together(cx, plan, lines, n, look_up_customer);
}

static const char *shown(struct ctx *cx, const struct plan *plan, const struct field *f, struct val v)
{
    return val_is_null(v) ? NULL : value_show(cx, plan->module, f, v);
}

/* A field that the run is still to make: no card has a value in it, and nothing but its type says what may stand there. */
static bool to_be_made(const struct field *f)
{
    return f->table == IN_MODULE && !f->id;
}

static struct val value_now(const struct card *card, const struct field *f)
{
    return to_be_made(f) ? val_null() : card_value(card, f);
}

/* Only the edits that really change the card; *out_n of them are moved to the front. */
static void keep_changes(const struct card *card, struct row_result *r, size_t *out_n)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_mapped; i++)
        if (!val_equal(value_now(card, r->edits[i].field), r->edits[i].value))
            r->edits[n++] = r->edits[i];
    *out_n = n;
}

/* What is wrong with the row itself; anything else stops the import. */
static bool refuses(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_FORBIDDEN || e == ERR_NOT_FOUND;
}

/* The column that a field's value came from, or what people call the field; NULL when the fault names none. */
static const char *column_at_fault(struct ctx *cx, const struct plan *plan)
{
    const char *path = cx->fault.field;
    const struct field *f =
            path && strncmp(path, "fields.", 7) == 0 ? module_field(plan->module, path + 7) : NULL;
    for (int i = 0; f && i < plan->n_columns; i++)
        if (plan->columns[i].field == f)
            return plan->columns[i].header;
    return f ? label_in(&f->label, cx->lang) : NULL;
}

static void refuse(struct ctx *cx, const struct plan *plan, struct row_result *r)
{
    const char *column = column_at_fault(cx, plan);
    const char *what = message(cx->arena, cx->lang, cx->fault.key ? cx->fault.key : "error.invalid",
            cx->fault.field, cx->fault.arg, cx->fault.limit);
    r->kind = ROW_REFUSE;
    r->error = column ? arena_printf(cx->arena, "%s: %s", column, what) : what;
    cx->fault = (struct fault){0};
}

static void add_sample(struct ctx *cx, const struct plan *plan, struct progress *p,
        const struct row_result *r, const struct card *before, size_t n)
{
    static const char *const kinds[] = {"create", "update", "refuse"};
    if (json_array_size(p->samples) >= MAX_SAMPLES)
        return;
    json_t *s = json_object(), *changes = json_array();
    json_object_set_new(s, "row", json_integer(r->line));
    json_object_set_new(s, "kind", json_string(kinds[r->kind]));
    json_object_set_new(s, "title", r->title ? json_string(r->title) : json_null());
    if (r->error)
        json_object_set_new(s, "error", json_string(r->error));
    for (size_t i = 0; r->kind != ROW_REFUSE && i < n; i++) {
        const struct field *f = r->edits[i].field;
        const char *old = before ? shown(cx, plan, f, value_now(before, f)) : NULL;
        const char *new = shown(cx, plan, f, r->edits[i].value);
        json_t *c = json_object();
        json_object_set_new(c, "field", json_string(label_in(&f->label, cx->lang)));
        json_object_set_new(c, "old", old ? json_string(old) : json_null());
        json_object_set_new(c, "new", new ? json_string(new) : json_null());
        json_array_append_new(changes, c);
    }
    json_object_set_new(s, "changes", changes);
    json_array_append_new(p->samples, s);
}

/* Who is meant, and whether he could be saved; nothing is written yet. */
static enum err find_contact(struct ctx *cx, const struct plan *plan, struct contact *c)
{
    enum err e = ERR_OK;
    const char *matched_name;
    if (!c)
        return e;
    if (plan->match_contacts)
        e = contact_import_match(cx, c, &c->id, &matched_name);
    if (!e && c->id)
        c->name = matched_name; /* as it is kept, not as this row spells it */
    return e || c->id ? e : contact_check(cx, c);
}

static enum err keep_contact(struct ctx *cx, struct progress *p, struct contact *c, const char *company)
{
    struct customer customer;
    if (!c)
        return ERR_OK;
    if (c->id) {
        p->contacts_matched++;
        return ERR_OK;
    }
    p->contacts_created++;
    enum err e = contact_insert(cx, c);
    if (e)
        return e;
    contact_import_made(cx, c);
    customer_new(cx, c, company, &customer);
    know_customer(cx, c->id, &customer);
    return ERR_OK;
}

/* All that can refuse the row comes first, so that a refused one leaves nothing behind. */
static enum err draft_row(struct ctx *cx, const struct plan *plan, struct row_result *r, struct card *card,
        struct customer *new)
{
    enum err e = find_contact(cx, plan, r->company);
    if (!e)
        e = find_contact(cx, plan, r->person);
    if (e)
        return e;
    const struct contact *customer = r->person ? r->person : r->company;
    bool is_new = customer && !customer->id;
    if (customer)
        r->edits[r->n_edits++] = (struct edit){
                module_field(plan->module, "contact"), val_int(is_new ? NOT_SAVED_YET : customer->id)};
    if (is_new)
        customer_new(cx, customer, r->person && r->company ? r->company->name : NULL, new);
    const struct known_key *known =
            customer && !is_new && !access_sees(cx) ? known_contact(cx, customer->id) : NULL;
    const struct customer *given = is_new ? new : known ? known->customer : NULL;
    return card_draft(cx, plan->module, r->edits, r->n_edits, given, NULL, card, new);
}

static enum err create_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r)
{
    struct card card;
    struct customer customer;
    enum err e = draft_row(cx, plan, r, &card, &customer);
    if (e)
        return e;
    e = keep_contact(cx, p, r->company, NULL);
    if (!e && r->person) {
        r->person->company_id = r->company ? r->company->id : 0;
        e = keep_contact(cx, p, r->person, r->company ? r->company->name : NULL);
    }
    if (!e && card.contact_id == NOT_SAVED_YET) {
        card.contact_id = r->person ? r->person->id : r->company->id;
        card.company_id = r->company ? r->company->id : 0;
    }
    if (!e)
        e = card_insert(cx, &card, &customer);
    if (!e)
        card_made(cx, plan, r, card.id);
    p->created += !e;
    return refuses(e) ? ERR_INTERNAL : e; /* too late to refuse just this row */
}

static enum err update_row(struct ctx *cx, struct progress *p, struct row_result *r)
{
    struct card card;
    size_t n;
    enum err e = card_get(cx, r->card_id, false, &card);
    if (e)
        return e;
    keep_changes(&card, r, &n);
    if (!n) {
        p->unchanged++;
        return ERR_OK;
    }
    e = card_apply(cx, &card, 0, r->edits, n);
    p->updated += !e;
    return e;
}

static enum err write_refused(struct ctx *cx, const struct plan *plan, struct progress *p,
        const struct row_result *r, const char *const *cells, size_t n)
{
    p->n_refused++;
    add_sample(cx, plan, p, r, NULL, 0);
    if (p->refused_bytes > (int64_t)MAX_REFUSED_MB << 20)
        return ERR_OK;
    struct buf *b = &p->refused;
    size_t before = b->len;
    for (size_t i = 0; i < n; i++)
        csv_write_cell(b, cells[i], i == 0);
    csv_write_cell(b, r->error, n == 0);
    buf_puts(b, "\r\n");
    p->refused_bytes += (int64_t)(b->len - before);
    return ERR_OK;
}

enum err import_run_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r,
        const char *const *cells, size_t n)
{
    enum err e = find_update(cx, plan, r);
    if (e)
        return e;
    if (r->kind != ROW_REFUSE) {
        struct progress before = *p;
        struct ctx_mark mark = ctx_mark(cx);
        e = r->kind == ROW_CREATE ? create_row(cx, plan, p, r) : update_row(cx, p, r);
        if (!refuses(e))
            return e;
        ctx_back(cx, &mark);
        *p = before;
        refuse(cx, plan, r);
    }
    return write_refused(cx, plan, p, r, cells, n);
}

/* ---- previews ---- */

/* The edits of fields that there are. */
static struct edit *checked_edits(struct ctx *cx, const struct row_result *r, size_t n, size_t *out_n)
{
    struct edit *edits = arena_array(cx->arena, struct edit, n + 2);
    *out_n = 0;
    for (size_t i = 0; i < n; i++)
        if (!to_be_made(r->edits[i].field))
            edits[(*out_n)++] = r->edits[i];
    return edits;
}

static enum err try_create(struct ctx *cx, const struct plan *plan, const struct row_result *r)
{
    struct row_result copy = *r;
    struct card card;
    struct customer customer;
    copy.edits = checked_edits(cx, r, r->n_edits, &copy.n_edits);
    return draft_row(cx, plan, &copy, &card, &customer);
}

static enum err try_update(
        struct ctx *cx, struct row_result *r, struct card *out_before, size_t *out_n_changes)
{
    struct card after;
    size_t n;
    enum err e = card_get(cx, r->card_id, false, out_before);
    if (e)
        return e;
    keep_changes(out_before, r, out_n_changes);
    struct edit *edits = checked_edits(cx, r, *out_n_changes, &n);
    return n ? card_change(cx, out_before, edits, n, &after) : ERR_OK;
}

enum err import_preview_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r)
{
    struct card before;
    size_t n = r->n_edits;
    enum err e = find_update(cx, plan, r);
    bool update = r->kind == ROW_UPDATE;
    struct ctx_mark mark = ctx_mark(cx);
    if (!e && update)
        e = try_update(cx, r, &before, &n);
    else if (!e && r->kind == ROW_CREATE)
        e = try_create(cx, plan, r);
    if (e && !refuses(e))
        return e;
    ctx_back(cx, &mark);
    if (e)
        refuse(cx, plan, r);
    p->created += r->kind == ROW_CREATE;
    p->updated += r->kind == ROW_UPDATE && n > 0;
    p->unchanged += r->kind == ROW_UPDATE && n == 0;
    p->n_refused += r->kind == ROW_REFUSE;
    add_sample(cx, plan, p, r, update && !e ? &before : NULL, n);
    return ERR_OK;
}
