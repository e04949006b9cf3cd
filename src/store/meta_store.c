#include "store/meta_store.h"

#include <string.h>

/* Bounds far above any real account; what lies behind them would not fit a snapshot's memory anyway. */
#define MEMBERS_LIMIT "2000"
#define ROWS_LIMIT    "200000"

enum err meta_store_settings(struct db *db, struct rows *out)
{
    return db_query(db, "SELECT name, value FROM setting ORDER BY name LIMIT 1000", P0, out);
}

enum err meta_store_members(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT id, login_id, name, initials, email, role, sees_all, language, zone, theme, active, "
            "version, locked "
            "FROM member ORDER BY id LIMIT " MEMBERS_LIMIT,
            P0, out);
}

enum err meta_store_roles(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT id, code, label, position, rights, version FROM role ORDER BY position, id LIMIT 100", P0,
            out);
}

enum err meta_store_teams(struct db *db, struct rows *out)
{
    return db_query(db, "SELECT id, name, leader_id, version FROM team ORDER BY name, id LIMIT 500", P0, out);
}

enum err meta_store_team_members(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT team_id, member_id FROM team_member ORDER BY team_id, member_id LIMIT " ROWS_LIMIT, P0,
            out);
}

enum err meta_store_modules(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT id, kind, template, label, item_label, items_label, group_labels, colour, icon, "
            "position, settings, "
            "trashed_at, version FROM module ORDER BY CASE WHEN trashed_at > 0 THEN 1 ELSE 0 END, position, "
            "id LIMIT 200",
            P0, out);
}

enum err meta_store_statuses(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT module_id, id, grp, position, label, colour, role, cadence_days, cadence_label, "
            "stalled_days, "
            "probability_pct, needs, trashed_at FROM status "
            "ORDER BY module_id, CASE WHEN trashed_at > 0 THEN 1 ELSE 0 END, grp, position, id "
            "LIMIT " ROWS_LIMIT,
            P0, out);
}

enum err meta_store_fields(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT module_id, id, code, type, label, help, grp, position, settings, filterable, required, "
            "role, required_from, read_only, is_unique, dflt, indexed "
            "FROM field WHERE trashed_at = 0 ORDER BY module_id, position, id LIMIT " ROWS_LIMIT,
            P0, out);
}

enum err meta_store_options(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT field_id, id, code, label, colour, retired FROM field_option ORDER BY field_id, "
            "position, id "
            "LIMIT " ROWS_LIMIT,
            P0, out);
}

enum err meta_store_task_types(struct db *db, struct rows *out)
{
    return db_query(db,
            "SELECT module_id, id, code, label, icon, duration_min, reminder_min, is_contact, retired FROM "
            "task_type "
            "ORDER BY module_id, retired, position, id LIMIT " ROWS_LIMIT,
            P0, out);
}

enum err meta_store_add_module(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO module (kind, template, label, item_label, items_label, group_labels, colour, icon, "
            "settings, "
            "position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT coalesce(max(position), 0) + 1 "
            "FROM module))",
            v, n, out_id);
}

enum err meta_store_add_status(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO status (module_id, grp, position, label, colour, role, cadence_days, cadence_label, "
            "stalled_days, probability_pct, needs) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            v, n, out_id);
}

enum err meta_store_add_field(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO field (module_id, code, type, label, help, grp, settings, filterable, required, "
            "role, position) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
            "(SELECT coalesce(max(position), 0) + 1 FROM field WHERE module_id = ?1))",
            v, n, out_id);
}

enum err meta_store_add_option(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO field_option (field_id, code, label, colour, position) VALUES (?1, ?2, ?3, ?4, "
            "(SELECT coalesce(max(position), 0) + 1 FROM field_option WHERE field_id = ?1))",
            v, n, out_id);
}

enum err meta_store_add_task_type(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO task_type (module_id, code, label, icon, duration_min, reminder_min, is_contact, "
            "position) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            v, n, out_id);
}

enum err meta_store_add_view(struct db *db, const struct val *v, size_t n, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO saved_view (module_id, member_id, label, shared, position, config) "
            "VALUES (?1, ?2, ?3, 1, ?4, ?5)",
            v, n, out_id);
}

const char *const meta_store_contact_kinds[2] = {"people", "companies"};

enum err meta_store_contact_place(struct db *db, const char *kind, int64_t *out_id)
{
    const struct val *row;
    enum err e =
            db_one(db, "SELECT id FROM module WHERE kind = ?1 ORDER BY id LIMIT 1", P(val_text(kind)), &row);
    if (e == ERR_OK)
        *out_id = row[0].i;
    return e;
}

enum err meta_store_count(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_n)
{
    const struct val *row;
    enum err e = field_id ? db_one(db, "SELECT count(*) FROM field_option WHERE field_id = ?1",
                                    P(val_int(field_id)), &row)
                          : db_one(db, "SELECT count(*) FROM field WHERE module_id = ?1 AND trashed_at = 0",
                                    P(val_int(module_id)), &row);
    if (e == ERR_OK)
        *out_n = row[0].i;
    return e;
}

enum err meta_store_code_taken(struct db *db, int64_t module_id, const char *code, bool *out_taken)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT 1 FROM field WHERE module_id = ?1 AND code = ?2",
            P(val_int(module_id), val_text(code)), &row);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *out_taken = e == ERR_OK;
    return ERR_OK;
}

enum err meta_store_option_turn(struct db *db, int64_t option_id, int64_t of_field, int from, int to)
{
    return db_exec(db,
            of_field ? "UPDATE field_option SET retired = ?3, version = version + 1 WHERE field_id = ?1 AND "
                       "retired = ?2"
                     : "UPDATE field_option SET retired = ?3, version = version + 1 WHERE id = ?1 AND "
                       "retired = ?2",
            P(val_int(of_field ? of_field : option_id), val_int(from), val_int(to)), NULL);
}

enum err meta_store_field_state(
        struct db *db, int64_t field_id, const char **out_code, int64_t *out_trashed_at)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT code, trashed_at FROM field WHERE id = ?1", P(val_int(field_id)), &row);
    if (e != ERR_OK)
        return e;
    *out_code = row[0].s;
    *out_trashed_at = row[1].i;
    return ERR_OK;
}

enum err meta_store_trashed_fields(struct db *db, int64_t module_id, const char *type, struct rows *out)
{
    return db_query(db,
            "SELECT id, code, filterable FROM field WHERE module_id = ?1 AND type = ?2 AND trashed_at > 0 "
            "ORDER BY id DESC LIMIT 2000",
            P(val_int(module_id), val_text(type)), out);
}

enum err meta_store_field_move(struct db *db, int64_t field_id, int64_t trashed_at, const char *code)
{
    return db_exec(db, "UPDATE field SET trashed_at = ?2, code = ?3, version = version + 1 WHERE id = ?1",
            P(val_int(field_id), val_int(trashed_at), val_text(code)), NULL);
}

enum err meta_store_field_relabel(
        struct db *db, int64_t field_id, const char *label, const char *grp, bool filterable)
{
    return db_exec(db, "UPDATE field SET label = ?2, grp = ?3, filterable = ?4 WHERE id = ?1",
            P(val_int(field_id), val_text(label), val_text(grp), val_int(filterable)), NULL);
}

enum err meta_store_code_named(
        struct db *db, int64_t module_id, const char *code, int64_t but_import_id, bool *out_named)
{
    const struct val *row;
    const char *named = arena_printf(db_arena(db), "%%\"%s\"%%", code);
    enum err e = db_one(db,
            "SELECT 1 FROM module WHERE id = ?1 AND settings LIKE ?2 "
            "UNION ALL SELECT 1 FROM saved_view WHERE module_id = ?1 AND config LIKE ?2 "
            "UNION ALL SELECT 1 FROM status WHERE module_id = ?1 AND trashed_at = 0 AND needs LIKE ?2 "
            "UNION ALL SELECT 1 FROM import i LEFT JOIN change c ON c.id = i.change_id WHERE i.module_id = "
            "?1 "
            "AND i.id <> ?3 AND i.state <> 'failed' AND COALESCE(c.undone_at, 0) = 0 AND i.mapping LIKE ?2 "
            "LIMIT 1",
            P(val_int(module_id), val_text(named), val_int(but_import_id)), &row);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *out_named = e == ERR_OK;
    return ERR_OK;
}

enum err meta_store_namings(struct db *db, int64_t module_id, const char *code, struct rows *out)
{
    return db_query(db,
            "SELECT settings FROM module WHERE id = ?1 AND settings LIKE ?2 "
            "UNION ALL SELECT config FROM saved_view WHERE module_id = ?1 AND config LIKE ?2 "
            "UNION ALL SELECT needs FROM status WHERE module_id = ?1 AND trashed_at = 0 AND needs LIKE ?2 "
            "LIMIT 2000",
            P(val_int(module_id), val_text(arena_printf(db_arena(db), "%%\"%s\"%%", code))), out);
}

enum err meta_store_module_settings(struct db *db, int64_t module_id, int64_t version, const char *settings)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE module SET settings = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
            P(val_int(module_id), val_int(version), val_text(settings)), &changed);
    if (e != ERR_OK)
        return e;
    return changed ? ERR_OK : ERR_STALE;
}

static enum err ddl(struct db *db, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static enum err ddl(struct db *db, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *sql = arena_vprintf(db_arena(db), fmt, ap);
    va_end(ap);
    return db_script(db, db_words(db, sql));
}

enum err meta_store_create_table(struct db *db, int64_t module_id)
{
    const struct val *row;
    enum err e = db_one(
            db, "SELECT 1 FROM module WHERE id = ?1 AND " MODULE_HAS_CARDS, P(val_int(module_id)), &row);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    return ddl(db, "CREATE TABLE m_%lld (card_id {INT} PRIMARY KEY REFERENCES %s(id))", (long long)module_id,
            e == ERR_OK ? "card" : "contact");
}

enum err meta_store_add_column(struct db *db, int64_t module_id, int64_t field_id, const char *sql_word)
{
    return ddl(db, "ALTER TABLE m_%lld ADD COLUMN f_%lld %s", (long long)module_id, (long long)field_id,
            sql_word);
}

/* Only rows that have a value: empty ones cost nothing, and every comparison implies a value. */
bool meta_store_may_index(const char *type)
{
    return strcmp(type, "long_text") != 0;
}

enum err meta_store_add_index(struct db *db, int64_t module_id, int64_t field_id)
{
    long long m = module_id, f = field_id;
    return ddl(db, "CREATE INDEX m_%lld_f_%lld ON m_%lld (f_%lld, card_id) WHERE f_%lld IS NOT NULL", m, f, m,
            f, f);
}
