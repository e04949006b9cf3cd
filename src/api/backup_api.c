#include "api/app.h"
#include "api/route.h"
#include "core/audit.h"
#include "core/backups.h"

#include <string.h>

static const char *const v_states[] = {"asked", "running", "done", "failed", NULL};

static const struct shape sh_backup = {
        "Backup", (const struct member_shape[]){R_INT("id"), R_ENUM("state", v_states), R_TIME("asked_at"),
                          N_INT("asked_by"), N_TIME("made_at"), R_INT("size_bytes"), R_INT("n_rows"),
                          N_TEXT("why"), N_TIME("tested_at"), N_TEXT("test_why"), SHAPE_END}};
static const struct shape sh_backup_plan = {
        "BackupPlan", (const struct member_shape[]){N_TIME("next_at"), R_INT("daily"), R_INT("weekly"),
                              R_INT("monthly"), SHAPE_END}};
static const struct shape sh_backups = {"Backups",
        (const struct member_shape[]){R_ARR("rows", &sh_backup), R_OBJ("plan", &sh_backup_plan), SHAPE_END}};
static const struct shape sh_backup_asked = {
        "BackupAsked", (const struct member_shape[]){R_INT("id"), SHAPE_END}};

static void text_or_null(struct jw *w, const char *name, const char *s)
{
    jw_key(w, name);
    if (*s)
        jw_str(w, s);
    else
        jw_null(w);
}

static void int_or_null(struct jw *w, const char *name, int64_t v)
{
    jw_key(w, name);
    if (v)
        jw_int(w, v);
    else
        jw_null(w);
}

static void write_row(struct jw *w, const struct backup_row *row)
{
    jw_obj(w);
    jw_kint(w, "id", row->id);
    jw_kstr(w, "state", row->state);
    jw_kint(w, "asked_at", row->asked_at);
    int_or_null(w, "asked_by", row->asked_by);
    int_or_null(w, "made_at", row->made_at);
    jw_kint(w, "size_bytes", row->size_bytes);
    jw_kint(w, "n_rows", row->n_rows);
    text_or_null(w, "why", row->why);
    int_or_null(w, "tested_at", row->tested_at);
    text_or_null(w, "test_why", row->test_why);
    jw_obj_end(w);
}

static enum err get_backups(struct call *c)
{
    const struct backup_plan *plan = &c->app->cfg.backups;
    struct backup_row *rows;
    size_t n;
    enum err e = backups_list(c->app->dir, c->cx, c->session->account_id, &rows, &n);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "rows");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++)
        write_row(c->out, &rows[i]);
    jw_arr_end(c->out);
    jw_key(c->out, "plan");
    jw_obj(c->out);
    int_or_null(c->out, "next_at", backups_next_at(plan, c->cx->now_at));
    jw_kint(c->out, "daily", plan->daily);
    jw_kint(c->out, "weekly", plan->weekly);
    jw_kint(c->out, "monthly", plan->monthly);
    jw_obj_end(c->out);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_backup(struct call *c)
{
    int64_t id;
    enum err e = backups_ask(c->app->dir, c->cx, c->session->account_id, c->session->member_id, &id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", id);
    jw_obj_end(c->out);
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_BACKUP_ASKED, NULL);
    return ERR_OK;
}

static enum err get_backup_file(struct call *c)
{
    struct backup_row row;
    enum err e = backups_file(c->app->dir, c->cx, c->session->account_id, c->id[0], &row);
    if (e)
        return e;
    const char *slash = strrchr(row.file, '/'), *name = slash ? slash + 1 : row.file;
    c->rq->reply.file_path = row.file;
    c->rq->reply.content_type = "application/octet-stream";
    http_reply_header(
            c->rq, "Content-Disposition", arena_printf(c->cx->arena, "attachment; filename=\"%s\"", name));
    audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_BACKUP_DOWNLOADED, name);
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/backups", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_backups, NULL, get_backups,
                "The account's backups that are kept, latest first, with what testing them said.", NULL},
        {"POST", "/api/backups", AUTH_ADMINISTRATOR, TX_NONE, ROUTE_CREATED, NULL, &sh_backup_asked, NULL,
                post_backup, "Make a backup now; GET /api/backups tells how it goes.", NULL},
        {"GET", "/api/backups/{id}/file", AUTH_ADMINISTRATOR, TX_NONE, ROUTE_NOTED, NULL, NULL, NULL,
                get_backup_file, "A backup as a file. It holds the users' password hashes: keep it safe.",
                "application/octet-stream"},
};
const struct route_list backup_routes = {"Backups", routes, sizeof routes / sizeof *routes};
