#include "store/audit_store.h"
#include "store/query.h"

#define PRUNE_ROWS "20"

enum err audit_row_add(struct db *db, const struct audit_row *row)
{
    int64_t id;
    return db_add(db,
            "INSERT INTO audit (at, kind, member_id, who, address, agent, subject, changes)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            P(val_int(row->at), val_text(row->kind), val_int(row->member_id), val_text(row->who),
                    val_text(row->address), val_text(row->agent), val_text(row->subject),
                    val_text(row->changes)),
            &id);
}

enum err audit_row_prune(struct db *db, int64_t at)
{
    return db_exec(db,
            "DELETE FROM audit WHERE id IN"
            " (SELECT id FROM audit WHERE at < ?1 ORDER BY at, id LIMIT " PRUNE_ROWS ")",
            P(val_int(at)), NULL);
}

static void narrow(struct query *q, const char *sql, struct val v)
{
    query_sql(q, sql);
    query_param(q, v);
}

enum err audit_rows(struct db *db, const struct audit_filter *f, int64_t at, int64_t id, int max,
        struct audit_row **out_rows, size_t *out_n)
{
    struct query q;
    struct rows r;
    query_init(&q, db_arena(db));
    narrow(&q,
            "SELECT id, at, kind, member_id, who, address, agent, subject, changes FROM audit WHERE at >= ",
            val_int(f->from));
    if (f->to)
        narrow(&q, " AND at < ", val_int(f->to));
    if (f->kind)
        narrow(&q, " AND kind = ", val_text(f->kind));
    if (f->member_id)
        narrow(&q, " AND member_id = ", val_int(f->member_id));
    if (id) {
        narrow(&q, " AND (at, id) < (", val_int(at));
        narrow(&q, ", ", val_int(id));
        query_sql(&q, ")");
    }
    narrow(&q, " ORDER BY at DESC, id DESC LIMIT ", val_int(max));
    enum err e = query_rows(&q, db, &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct audit_row, r.n);
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        (*out_rows)[i] = (struct audit_row){.id = v[0].i,
                .at = v[1].i,
                .kind = val_s(v[2], ""),
                .member_id = v[3].i,
                .who = val_s(v[4], ""),
                .address = val_s(v[5], ""),
                .agent = val_s(v[6], ""),
                .subject = val_s(v[7], ""),
                .changes = val_s(v[8], "")};
    }
    *out_n = r.n;
    return ERR_OK;
}
