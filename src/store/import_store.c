#include "store/import_store.h"
#include "store/query.h"

#include <ctype.h>

#define COLUMNS                                                                                              \
    "id, member_id, module_id, size_bytes, n_rows, job_id, change_id, created_at, file_name, file_path, "    \
    "encoding, delimiter, mapping, state, report, file_id, refused_id"

enum err import_store_insert(struct db *db, const struct import_row *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO import (member_id, module_id, file_name, file_path, size_bytes, encoding, "
            "delimiter, n_rows, "
            "mapping, state, report, created_at, file_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
            "?11, "
            "?12, ?13)",
            P(val_int(in->member_id), val_int(in->module_id), val_text(in->file_name),
                    val_text(in->file_path), val_int(in->size_bytes), val_text(in->encoding),
                    val_text(in->delimiter), val_int(in->n_rows), val_text(in->mapping), val_text(in->state),
                    val_text(in->report), val_int(in->created_at), val_int(in->file_id)),
            out_id);
}

static struct import_row row_from(const struct val *v)
{
    return (struct import_row){.id = v[0].i,
            .member_id = v[1].i,
            .module_id = v[2].i,
            .size_bytes = v[3].i,
            .n_rows = v[4].i,
            .job_id = v[5].i,
            .change_id = v[6].i,
            .created_at = v[7].i,
            .file_name = v[8].s,
            .file_path = v[9].s,
            .encoding = v[10].s,
            .delimiter = v[11].s,
            .mapping = v[12].s,
            .state = v[13].s,
            .report = v[14].s,
            .file_id = v[15].i,
            .refused_id = v[16].i};
}

enum err import_store_get(struct db *db, int64_t id, struct import_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM import WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        *out_row = row_from(v);
    return e;
}

enum err import_store_by_change(struct db *db, int64_t change_id, struct import_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM import WHERE change_id = ?1", P(val_int(change_id)), &v);
    if (!e)
        *out_row = row_from(v);
    return e;
}

enum err import_store_list(struct db *db, int64_t member_id, int max, struct rows *out_ids)
{
    return db_query(db, "SELECT id FROM import WHERE ?1 = 0 OR member_id = ?1 ORDER BY id DESC LIMIT ?2",
            P(val_int(member_id), val_int(max)), out_ids);
}

enum err import_store_save(struct db *db, const struct import_row *row)
{
    return db_exec(db,
            "UPDATE import SET size_bytes = ?2, encoding = ?3, delimiter = ?4, n_rows = ?5, mapping = ?6, "
            "state = ?7, "
            "report = ?8, job_id = ?9, change_id = ?10, file_path = ?11, refused_id = ?12 WHERE id = ?1",
            P(val_int(row->id), val_int(row->size_bytes), val_text(row->encoding), val_text(row->delimiter),
                    val_int(row->n_rows), val_text(row->mapping), val_text(row->state), val_text(row->report),
                    val_int(row->job_id), val_int(row->change_id), val_text(row->file_path),
                    val_int(row->refused_id)),
            NULL);
}

/* Only names that metadata made: "f_<digits>", or lower-case letters and underscores. */
static bool plain_column(const char *s)
{
    if (!*s || strlen(s) > 40)
        return false;
    for (; *s; s++)
        if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
            return false;
    return true;
}

enum err import_store_last_card(struct db *db, int64_t module_id, int64_t *out_id)
{
    const struct val *v;
    enum err e = db_one(db,
            arena_printf(db_arena(db), "SELECT COALESCE(MAX(card_id), 0) FROM m_%lld", (long long)module_id),
            P0, &v);
    if (!e)
        *out_id = v[0].i;
    return e;
}

/* The live cards of a piece of the module. */
static void from_piece(struct query *q, int64_t module_id, int64_t after, int64_t up_to)
{
    query_sql(q, " FROM m_");
    query_int(q, module_id);
    query_sql(q, " m JOIN card c ON c.id = m.card_id WHERE c.trashed_at = 0 AND m.card_id > ");
    query_param(q, val_int(after));
    query_sql(q, " AND m.card_id <= ");
    query_param(q, val_int(up_to));
}

enum err import_store_filled(struct db *db, int64_t module_id, const char *const *columns, size_t n,
        int64_t after, int64_t up_to, const struct val **out_filled)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT ");
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, i ? ", COUNT(" : "COUNT(");
        query_column(&q, "m", columns[i]);
        query_sql(&q, ")");
    }
    from_piece(&q, module_id, after, up_to);
    return query_one(&q, db, out_filled);
}

enum err import_store_values(
        struct db *db, int64_t module_id, const char *column, int64_t after, int64_t up_to, struct rows *out)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "SELECT DISTINCT ");
    query_column(&q, "m", column);
    from_piece(&q, module_id, after, up_to);
    query_sql(&q, " AND ");
    query_column(&q, "m", column);
    query_sql(&q, " IS NOT NULL");
    return query_rows(&q, db, out);
}

enum err import_store_find_card(
        struct db *db, int64_t module_id, const char *column, struct val value, int64_t *out_id)
{
    if (!plain_column(column))
        return ERR_INTERNAL;
    bool own = strncmp(column, "f_", 2) == 0;
    const char *sql =
            own ? arena_printf(db_arena(db),
                          "SELECT c.id FROM m_%lld m JOIN card c ON c.id = m.card_id WHERE m.%s = ?1 AND "
                          "c.module_id = ?2 AND c.trashed_at = 0 ORDER BY c.id DESC LIMIT 1",
                          (long long)module_id, column)
                : arena_printf(db_arena(db),
                          "SELECT c.id FROM card c WHERE c.%s = ?1 AND c.module_id = ?2 AND "
                          "c.trashed_at = 0 ORDER BY c.id DESC LIMIT 1",
                          column);
    const struct val *v;
    enum err e = db_one(db, sql, P(value, val_int(module_id)), &v);
    if (!e)
        *out_id = v[0].i;
    return e;
}
