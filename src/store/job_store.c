#include "store/job_store.h"
#include "base/clock.h"

#define COLUMNS                                                                                              \
    "id, member_id, run_at, lease_until, attempts, progress, total, change_id, created_at, ended_at, kind, " \
    "payload, state, position, result"

static void from_row(const struct val *v, struct job_row *j)
{
    *j = (struct job_row){.id = v[0].i,
            .member_id = v[1].i,
            .run_at = v[2].i,
            .lease_until = v[3].i,
            .attempts = v[4].i,
            .progress = v[5].i,
            .total = v[6].i,
            .change_id = v[7].i,
            .created_at = v[8].i,
            .ended_at = v[9].i,
            .kind = v[10].s,
            .payload = v[11].s,
            .state = v[12].s,
            .position = v[13].s,
            .result = v[14].s};
}

enum err job_store_insert(struct db *db, const struct job_row *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO job (kind, member_id, payload, state, run_at, total, change_id, created_at) "
            "VALUES (?1, ?2, ?3, 'waiting', ?4, ?5, ?6, ?7)",
            P(val_text(in->kind), val_int(in->member_id), val_text(in->payload), val_int(in->run_at),
                    val_int(in->total), val_int(in->change_id), val_int(in->created_at)),
            out_id);
}

/* A clock that was set back keeps nobody waiting: what was asked for later than now is due, and a lease that ends later than
 * any taken now could is nobody's. Other servers may have longer leases than this one: by the longest it is judged, and a
 * minute more, by which their clocks may differ. */
static int64_t too_far(int64_t now_at)
{
    return now_at + JOB_LEASE_MOST_MS + MS_MINUTE;
}

enum err job_store_claim(struct db *db, int64_t now_at, int64_t lease_ms, struct job_row *out_job)
{
    int64_t lease_until = now_at + lease_ms;
    const struct val *v;
    enum err e = db_one(db,
            "SELECT " COLUMNS
            " FROM job WHERE state IN ('waiting', 'running') AND (run_at <= ?1 OR created_at > ?1) "
            "AND (lease_until < ?1 OR lease_until > ?2) ORDER BY run_at, id LIMIT 1",
            P(val_int(now_at), val_int(too_far(now_at))), &v);
    if (e)
        return e;
    from_row(v, out_job);
    int64_t changed;
    e = db_exec(db,
            "UPDATE job SET state = 'running', lease_until = ?2, attempts = attempts + 1 "
            "WHERE id = ?1 AND lease_until = ?3",
            P(val_int(out_job->id), val_int(lease_until), val_int(out_job->lease_until)), &changed);
    if (e)
        return e;
    out_job->attempts++;
    out_job->lease_until = lease_until;
    return changed ? ERR_OK : ERR_NOT_FOUND;
}

static enum err still_mine(enum err e, int64_t changed)
{
    return e ? e : changed ? ERR_OK : ERR_CONFLICT;
}

enum err job_store_step(struct db *db, const struct job_row *job, int64_t held)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE job SET progress = ?2, total = ?3, position = ?4, change_id = ?5, lease_until = ?6, "
            "result = ?7, attempts = 0 WHERE id = ?1 AND state = 'running' AND lease_until = ?8",
            P(val_int(job->id), val_int(job->progress), val_int(job->total), val_text(job->position),
                    val_int(job->change_id), val_int(job->lease_until), val_text(job->result), val_int(held)),
            &changed);
    return still_mine(e, changed);
}

enum err job_store_end(struct db *db, const struct job_row *job, int64_t held, int64_t now_at)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE job SET state = ?2, result = ?3, ended_at = ?4, lease_until = 0 "
            "WHERE id = ?1 AND state = 'running' AND lease_until = ?5",
            P(val_int(job->id), val_text(job->state), val_text(job->result), val_int(now_at), val_int(held)),
            &changed);
    return still_mine(e, changed);
}

enum err job_store_get(struct db *db, int64_t id, struct job_row *out_job)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM job WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        from_row(v, out_job);
    return e;
}

enum err job_store_next_at(struct db *db, int64_t now_at, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT coalesce(min(CASE WHEN lease_until > run_at AND lease_until <= ?2 THEN lease_until "
            "WHEN created_at > ?1 THEN 0 ELSE run_at END), 253402300800000) "
            "FROM job WHERE state IN ('waiting', 'running')",
            P(val_int(now_at), val_int(too_far(now_at))), &v);
    if (!e)
        *out_at = v[0].i;
    return e;
}

enum err job_store_cancel(struct db *db, int64_t id, int64_t now_at, bool *out_done)
{
    int64_t changed;
    enum err e = db_exec(db,
            "UPDATE job SET state = 'cancelled', ended_at = ?2, lease_until = 0 "
            "WHERE id = ?1 AND state IN ('waiting', 'running')",
            P(val_int(id), val_int(now_at)), &changed);
    if (!e)
        *out_done = changed > 0;
    return e;
}

enum err job_store_release(struct db *db, int64_t id, int64_t held)
{
    return db_exec(db,
            "UPDATE job SET lease_until = 0 WHERE id = ?1 AND state = 'running' AND lease_until = ?2",
            P(val_int(id), val_int(held)), NULL);
}

enum err job_store_find(struct db *db, const char *kind, const char *payload, bool fresh, int64_t *out_id)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT id FROM job WHERE state IN ('waiting', 'running') AND kind = ?1 AND payload = ?2 AND "
            "(?3 = 0 OR (state = 'waiting' AND position = '')) ORDER BY id LIMIT 1",
            P(val_text(kind), val_text(payload), val_int(fresh)), &row);
    if (!e)
        *out_id = row[0].i;
    return e;
}
