/* A table without its indexes while many rows go in: what each database knows of them stands in tables of its own. */
#include "store/backup_store.h"

#define PG_INDEXES                                                                                           \
    "SELECT 'DROP INDEX ' || quote_ident(i.indexname), i.indexdef FROM pg_indexes i WHERE i.schemaname = "   \
    "current_schema() AND i.tablename = ?1 AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = " \
    "i.indexname AND c.connamespace = CAST(current_schema() AS regnamespace)) "
/* References: checked for all rows at once, too. */
#define PG_REFERENCES                                                                                        \
    "SELECT 'ALTER TABLE ' || quote_ident(t.relname) || ' DROP CONSTRAINT ' || quote_ident(c.conname), "     \
    "'ALTER TABLE ' || quote_ident(t.relname) || ' ADD CONSTRAINT ' || quote_ident(c.conname) || ' ' || "    \
    "pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "                \
    "WHERE c.contype = 'f' AND t.relname = ?1 AND c.connamespace = CAST(current_schema() AS regnamespace)"
#define SQLITE_INDEXES                                                                                       \
    "SELECT 'DROP INDEX ' || name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND sql "   \
    "IS NOT NULL ORDER BY 1"

/* Keys stay: rows refer to them, and they come in their order anyway. */
enum err backup_indexes_drop(
        struct db *db, struct arena *a, const struct backup_table *t, struct backup_indexes *out)
{
    struct rows r;
    enum err e = db_query(db,
            db_kind(db) == STORE_POSTGRES ? PG_INDEXES " UNION ALL " PG_REFERENCES " ORDER BY 1"
                                          : SQLITE_INDEXES,
            P(val_text(t->table)), &r);
    *out = (struct backup_indexes){.create = arena_array(a, const char *, r.n + 1)};
    for (size_t i = 0; !e && i < r.n; i++) {
        const struct val *row = row_of(&r, i);
        out->create[out->n++] = arena_str(a, row[1].s);
        e = db_script(db, arena_str(a, row[0].s));
    }
    return e;
}

enum err backup_indexes_make(struct db *db, const struct backup_indexes *in)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < in->n; i++)
        e = db_script(db, in->create[i]);
    return e;
}
