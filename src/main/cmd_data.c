#include "main/cmd_data.h"
#include "base/log.h"
#include "core/export.h"
#include "core/import.h"
#include "core/list.h"
#include "core/verify.h"
#include "jobs/jobs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#define MAX_MAPPING_BYTES (1 << 20)

static int complain(const struct ctx *cx, enum err e, const char *what)
{
    const char *why = cx->fault.key ? message(cx->arena, cx->lang, cx->fault.key, cx->fault.field,
                                              cx->fault.arg, cx->fault.limit)
                                    : err_sentence(e);
    fprintf(stderr, "cardinal: %s: %s%s%s\n", what, cx->fault.field ? cx->fault.field : "",
            cx->fault.field ? ": " : "", why);
    return 1;
}

/* By template or kind, or by its name in any language. */
static const struct module *find_module(const struct meta *m, const char *name)
{
    for (int i = 0; i < m->n_modules; i++) {
        const struct module *mod = &m->modules[i];
        bool hit = strcasecmp(mod->template, name) == 0 || strcasecmp(mod->kind, name) == 0;
        for (int l = 0; !hit && l < N_LANG; l++)
            hit = strcasecmp(mod->label.text[l], name) == 0;
        if (hit && !mod->trashed_at)
            return mod;
    }
    return NULL;
}

static struct ctx context(struct arena *a)
{
    return (struct ctx){
            .arena = a, .now_at = clock_now_at(), .origin = ORIGIN_IMPORT, .request_id = "command-line"};
}

static json_t *read_mapping(struct arena *a, const char *path)
{
    json_error_t why;
    struct stat st;
    if (stat(path, &st) || st.st_size > MAX_MAPPING_BYTES) {
        fprintf(stderr, "cardinal: %s: %s\n", path, errno ? strerror(errno) : "larger than 1 MB");
        return NULL;
    }
    json_t *j = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    if (!j) {
        fprintf(stderr, "cardinal: %s, line %d: %s\n", path, why.line, why.text);
        return NULL;
    }
    return json_keep(a, j);
}

/* The file goes into the account's database, so that it can be run again after a crash, and by whatever server. */
static enum err keep_file(struct account *acc, struct ctx *cx, struct file_put *put, int64_t member_id)
{
    enum err e = ERR_OK;
    for (bool more = true; !e && more;) {
        e = tx_write(acc, cx, member_id);
        if (!e)
            e = tx_end(acc, cx, file_put_step(cx, put, &more), NULL, NULL);
    }
    return e;
}

/* Encoding and delimiter that the mapping names; false when it leaves them to be guessed. */
static bool given_form(const json_t *mapping, struct import_file *f)
{
    const char *encoding = json_str(mapping, "encoding"), *delimiter = json_str(mapping, "delimiter");
    if (!encoding || !delimiter || strlen(delimiter) != 1)
        return false;
    f->delimiter = delimiter[0];
    return csv_encoding_named(encoding, &f->encoding);
}

static enum err start(struct account *acc, struct ctx *cx, const char *module, const json_t *mapping,
        struct file_put *put, const struct import_file *file, int64_t member_id, bool dry, int64_t *out_id)
{
    int64_t job_id, change_id;
    enum err e = keep_file(acc, cx, put, member_id);
    if (!e)
        e = tx_write(acc, cx, member_id);
    if (e)
        return e;
    if (!module)
        module = json_str(mapping, "module");
    const struct module *mod = module ? find_module(cx->meta, module) : NULL;
    if (!mod)
        e = fail_arg(cx, ERR_NOT_FOUND, "module", "error.not_found", module);
    if (!e)
        e = import_create(cx, mod, put->name, put->id, file, out_id);
    if (!e)
        e = import_set_mapping(cx, *out_id, mapping);
    if (!e)
        e = dry ? import_preview(cx, *out_id, &job_id) : import_run(cx, *out_id, &job_id, &change_id);
    return tx_end(acc, cx, e, NULL, NULL);
}

static int print_report(struct account *acc, struct arena *a, int64_t id)
{
    struct ctx cx = context(a);
    struct buf b;
    struct jw w;
    buf_init(&b, a);
    jw_init(&w, &b);
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, import_write(&cx, &w, id), NULL, NULL);
    if (e)
        return complain(&cx, e, "report");
    const json_t *import = json_tree(a, buf_str(&b)), *report = json_object_get(import, "report");
    json_t *out = json_keep(a, json_object());
    json_object_set(out, "import_id", json_object_get(import, "id"));
    json_object_set(out, "state", json_object_get(import, "state"));
    json_object_set(out, "rows", json_object_get(import, "n_rows"));
    json_object_update(out, (json_t *)report);
    json_object_del(out, "sample");
    puts(json_text(a, out));
    const char *state = json_str(import, "state");
    return state && (strcmp(state, "done") == 0 || strcmp(state, "previewed") == 0) ? 0 : 1;
}

int cmd_import(struct account *acc, const char *module, const char *mapping_path, const char *file_path,
        int64_t member_id, bool dry)
{
    struct arena *a = arena_new(0);
    struct ctx cx = context(a);
    struct import_file file = {0};
    const char *key = NULL, *slash = strrchr(file_path, '/');
    int64_t id, failed;
    int code = 1;
    const json_t *mapping = read_mapping(a, mapping_path);
    FILE *from = mapping ? fopen(file_path, "rbe") : NULL;
    if (mapping && !from)
        fprintf(stderr, "cardinal: %s: %s\n", file_path, strerror(errno));
    struct file_put put = import_file_put(slash ? slash + 1 : file_path, from);
    enum err e = from ? import_analyse(a, file_path, given_form(mapping, &file), &file, &key) : ERR_OK;
    if (from && e)
        code = complain(&cx, key ? fail(&cx, e, file_path, key) : e, "import");
    else if (from && (e = start(acc, &cx, module, mapping, &put, &file, member_id, dry, &id)))
        code = complain(&cx, e, "import");
    else if (from && (e = jobs_run_all(acc, &failed)))
        code = complain(&cx, e, "import");
    else if (from)
        code = print_report(acc, a, id);
    if (from)
        fclose(from);
    arena_free(a);
    return code;
}

static enum err counts(struct ctx *cx, const char *module, struct buf *b)
{
    static const char *const groups[] = {"lead", "open", "success", "failed"};
    struct buf raw;
    struct jw w;
    const struct module *mod = find_module(cx->meta, module);
    if (!mod)
        return fail_arg(cx, ERR_NOT_FOUND, "module", "error.not_found", module);
    buf_init(&raw, cx->arena);
    jw_init(&w, &raw);
    enum err e = pipeline_write(cx, mod, 0, &w);
    if (e)
        return e;
    const json_t *list = json_object_get(json_tree(cx->arena, buf_str(&raw)), "statuses");
    int64_t total = 0;
    size_t i;
    json_t *s;
    jw_init(&w, b);
    jw_obj(&w);
    jw_kstr(&w, "module", mod->template);
    jw_key(&w, "statuses");
    jw_arr(&w);
    json_array_foreach((json_t *)list, i, s)
    {
        const struct status *st = module_status(mod, json_integer_value(json_object_get(s, "id")));
        int64_t n = json_integer_value(json_object_get(s, "n"));
        if (!st)
            continue;
        total += n;
        jw_obj(&w);
        jw_kstr(&w, "role", st->role);
        jw_kstr(&w, "label", label_in(&st->label, cx->lang));
        jw_kstr(&w, "group", groups[st->group]);
        jw_kint(&w, "n", n);
        jw_kint(&w, "value_minor", json_integer_value(json_object_get(s, "value_minor")));
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    jw_kint(&w, "total", total);
    jw_obj_end(&w);
    return ERR_OK;
}

int cmd_counts(struct account *acc, const char *module)
{
    struct arena *a = arena_new(0);
    struct ctx cx = context(a);
    struct buf b;
    buf_init(&b, a);
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, counts(&cx, module, &b), NULL, NULL);
    int code = e ? complain(&cx, e, "counts") : 0;
    if (!e)
        puts(buf_str(&b));
    arena_free(a);
    return code;
}

static enum err export_open(struct account *acc, struct ctx *cx, const char *module, const char *columns,
        const char *filter, const char *separator, struct card_export **out)
{
    static const char *const separators[] = {"comma", "semicolon", "tab"};
    struct filter *tree = NULL;
    json_t *json;
    const char *why;
    int by = EXPORT_COMMA;
    while (separator && by <= EXPORT_TAB && strcmp(separator, separators[by]) != 0)
        by++;
    if (by > EXPORT_TAB)
        return fail_arg(cx, ERR_INVALID, "separator", "error.one_of", "comma, semicolon, tab");
    const struct module *mod = find_module(cx->meta, module);
    if (!mod)
        return fail_arg(cx, ERR_NOT_FOUND, "module", "error.not_found", module);
    if (filter && json_read(cx->arena, filter, strlen(filter), &json, &why))
        return fail_arg(cx, ERR_INVALID, "filter", "error.malformed", why);
    enum err e = filter ? filter_parse(cx, mod, json, &tree) : ERR_OK;
    struct list_query q = {.module = mod, .group = -1, .box_cell = -1, .filter = tree};
    if (!e)
        e = list_columns(cx, mod, columns, &q);
    return e ? e : export_begin(acc, cx, &q, (enum export_separator)by, out);
}

static enum err export_all(struct card_export *x)
{
    struct buf b;
    enum err e;
    buf_init(&b, NULL);
    do {
        b.len = 0;
        e = export_piece(x, &b);
        if (b.len && fwrite(b.p, 1, b.len, stdout) != b.len)
            e = ERR_FULL;
    } while (!e);
    buf_free(&b);
    if (e == ERR_NOT_FOUND)
        e = fflush(stdout) ? ERR_FULL : ERR_OK;
    return e;
}

int cmd_export(struct account *acc, const char *module, const char *columns, const char *filter,
        const char *separator, int64_t member_id)
{
    struct arena *a = arena_new(0);
    struct ctx cx = context(a);
    struct card_export *x;
    enum err e = tx_read(acc, &cx, member_id);
    if (!e)
        e = tx_end(acc, &cx, export_open(acc, &cx, module, columns, filter, separator, &x), NULL, NULL);
    if (!e)
        e = export_all(x);
    int code = e ? complain(&cx, e, "export") : 0;
    arena_free(a);
    return code;
}

int cmd_verify(struct account *acc)
{
    struct arena *a = arena_new(0);
    struct ctx cx = context(a);
    struct verify_result r[VERIFY_CHECKS] = {0};
    int n = 0, code = 0;
    enum err e = tx_read(acc, &cx, 0);
    if (!e)
        e = tx_end(acc, &cx, verify_account(&cx, r, &n), NULL, NULL);
    if (e)
        code = complain(&cx, e, "verify");
    for (int i = 0; !e && i < n; i++) {
        printf("%-26s %s", r[i].check, r[i].wrong ? "" : "ok\n");
        if (r[i].wrong) {
            printf("%lld wrong\n", (long long)r[i].wrong);
            code = 1;
        }
    }
    arena_free(a);
    return code;
}
