#include "core/job.h"
#include "core/access.h"
#include "core/notify.h"
#include "store/job_store.h"

static enum err add(struct ctx *cx, struct job_row *row, const json_t *payload, int64_t *out_id)
{
    row->member_id = cx->member ? cx->member->id : 0;
    row->payload = json_text(cx->arena, payload);
    row->created_at = cx->now_at;
    wake_by(cx, row->run_at);
    return job_store_insert(cx->db, row, out_id);
}

enum err job_add(struct ctx *cx, const char *kind, const json_t *payload, int64_t total, int64_t change_id,
        int64_t *out_id)
{
    struct job_row row = {.kind = kind, .run_at = cx->now_at, .total = total, .change_id = change_id};
    return add(cx, &row, payload, out_id);
}

enum err job_add_at(struct ctx *cx, const char *kind, const json_t *payload, int64_t at, int64_t *out_id)
{
    struct job_row row = {.kind = kind, .run_at = at};
    return add(cx, &row, payload, out_id);
}

/* One's own jobs, or everybody's for managers. */
static enum err own_job(struct ctx *cx, int64_t id, struct job_row *out_row)
{
    enum err e = job_store_get(cx->db, id, out_row);
    if (!e && cx->member && cx->member->id != out_row->member_id && cx->member->role < ROLE_MANAGER)
        e = ERR_NOT_FOUND;
    return e ? fail(cx, e, "id", "error.not_found") : ERR_OK;
}

enum err job_write(struct ctx *cx, struct jw *w, int64_t id)
{
    struct job_row row;
    enum err e = own_job(cx, id, &row);
    if (e)
        return e;
    jw_obj(w);
    jw_kint(w, "id", row.id);
    jw_kstr(w, "kind", row.kind);
    jw_kstr(w, "state", row.state);
    jw_kint(w, "progress", row.progress);
    jw_kint(w, "total", row.total);
    jw_key(w, "result");
    jw_raw(w, row.result, strlen(row.result));
    jw_key(w, "change_id");
    if (row.change_id)
        jw_int(w, row.change_id);
    else
        jw_null(w);
    jw_obj_end(w);
    return ERR_OK;
}

enum err job_cancel(struct ctx *cx, int64_t id)
{
    struct job_row row;
    enum err e = own_job(cx, id, &row);
    if (e)
        return e;
    bool done;
    e = job_store_cancel(cx->db, id, cx->now_at, &done);
    if (e)
        return e;
    if (!done)
        return fail(cx, ERR_CONFLICT, "id", "error.job_ended");
    struct notice *n = notice_add(cx, "job", id, 0);
    n->owner_id = row.member_id;
    n->data_json = "\"state\":\"cancelled\"";
    return ERR_OK;
}

/* Progress goes to the person who asked (and to those who see everything). */
static void tell(struct ctx *cx, const struct job *job, const char *state)
{
    struct notice *n = notice_add(cx, "job", job->id, 0);
    n->owner_id = job->member_id;
    n->data_json = arena_printf(cx->arena, "\"state\":\"%s\",\"progress\":%lld,\"total\":%lld", state,
            (long long)job->progress, (long long)job->total);
}

enum err job_claim(struct ctx *cx, int64_t lease_ms, struct job *out_job)
{
    struct job_row row;
    enum err e = job_store_claim(cx->db, cx->now_at, lease_ms, &row);
    if (e)
        return e;
    json_t *payload = json_loads(row.payload, JSON_DECODE_ANY, NULL);
    json_t *result = json_loads(row.result, 0, NULL);
    *out_job = (struct job){.id = row.id,
            .member_id = row.member_id,
            .progress = row.progress,
            .total = row.total,
            .change_id = row.change_id,
            .attempts = row.attempts,
            .lease_until = row.lease_until,
            .kind = row.kind,
            .position = row.position,
            .payload = payload ? payload : json_object(),
            .result = result ? result : json_object()};
    return ERR_OK;
}

enum err job_save_step(struct ctx *cx, const struct job *job, int64_t lease_until)
{
    struct job_row row = {.id = job->id,
            .progress = job->progress,
            .total = job->total,
            .position = job->position,
            .change_id = job->change_id,
            .result = json_text(cx->arena, job->result),
            .lease_until = lease_until};
    tell(cx, job, "running");
    return job_store_step(cx->db, &row, job->lease_until);
}

enum err job_end(struct ctx *cx, const struct job *job, const char *state)
{
    tell(cx, job, state);
    enum err e = notify_job(cx, job->member_id, job->kind, job->id);
    if (e)
        return e;
    const struct job_row row = {.id = job->id, .state = state, .result = json_text(cx->arena, job->result)};
    return job_store_end(cx->db, &row, job->lease_until, cx->now_at);
}

enum err job_release(struct ctx *cx, const struct job *job)
{
    return job_store_release(cx->db, job->id, job->lease_until);
}

enum err job_next_at(struct ctx *cx, int64_t *out_at)
{
    return job_store_next_at(cx->db, cx->now_at, out_at);
}
