/* The steps of an import's two jobs. A preview reads rows and writes nothing but its report; a run makes fields, then
 * options, then cards. Between steps of one run the open file and the report stay in job->state; after a crash they are
 * rebuilt from the job's position ("row:refused bytes") and the file is read again up to it. */
#include "base/clock.h"
#include "base/mem.h"
#include "core/card_impl.h"
#include "core/contact_impl.h"
#include "core/event.h"
#include "core/import_plan.h"
#include "meta/field_new.h"
#include "meta/field_type.h"
#include "store/import_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STEP_ROWS       2000   /* … of a step at most, */
#define STEP_US         120000 /* or as many as this time allows: others wait for it to write */
#define MAX_SAMPLES     50
#define MAX_REFUSED_MB  200
#define MAX_NEW_OPTIONS 500
#define NOT_SAVED_YET   (-1) /* the id of a new customer until he is */

struct progress {
    struct csv *csv;
    FILE *refused;
    int64_t row; /* data rows read */
    int64_t created, updated, unchanged, n_refused, contacts_created, contacts_matched, new_options;
    json_t *samples;
};

static void progress_free(void *state)
{
    struct progress *p = state;
    if (!p)
        return;
    csv_close(p->csv);
    if (p->refused)
        fclose(p->refused);
    json_decref(p->samples);
    mem_free(p);
}

/* Where a run's counts stand in its position: "rows:<rows>:<refused bytes>:<counts>". */
static enum err load(struct ctx *cx, const struct job *job, struct import_row *out_row)
{
    return import_store_get(cx->db, json_integer_value(json_object_get(job->payload, "import_id")), out_row);
}

/* Open the file (again) and stand behind the rows done. */
static enum err open_file(
        struct ctx *cx, struct job *job, const struct import_row *row, const struct plan *plan, bool run)
{
    struct progress *p = mem_zalloc(sizeof *p);
    job->state = p;
    job->free_state = progress_free;
    p->samples = json_array();
    enum err e = csv_open(row->file_path, plan->encoding, plan->delimiter, &p->csv);
    const char *const *cells;
    size_t n;
    int64_t done = 0, refused_bytes = 0;
    long long kept[7] = {0};
    if (job->position && strncmp(job->position, "rows:", 5) == 0) {
        long long a = 0, b = 0;
        if (sscanf(job->position, "rows:%lld:%lld:%lld:%lld:%lld:%lld:%lld:%lld", &a, &b, &kept[0], &kept[1],
                    &kept[2], &kept[3], &kept[4], &kept[5]) < 2)
            return ERR_INTERNAL;
        done = a;
        refused_bytes = b;
    }
    p->created = kept[0];
    p->updated = kept[1];
    p->unchanged = kept[2];
    p->n_refused = kept[3];
    p->contacts_created = kept[4];
    p->contacts_matched = kept[5];
    if (!e)
        e = csv_next(p->csv, &cells, &n); /* the header */
    if (!e && run) {
        p->refused = fopen(arena_printf(cx->arena, "%s.refused.csv", row->file_path), done ? "r+be" : "w+be");
        if (!p->refused || ftruncate(fileno(p->refused), refused_bytes) || fseek(p->refused, 0, SEEK_END))
            return ERR_INTERNAL;
        if (!done) {
            struct buf b;
            buf_init(&b, cx->arena);
            for (size_t i = 0; i < n; i++)
                csv_write_cell(&b, cells[i], i == 0);
            csv_write_cell(&b, message(cx->arena, cx->lang, "import.refused_column", NULL, NULL, 0), n == 0);
            buf_puts(&b, "\r\n");
            fwrite("\xef\xbb\xbf", 1, 3, p->refused);
            fwrite(b.p, 1, b.len, p->refused);
        }
    }
    while (!e && p->row < done) {
        e = csv_next(p->csv, &cells, &n);
        p->row++;
    }
    return e;
}

static json_t *report_of(const struct progress *p)
{
    return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:O}", "created", (json_int_t)p->created, "updated",
            (json_int_t)p->updated, "unchanged", (json_int_t)p->unchanged, "refused",
            (json_int_t)p->n_refused, "contacts_created", (json_int_t)p->contacts_created, "contacts_matched",
            (json_int_t)p->contacts_matched, "new_options", (json_int_t)p->new_options, "sample", p->samples);
}

static enum err save_report(
        struct ctx *cx, struct import_row *row, const struct progress *p, const char *state)
{
    json_t *report = json_tree(cx->arena, row->report);
    json_object_set_new(report, "report", report_of(p));
    row->report = json_text(cx->arena, report);
    row->state = state;
    return import_store_save(cx->db, row);
}

/* ---- what rows do ---- */

static enum err find_update(struct ctx *cx, const struct plan *plan, struct row_result *r)
{
    if (!plan->key || plan->key->is_new || r->kind == ROW_REFUSE)
        return ERR_OK;
    for (size_t i = 0; i < r->n_mapped; i++) {
        if (r->edits[i].field != plan->key->field)
            continue;
        enum err e = import_store_find_card(
                cx->db, plan->module->id, plan->key->field->column, r->edits[i].value, &r->card_id);
        if (e == ERR_NOT_FOUND)
            return ERR_OK;
        if (!e)
            r->kind = ROW_UPDATE;
        return e;
    }
    return ERR_OK;
}

static const char *shown(struct ctx *cx, const struct plan *plan, const struct field *f, struct val v)
{
    return val_is_null(v) ? NULL : value_show(cx, plan->module, f, v);
}

/* Only the edits that really change the card; *out_n of them are moved to the front. */
static void keep_changes(const struct card *card, struct row_result *r, size_t *out_n)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_mapped; i++)
        if (!val_equal(card_value(card, r->edits[i].field), r->edits[i].value))
            r->edits[n++] = r->edits[i];
    *out_n = n;
}

static void add_sample(struct ctx *cx, const struct plan *plan, struct progress *p,
        const struct row_result *r, const struct card *before, size_t n)
{
    static const char *const kinds[] = {"create", "update", "refuse"};
    if (json_array_size(p->samples) >= MAX_SAMPLES)
        return;
    json_t *s = json_object(), *changes = json_array();
    json_object_set_new(s, "row", json_integer(csv_row(p->csv)));
    json_object_set_new(s, "kind", json_string(kinds[r->kind]));
    json_object_set_new(s, "title", r->title ? json_string(r->title) : json_null());
    if (r->error)
        json_object_set_new(s, "error", json_string(r->error));
    for (size_t i = 0; r->kind != ROW_REFUSE && i < n; i++) {
        const struct field *f = r->edits[i].field;
        const char *old = before ? shown(cx, plan, f, card_value(before, f)) : NULL;
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

static enum err preview_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r)
{
    struct card card, *before = NULL;
    size_t n = r->n_edits;
    enum err e = find_update(cx, plan, r);
    if (!e && r->kind == ROW_UPDATE) {
        e = card_get(cx, r->card_id, false, &card);
        before = &card;
        if (!e)
            keep_changes(&card, r, &n);
    }
    if (e)
        return e;
    p->created += r->kind == ROW_CREATE;
    p->updated += r->kind == ROW_UPDATE && n > 0;
    p->unchanged += r->kind == ROW_UPDATE && n == 0;
    p->n_refused += r->kind == ROW_REFUSE;
    add_sample(cx, plan, p, r, before, n);
    return ERR_OK;
}

/* Who is meant, and whether he could be saved; nothing is written yet. */
static enum err find_contact(struct ctx *cx, const struct plan *plan, struct contact *c)
{
    enum err e = ERR_OK;
    if (!c)
        return e;
    if (plan->match_contacts)
        e = contact_import_match(cx, c, &c->id);
    return e || c->id ? e : contact_check(cx, c);
}

static enum err keep_contact(struct ctx *cx, struct progress *p, struct contact *c)
{
    if (!c)
        return ERR_OK;
    if (c->id) {
        p->contacts_matched++;
        return ERR_OK;
    }
    p->contacts_created++;
    return contact_save(cx, c);
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
    struct contact company = {0}; /* named as it is kept, not as this row spells it */
    if (is_new && r->person && r->company && r->company->id)
        e = contact_load(cx, r->company->id, &company);
    else if (r->person && r->company)
        company = *r->company;
    if (e)
        return e;
    if (customer)
        r->edits[r->n_edits++] = (struct edit){
                module_field(plan->module, "contact"), val_int(is_new ? NOT_SAVED_YET : customer->id)};
    if (is_new)
        customer_new(cx, customer, company.name, new);
    return card_draft(cx, plan->module, r->edits, r->n_edits, is_new ? new : NULL, card, new);
}

static enum err create_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r)
{
    struct card card;
    struct customer customer;
    enum err e = draft_row(cx, plan, r, &card, &customer);
    if (e)
        return e;
    e = keep_contact(cx, p, r->company);
    if (!e && r->person) {
        r->person->company_id = r->company ? r->company->id : 0;
        e = keep_contact(cx, p, r->person);
    }
    if (!e && card.contact_id == NOT_SAVED_YET) {
        card.contact_id = r->person ? r->person->id : r->company->id;
        card.company_id = r->company ? r->company->id : 0;
    }
    if (!e)
        e = card_insert(cx, &card, &customer);
    p->created += !e;
    /* Too late to refuse just this row. */
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_FORBIDDEN || e == ERR_NOT_FOUND ? ERR_INTERNAL
                                                                                             : e;
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
    if (ftell(p->refused) > (long)MAX_REFUSED_MB << 20)
        return ERR_OK;
    struct buf b;
    buf_init(&b, cx->arena);
    for (size_t i = 0; i < n; i++)
        csv_write_cell(&b, cells[i], i == 0);
    csv_write_cell(&b, r->error, n == 0);
    buf_puts(&b, "\r\n");
    return fwrite(b.p, 1, b.len, p->refused) == b.len ? ERR_OK : ERR_FULL;
}

static enum err run_row(struct ctx *cx, const struct plan *plan, struct progress *p, struct row_result *r,
        const char *const *cells, size_t n)
{
    enum err e = find_update(cx, plan, r);
    if (e)
        return e;
    if (r->kind != ROW_REFUSE) {
        struct progress before = *p;
        struct ctx_mark mark = ctx_mark(cx);
        e = r->kind == ROW_CREATE ? create_row(cx, plan, p, r) : update_row(cx, p, r);
        if (e != ERR_INVALID && e != ERR_CONFLICT && e != ERR_FORBIDDEN && e != ERR_NOT_FOUND)
            return e;
        ctx_back(cx, &mark);
        *p = before;
        r->kind = ROW_REFUSE;
        r->error = message(cx->arena, cx->lang, cx->fault.key ? cx->fault.key : "error.invalid",
                cx->fault.field, cx->fault.arg, cx->fault.limit);
        cx->fault = (struct fault){0};
    }
    return write_refused(cx, plan, p, r, cells, n);
}

static enum err rows_step(struct ctx *cx, struct job *job, const struct plan *plan, bool run, bool *out_end)
{
    struct progress *p = job->state;
    *out_end = false;
    int64_t until_us = clock_mono_us() + STEP_US;
    for (int i = 0; i < STEP_ROWS && clock_mono_us() < until_us; i++) {
        const char *const *cells;
        size_t n;
        enum err e = csv_next(p->csv, &cells, &n);
        if (e == ERR_NOT_FOUND) {
            *out_end = true;
            return ERR_OK;
        }
        struct row_result r;
        if (!e)
            e = plan_row(cx, plan, cells, n, &r);
        if (!e)
            e = run ? run_row(cx, plan, p, &r, cells, n) : preview_row(cx, plan, p, &r);
        if (e)
            return e;
        p->row++;
    }
    return ERR_OK;
}

/* ---- fields and options, before the first row of a run ---- */

/* The field group that new columns go to. */
static const char imported_group[] =
        "{\"en\":\"Imported\",\"hu\":\"Importált adatok\",\"ro\":\"Date importate\"}";

/* Create the fields the mapping wishes for and write their codes into it. */
static enum err make_fields(struct ctx *cx, struct import_row *row, const struct plan *plan)
{
    json_t *mapping = json_tree(cx->arena, row->mapping);
    const char *key = json_str(mapping, "key");
    enum err e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++) {
        const struct plan_column *c = &plan->columns[i];
        if (!c->is_new)
            continue;
        const char *label = label_in(&c->field->label, cx->lang);
        struct field_new in = {.code = json_str(json_object_get(c->spec, "new"), "code"),
                .type = c->field->type->name,
                .label_json = label_json(cx->arena, label),
                .group_json = imported_group,
                .filterable = key && strcmp(key, c->header) == 0};
        int64_t id;
        if (!in.code)
            e = field_code(cx->db, plan->module, label, &in.code);
        if (!e)
            e = meta_field_create(cx->db, plan->module->id, &in, &id);
        if (e == ERR_CONFLICT || e == ERR_INVALID)
            return fail_arg(cx, e, "mapping", "error.field_exists", in.code);
        if (e == ERR_TOO_LARGE)
            return fail_limit(cx, ERR_CONFLICT, "mapping", "error.too_many_fields", FIELDS_MAX);
        json_t *spec = json_array_get(json_object_get(mapping, "columns"), (size_t)i);
        json_object_set_new(spec, "to", json_string(in.code));
        json_object_del(spec, "new");
    }
    cx->meta_changed = true;
    row->mapping = json_text(cx->arena, mapping);
    return e;
}

/* The choices a file brings that the field does not know yet: distinct meanings, in order of appearance. */
static void note_option(struct ctx *cx, const struct plan_column *c, const char *text, json_t *wanted)
{
    struct val v;
    const char *key = NULL;
    if (plan_cell_empty(c, text) || json_object_size(wanted) >= MAX_NEW_OPTIONS)
        return;
    text = plan_cell_meaning(c, text);
    if (!*text || json_object_get(wanted, text))
        return;
    if (c->field->type->parse_text(cx->arena, c->field, text, cx->zone, &v, &key))
        json_object_set_new(wanted, text, json_true());
}

static enum err create_options(
        struct ctx *cx, const struct plan_column *c, const json_t *wanted, struct progress *p)
{
    const char *text;
    json_t *unused;
    json_object_foreach((json_t *)wanted, text, unused)
    {
        int64_t id;
        enum err e = meta_option_create(cx->db, c->field->id, label_json(cx->arena, text), "", &id);
        if (e == ERR_TOO_LARGE)
            return fail_limit(cx, ERR_CONFLICT, arena_printf(cx->arena, "mapping.%s", c->header),
                    "error.too_many_options", OPTIONS_MAX);
        if (e)
            return e;
        p->new_options++;
        cx->meta_changed = true;
    }
    return ERR_OK;
}

static bool makes_options(const struct plan_column *c)
{
    return c->create_options && c->target == TO_FIELD && strncmp(c->field->type->name, "choice", 6) == 0;
}

static enum err make_options(
        struct ctx *cx, const struct import_row *row, const struct plan *plan, struct progress *p)
{
    json_t **wanted = arena_array(cx->arena, json_t *, plan->n_columns);
    bool any = false;
    for (int i = 0; i < plan->n_columns; i++)
        if (makes_options(&plan->columns[i])) {
            wanted[i] = json_keep(cx->arena, json_object());
            any = true;
        }
    if (!any)
        return ERR_OK;
    struct csv *csv;
    const char *const *cells;
    size_t n;
    enum err e = csv_open(row->file_path, plan->encoding, plan->delimiter, &csv);
    if (e)
        return e;
    e = csv_next(csv, &cells, &n);
    while (!e && (e = csv_next(csv, &cells, &n)) == ERR_OK)
        for (int i = 0; i < plan->n_columns; i++)
            if (wanted[i] && (size_t)plan->columns[i].index < n)
                note_option(cx, &plan->columns[i], cells[plan->columns[i].index], wanted[i]);
    csv_close(csv);
    if (e != ERR_NOT_FOUND)
        return e;
    e = ERR_OK;
    for (int i = 0; !e && i < plan->n_columns; i++)
        if (wanted[i])
            e = create_options(cx, &plan->columns[i], wanted[i], p);
    return e;
}

/* ---- the jobs ---- */

enum err import_preview_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct import_row row;
    struct plan plan;
    enum err e = load(cx, job, &row);
    if (!e)
        e = import_plan_of(cx, &row, &plan);
    if (!e && !job->state) {
        job->position = ""; /* a preview that was cut short begins again */
        job->progress = 0;
        e = open_file(cx, job, &row, &plan, false);
    }
    bool end = false;
    if (!e)
        e = rows_step(cx, job, &plan, false, &end);
    if (e)
        return e;
    struct progress *p = job->state;
    job->progress = p->row;
    *out_more = !end;
    return end ? save_report(cx, &row, p, "previewed") : ERR_OK;
}

static enum err first_step(struct ctx *cx, struct job *job, struct import_row *row, const struct plan *plan)
{
    bool fields = strcmp(job->position, "") == 0;
    struct progress p = {0};
    enum err e = fields ? make_fields(cx, row, plan) : make_options(cx, row, plan, &p);
    if (!e && p.new_options)
        json_object_set_new(job->result, "new_options", json_integer(p.new_options));
    job->position = fields ? "options" : "rows:0:0";
    return e ? e : import_store_save(cx->db, row);
}

static enum err run_end(struct ctx *cx, struct job *job, struct import_row *row)
{
    struct progress *p = job->state;
    p->new_options = json_integer_value(json_object_get(job->result, "new_options"));
    json_object_set_new(job->result, "import_id", json_integer(row->id));
    return save_report(cx, row, p, "done");
}

enum err import_run_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct import_row row;
    struct plan plan;
    enum err e = load(cx, job, &row);
    if (!e)
        e = import_plan_of(cx, &row, &plan);
    if (e)
        return e;
    *out_more = true;
    if (strncmp(job->position, "rows:", 5) != 0)
        return first_step(cx, job, &row, &plan);
    if (!job->state)
        e = open_file(cx, job, &row, &plan, true);
    cx->import_id = row.id;
    cx->change_kind = "import";
    bool end = false;
    if (!e)
        e = rows_step(cx, job, &plan, true, &end);
    if (e)
        return e;
    struct progress *p = job->state;
    if (fflush(p->refused))
        return ERR_FULL;
    notice_add(cx, "module", row.module_id, row.module_id);
    job->progress = p->row;
    job->position = arena_printf(cx->arena, "rows:%lld:%ld:%lld:%lld:%lld:%lld:%lld:%lld", (long long)p->row,
            ftell(p->refused), (long long)p->created, (long long)p->updated, (long long)p->unchanged,
            (long long)p->n_refused, (long long)p->contacts_created, (long long)p->contacts_matched);
    *out_more = !end;
    return end ? run_end(cx, job, &row) : ERR_OK;
}
