#include "api/app.h"
#include "api/route.h"
#include "api/shapes.h"
#include "core/access.h"
#include "core/import.h"

#include <stdio.h>

static const struct shape sh_imports = {
        "Imports", (const struct member_shape[]){R_ARR("rows", &sh_import), SHAPE_END}};
static const char *const v_encodings[] = {"utf-8", "windows-1250", NULL};
static const char *const v_delimiters[] = {",", ";", "\t", NULL};
static const struct shape sh_import_in = {"ImportIn",
        (const struct member_shape[]){{.name = "mapping", .type = SH_MAP, .doc = "See docs/import.md"},
                I_ENUM("encoding", v_encodings), I_ENUM("delimiter", v_delimiters), SHAPE_END}};
static const struct shape sh_import_job = {
        "ImportJob", (const struct member_shape[]){R_INT("job_id"), SHAPE_END}};
static const struct shape sh_import_run = {
        "ImportRun", (const struct member_shape[]){R_INT("job_id"), N_INT("change_id"), SHAPE_END}};

static const struct member_shape q_upload[] = {
        {.name = "module", .type = SH_INT, .flags = SH_REQUIRED, .min = 1},
        {.name = "name",
                .type = SH_TEXT,
                .flags = SH_REQUIRED,
                .min = 1,
                .max = 200,
                .doc = "The file's name"},
        SHAPE_END};

/* What a handler carries from reading a file, which takes as long as the file is large, into its short transaction. */
struct upload {
    struct file_put put;
    struct import_file file;
    bool more, again;
};

static enum err analyse(struct call *c, struct import_file *file)
{
    const char *key;
    enum err e = import_analyse(c->cx->arena, c->rq->body_path, false, file, &key);
    return e == ERR_INVALID ? fail(c->cx, e, "file", key) : e;
}

static enum err sweep(struct call *c)
{
    struct upload *up = c->carried;
    return file_sweep(c->cx, &up->more);
}

static enum err put_piece(struct call *c)
{
    struct upload *up = c->carried;
    return file_put_step(c->cx, &up->put, &up->more);
}

/* The uploaded file goes into the account's database, piece by piece: others write between. Those whose time has come make
 * room first. */
static enum err keep_file(struct call *c, struct upload *up)
{
    FILE *from = fopen(c->rq->body_path, "rbe");
    if (!from)
        return ERR_INTERNAL;
    up->put = import_file_put(q_text(c, "name", ""), from);
    enum err e = ERR_OK;
    for (up->more = true; !e && up->more;)
        e = call_write(c, sweep);
    for (up->more = true; !e && up->more;)
        e = call_write(c, put_piece);
    fclose(from);
    return e;
}

static enum err create(struct call *c)
{
    const struct upload *up = c->carried;
    const struct module *mod = meta_module(c->cx->meta, q_int(c, "module", 0));
    int64_t id;
    if (!mod || mod->trashed_at)
        return fail(c->cx, ERR_INVALID, "module", "error.unknown_module");
    enum err e = access_module(c->cx, mod, MAY_EDIT);
    if (e)
        return e;
    e = import_create(c->cx, mod, q_text(c, "name", ""), up->put.id, &up->file, &id);
    return e ? e : import_write(c->cx, c->out, id);
}

static enum err post_import(struct call *c)
{
    struct upload *up = arena_new_of(c->cx->arena, struct upload);
    if (!c->rq->body_path || !c->rq->body_len)
        return fail(c->cx, ERR_INVALID, "file", "error.import_empty");
    enum err e = analyse(c, &up->file);
    c->carried = up;
    if (!e)
        e = keep_file(c, up);
    return e ? e : call_write(c, create);
}

static enum err analyse_again(struct call *c)
{
    struct upload *up = c->carried;
    return import_analyse_again(c->cx, c->id[0], &up->file);
}

static enum err change(struct call *c)
{
    const struct upload *up = c->carried;
    enum err e = up->again ? import_set_file(c->cx, c->id[0], &up->file) : ERR_OK;
    if (!e && in_has(c, "mapping"))
        e = import_set_mapping(c->cx, c->id[0], in_json(c, "mapping"));
    return e ? e : import_write(c->cx, c->out, c->id[0]);
}

static enum err patch_import(struct call *c)
{
    struct upload *up = arena_new_of(c->cx->arena, struct upload);
    enum err e = ERR_OK;
    c->carried = up;
    if (in_has(c, "encoding") || in_has(c, "delimiter")) {
        up->file.encoding =
                strcmp(in_text(c, "encoding", "utf-8"), "utf-8") == 0 ? CSV_UTF8 : CSV_WINDOWS_1250;
        up->file.delimiter = *in_text(c, "delimiter", ",");
        up->again = true;
        e = call_read(c, analyse_again);
    }
    return e ? e : call_write(c, change);
}

static enum err get_imports(struct call *c)
{
    return import_list_write(c->cx, c->out);
}

static enum err get_import(struct call *c)
{
    return import_write(c->cx, c->out, c->id[0]);
}

static enum err post_preview(struct call *c)
{
    int64_t job_id;
    enum err e = import_preview(c->cx, c->id[0], &job_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_run(struct call *c)
{
    int64_t job_id, change_id;
    enum err e = import_run(c->cx, c->id[0], &job_id, &change_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_kval(c->out, "change_id", change_id ? val_int(change_id) : val_null());
    jw_obj_end(c->out);
    return ERR_OK;
}

/* Refused rows on their way to the browser. */
struct outgoing {
    struct account *acc;
    int64_t file_id, no, member_id;
};

static enum err next_chunk(void *arg, struct buf *b)
{
    struct outgoing *o = arg;
    struct arena *a = arena_new(0);
    struct ctx cx = {.arena = a, .now_at = clock_now_at()};
    enum err e = tx_read(o->acc, &cx, o->member_id);
    if (!e)
        e = tx_end(o->acc, &cx, file_piece(&cx, o->file_id, o->no++, b), NULL, NULL);
    arena_free(a);
    return e;
}

static enum err get_refused(struct call *c)
{
    struct outgoing *o = arena_new_of(c->cx->arena, struct outgoing);
    *o = (struct outgoing){.acc = c->account, .member_id = c->cx->member->id};
    const char *path;
    enum err e = import_refused(c->cx, c->id[0], &o->file_id, &path);
    if (e)
        return e;
    if (o->file_id) {
        c->rq->reply.stream_next = next_chunk;
        c->rq->reply.stream_arg = o;
    } else {
        c->rq->reply.file_path = path;
    }
    c->rq->reply.content_type = "text/csv; charset=utf-8";
    http_reply_header(c->rq, "Content-Disposition",
            arena_printf(c->cx->arena, "attachment; filename=\"refused-%lld.csv\"", (long long)c->id[0]));
    return ERR_OK;
}

static const struct route routes[] = {
        {"POST", "/api/imports", AUTH_IMPORT, TX_NONE, ROUTE_CREATED | ROUTE_FILE_BODY | ROUTE_LONG, NULL,
                &sh_import, q_upload, post_import,
                "Upload a CSV file; the reply says what it looks like and guesses the mapping.", NULL},
        {"GET", "/api/imports", AUTH_IMPORT, TX_READ, 0, NULL, &sh_imports, NULL, get_imports,
                "The latest 50 imports.", NULL},
        {"GET", "/api/imports/{id}", AUTH_IMPORT, TX_READ, 0, NULL, &sh_import, NULL, get_import,
                "One import.", NULL},
        {"PATCH", "/api/imports/{id}", AUTH_IMPORT, TX_NONE, ROUTE_LONG, &sh_import_in, &sh_import, NULL,
                patch_import, "Keep a mapping, or read the file with another encoding or delimiter.", NULL},
        {"POST", "/api/imports/{id}/preview", AUTH_IMPORT, TX_WRITE, 0, &sh_empty, &sh_import_job, NULL,
                post_preview, "Say what the import would do, without doing it.", NULL},
        {"POST", "/api/imports/{id}/run", AUTH_IMPORT, TX_WRITE, 0, &sh_empty, &sh_import_run, NULL, post_run,
                "Run the import as a job; undone as one change.", NULL},
        {"GET", "/api/imports/{id}/refused", AUTH_IMPORT, TX_READ, ROUTE_LONG, NULL, NULL, NULL, get_refused,
                "The refused rows with their reasons, as CSV.", "text/csv"},
};
const struct route_list import_routes = {"Import", routes, sizeof routes / sizeof *routes};
