/* The entries of the full-text index. The row in search_doc is the same for both databases; SQLite's index stands in a
 * table of its own that has to be told. */
#include "store/engine.h"

#include <string.h>

static enum err doc_find(struct db *db, int kind, int64_t ref_id, const struct val **out_row)
{
    return db_one(db, "SELECT id, text_key FROM search_doc WHERE kind = ?1 AND ref_id = ?2",
            P(val_int(kind), val_int(ref_id)), out_row);
}

enum err db_search_add(struct db *db, int kind, int64_t ref_id, const char *text_key)
{
    int64_t id;
    enum err e = db_add(db, "INSERT INTO search_doc (kind, ref_id, text_key) VALUES (?1, ?2, ?3)",
            P(val_int(kind), val_int(ref_id), val_text(text_key)), &id);
    return e ? e : db_search_changed(db, id, NULL, text_key);
}

enum err db_search_put(struct db *db, int kind, int64_t ref_id, const char *text_key)
{
    const struct val *row;
    if (db_kind(db) == STORE_POSTGRES) /* nobody has to be told: one statement */
        return db_exec(db,
                "INSERT INTO search_doc (kind, ref_id, text_key) VALUES (?1, ?2, ?3) ON CONFLICT (kind, "
                "ref_id) "
                "DO UPDATE SET text_key = excluded.text_key WHERE search_doc.text_key <> excluded.text_key",
                P(val_int(kind), val_int(ref_id), val_text(text_key)), NULL);
    enum err e = doc_find(db, kind, ref_id, &row);
    if (e == ERR_NOT_FOUND)
        return db_search_add(db, kind, ref_id, text_key);
    if (e || !strcmp(row[1].s, text_key))
        return e;
    e = db_exec(db, "UPDATE search_doc SET text_key = ?1 WHERE id = ?2", P(val_text(text_key), row[0]), NULL);
    return e ? e : db_search_changed(db, row[0].i, row[1].s, text_key);
}

enum err db_search_drop(struct db *db, int kind, int64_t ref_id)
{
    const struct val *row;
    if (db_kind(db) == STORE_POSTGRES)
        return db_exec(db, "DELETE FROM search_doc WHERE kind = ?1 AND ref_id = ?2",
                P(val_int(kind), val_int(ref_id)), NULL);
    enum err e = doc_find(db, kind, ref_id, &row);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = db_exec(db, "DELETE FROM search_doc WHERE id = ?1", P(row[0]), NULL);
    return e ? e : db_search_changed(db, row[0].i, row[1].s, NULL);
}
