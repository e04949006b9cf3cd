/* list_row - one row of a card list as JSON, straight from the database's row. */
#include "core/access.h"
#include "core/list_impl.h"
#include "core/pipeline.h"
#include "core/task.h"

#define REVIEW_MONTHS 12

/* Qualified before this: due for review; 0 = never. */
static int64_t review_before(struct ctx *cx, const struct module *mod)
{
    int64_t months = mod ? module_setting_int(mod, "review_months", REVIEW_MONTHS) : 0;
    bool has = mod && mod->pipeline && mod->pipeline->has_key_fields;
    return has && months > 0 ? clock_add_months(cx->now_at, cx->zone, -(int)months) : 0;
}

static void module_set(struct row_writer *rw, const struct module *mod)
{
    rw->module = mod;
    rw->review_before = review_before(rw->cx, mod);
    rw->says_wake = mod && mod->pipeline && mod->pipeline->wake_words;
    rw->no_value = mod && !access_field(rw->cx, mod, "value");
}

void row_writer_init(struct row_writer *rw, struct ctx *cx, const struct module *mod,
        const struct field *const *columns, int n_columns)
{
    *rw = (struct row_writer){.cx = cx, .columns = columns, .n_columns = n_columns};
    module_set(rw, mod);
}

static void time_or_null(struct jw *w, const char *key, struct val v)
{
    jw_kval(w, key, val_i(v, 0) ? v : val_null());
}

static void due_or_null(struct jw *w, const char *key, struct val v)
{
    jw_kval(w, key, val_i(v, NO_DUE) == NO_DUE ? val_null() : v);
}

static void contact_write_brief(struct jw *w, const struct val *row)
{
    jw_key(w, "contact");
    if (val_is_null(row[ROW_CONTACT_NAME])) {
        jw_null(w);
        return;
    }
    bool company = val_i(row[ROW_CONTACT_KIND], 0) == 1;
    jw_obj(w);
    jw_kval(w, "id", row[ROW_CONTACT]);
    jw_kval(w, "name", row[ROW_CONTACT_NAME]);
    jw_kstr(w, "kind", company ? "company" : "person");
    jw_kval(w, "company", company ? val_null() : row[ROW_COMPANY_NAME]);
    jw_obj_end(w);
}

static void company_write_brief(struct jw *w, const struct val *row)
{
    jw_key(w, "company");
    if (val_is_null(row[ROW_COMPANY_NAME])) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    jw_kval(w, "id", row[ROW_COMPANY]);
    jw_kval(w, "name", row[ROW_COMPANY_NAME]);
    jw_obj_end(w);
}

static void task_write_brief(struct jw *w, const struct val *row)
{
    jw_key(w, "next_task");
    if (val_is_null(row[ROW_TASK])) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    jw_kval(w, "id", row[ROW_TASK]);
    jw_kval(w, "text", row[ROW_TASK_TEXT]);
    jw_kval(w, "type_id", row[ROW_TASK_TYPE]);
    jw_kval(w, "assignee_id", row[ROW_TASK_ASSIGNEE]);
    due_or_null(w, "due_at", row[ROW_TASK_DUE]);
    jw_kbool(w, "due_has_time", val_i(row[ROW_TASK_HAS_TIME], 0) != 0);
    jw_kval(w, "version", row[ROW_TASK_VERSION]);
    checks_write(w, val_i(row[ROW_TASK_CHECKS], 0), val_i(row[ROW_TASK_CHECKS_DONE], 0));
    jw_kbool(w, "repeats", *val_s(row[ROW_TASK_RULE], "") != 0);
    jw_obj_end(w);
}

/* The same as card_stalled and card_review_due say of a card. */
static bool stalled(const struct row_writer *rw, const struct val *row)
{
    const struct status *st = rw->module ? module_status(rw->module, row[ROW_STATUS].i) : NULL;
    int64_t since = row[ROW_STATUS_AT].i, contact_at = val_i(row[ROW_LAST_CONTACT], 0);
    if (contact_at > since)
        since = contact_at;
    return st && st->stalled_days > 0 && rw->cx->now_at - since > st->stalled_days * MS_DAY;
}

static bool review_due(const struct row_writer *rw, const struct val *row)
{
    int64_t at = val_i(row[ROW_QUALIFIED_AT], 0);
    return !val_is_null(row[ROW_QUALIFICATION]) && at > 0 && at <= rw->review_before;
}

static void fields_write(const struct row_writer *rw, struct jw *w, const struct val *values)
{
    jw_key(w, "fields");
    jw_obj(w);
    for (int i = 0; i < rw->n_columns; i++) {
        jw_key(w, rw->columns[i]->code);
        rw->columns[i]->type->write(w, rw->columns[i], values[i]);
    }
    jw_obj_end(w);
}

void row_write(struct row_writer *rw, struct jw *w, const struct val *row)
{
    if (!rw->module || rw->module->id != row[ROW_MODULE].i)
        module_set(rw, meta_module(rw->cx->meta, row[ROW_MODULE].i));
    jw_obj(w);
    jw_kval(w, "id", row[ROW_ID]);
    jw_kval(w, "number", row[ROW_NUMBER]);
    jw_kval(w, "module_id", row[ROW_MODULE]);
    jw_kval(w, "status_id", row[ROW_STATUS]);
    jw_kval(w, "name", row[ROW_NAME]);
    jw_kval(w, "owner_id", row[ROW_OWNER]);
    contact_write_brief(w, row);
    company_write_brief(w, row);
    jw_kval(w, "phone", row[ROW_PHONE]);
    jw_kval(w, "email", row[ROW_EMAIL]);
    jw_kval(w, "value_minor", rw->no_value ? val_null() : row[ROW_VALUE]);
    task_write_brief(w, row);
    due_or_null(w, "next_due_at", row[ROW_NEXT_DUE]);
    jw_kval(w, "n_open_tasks", row[ROW_N_OPEN]);
    checks_write(w, row[ROW_CHECKS].i, row[ROW_CHECKS_DONE].i);
    jw_kval(w, "qualification", row[ROW_QUALIFICATION]);
    jw_kval(w, "rating", row[ROW_RATING]);
    jw_kval(w, "sales_state", row[ROW_SALES_STATE]);
    time_or_null(w, "last_contact_at", row[ROW_LAST_CONTACT]);
    time_or_null(w, "wake_at", rw->says_wake ? row[ROW_WAKE] : val_null());
    jw_kbool(w, "review_due", review_due(rw, row));
    jw_kbool(w, "stalled", stalled(rw, row));
    jw_kval(w, "status_at", row[ROW_STATUS_AT]);
    jw_kval(w, "created_at", row[ROW_CREATED]);
    jw_kval(w, "updated_at", row[ROW_UPDATED]);
    time_or_null(w, "trashed_at", row[ROW_TRASHED]);
    jw_kval(w, "version", row[ROW_VERSION]);
    fields_write(rw, w, row + N_ROW_COL);
    jw_obj_end(w);
}
