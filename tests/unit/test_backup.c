/* Backups from end to end: there and back on both databases and across, canonical to the byte; and every way a file can be
 * wrong, refused with nothing changed. */
#include "unit_core.h"

#include "core/backup.h"
#include "core/card.h"
#include "core/verify.h"
#include "meta/field_new.h"
#include "store/book_store.h"
#include "store/search_store.h"

#include <endian.h>
#include <signal.h>
#include <strings.h>
#include <sys/resource.h>

#define PASSWORD "correct horse battery"
#define MADE_AT  1795348800000LL

/* Two homes of accounts: files, and where this test runs (files, or PostgreSQL). */
struct homes {
    char dir[2][80];
    struct directory *files, *here;
    struct arena *a;
    struct ctx cx;
};

static struct homes h;

static struct ctx *context(void)
{
    h.cx = (struct ctx){.arena = h.a, .now_at = MADE_AT, .request_id = "test", .lang = LANG_EN};
    h.cx.notices_end = &h.cx.notices;
    return &h.cx;
}

static char *path_of(const char *name)
{
    return arena_printf(h.a, "%s/%s", h.dir[0], name);
}

static void schemas_drop(void)
{
    struct store_config cfg = {
            .kind = STORE_POSTGRES, .path = "unit_cleaner", .conninfo = getenv("CARDINAL_TEST_PG")};
    struct store *s;
    struct db *db;
    struct rows r;
    assert_ok(store_open(&cfg, &s));
    assert_ok(store_write(s, h.a, &db));
    assert_ok(db_query(db,
            "SELECT nspname FROM pg_namespace WHERE nspname = 'cardinal' OR nspname LIKE 'cardinal\\_%'", P0,
            &r));
    for (size_t i = 0; i < r.n; i++)
        assert_ok(db_script(db, arena_printf(h.a, "DROP SCHEMA \"%s\" CASCADE", r.v[i].s)));
    assert_ok(store_write_commit(db));
    store_close(s);
}

static struct directory *home_open(int i)
{
    struct directory *dir;
    struct place where = {.data_dir = h.dir[i]};
    if (i == 1 && on_postgres())
        where.conninfo = getenv("CARDINAL_TEST_PG");
    assert_ok(directory_open(&where, OPEN_ALONE, &dir));
    return dir;
}

static int homes_open(void **state)
{
    (void)state;
    crypt_init();
    h = (struct homes){.a = arena_new(0)};
    for (int i = 0; i < 2; i++) {
        strcpy(h.dir[i], "/tmp/cardinal-backup-XXXXXX");
        assert_non_null(mkdtemp(h.dir[i]));
    }
    if (on_postgres())
        schemas_drop();
    h.files = home_open(0);
    h.here = home_open(1);
    return 0;
}

static int homes_close(void **state)
{
    (void)state;
    directory_close(h.files);
    directory_close(h.here);
    if (on_postgres())
        schemas_drop();
    for (int i = 0; i < 2; i++)
        assert_int_equal(system(arena_printf(h.a, "rm -rf '%s'", h.dir[i])), 0);
    arena_free(h.a);
    return 0;
}

#define home_test(fn) cmocka_unit_test_setup_teardown(fn, homes_open, homes_close)

/* Making an account */

static void card_make(struct ctx *cx, const struct module *mod, int i)
{
    json_t *j;
    const char *why;
    struct edit *edits;
    struct card card;
    size_t n;
    char *json = arena_printf(cx->arena,
            i % 2 ? "{\"name\":\"Árvíztűrő %d\",\"value\":%d}" : "{\"name\":\"%d\",\"value\":%d}", i,
            i * 100);
    assert_ok(json_read(cx->arena, json, strlen(json), &j, &why));
    assert_ok(edits_from_json(cx, mod, j, &edits, &n));
    cx->change_id = 0;
    cx->change_kind = "card.create";
    assert_ok(card_create(cx, mod, edits, n, &card));
}

static void must(struct db *db, const char *sql)
{
    enum err e = db_script(db, sql);
    if (e)
        print_message("%s: %s\n", sql, db_error_text(db));
    assert_ok(e);
}

/* What cards alone do not bring: people with companies made after them, numbers, bytes, empty and missing values. */
static void fill(struct account *acc, int n_cards)
{
    struct ctx *cx = context();
    int64_t field;
    assert_ok(tx_write(acc, cx, 1));
    for (int i = 0; i < n_cards; i++)
        card_make(cx, &cx->meta->modules[0], i);
    const long long module = cx->meta->modules[0].id;
    assert_ok(meta_field_create(cx->db, module,
            &(struct field_new){
                    .code = "ratio", .type = "number", .label_json = "{\"*\":\"Ratio\"}", .filterable = true},
            &field));
    must(cx->db, arena_printf(h.a, "UPDATE m_%lld SET f_%lld = 0.1 * card_id", module, (long long)field));
    must(cx->db,
            "INSERT INTO contact (id, kind, name, name_key, company_id, created_at, created_by, updated_at, "
            "note)"
            " VALUES (100, 0, 'Kis Béla', 'kis bela', NULL, 1, 1, 1, 'it''s \"quoted\"; DROP TABLE card'),"
            " (200, 1, 'Később Kft.', 'kesobb', NULL, 1, 1, 1, '')");
    assert_ok(db_exec(cx->db, "UPDATE contact SET company_id = 200, sort_key = ?1 WHERE id = 100",
            P(val_blob("\0\1\xff", 3)), NULL));
    assert_ok(db_search_add(cx->db, 1, 100, "kis bela"));
    assert_ok(db_search_add(cx->db, 2, 200, "kesobb kft"));
    must(cx->db,
            arena_printf(h.a,
                    "INSERT INTO import (member_id, module_id, file_name, file_path, size_bytes, encoding,"
                    " delimiter, state, created_at) VALUES (1, %lld, 'a.csv', '/etc/passwd', 1, 'utf-8', ',',"
                    " 'done', 1)",
                    module));
    for (int i = 0; i < 1100 && n_cards; i++) /* more than one page, by a key of texts and numbers */
        assert_ok(db_exec(cx->db,
                "INSERT INTO idempotency (key, member_id, request_hash, status, reply, at)"
                " VALUES (?1, ?2, '', 200, '', -9223372036854775807)",
                P(val_text(arena_printf(h.a, "kulcs é%d", i * 7919 % 1100)), val_int(i % 3)), NULL));
    cx->meta_changed = true;
    assert_ok(tx_end(acc, cx, ERR_OK, NULL, NULL));
}

static struct account *account_make(struct directory *dir, int n_cards)
{
    static const char *const modules[] = {"sales", "autosales", "leads"};
    struct set_up in = {.language = "hu",
            .company = "Példa Kft.",
            .name = "Nagy Anna",
            .email = "anna@example.com",
            .password = PASSWORD,
            .modules = modules,
            .n_modules = n_cards ? 3 : 0};
    struct account *acc;
    struct session who;
    char *key;
    int64_t id;
    assert_ok(account_set_up(dir, context(), &in, NULL, &acc, &who));
    if (n_cards)
        fill(acc, n_cards);
    assert_ok(key_make(dir, context(), who.account_id, who.member_id, KEY_PREFIX, "sync", &key, &id));
    return acc;
}

static char *backup(struct directory *dir, struct account *acc, const char *name)
{
    struct backup_info info;
    char *path = path_of(name);
    enum err e = backup_make(dir, acc, context(), path, &info);
    if (e)
        print_message("%s\n", info.why);
    assert_ok(e);
    return path;
}

static struct account *account_of(struct directory *dir, int64_t id)
{
    struct account *acc;
    assert_ok(directory_open_account(dir, context(), id, NULL, &acc));
    return acc;
}

static size_t n_accounts(struct directory *dir)
{
    struct account_row *rows;
    size_t n;
    assert_ok(directory_accounts(dir, context(), &rows, &n));
    return n;
}

/* Files */

struct bytes {
    unsigned char *p;
    size_t n;
};

static struct bytes slurp(const char *path)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fstat(fileno(f), &st), 0);
    struct bytes b = {arena_alloc(h.a, (size_t)st.st_size + 1), (size_t)st.st_size};
    assert_int_equal(fread(b.p, 1, b.n, f), b.n);
    fclose(f);
    return b;
}

static char *spit(const void *p, size_t n)
{
    char *path = path_of("bad.cardinal");
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static size_t head_bytes(struct bytes b)
{
    uint32_t n;
    memcpy(&n, b.p + 8, sizeof n);
    return 12 + le32toh(n) + SHA256_BYTES;
}

/* Another number in the head, with a digest that fits. */
static char *with_head(struct bytes b, size_t at, uint32_t v)
{
    unsigned char *copy = arena_copy(h.a, b.p, b.n);
    size_t n = head_bytes(b) - SHA256_BYTES;
    struct crypt_sha256 sha;
    v = htole32(v);
    memcpy(copy + at, &v, sizeof v);
    crypt_sha256_begin(&sha);
    crypt_sha256_add(&sha, copy, n);
    crypt_sha256_end(&sha, copy + n);
    return spit(copy, b.n);
}

static void assert_same_rows(const char *x, const char *y)
{
    struct bytes a = slurp(x), b = slurp(y);
    size_t head = head_bytes(a);
    assert_int_equal(head, head_bytes(b));
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p + head, b.p + head, a.n - head);
    assert_memory_equal(a.p, b.p, 20); /* magic, sizes, format, schema; then comes the time */
    assert_memory_equal(a.p + 28, b.p + 28, head - 28 - SHA256_BYTES);
}

/* Tests */

/* Every table of a fresh account and every column of it, and nothing else. */
static void tables_are_the_schema(void **state)
{
    (void)state;
    struct account *acc = account_make(h.here, 0);
    const struct backup_table *t;
    struct rows r;
    struct db *db;
    int n = backup_tables(h.a, migrate_newest(MIGRATE_ACCOUNT), &t), n_columns = 0;
    assert_ok(store_read(account_store(acc), h.a, &db));
    assert_ok(db_query(db,
            on_postgres()
                    ? "SELECT c.relname, a.attname, a.atttypid::regtype::text FROM pg_attribute a JOIN "
                      "pg_class c"
                      " ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attnum > 0 AND a.attgenerated = '' "
                      "AND c.relnamespace ="
                      " current_schema()::regnamespace AND c.relname NOT IN ('schema_version', 'turn', "
                      "'committed')"
                    : "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                      " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                      " AND t.name NOT LIKE 'search\\_index%' ESCAPE '\\'"
                      " AND t.name NOT IN ('schema_version', 'turn', 'committed')",
            P0, &r));
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        char type = strcasecmp(v[2].s, "bigint") == 0 || strcmp(v[2].s, "INTEGER") == 0 ? 'i'
                    : strcasecmp(v[2].s, "text") == 0                                   ? 't'
                                                                                        : 'b';
        int found = 0;
        for (int k = 0; k < n; k++)
            for (int c = 0; t[k].table && c < t[k].n_cols; c++)
                found += strcmp(t[k].table, v[0].s) == 0 && strcmp(t[k].cols[c].name, v[1].s) == 0 &&
                         (t[k].cols[c].type == 'e' ? 't' : t[k].cols[c].type) == type;
        if (found != (strcmp(v[0].s, "contact") == 0 ? 2 : 1)) /* people and companies */
            print_message("%s.%s %s\n", v[0].s, v[1].s, v[2].s);
        assert_int_equal(found, strcmp(v[0].s, "contact") == 0 ? 2 : 1);
        n_columns += found;
    }
    for (int k = 0; k < n; k++)
        n_columns -= t[k].table ? t[k].n_cols : 0;
    assert_int_equal(n_columns, 0);
    store_read_end(db);
    account_close(acc);
}

static void assert_sound(struct account *acc)
{
    struct verify_result r[VERIFY_CHECKS] = {0};
    int n;
    struct ctx *cx = context();
    assert_ok(tx_read(acc, cx, 0));
    assert_ok(tx_end(acc, cx, verify_account(cx, r, &n), NULL, NULL));
    for (int i = 0; i < n; i++)
        assert_int_equal(r[i].wrong, 0);
}

static int64_t number(struct db *db, const char *sql)
{
    const struct val *row;
    assert_ok(db_one(db, sql, P0, &row));
    return row[0].i;
}

/* It goes on as if nothing had been: found by its words, ids behind the greatest, the field's index there. */
static void assert_alive(struct account *acc, const char *lost_index)
{
    struct ctx *cx = context();
    struct rows hits;
    int64_t id;
    bool cut;
    assert_sound(acc);
    assert_ok(tx_write(acc, cx, 1));
    assert_ok(search_store_find(cx->db, "arvizturo", 0, 0, 100, &hits, &cut));
    assert_int_equal(hits.n, 10);
    assert_ok(db_insert(cx->db,
            "INSERT INTO contact (kind, name, name_key, created_at, created_by, updated_at)"
            " VALUES (0, 'x', 'x', 1, 1, 1)",
            P0, &id));
    assert_int_equal(id, 201);
    assert_int_equal(number(cx->db, "SELECT count(*) FROM contact WHERE company_id = 200"), 1);
    must(cx->db, lost_index);
    assert_err(tx_end(acc, cx, ERR_STALE, NULL, NULL), ERR_STALE); /* nothing of this is kept */
    assert_int_equal(account_id(acc), 1);
}

static struct restored restore(struct directory *dir, const char *path, const char *slug)
{
    struct restored r;
    enum err e = backup_restore(dir, context(), path, slug, &r);
    if (e)
        print_message("%s\n", r.info.why);
    assert_ok(e);
    return r;
}

static void there_and_back(void **state)
{
    (void)state;
    struct account *first = account_make(h.files, 20), *second, *third;
    char *one = backup(h.files, first, "one.cardinal");
    struct stat st;
    assert_int_equal(stat(one, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct restored r = restore(h.here, one, NULL);
    assert_string_equal(r.slug, "pelda-kft");
    assert_int_equal(r.n_logins, 1);
    assert_int_equal(r.n_logins_kept, 0);
    assert_int_equal(r.n_keys, 1);
    assert_int_equal(r.n_keys_left, 0);
    second = account_of(h.here, r.account_id);
    struct ctx *cx = context();
    assert_ok(tx_read(first, cx, 1));
    int64_t field = number(cx->db, "SELECT max(id) FROM field");
    const long long module = number(cx->db, "SELECT max(module_id) FROM field WHERE code = 'ratio'");
    assert_ok(tx_end(first, cx, ERR_OK, NULL, NULL));
    assert_alive(second, arena_printf(h.a, "DROP INDEX m_%lld_f_%lld", module, (long long)field));
    int64_t login_id;
    struct belonging *belongs;
    size_t n_belongs;
    assert_ok(login_check(h.here, context(), "anna@example.com", PASSWORD, &login_id));
    assert_ok(login_belongs(h.here, context(), login_id, &belongs, &n_belongs));
    assert_int_equal(n_belongs, 1);
    assert_int_equal(belongs[0].account_id, r.account_id);
    char *two = backup(h.here, second, "two.cardinal");
    assert_same_rows(one, two);

    /* In the first home there is an account of this name, a log-in of this e-mail, and its key. */
    assert_err(backup_restore(h.files, context(), two, NULL, &r), ERR_CONFLICT);
    assert_non_null(strstr(r.info.why, "--as"));
    assert_err(backup_restore(h.files, context(), two, "../x", &r), ERR_INVALID);
    assert_err(backup_restore(h.files, context(), two, "directory", &r), ERR_CONFLICT);
    r = restore(h.files, two, "masik");
    assert_int_equal(r.n_logins_kept, 1);
    assert_int_equal(r.n_keys_left, 1);
    third = account_of(h.files, r.account_id);
    assert_sound(third);
    account_close(first);
    account_close(second);
    account_close(third);
}

/* A file made at schema 2 is loaded at schema 2 and brought forward; one of a schema to come is refused. */
static void other_schemas(void **state)
{
    (void)state;
    struct account *acc = account_make(h.files, 3);
    struct restored r;
    struct bytes b = slurp(backup(h.files, acc, "one.cardinal"));
    const char *newer = with_head(b, 16, (uint32_t)migrate_newest(MIGRATE_ACCOUNT) + 1);
    assert_err(backup_restore(h.here, context(), newer, NULL, &r), ERR_INVALID);
    assert_non_null(strstr(r.info.why, "update it first"));
    assert_err(backup_restore(h.here, context(), with_head(b, 12, 9), NULL, &r), ERR_INVALID);
    assert_non_null(strstr(r.info.why, "format 9"));
    assert_int_equal(n_accounts(h.here), 0);
    struct restored old = restore(h.here, SOURCE_DIR "/tests/unit/data/schema-2.cardinal", NULL);
    struct account *older = account_of(h.here, old.account_id);
    assert_sound(older);
    struct ctx *cx = context();
    assert_ok(tx_read(older, cx, 1));
    assert_int_equal(number(cx->db, "SELECT count(*) FROM card WHERE trashed_at = 0"), 12);
    assert_int_equal(number(cx->db, "SELECT count(*) FROM status WHERE needs = '[]' AND trashed_at = 0"), 19);
    assert_ok(tx_end(older, cx, ERR_OK, NULL, NULL));
    account_close(older);
    account_close(acc);
}

static void cut_anywhere(void **state)
{
    (void)state;
    struct account *acc = account_make(h.files, 20);
    struct restored r;
    struct bytes b = slurp(backup(h.files, acc, "one.cardinal"));
    for (size_t n = 0; n < b.n; n += n + 1024 < b.n || n + 1 == b.n ? 1024 : b.n - 1 - n) {
        r.info.why = NULL;
        assert_err(backup_restore(h.here, context(), spit(b.p, n), NULL, &r), ERR_INVALID);
        assert_non_null(strstr(r.info.why, "ends at byte"));
    }
    unsigned char *longer = arena_alloc(h.a, b.n + 1);
    memcpy(longer, b.p, b.n);
    longer[b.n] = 0;
    assert_err(backup_restore(h.here, context(), spit(longer, b.n + 1), NULL, &r), ERR_INVALID);
    assert_int_equal(n_accounts(h.here), 0);
    restore(h.here, path_of("one.cardinal"), NULL);
    account_close(acc);
}

static void one_byte_flipped(void **state)
{
    (void)state;
    struct account *acc = account_make(h.files, 0);
    struct bytes b = slurp(backup(h.files, acc, "one.cardinal"));
    for (size_t i = 0; i < b.n; i++) {
        struct arena *a = arena_new(0);
        struct backup_info info;
        b.p[i] ^= (unsigned char)(1u << i % 8);
        char *path = spit(b.p, b.n);
        assert_err(backup_check(a, path, &info), ERR_INVALID);
        assert_non_null(info.why);
        b.p[i] ^= (unsigned char)(1u << i % 8);
        arena_free(a);
    }
    account_close(acc);
}

/* Files that are whole and lie. */

struct lie {
    const char *table, *column, *to; /* what stands there instead of its name */
    int n_more;                      /* rows that the end tells of, and there are not */
    const char *module;              /* a module's own table behind the others */
    const char *module_column;
    bool orphan; /* a person of a company that is not there */
    bool path;   /* an import of a file of this machine */
};

static char *lie_make(const struct lie *l)
{
    const struct backup_table *t;
    unsigned char digest[SHA256_BYTES];
    int64_t bytes;
    int schema = migrate_newest(MIGRATE_ACCOUNT), n = backup_tables(h.a, schema, &t), own = l->module != NULL;
    char *path = path_of("bad.cardinal");
    struct backup_head head = {schema, MADE_AT, "1", "lie", "Lie"};
    struct backup_out *o = backup_out_open(h.a, path, &head);
    for (int i = 0; i < n; i++) {
        struct backup_table other = t[i];
        struct backup_column *cols = arena_copy(h.a, other.cols, (size_t)other.n_cols * sizeof *other.cols);
        for (int c = 0; c < other.n_cols; c++)
            if (l->column && strcmp(t[i].name, l->table) == 0 && strcmp(cols[c].name, l->column) == 0)
                cols[c].name = l->to;
        if (l->table && !l->column && strcmp(t[i].name, l->table) == 0)
            other.name = l->to;
        other.cols = cols;
        backup_out_table(o, &other);
        bool person = l->orphan && strcmp(t[i].name, "person") == 0;
        if (i && !person && !(l->path && strcmp(t[i].name, "import") == 0))
            continue;
        backup_out_byte(o, PART_ROW);
        for (int c = 0; c < other.n_cols; c++)
            backup_out_val(o, person && strcmp(cols[c].name, "company_id") == 0 ? val_int(99)
                              : cols[c].type == 'i'                             ? val_int(0)
                              : strchr("te", cols[c].type)                      ? val_text("x")
                                                                                : val_null());
    }
    if (own) {
        struct backup_column cols[] = {{"card_id", "", 'i'}, {l->module_column, "", 'i'}};
        backup_out_table(o,
                &(struct backup_table){.name = l->module, .n_cols = l->module_column ? 2 : 1, .cols = cols});
    }
    backup_out_byte(o, PART_END);
    backup_out_int(o, n + own);
    for (int i = 0; i < n; i++) {
        backup_out_text(o, t[i].name);
        backup_out_int(o, !i + l->n_more + (l->orphan && strcmp(t[i].name, "person") == 0) +
                                  (l->path && strcmp(t[i].name, "import") == 0));
    }
    if (own) {
        backup_out_text(o, l->module);
        backup_out_int(o, 0);
    }
    assert_ok(backup_out_end(o, &bytes, digest).e);
    return path;
}

static void lies(void **state)
{
    (void)state;
    static const struct lie files[] = {{.table = "card", .to = "card; DROP TABLE card"},
            {.table = "card", .to = "task"}, {.table = "setting", .column = "value", .to = "value) --"},
            {.n_more = 1}, {.path = true}, {.module = "m_01"}, {.module = "m_x"}, {.module = "m_"},
            {.module = "setting"}, {.module = "m_1", .module_column = "f_1 INT"},
            {.module = "m_1", .module_column = "f_"},
            /* these are well-formed: what they speak of is not there */
            {.module = "m_1"}, {.module = "m_1", .module_column = "f_1"}};
    struct restored r;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_err(backup_restore(h.here, context(), lie_make(&files[i]), NULL, &r), ERR_INVALID);
        assert_non_null(r.info.why);
    }
    assert_err(backup_restore(h.here, context(), lie_make(&(struct lie){.orphan = true}), NULL, &r),
            ERR_CONFLICT);
    assert_non_null(strstr(r.info.why, "person"));
    assert_int_equal(n_accounts(h.here), 0);
    struct store_config where = {.kind = STORE_SQLITE, .path = arena_printf(h.a, "%s/-restore.db", h.dir[1])};
    bool there = true;
    assert_ok(store_exists(&where, &there));
    assert_false(there);
    restore(h.here, lie_make(&(struct lie){0}), NULL); /* with no lie in it, it is a backup */
}

/* What a restore that was killed left behind has a name of its own, and goes with the next one. */
static void half_made(void **state)
{
    (void)state;
    struct account *acc = account_make(h.files, 3);
    struct store_config where = {.kind = on_postgres() ? STORE_POSTGRES : STORE_SQLITE,
            .path = on_postgres() ? "cardinal__restore" : arena_printf(h.a, "%s/-restore.db", h.dir[1]),
            .conninfo = getenv("CARDINAL_TEST_PG")};
    struct migration m;
    struct store *s;
    bool there = true;
    assert_ok(store_open(&where, &s));
    assert_ok(migrate_to(s, MIGRATE_ACCOUNT, 1, h.a, MADE_AT, &m));
    store_close(s);
    assert_int_equal(n_accounts(h.here), 0);
    restore(h.here, backup(h.files, acc, "one.cardinal"), NULL);
    assert_ok(store_exists(&where, &there));
    assert_false(there);
    account_close(acc);
}

/* A limit on the size of files is a full disk. */
static void disk_limit(rlim_t bytes)
{
    struct rlimit r;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &r), 0);
    r.rlim_cur = bytes ? bytes : r.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &r), 0);
}

static void disk_is_full(void **state)
{
    (void)state;
    struct account *acc = account_make(h.files, 20);
    struct backup_info info;
    struct restored r;
    char *path = path_of("full.cardinal");
    for (rlim_t bytes = 1; bytes < 20000; bytes = bytes * 4 + 1) {
        disk_limit(bytes);
        enum err e = backup_make(h.files, acc, context(), path, &info);
        disk_limit(0);
        assert_err(e, ERR_FULL);
        assert_non_null(strstr(info.why, "the disk is full"));
        assert_int_equal(access(path, F_OK), -1);
        assert_int_equal(access(path_of("full.cardinal.part"), F_OK), -1);
    }
    path = backup(h.files, acc, "full.cardinal");
    for (rlim_t bytes = 200000; bytes <= 400000 && !on_postgres(); bytes += 100000) {
        disk_limit(bytes);
        enum err e = backup_restore(h.here, context(), path, NULL, &r);
        disk_limit(0);
        assert_err(e, ERR_FULL);
        assert_non_null(r.info.why);
        assert_int_equal(n_accounts(h.here), 0);
        assert_int_equal(access(arena_printf(h.a, "%s/-restore.db", h.dir[1]), F_OK), -1);
        assert_int_equal(access(arena_printf(h.a, "%s/pelda-kft.db", h.dir[1]), F_OK), -1);
    }
    restore(h.here, path, NULL);
    account_close(acc);
}

/* A company of schema 2 in PostgreSQL, as a program of that time left it. */
struct old {
    struct db *db;
    const struct backup_table *t;
};

static enum err old_table(void *arg, const struct backup_table *t)
{
    struct old *o = arg;
    o->t = t;
    return t->module_id ? backup_module_make(o->db, t->module_id, backup_sql_word) : ERR_OK;
}

static enum err old_row(void *arg, const struct backup_table *t, const struct val *row)
{
    struct old *o = arg;
    return t->table ? db_exec(o->db, backup_insert(h.a, t, 1), row, (size_t)t->n_cols, NULL) : ERR_OK;
}

static int64_t old_make(const char *slug, const char *schema)
{
    const struct store_config cfg = {
            .kind = STORE_POSTGRES, .path = schema, .conninfo = getenv("CARDINAL_TEST_PG")};
    const struct account_row account = {.slug = slug, .name = slug, .place = schema, .schema = 2};
    struct backup_head head;
    struct migration m;
    struct store *s;
    int64_t id, rows;
    struct old o = {0};
    assert_ok(store_open(&cfg, &s));
    assert_ok(migrate_to(s, MIGRATE_ACCOUNT, 2, h.a, 1, &m));
    struct backup_in *in = backup_in_open(h.a, SOURCE_DIR "/tests/unit/data/schema-2.cardinal", &head);
    assert_ok(store_write(s, h.a, &o.db));
    assert_ok(backup_walk(h.a, in, 2, &(struct backup_visitor){old_table, old_row, &o}, &rows));
    assert_ok(store_write_commit(o.db));
    backup_in_close(in);
    store_close(s);
    assert_ok(store_write(directory_store(h.here), h.a, &o.db));
    assert_ok(account_row_add(o.db, &account, &id));
    assert_ok(store_write_commit(o.db));
    return id;
}

static int schema_in_directory(int64_t id)
{
    struct account_row row;
    assert_ok(directory_account(h.here, context(), id, &row));
    return row.schema;
}

/* On PostgreSQL a company is a backup before it is migrated; without room for it nothing is touched. */
static void copied_before_it_is_migrated(void **state)
{
    (void)state;
    if (!on_postgres())
        skip();
    const int newest = migrate_newest(MIGRATE_ACCOUNT);
    const char *path = arena_printf(h.a, "%s/regi.before-%04d.cardinal", h.dir[1], newest);
    const char *former = arena_printf(h.a, "%s/regi.before-%04d.cardinal", h.dir[1], newest - 1);
    struct account *acc;
    struct backup_info info;
    int64_t id = old_make("regi", "cardinal_regi");
    disk_limit(1000);
    enum err e = directory_open_account(h.here, context(), id, NULL, &acc);
    disk_limit(0);
    assert_err(e, ERR_FULL);
    assert_int_equal(schema_in_directory(id), 2);
    assert_int_equal(access(path, F_OK), -1);

    assert_int_equal(rename(spit("x", 1), former), 0);
    acc = account_of(h.here, id);
    assert_sound(acc);
    account_close(acc);
    assert_int_equal(schema_in_directory(id), newest);
    assert_int_equal(access(former, F_OK), -1); /* the last one is enough */
    assert_ok(backup_check(h.a, path, &info));
    assert_int_equal(info.head.schema, 2);
    struct restored r = restore(h.here, path, "ujra");
    acc = account_of(h.here, r.account_id);
    assert_sound(acc);
    struct ctx *cx = context();
    assert_ok(tx_read(acc, cx, 1));
    assert_int_equal(number(cx->db, "SELECT count(*) FROM card WHERE trashed_at = 0"), 12);
    assert_ok(tx_end(acc, cx, ERR_OK, NULL, NULL));
    account_close(acc);
    account_close(account_of(h.here, id)); /* it is not behind any more: no copy is made of it */
    assert_ok(backup_check(h.a, path, &info));
    assert_int_equal(info.head.schema, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            home_test(tables_are_the_schema),
            home_test(there_and_back),
            home_test(other_schemas),
            home_test(cut_anywhere),
            home_test(one_byte_flipped),
            home_test(lies),
            home_test(half_made),
            home_test(disk_is_full),
            home_test(copied_before_it_is_migrated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
