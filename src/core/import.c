#include "core/import.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/import_impl.h"
#include "store/change_store.h"
#include "store/import_store.h"
#include "store/job_store.h"

#define MAX_MAPPING_BYTES 262144

/* One's own imports, or everybody's for managers who see everything; reports tell of cards and of what was in their fields. */
static bool sees_others(const struct ctx *cx)
{
    if (!cx->member || cx->member->role == ROLE_ADMINISTRATOR)
        return true;
    bool all = cx->member->role >= ROLE_MANAGER && !access_sees(cx);
    for (int i = 0; all && i < cx->meta->n_modules; i++)
        all = !cx->member->may->modules[i].marks;
    return all;
}

static enum err own_import(struct ctx *cx, int64_t id, struct import_row *out_row)
{
    enum err e = import_store_get(cx->db, id, out_row);
    if (!e && cx->member && cx->member->id != out_row->member_id && !sees_others(cx))
        e = ERR_NOT_FOUND;
    return e ? fail(cx, e, "id", "error.not_found") : ERR_OK;
}

static enum err must_rest(struct ctx *cx, const struct import_row *row)
{
    if (strcmp(row->state, "running") == 0)
        return fail(cx, ERR_CONFLICT, "id", "error.import_running");
    if (strcmp(row->state, "done") == 0 || strcmp(row->state, "undone") == 0)
        return fail(cx, ERR_CONFLICT, "id", "error.import_done");
    return ERR_OK;
}

struct file_put import_file_put(const char *file_name, FILE *from)
{
    return (struct file_put){
            .kind = "import", .name = file_name, .type = "text/csv", .from = from, .keep_ms = IMPORT_KEEP_MS};
}

enum err import_open(struct ctx *cx, const struct import_row *row, enum csv_encoding encoding, char delimiter,
        struct csv **out_csv, struct file_reader **out_reader)
{
    FILE *stream;
    *out_reader = NULL;
    if (!row->file_id && *row->file_path)
        return csv_open(row->file_path, encoding, delimiter, out_csv);
    enum err e = file_reader_open(cx->db, row->file_id, out_reader, &stream);
    if (e)
        return e == ERR_NOT_FOUND ? fail(cx, e, "id", "error.import_file_gone") : e;
    e = csv_open_stream(stream, encoding, delimiter, out_csv);
    if (e)
        *out_reader = NULL;
    return e;
}

enum err import_analyse_again(struct ctx *cx, int64_t id, struct import_file *out_file)
{
    struct import_row row;
    struct file_reader *reader;
    struct csv *csv;
    const char *key = NULL;
    enum err e = own_import(cx, id, &row);
    if (!e)
        e = import_open(cx, &row, out_file->encoding, out_file->delimiter, &csv, &reader);
    if (!e)
        e = import_analyse_csv(cx->arena, csv, out_file, &key);
    return key ? fail(cx, e, "file", key) : e;
}

enum err import_create(struct ctx *cx, const struct module *mod, const char *file_name, int64_t file_id,
        const struct import_file *file, int64_t *out_id)
{
    enum err e = access_need(cx, RIGHT_IMPORT);
    if (e)
        return e;
    json_t *mapping = json_keep(cx->arena, plan_guess(cx, mod, file->columns));
    json_t *report = json_keep(cx->arena, json_object());
    json_object_set(report, "columns", file->columns);
    const char delimiter[2] = {file->delimiter, 0};
    struct import_row row = {.member_id = cx->member ? cx->member->id : 0,
            .module_id = mod->id,
            .file_name = file_name,
            .file_path = "",
            .file_id = file_id,
            .size_bytes = file->size_bytes,
            .n_rows = file->n_rows,
            .encoding = csv_encoding_name(file->encoding),
            .delimiter = delimiter,
            .mapping = json_text(cx->arena, mapping),
            .state = "uploaded",
            .report = json_text(cx->arena, report),
            .created_at = cx->now_at};
    return import_store_insert(cx->db, &row, out_id);
}

enum err import_set_file(struct ctx *cx, int64_t id, const struct import_file *file)
{
    struct import_row row;
    enum err e = own_import(cx, id, &row);
    if (!e)
        e = must_rest(cx, &row);
    if (e)
        return e;
    const char delimiter[2] = {file->delimiter, 0};
    const struct module *mod = meta_module(cx->meta, row.module_id);
    json_t *mapping = json_keep(cx->arena, plan_guess(cx, mod, file->columns));
    json_t *report = json_tree(cx->arena, row.report);
    json_object_set(report, "columns", file->columns);
    row.encoding = csv_encoding_name(file->encoding);
    row.delimiter = delimiter;
    row.n_rows = file->n_rows;
    row.mapping = json_text(cx->arena, mapping);
    row.report = json_text(cx->arena, report);
    row.state = "uploaded";
    return import_store_save(cx->db, &row);
}

static void write_or_null(struct jw *w, const char *key, int64_t v)
{
    jw_key(w, key);
    if (v)
        jw_int(w, v);
    else
        jw_null(w);
}

static void write_tree(struct ctx *cx, struct jw *w, const char *key, const json_t *j)
{
    jw_key(w, key);
    if (!j) {
        jw_null(w);
        return;
    }
    const char *s = json_text(cx->arena, j);
    jw_raw(w, s, strlen(s));
}

/* An import whose change was taken back is undone, whoever did it and from wherever. */
static const char *state_of(struct ctx *cx, const struct import_row *row)
{
    const struct val *change;
    if (strcmp(row->state, "done") == 0 && row->change_id &&
            change_store_get(cx->db, row->change_id, &change) == ERR_OK && change[CHANGE_UNDONE_AT].i)
        return "undone";
    struct job_row job;
    if (strcmp(row->state, "running") == 0 && row->job_id &&
            job_store_get(cx->db, row->job_id, &job) == ERR_OK &&
            (strcmp(job.state, "failed") == 0 || strcmp(job.state, "cancelled") == 0))
        return "failed"; /* the job's end is a transaction of its own and does not know the import */
    return row->state;
}

static void write_import(struct ctx *cx, struct jw *w, const struct import_row *row)
{
    const json_t *report = json_tree(cx->arena, row->report);
    jw_obj(w);
    jw_kint(w, "id", row->id);
    jw_kint(w, "module_id", row->module_id);
    jw_kint(w, "member_id", row->member_id);
    jw_kstr(w, "file_name", row->file_name);
    jw_kint(w, "size_bytes", row->size_bytes);
    jw_kstr(w, "encoding", row->encoding);
    jw_kstr(w, "delimiter", row->delimiter);
    jw_kint(w, "n_rows", row->n_rows);
    jw_kstr(w, "state", state_of(cx, row));
    jw_kint(w, "created_at", row->created_at);
    write_tree(cx, w, "columns", json_object_get(report, "columns"));
    write_tree(cx, w, "mapping", json_tree(cx->arena, row->mapping));
    write_tree(cx, w, "report", json_object_get(report, "report"));
    write_or_null(w, "job_id", row->job_id);
    write_or_null(w, "change_id", row->change_id);
    jw_obj_end(w);
}

enum err import_write(struct ctx *cx, struct jw *w, int64_t id)
{
    struct import_row row;
    enum err e = own_import(cx, id, &row);
    if (!e)
        write_import(cx, w, &row);
    return e;
}

enum err import_list_write(struct ctx *cx, struct jw *w)
{
    struct rows ids;
    bool all = sees_others(cx);
    enum err e = import_store_list(cx->db, all ? 0 : cx->member->id, 50, &ids);
    if (e)
        return e;
    jw_obj(w);
    jw_key(w, "rows");
    jw_arr(w);
    for (size_t i = 0; !e && i < ids.n; i++) {
        struct import_row row;
        e = import_store_get(cx->db, row_of(&ids, i)[0].i, &row);
        if (!e)
            write_import(cx, w, &row);
    }
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}

/* The header row as the analysis kept it. */
static const char **headers_of(struct ctx *cx, const struct import_row *row, size_t *out_n)
{
    const json_t *cols = json_object_get(json_tree(cx->arena, row->report), "columns");
    *out_n = json_array_size(cols);
    const char **h = arena_array(cx->arena, const char *, *out_n + 1);
    for (size_t i = 0; i < *out_n; i++)
        h[i] = json_string_value(json_object_get(json_array_get(cols, i), "header"));
    return h;
}

enum err import_plan_of(struct ctx *cx, const struct import_row *row, struct plan *out_plan)
{
    const struct module *mod = meta_module(cx->meta, row->module_id);
    if (!mod || mod->trashed_at)
        return fail(cx, ERR_NOT_FOUND, "module", "error.not_found");
    size_t n;
    const char **headers = headers_of(cx, row, &n);
    enum err e = access_module(cx, mod, MAY_EDIT);
    if (!e)
        e = plan_make(cx, mod, json_tree(cx->arena, row->mapping), headers, n, out_plan);
    if (!e && !csv_encoding_named(row->encoding, &out_plan->encoding))
        e = fail(cx, ERR_INVALID, "encoding", "error.not_one_of");
    out_plan->delimiter = row->delimiter[0];
    return e;
}

enum err import_set_mapping(struct ctx *cx, int64_t id, const json_t *mapping)
{
    struct import_row row;
    struct plan plan;
    enum err e = own_import(cx, id, &row);
    if (!e)
        e = must_rest(cx, &row);
    if (e)
        return e;
    row.mapping = json_text(cx->arena, mapping);
    if (strlen(row.mapping) > MAX_MAPPING_BYTES)
        return fail_limit(cx, ERR_INVALID, "mapping", "error.too_long", MAX_MAPPING_BYTES);
    e = import_plan_of(cx, &row, &plan);
    row.state = "uploaded";
    return e ? e : import_store_save(cx->db, &row);
}

static enum err start(struct ctx *cx, struct import_row *row, const char *kind, int64_t *out_job_id)
{
    struct plan plan;
    enum err e = import_plan_of(cx, row, &plan);
    if (e)
        return e;
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "import_id", json_integer(row->id));
    e = job_add(cx, kind, payload, row->n_rows, row->change_id, &row->job_id);
    if (e)
        return e;
    *out_job_id = row->job_id;
    return import_store_save(cx->db, row);
}

enum err import_preview(struct ctx *cx, int64_t id, int64_t *out_job_id)
{
    struct import_row row;
    enum err e = own_import(cx, id, &row);
    if (!e)
        e = must_rest(cx, &row);
    return e ? e : start(cx, &row, "import_preview", out_job_id);
}

enum err import_run(struct ctx *cx, int64_t id, int64_t *out_job_id, int64_t *out_change_id)
{
    struct import_row row;
    enum err e = own_import(cx, id, &row);
    if (!e)
        e = access_need(cx, RIGHT_IMPORT);
    if (!e)
        e = must_rest(cx, &row);
    if (e)
        return e;
    json_t *summary = json_keep(cx->arena, json_object());
    json_object_set_new(summary, "file", json_string(row.file_name));
    e = change_new(cx, "import", json_text(cx->arena, summary), row.n_rows, &row.change_id);
    if (e)
        return e;
    row.state = "running";
    *out_change_id = row.change_id;
    e = audit_note(cx, AUDIT_IMPORTED, row.file_name, NULL);
    return e ? e : start(cx, &row, "import_run", out_job_id);
}

enum err import_refused(struct ctx *cx, int64_t id, int64_t *out_file_id, const char **out_path)
{
    struct import_row row;
    enum err e = own_import(cx, id, &row);
    if (e)
        return e;
    const json_t *report = json_object_get(json_tree(cx->arena, row.report), "report");
    if (!json_integer_value(json_object_get(report, "refused")))
        return fail(cx, ERR_NOT_FOUND, "id", "error.not_found");
    *out_file_id = row.refused_id;
    *out_path = *row.file_path ? arena_printf(cx->arena, "%s.refused.csv", row.file_path) : NULL;
    return row.refused_id || *out_path ? ERR_OK : fail(cx, ERR_NOT_FOUND, "id", "error.import_file_gone");
}
