#include "store/view_store.h"

#define COLUMNS "id, module_id, member_id, label, shared, config, version"

static struct view_row row_from(const struct val *v)
{
    return (struct view_row){.id = v[0].i,
            .module_id = v[1].i,
            .member_id = v[2].i,
            .label = val_s(v[3], ""),
            .shared = v[4].i != 0,
            .config = val_s(v[5], "{}"),
            .version = v[6].i};
}

enum err view_row_get(struct db *db, int64_t id, struct view_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM saved_view WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        *out_row = row_from(v);
    return e;
}

enum err view_rows(
        struct db *db, int64_t module_id, int64_t member_id, struct view_row **out_rows, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db,
            "SELECT " COLUMNS " FROM saved_view WHERE module_id = ?1 AND (shared = 1 OR member_id = ?2)"
            " ORDER BY shared DESC, position, id LIMIT 200",
            P(val_int(module_id), val_int(member_id)), &r);
    if (e)
        return e;
    *out_rows = arena_array(db_arena(db), struct view_row, r.n);
    for (size_t i = 0; i < r.n; i++)
        (*out_rows)[i] = row_from(row_of(&r, i));
    *out_n = r.n;
    return ERR_OK;
}

enum err view_row_count(struct db *db, int64_t module_id, int64_t member_id, int64_t *out_n)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT COUNT(*) FROM saved_view WHERE module_id = ?1 AND member_id = ?2",
            P(val_int(module_id), val_int(member_id)), &v);
    if (!e)
        *out_n = v[0].i;
    return e;
}

enum err view_row_add(struct db *db, const struct view_row *row, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO saved_view (module_id, member_id, label, shared, config) VALUES (?1, ?2, ?3, ?4, "
            "?5)",
            P(val_int(row->module_id), val_int(row->member_id), val_text(row->label), val_int(row->shared),
                    val_text(row->config)),
            out_id);
}

enum err view_row_save(struct db *db, const struct view_row *row)
{
    return db_exec(db,
            "UPDATE saved_view SET label = ?2, shared = ?3, config = ?4, version = version + 1 WHERE id = ?1",
            P(val_int(row->id), val_text(row->label), val_int(row->shared), val_text(row->config)), NULL);
}

enum err view_row_delete(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM saved_view WHERE id = ?1", P(val_int(id)), NULL);
}
