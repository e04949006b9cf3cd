#include "store/move_dialect.h"
#include "base/buf.h"

#define LOG                                                                                                  \
    "CREATE TABLE move_log (id {ID}, tbl {INT} NOT NULL, row_id {INT} NOT NULL, row_key {TEXT} NOT NULL);"   \
    "CREATE INDEX move_log_row ON move_log(tbl, row_id, row_key, id);"

static bool is_sqlite(const struct db *db)
{
    return db_kind(db) == STORE_SQLITE;
}

const char *move_watch_begin(struct db *db)
{
    static const char function[] =
            "CREATE FUNCTION move_note() RETURNS trigger LANGUAGE plpgsql AS $move$ DECLARE r jsonb; BEGIN\n"
            "  IF TG_OP = 'DELETE' THEN r := to_jsonb(OLD); ELSE r := to_jsonb(NEW); END IF;\n"
            "  INSERT INTO move_log (tbl, row_id, row_key) VALUES (CAST(TG_ARGV[0] AS bigint),\n"
            "    coalesce(CAST(r->>TG_ARGV[1] AS bigint), 0), coalesce(r->>TG_ARGV[2], ''));\n"
            "  RETURN NULL;\nEND $move$;";
    return db_words(db, is_sqlite(db) ? LOG : arena_printf(db_arena(db), LOG "%s", function));
}

const char *move_watch_table(struct db *db, const char *table, int64_t no, const char *id, const char *key)
{
    static const struct {
        char letter;
        const char *verb, *row;
    } ops[] = {{'i', "INSERT", "NEW"}, {'u', "UPDATE", "NEW"}, {'d', "DELETE", "OLD"}};
    struct arena *a = db_arena(db);
    struct buf b;
    if (!is_sqlite(db))
        return arena_printf(a,
                "CREATE TRIGGER move_note AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE "
                "FUNCTION move_note('%lld', '%s', '%s');",
                table, (long long)no, id ? id : "", key ? key : "");
    buf_init(&b, a);
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        buf_printf(&b,
                "CREATE TRIGGER move_%c_%s AFTER %s ON %s BEGIN INSERT INTO move_log (tbl, row_id, row_key) "
                "VALUES (%lld, %s, %s); END;",
                ops[i].letter, table, ops[i].verb, table, (long long)no,
                id ? arena_printf(a, "%s.%s", ops[i].row, id) : "0",
                key ? arena_printf(a, "%s.%s", ops[i].row, key) : "''");
    return buf_str(&b);
}

/* 57P03 is "cannot connect now": whoever waited for its turn on another node is told to come again. */
const char *move_refuse_begin(struct db *db)
{
    return is_sqlite(db) ? ""
                         : "CREATE FUNCTION move_refuse() RETURNS trigger LANGUAGE plpgsql AS $move$ BEGIN\n"
                           "  RAISE EXCEPTION 'this account has moved' USING ERRCODE = '57P03';\n"
                           "END $move$;";
}

const char *move_refuse_table(struct db *db, const char *table, int64_t no)
{
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE"};
    struct buf b;
    (void)no;
    buf_init(&b, db_arena(db));
    if (!is_sqlite(db))
        return arena_printf(db_arena(db),
                "CREATE TRIGGER move_refuse BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT "
                "EXECUTE "
                "FUNCTION move_refuse();",
                table);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        buf_printf(&b,
                "CREATE TRIGGER move_x%zu_%s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, 'this account has "
                "moved'); END;",
                i, table, verbs[i], table);
    return buf_str(&b);
}

enum err move_end_script(struct db *db, char **out_sql)
{
    static const char of_sqlite[] =
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 5) = 'move_'";
    struct rows r = {0};
    struct buf b;
    enum err e = is_sqlite(db) ? db_query(db, of_sqlite, P0, &r) : ERR_OK;
    if (e)
        return e;
    buf_init(&b, db_arena(db));
    for (size_t i = 0; i < r.n; i++)
        buf_printf(&b, "DROP TRIGGER %s;", val_s(r.v[i], ""));
    if (!is_sqlite(db))
        buf_puts(&b,
                "DROP FUNCTION IF EXISTS move_note CASCADE; DROP FUNCTION IF EXISTS move_refuse CASCADE;");
    buf_puts(&b, "DROP TABLE IF EXISTS move_log");
    *out_sql = buf_str(&b);
    return ERR_OK;
}
