#include "store/tag_store.h"

enum err tag_store_id(struct db *db, const char *key, const char *name, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO tag (key, name) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET key = excluded.key",
            P(val_text(key), val_text(name)), out_id);
}

enum err tag_store_put(struct db *db, int64_t contact_id, const int64_t *tag_ids, size_t n)
{
    enum err e = db_exec(db, "DELETE FROM contact_tag WHERE contact_id = ?1", P(val_int(contact_id)), NULL);
    for (size_t i = 0; !e && i < n; i++)
        e = db_exec(db, "INSERT INTO contact_tag (tag_id, contact_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                P(val_int(tag_ids[i]), val_int(contact_id)), NULL);
    return e;
}

#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

enum err tag_store_find(struct db *db, const char *beginning, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT t.id, t.name FROM tag t WHERE t.key >= ?1 AND t.key <= ?2 AND EXISTS (SELECT 1 FROM "
            "contact_tag g WHERE g.tag_id = t.id) ORDER BY t.key LIMIT ?3",
            P(val_text(beginning), val_text(arena_printf(db_arena(db), "%s%s", beginning, LAST_CHARACTER)),
                    val_int(max)),
            out_rows);
}

enum err tag_store_few(struct db *db, int64_t id, int max, bool *out_few)
{
    const struct val *row;
    enum err e = db_one(db,
            "SELECT COUNT(*) FROM (SELECT g.contact_id FROM contact_tag g WHERE g.tag_id = ?1 LIMIT ?2) h",
            P(val_int(id), val_int(max + 1)), &row);
    if (!e)
        *out_few = row[0].i <= max;
    return e;
}
