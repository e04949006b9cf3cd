/* The steps of an import's two jobs. A preview reads rows and writes nothing but its report; a run makes fields, then
 * options (import_make.c), then cards (import_row.c). Between steps of one run the open file and the report stay in
 * job->state; after a crash they are rebuilt from the job's position, and the file is read again up to it. */
#include "base/clock.h"
#include "base/mem.h"
#include "core/import_impl.h"
#include "core/known.h"
#include "store/import_store.h"

#include <stdio.h>

#define LINES_MAX 100    /* whose cards and customers are looked up together */
#define STEP_ROWS 2000   /* … of a step at most, */
#define STEP_US   120000 /* or as many as this time allows: others wait for it to write */

static void progress_free(void *state)
{
    struct progress *p = state;
    if (!p)
        return;
    csv_close(p->csv); /* and with it the reader */
    json_decref(p->samples);
    json_decref(p->wanted);
    mem_free(p);
}

static enum err load(struct ctx *cx, const struct job *job, struct import_row *out_row)
{
    return import_store_get(cx->db, json_integer_value(json_object_get(job->payload, "import_id")), out_row);
}

/* Where a run's counts stand in its position: "rows:<rows>:<refused bytes>:<counts>". */
static bool position_read(const char *position, struct progress *p)
{
    long long v[8] = {0};
    if (sscanf(position, "rows:%lld:%lld:%lld:%lld:%lld:%lld:%lld:%lld", &v[0], &v[1], &v[2], &v[3], &v[4],
                &v[5], &v[6], &v[7]) < 2)
        return false;
    p->row = v[0];
    p->refused_bytes = v[1];
    p->created = v[2];
    p->updated = v[3];
    p->unchanged = v[4];
    p->n_refused = v[5];
    p->contacts_created = v[6];
    p->contacts_matched = v[7];
    return true;
}

static const char *position_text(struct ctx *cx, const struct progress *p)
{
    return arena_printf(cx->arena, "rows:%lld:%lld:%lld:%lld:%lld:%lld:%lld:%lld", (long long)p->row,
            (long long)p->refused_bytes, (long long)p->created, (long long)p->updated,
            (long long)p->unchanged, (long long)p->n_refused, (long long)p->contacts_created,
            (long long)p->contacts_matched);
}

/* The file of refused rows has the header of the file, and the reason behind it. */
static void refused_begin(struct ctx *cx, struct progress *p, const char *const *header, size_t n)
{
    struct buf *b = &p->refused;
    buf_puts(b, "\xef\xbb\xbf");
    for (size_t i = 0; i < n; i++)
        csv_write_cell(b, header[i], i == 0);
    csv_write_cell(b, message(cx->arena, cx->lang, "import.refused_column", NULL, NULL, 0), n == 0);
    buf_puts(b, "\r\n");
    p->refused_bytes += (int64_t)b->len;
}

/* In the step's own transaction: a step that is taken back has refused nothing. */
static enum err refused_save(struct ctx *cx, struct import_row *row, struct progress *p)
{
    enum err e = ERR_OK;
    if (!p->refused.len)
        return ERR_OK;
    if (!row->refused_id) {
        e = file_begin(
                cx, "refused", row->file_name, "text/csv", cx->now_at + IMPORT_KEEP_MS, &row->refused_id);
        if (!e)
            e = import_store_save(cx->db, row);
    }
    return e ? e : file_append(cx, row->refused_id, p->refused.p, p->refused.len);
}

static struct progress *state_new(struct job *job)
{
    struct progress *p = mem_zalloc(sizeof *p);
    p->samples = json_array();
    job->state = p;
    job->free_state = progress_free;
    return p;
}

/* Goes on in another transaction. */
static void take_up(struct ctx *cx, struct progress *p)
{
    buf_init(&p->refused, cx->arena);
    if (p->reader)
        file_reader_use(p->reader, cx->db);
}

static void state_drop(struct job *job)
{
    progress_free(job->state);
    job->state = NULL;
}

/* Open the file (again) and stand behind its header. */
static enum err rewind_file(struct ctx *cx, const struct import_row *row, const struct plan *plan,
        struct progress *p, const char *const **out_header, size_t *out_n)
{
    csv_close(p->csv);
    p->csv = NULL;
    enum err e = import_open(cx, row, plan->encoding, plan->delimiter, &p->csv, &p->reader);
    return e ? e : csv_next(p->csv, out_header, out_n);
}

/* A run stands behind the rows done. */
static enum err run_begin(
        struct ctx *cx, struct job *job, const struct import_row *row, const struct plan *plan)
{
    struct progress *p = state_new(job);
    const char *const *cells;
    size_t n;
    buf_init(&p->refused, cx->arena);
    if (!position_read(job->position, p))
        return ERR_INTERNAL;
    enum err e = rewind_file(cx, row, plan, p, &cells, &n);
    if (!e && !p->row)
        refused_begin(cx, p, cells, n);
    for (int64_t i = 0; !e && i < p->row; i++)
        e = csv_next(p->csv, &cells, &n);
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

enum pass { PASS_OPTIONS, PASS_PREVIEW, PASS_RUN };

static const char *const *cells_keep(struct arena *a, const char *const *cells, size_t n)
{
    const char **kept = arena_array(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        kept[i] = arena_str(a, cells[i]);
    return kept;
}

/* Reads up to `most` rows; only the pass for options needs no more of them. Errors: ERR_NOT_FOUND the file ends */
static enum err lines_read(struct ctx *cx, const struct plan *plan, struct progress *p, enum pass pass,
        int most, struct import_line *lines, int *out_n)
{
    enum err e = ERR_OK;
    for (*out_n = 0; *out_n < most; ++*out_n) {
        struct import_line *line = &lines[*out_n];
        e = csv_next(p->csv, &line->cells, &line->n);
        if (!e && pass == PASS_OPTIONS)
            import_note_options(cx, plan, line->cells, line->n, p->wanted);
        else if (!e) {
            line->cells = cells_keep(cx->arena, line->cells, line->n);
            e = plan_row(cx, plan, line->cells, line->n, &line->r);
            line->r.line = csv_row(p->csv);
        }
        if (e)
            break;
    }
    return e;
}

static enum err lines_step(struct ctx *cx, const struct plan *plan, struct progress *p, enum pass pass,
        struct import_line *lines, int n)
{
    enum err e = import_look_up(cx, plan, lines, n);
    for (int i = 0; i < n && !e; i++) {
        struct import_line *line = &lines[i];
        e = pass == PASS_RUN ? import_run_row(cx, plan, p, &line->r, line->cells, line->n)
                             : import_preview_row(cx, plan, p, &line->r);
        p->row += !e;
    }
    return e;
}

/* Where a question costs a way to the database, those of many rows travel together. */
static int lines_together(struct ctx *cx)
{
    if (!db_ahead(cx->db, true))
        return 1;
    db_ahead(cx->db, false);
    cx->known = arena_new_of(cx->arena, struct known);
    *cx->known = (struct known){0};
    return LINES_MAX;
}

static enum err rows_step(
        struct ctx *cx, const struct plan *plan, struct progress *p, enum pass pass, bool *out_end)
{
    struct import_line lines[LINES_MAX];
    int most = lines_together(cx), n;
    enum err e = ERR_OK;
    int64_t until_us = clock_mono_us() + STEP_US;
    for (int i = 0; i < STEP_ROWS && !e && clock_mono_us() < until_us; i += n) {
        e = lines_read(cx, plan, p, pass, most, lines, &n);
        enum err failed = !e || e == ERR_NOT_FOUND ? ERR_OK : e;
        if (!failed && pass != PASS_OPTIONS)
            failed = lines_step(cx, plan, p, pass, lines, n);
        if (failed)
            return failed;
    }
    *out_end = e == ERR_NOT_FOUND;
    return ERR_OK;
}

/* The pass over the file that finds the options it brings; p->scanned when it is over. */
static enum err scan_step(
        struct ctx *cx, const struct import_row *row, const struct plan *plan, struct progress *p)
{
    const char *const *cells;
    size_t n;
    enum err e = ERR_OK;
    if (!p->wanted && !(p->wanted = import_wanted(plan)))
        p->scanned = true;
    if (!p->scanned && !p->csv)
        e = rewind_file(cx, row, plan, p, &cells, &n);
    return e || p->scanned ? e : rows_step(cx, plan, p, PASS_OPTIONS, &p->scanned);
}

static enum err preview_scan(
        struct ctx *cx, const struct import_row *row, const struct plan *plan, struct progress *p)
{
    const char *const *cells;
    size_t n;
    enum err e = scan_step(cx, row, plan, p);
    if (!e && p->scanned)
        e = import_check_options(cx, plan, p->wanted, &p->new_options);
    return e || !p->scanned ? e : rewind_file(cx, row, plan, p, &cells, &n);
}

static enum err preview_rows(
        struct ctx *cx, struct import_row *row, struct plan *plan, struct progress *p, bool *out_more)
{
    bool end = false;
    for (int i = 0; i < plan->n_columns; i++)
        plan->columns[i].wanted = json_array_get(p->wanted, (size_t)i);
    enum err e = rows_step(cx, plan, p, PASS_PREVIEW, &end);
    *out_more = !end;
    return !e && end ? save_report(cx, row, p, "previewed") : e;
}

enum err import_preview_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct import_row row;
    struct plan plan;
    enum err e = load(cx, job, &row);
    if (!e)
        e = import_plan_of(cx, &row, &plan);
    if (!e && !job->state)
        e = import_check_fields(cx, &row, &plan);
    if (e)
        return e;
    *out_more = true;
    struct progress *p = job->state ? job->state : state_new(job);
    take_up(cx, p);
    e = p->scanned ? preview_rows(cx, &row, &plan, p, out_more) : preview_scan(cx, &row, &plan, p);
    job->position = ""; /* a preview that was cut short begins again */
    job->progress = p->row;
    return e;
}

static enum err fields_step(struct ctx *cx, struct job *job, struct import_row *row, const struct plan *plan)
{
    enum err e = import_make_fields(cx, row, plan);
    job->position = "options";
    return e ? e : import_store_save(cx->db, row);
}

static enum err options_step(struct ctx *cx, struct job *job, struct import_row *row, const struct plan *plan)
{
    struct progress *p = job->state ? job->state : state_new(job);
    take_up(cx, p);
    enum err e = scan_step(cx, row, plan, p);
    if (e || !p->scanned)
        return e;
    e = import_make_options(cx, row, plan, p->wanted);
    state_drop(job);
    job->position = "rows:0:0";
    return e ? e : import_store_save(cx->db, row);
}

static enum err run_end(struct ctx *cx, struct job *job, struct import_row *row)
{
    struct progress *p = job->state;
    const json_t *made = json_object_get(json_tree(cx->arena, row->report), "made");
    p->new_options = (int64_t)json_array_size(json_object_get(made, "options"));
    json_object_set_new(job->result, "import_id", json_integer(row->id));
    return save_report(cx, row, p, "done");
}

enum err import_run_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct import_row row;
    struct plan plan;
    bool end = false;
    enum err e = load(cx, job, &row);
    if (!e)
        e = import_plan_of(cx, &row, &plan);
    if (e)
        return e;
    *out_more = true;
    if (strcmp(job->position, "") == 0)
        return fields_step(cx, job, &row, &plan);
    if (strcmp(job->position, "options") == 0)
        return options_step(cx, job, &row, &plan);
    if (!job->state)
        e = run_begin(cx, job, &row, &plan);
    else
        take_up(cx, job->state);
    struct progress *p = job->state;
    cx->import_id = row.id;
    cx->change_kind = "import";
    if (!e)
        e = rows_step(cx, &plan, p, PASS_RUN, &end);
    if (e)
        return e;
    e = refused_save(cx, &row, p);
    if (e)
        return e;
    notice_add(cx, "module", row.module_id, row.module_id);
    job->progress = p->row;
    job->position = position_text(cx, p);
    *out_more = !end;
    return end ? run_end(cx, job, &row) : ERR_OK;
}
