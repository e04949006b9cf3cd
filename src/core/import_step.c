/* The steps of an import's two jobs. A preview reads rows and writes nothing but its report; a run makes fields, then
 * options (import_make.c), then cards (import_row.c). Between steps of one run the open file and the report stay in
 * job->state; after a crash they are rebuilt from the job's position, and the file is read again up to it. */
#include "base/clock.h"
#include "base/mem.h"
#include "core/import_impl.h"
#include "store/import_store.h"

#include <stdlib.h>
#include <unistd.h>

#define STEP_ROWS 2000   /* … of a step at most, */
#define STEP_US   120000 /* or as many as this time allows: others wait for it to write */

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

static enum err load(struct ctx *cx, const struct job *job, struct import_row *out_row)
{
    return import_store_get(cx->db, json_integer_value(json_object_get(job->payload, "import_id")), out_row);
}

/* Where a run's counts stand in its position: "rows:<rows>:<refused bytes>:<counts>". */
static bool position_read(const char *position, struct progress *p, int64_t *out_refused_bytes)
{
    long long v[8] = {0};
    if (sscanf(position, "rows:%lld:%lld:%lld:%lld:%lld:%lld:%lld:%lld", &v[0], &v[1], &v[2], &v[3], &v[4],
                &v[5], &v[6], &v[7]) < 2)
        return false;
    p->row = v[0];
    *out_refused_bytes = v[1];
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
    return arena_printf(cx->arena, "rows:%lld:%ld:%lld:%lld:%lld:%lld:%lld:%lld", (long long)p->row,
            ftell(p->refused), (long long)p->created, (long long)p->updated, (long long)p->unchanged,
            (long long)p->n_refused, (long long)p->contacts_created, (long long)p->contacts_matched);
}

/* The file of refused rows has the header of the file, and the reason behind it. */
static enum err refused_begin(struct ctx *cx, struct progress *p, const char *const *header, size_t n)
{
    struct buf b;
    buf_init(&b, cx->arena);
    buf_puts(&b, "\xef\xbb\xbf");
    for (size_t i = 0; i < n; i++)
        csv_write_cell(&b, header[i], i == 0);
    csv_write_cell(&b, message(cx->arena, cx->lang, "import.refused_column", NULL, NULL, 0), n == 0);
    buf_puts(&b, "\r\n");
    return fwrite(b.p, 1, b.len, p->refused) == b.len ? ERR_OK : ERR_FULL;
}

/* What lies behind the position was written by a step that did not end. */
static enum err refused_open(
        struct ctx *cx, const struct import_row *row, struct progress *p, int64_t refused_bytes)
{
    const char *path = arena_printf(cx->arena, "%s.refused.csv", row->file_path);
    p->refused = fopen(path, p->row ? "r+be" : "w+be");
    bool ok = p->refused && !ftruncate(fileno(p->refused), refused_bytes) && !fseek(p->refused, 0, SEEK_END);
    return ok ? ERR_OK : ERR_INTERNAL;
}

/* Open the file (again) and stand behind the rows done. */
static enum err open_file(
        struct ctx *cx, struct job *job, const struct import_row *row, const struct plan *plan, bool run)
{
    struct progress *p = mem_zalloc(sizeof *p);
    job->state = p;
    job->free_state = progress_free;
    p->samples = json_array();
    const char *const *cells;
    size_t n;
    int64_t refused_bytes = 0;
    if (run && !position_read(job->position, p, &refused_bytes))
        return ERR_INTERNAL;
    enum err e = csv_open(row->file_path, plan->encoding, plan->delimiter, &p->csv);
    if (!e)
        e = csv_next(p->csv, &cells, &n); /* the header */
    if (!e && run)
        e = refused_open(cx, row, p, refused_bytes);
    if (!e && run && !p->row)
        e = refused_begin(cx, p, cells, n);
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
            e = run ? import_run_row(cx, plan, p, &r, cells, n) : import_preview_row(cx, plan, p, &r);
        if (e)
            return e;
        p->row++;
    }
    return ERR_OK;
}

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
    enum err e = fields ? import_make_fields(cx, row, plan) : import_make_options(cx, row, plan);
    job->position = fields ? "options" : "rows:0:0";
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
    job->position = position_text(cx, p);
    *out_more = !end;
    return end ? run_end(cx, job, &row) : ERR_OK;
}
