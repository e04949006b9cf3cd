/* import - cards from a file. An upload is analysed (columns, samples, guesses), mapped by a person, previewed without
 * writing anything, and run as a job in steps; refused rows go to a file, and the whole run is one undoable change.
 * The mapping is JSON, the same in the browser and in `cardinal import --mapping` (docs/import.md). */
#pragma once
#include "core/csv.h"
#include "core/file.h"
#include "core/job.h"

/* What is found out about a file without the database; the strings live in the arena. */
struct import_file {
    enum csv_encoding encoding;
    char delimiter;
    int64_t n_rows, size_bytes; /* rows without the header */
    json_t *columns; /* [{index, header, samples, n_filled, distinct, kind}], freed with the arena */
};

/* import_analyse - read the whole file once. encoding/delimiter from *out_file when `given`, else guessed.
 * Errors: ERR_INVALID with *out_key error.import_empty, error.import_row_too_large, error.import_columns */
enum err import_analyse(
        struct arena *a, const char *path, bool given, struct import_file *out_file, const char **out_key);
/* import_file_put - what puts the analysed file into the account's database; see core/file.h. */
struct file_put import_file_put(const char *file_name, FILE *from);

/* import_create - note an uploaded file, already analysed and put into the database; guesses the mapping. */
enum err import_create(struct ctx *cx, const struct module *mod, const char *file_name, int64_t file_id,
        const struct import_file *file, int64_t *out_id);
/* import_write - the object Import of the API. */
enum err import_write(struct ctx *cx, struct jw *w, int64_t id);
/* import_list_write - {"rows":[…]} the latest 50. */
enum err import_list_write(struct ctx *cx, struct jw *w);
/* import_set_mapping - check and keep a mapping. Errors: ERR_INVALID with the path of the member. */
enum err import_set_mapping(struct ctx *cx, int64_t id, const json_t *mapping);
/* import_analyse_again - of the import's file, with the encoding and delimiter of *out_file. Errors: as import_analyse, and
 * ERR_NOT_FOUND with error.import_file_gone */
enum err import_analyse_again(struct ctx *cx, int64_t id, struct import_file *out_file);
/* import_set_file - keep the result of a second analysis. */
enum err import_set_file(struct ctx *cx, int64_t id, const struct import_file *file);
/* import_preview, import_run - start the job. A run makes the change that undoes it. Errors: ERR_CONFLICT running. */
enum err import_preview(struct ctx *cx, int64_t id, int64_t *out_job_id);
enum err import_run(struct ctx *cx, int64_t id, int64_t *out_job_id, int64_t *out_change_id);
/* import_refused - the file with the refused rows as CSV, the reason in the last column: its id, or of an import of an older
 * version its path on this machine. ERR_NOT_FOUND none. */
enum err import_refused(struct ctx *cx, int64_t id, int64_t *out_file_id, const char **out_path);

/* The jobs' steps (src/jobs). */
enum err import_preview_step(struct ctx *cx, struct job *job, bool *out_more);
enum err import_run_step(struct ctx *cx, struct job *job, bool *out_more);
