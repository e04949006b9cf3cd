#include "store/piece_store.h"
#include "store/meta_store.h"
#include "store/query.h"

static const struct piece_col module_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"0", "", COL_INT}, {"kind", "kind", COL_TEXT}, {"template", "template", COL_TEXT},
        {"label", "label", COL_JSON}, {"item_label", "item_label", COL_JSON},
        {"items_label", "items_label", COL_JSON}, {"group_labels", "groups", COL_JSON},
        {"colour", "colour", COL_TEXT}, {"icon", "icon", COL_TEXT}, {"position", "position", COL_INT},
        {"settings", "settings", COL_JSON}, {"trashed_at", "trashed_at", COL_INT}};
static const struct piece_col status_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"module_id", "module_id", COL_INT}, {"grp", "group", COL_INT}, {"position", "position", COL_INT},
        {"label", "label", COL_JSON}, {"colour", "colour", COL_TEXT}, {"role", "role", COL_TEXT},
        {"cadence_days", "cadence_days", COL_INT}, {"cadence_label", "cadence_label", COL_JSON},
        {"stalled_days", "stalled_days", COL_INT}, {"probability_pct", "probability_pct", COL_INT},
        {"needs", "needs", COL_JSON}, {"trashed_at", "trashed_at", COL_INT}};
static const struct piece_col field_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"module_id", "module_id", COL_INT}, {"code", "code", COL_TEXT}, {"type", "type", COL_TEXT},
        {"label", "label", COL_JSON}, {"help", "help", COL_JSON}, {"grp", "group", COL_JSON},
        {"position", "position", COL_INT}, {"settings", "settings", COL_JSON},
        {"filterable", "filterable", COL_BOOL}, {"required", "required", COL_BOOL},
        {"required_from", "required_from", COL_INT}, {"read_only", "read_only", COL_BOOL},
        {"is_unique", "unique", COL_BOOL}, {"dflt", "default", COL_JSON}, {"indexed", "indexed", COL_BOOL},
        {"role", "role", COL_TEXT}, {"trashed_at", "trashed_at", COL_INT}};
static const struct piece_col option_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"field_id", "field_id", COL_INT}, {"code", "code", COL_TEXT}, {"label", "label", COL_JSON},
        {"colour", "colour", COL_TEXT}, {"position", "position", COL_INT}, {"retired", "retired", COL_BOOL}};
static const struct piece_col task_type_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"module_id", "module_id", COL_INT}, {"code", "code", COL_TEXT}, {"label", "label", COL_JSON},
        {"icon", "icon", COL_TEXT}, {"duration_min", "duration_min", COL_INT},
        {"reminder_min", "reminder_min", COL_INT}, {"is_contact", "is_contact", COL_BOOL},
        {"position", "position", COL_INT}, {"retired", "retired", COL_BOOL}};
static const struct piece_col view_cols[] = {{"id", "id", COL_INT}, {"version", "version", COL_INT},
        {"module_id", "module_id", COL_INT}, {"member_id", "member_id", COL_INT},
        {"label", "label", COL_JSON}, {"config", "config", COL_JSON}};

#define COLS(array) array, (int)(sizeof(array) / sizeof(array)[0])
static const struct {
    const char *name, *table;
    const struct piece_col *cols;
    int n_cols;
    const char *of_module, *order; /* which rows belong to module ?1, and how people see them */
} kinds[N_PIECE] = {
        [PIECE_MODULE] = {"module", "module", COLS(module_cols), "?1 = 0 AND " MODULE_HAS_CARDS,
                "CASE WHEN trashed_at > 0 THEN 1 ELSE 0 END, position, id"},
        [PIECE_STATUS] = {"status", "status", COLS(status_cols), "module_id = ?1 AND trashed_at = 0",
                "grp, position, id"},
        [PIECE_FIELD] = {"field", "field", COLS(field_cols), "module_id = ?1",
                "CASE WHEN trashed_at > 0 THEN 1 ELSE 0 END, position, id"},
        [PIECE_OPTION] = {"option", "field_option", COLS(option_cols),
                "field_id IN (SELECT id FROM field WHERE module_id = ?1)", "field_id, position, id"},
        [PIECE_TASK_TYPE] = {"task_type", "task_type", COLS(task_type_cols), "module_id = ?1",
                "retired, position, id"},
        [PIECE_VIEW] = {"view", "saved_view", COLS(view_cols), "module_id = ?1", "position, id"},
};

const struct piece_col *piece_cols(enum piece_kind kind, int *out_n)
{
    *out_n = kinds[kind].n_cols;
    return kinds[kind].cols;
}

const char *piece_name(enum piece_kind kind)
{
    return kinds[kind].name;
}

enum piece_kind piece_named(const char *name)
{
    enum piece_kind kind = 0;
    while (kind < N_PIECE && strcmp(kinds[kind].name, name) != 0)
        kind++;
    return kind;
}

static void select_add(struct query *q, enum piece_kind kind)
{
    query_sql(q, "SELECT ");
    for (int i = 0; i < kinds[kind].n_cols; i++) {
        query_sql(q, i ? ", " : "");
        query_sql(q, kinds[kind].cols[i].name);
    }
    query_sql(q, " FROM ");
    query_sql(q, kinds[kind].table);
}

enum err piece_store_get(struct db *db, enum piece_kind kind, int64_t id, const struct val **out_row)
{
    struct query q;
    query_init(&q, db_arena(db));
    select_add(&q, kind);
    query_sql(&q, " WHERE id = ");
    query_param(&q, val_int(id));
    return query_one(&q, db, out_row);
}

enum err piece_store_list(struct db *db, enum piece_kind kind, int64_t module_id, struct rows *out_rows)
{
    char *sql = arena_printf(
            db_arena(db), " WHERE %s ORDER BY %s LIMIT 20000", kinds[kind].of_module, kinds[kind].order);
    struct query q;
    query_init(&q, db_arena(db));
    select_add(&q, kind);
    query_sql(&q, sql);
    return db_query(db, buf_str(&q.sql), P(val_int(module_id)), out_rows);
}

enum err piece_store_update(struct db *db, enum piece_kind kind, int64_t id, int64_t version, bool anew,
        const int *cols, const struct val *vals, size_t n)
{
    struct query q;
    int64_t changed = 0;
    query_init(&q, db_arena(db));
    query_sql(&q, "UPDATE ");
    query_sql(&q, kinds[kind].table);
    query_sql(&q, " SET version = version + ");
    query_int(&q, anew);
    for (size_t i = 0; i < n; i++) {
        query_sql(&q, ", ");
        query_sql(&q, kinds[kind].cols[cols[i]].name);
        query_sql(&q, " = ");
        query_param(&q, vals[i]);
    }
    query_sql(&q, " WHERE id = ");
    query_param(&q, val_int(id));
    query_sql(&q, " AND version = ");
    query_param(&q, val_int(version));
    enum err e = query_exec(&q, db, &changed);
    return e == ERR_OK && !changed ? ERR_STALE : e;
}

enum err piece_store_counts(struct db *db, struct rows *out_rows)
{
    return db_query(db,
            db_words(db, "SELECT module_id, CAST(SUM(n) AS {INT}) FROM counter GROUP BY module_id"), P0,
            out_rows);
}

enum err piece_store_status_counts(struct db *db, int64_t module_id, struct rows *out_rows)
{
    return db_query(db,
            db_words(db, "SELECT status_id, CAST(SUM(n) AS {INT}) FROM counter WHERE module_id = ?1 GROUP BY "
                         "status_id"),
            P(val_int(module_id)), out_rows);
}

enum err piece_store_cards_in(
        struct db *db, int64_t module_id, int64_t status_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id FROM card WHERE module_id = ?1 AND status_id = ?2 AND trashed_at = 0 "
            "ORDER BY next_due_at, id LIMIT ?3",
            P(val_int(module_id), val_int(status_id), val_int(max)), out_rows);
}

enum err piece_store_count_in(struct db *db, int64_t module_id, int64_t status_id, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db,
            db_words(db, "SELECT CAST(coalesce((SELECT SUM(n) FROM counter WHERE module_id = ?1 AND "
                         "status_id = ?2), 0) AS {INT}), (SELECT count(*) FROM card WHERE module_id = ?1 AND "
                         "trashed_at > 0 AND {+}status_id = ?2)"),
            P(val_int(module_id), val_int(status_id)), &row);
    if (e == ERR_OK)
        *out_n = row[0].i + row[1].i;
    return e;
}

enum err piece_store_move_trashed(struct db *db, int64_t module_id, int64_t status_id, int64_t to)
{
    return db_exec(db,
            "UPDATE card SET status_id = ?3, version = version + 1 WHERE module_id = ?1 AND trashed_at > 0 "
            "AND "
            "status_id = ?2",
            P(val_int(module_id), val_int(status_id), val_int(to)), NULL);
}
