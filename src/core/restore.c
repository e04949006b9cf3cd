/* A backup becomes an account. The file is read twice: once to check all of it, once to load it. The rows go into a database
 * under a name of its own; when it is complete it takes the account's name inside the transaction that tells the
 * directory of it. What a restore that was killed left behind has the other name still, and the next one removes it. */
#include "base/text.h"
#include "core/backup.h"
#include "core/directory_impl.h"
#include "store/migrate.h"

#define BATCH_ROWS   5000
#define TOGETHER     32 /* rows to a statement; PostgreSQL takes them for the price of a few */
#define LOGINS_MAX   20000
#define SLUG_MAX     50
#define SLUG_IN_WORK "-restore" /* no account's slug begins with a dash */

/* Rows of the directory's tables, kept until the account is there. */
struct kept {
    struct val **rows;
    size_t n, cap;
};

struct load {
    struct ctx *cx;
    struct arena *arena, *batch;
    const char *path;
    struct store_config where;
    struct store *s;
    struct db *db; /* of the open batch */
    int n_batch;
    const struct backup_table *t;
    const char *insert, *insert_many;
    struct val *waiting; /* of rows that go in by one statement */
    int n_waiting, n_together;
    struct backup_indexes indexes; /* of the table, to be built again */
    size_t n_modules;
    struct kept account, logins, keys;
    struct restored *out;
};

static enum err stop(struct load *l, enum err e, const char *why)
{
    if (!l->out->info.why)
        l->out->info.why = why;
    return e;
}

/* Says what the database said, and gives the batch up. */
static enum err stop_batch(struct load *l, enum err e)
{
    const char *words = l->db ? db_error_text(l->db) : "";
    stop(l, e,
            arena_printf(l->arena, "%s: table %s cannot be loaded: %s%s%s", l->path, l->t ? l->t->name : "?",
                    err_sentence(e), *words ? ": " : "", words));
    if (l->db)
        store_write_rollback(l->db);
    l->db = NULL;
    return e;
}

static enum err batch_open(struct load *l)
{
    if (l->db)
        return ERR_OK;
    arena_reset(l->batch);
    l->n_batch = 0;
    return store_write_alone(l->s, l->batch, &l->db);
}

static enum err batch_close(struct load *l)
{
    struct db *db = l->db;
    l->db = NULL;
    enum err e = db ? store_write_commit(db) : ERR_OK;
    return e ? stop_batch(l, e) : ERR_OK;
}

static bool same_table(const struct backup_table *x, const struct backup_table *y)
{
    bool same = x->n_cols == y->n_cols;
    for (int i = 0; same && i < x->n_cols; i++)
        same = x->cols[i].type == y->cols[i].type && strcmp(x->cols[i].name, y->cols[i].name) == 0;
    return same;
}

/* The columns must be those that the fields just loaded have: names and types in SQL come from them alone. */
static enum err module_make(struct load *l, const struct backup_table *t)
{
    struct backup_table due;
    int64_t *ids;
    size_t n;
    enum err e = backup_modules(l->db, &ids, &n);
    if (!e && (l->n_modules >= n || ids[l->n_modules] != t->module_id))
        e = ERR_INVALID;
    if (!e)
        e = backup_module_table(l->db, t->module_id, backup_sql_word, &due);
    if (!e && !same_table(&due, t))
        e = ERR_INVALID;
    if (!e)
        e = backup_module_make(l->db, t->module_id, backup_sql_word);
    l->n_modules++;
    return e;
}

/* Rows that wait for a statement of many, and were not enough for it. */
static enum err waiting_put(struct load *l)
{
    enum err e = ERR_OK;
    int n = l->n_waiting;
    l->n_waiting = 0;
    if (n == l->n_together && n > 1)
        return db_exec(l->db, l->insert_many, l->waiting, (size_t)(n * l->t->n_cols), NULL);
    for (int i = 0; !e && i < n; i++)
        e = db_exec(l->db, l->insert, l->waiting + (size_t)(i * l->t->n_cols), (size_t)l->t->n_cols, NULL);
    return e;
}

static enum err table_end(struct load *l)
{
    const struct backup_table *t = l->t;
    if (!t || !t->table)
        return ERR_OK;
    enum err e = batch_open(l);
    if (!e)
        e = waiting_put(l);
    if (!e)
        e = backup_indexes_make(l->db, &l->indexes);
    if (!e && strcmp(t->cols[0].name, "id") == 0)
        e = db_loaded(l->db, t->table);
    return e ? stop_batch(l, e) : batch_close(l);
}

static enum err load_table(void *arg, const struct backup_table *t)
{
    struct load *l = arg;
    enum err e = table_end(l);
    if (e)
        return e;
    l->t = t;
    if (!t->table)
        return ERR_OK;
    bool many = l->where.kind == STORE_POSTGRES && t->n_cols * TOGETHER < 10000;
    l->n_together = many ? TOGETHER : 1;
    l->insert = backup_insert(l->arena, t, 1);
    l->insert_many = backup_insert(l->arena, t, l->n_together);
    l->waiting = arena_array(l->arena, struct val, (size_t)(t->n_cols * l->n_together));
    e = batch_open(l);
    if (!e && t->module_id)
        e = module_make(l, t);
    if (!e)
        e = backup_indexes_drop(l->db, l->arena, t, &l->indexes);
    return e ? stop_batch(l, e) : ERR_OK;
}

static enum err keep(struct load *l, struct kept *k, const struct val *row, int n)
{
    if (k->n == LOGINS_MAX)
        return stop(l, ERR_INVALID,
                arena_printf(l->arena, "%s: it has more than %d log-ins or keys", l->path, LOGINS_MAX));
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 16;
        k->rows = arena_grow(l->arena, k->rows, k->cap * sizeof *k->rows, cap * sizeof *k->rows);
        k->cap = cap;
    }
    struct val *copy = arena_array(l->arena, struct val, n);
    for (int i = 0; i < n; i++) {
        copy[i] = row[i];
        if (val_is_null(row[i]))
            return stop(l, ERR_INVALID,
                    arena_printf(l->arena, "%s: a value of table %s is missing", l->path, l->t->name));
        if (row[i].type == VAL_TEXT)
            copy[i].s = arena_strn(l->arena, row[i].s, row[i].len);
    }
    k->rows[k->n++] = copy;
    return ERR_OK;
}

static enum err load_row(void *arg, const struct backup_table *t, const struct val *row)
{
    struct load *l = arg;
    if (!t->table)
        return keep(l,
                strcmp(t->name, "account") == 0 ? &l->account
                : strcmp(t->name, "login") == 0 ? &l->logins
                                                : &l->keys,
                row, t->n_cols);
    enum err e = batch_open(l);
    struct val *at = l->waiting + (size_t)(l->n_waiting++ * t->n_cols);
    for (int i = 0; !e && i < t->n_cols; i++) {
        at[i] = row[i];
        if (l->n_together > 1 && (row[i].type == VAL_TEXT || row[i].type == VAL_BLOB))
            at[i].s = arena_strn(l->batch, row[i].s, row[i].len);
    }
    if (!e && l->n_waiting == l->n_together)
        e = waiting_put(l);
    if (e)
        return stop_batch(l, e);
    return ++l->n_batch >= BATCH_ROWS && !l->n_waiting ? batch_close(l) : ERR_OK;
}

static enum err modules_complete(struct load *l)
{
    int64_t *ids;
    size_t n = 0;
    enum err e = batch_open(l);
    if (!e)
        e = backup_modules(l->db, &ids, &n);
    if (e)
        return stop_batch(l, e);
    e = batch_close(l);
    if (!e && (n != l->n_modules || l->account.n != 1))
        e = stop(l, ERR_INVALID, arena_printf(l->arena, "%s: tables are missing", l->path));
    return e;
}

/* All rows into the database, then forward to this program's schema. */
static enum err load_file(struct load *l)
{
    unsigned char digest[SHA256_BYTES];
    struct backup_head head;
    struct migration m;
    int64_t rows = 0;
    struct backup_in *in = backup_in_open(l->arena, l->path, &head);
    enum err e = ERR_OK;
    if (!backup_in_failed(in) && head.schema != l->out->info.head.schema)
        backup_in_fail(in, "it changed while it was read");
    if (!backup_in_failed(in))
        e = migrate_to(l->s, MIGRATE_ACCOUNT, head.schema, l->arena, l->cx->now_at, &m);
    if (!e && !backup_in_failed(in))
        e = backup_walk(l->arena, in, head.schema, &(struct backup_visitor){load_table, load_row, l}, &rows);
    if (e) {
        backup_in_close(in);
        return stop(l, e, arena_printf(l->arena, "%s: %s", l->path, err_sentence(e)));
    }
    struct backup_failure f = backup_in_end(in, digest);
    if (f.e)
        return stop(l, f.e, f.why);
    if (strcmp(crypt_hex(l->arena, digest, sizeof digest), l->out->info.sha256) != 0)
        return stop(l, ERR_INVALID, arena_printf(l->arena, "%s: it changed while it was read", l->path));
    e = table_end(l);
    if (!e)
        e = modules_complete(l);
    if (!e)
        e = migrate_run(l->s, MIGRATE_ACCOUNT, NULL, l->arena, l->cx->now_at, &m);
    return e;
}

/* Row of table "login": member_id, email, name, password_hash, active, created_at, joined: 0 is not in the account, 1
 * joined, 2 by single sign-on only, 3 invited. */
static enum err enter_login(
        struct load *l, struct db *dir, struct db *acc, const struct val *row, int64_t account_id)
{
    const char *key = text_email_key(l->arena, row[1].s);
    struct login_row login;
    if (!key || strcmp(key, row[1].s) != 0)
        return stop(
                l, ERR_INVALID, arena_printf(l->arena, "%s: \"%s\" is no e-mail address", l->path, row[1].s));
    enum err e = login_by_email(dir, key, &login);
    enum joined joined = row[6].i == 2 ? JOINED_SSO : JOINED_NOT;
    if (row[6].i == 1 && *row[3].s && (e || strcmp(login.password_hash, row[3].s) == 0))
        joined = JOINED; /* a password of somebody else's making does not open what is restored */
    if (!e) {
        l->out->n_logins_kept++;
    } else if (e == ERR_NOT_FOUND) {
        login = (struct login_row){
                .email = key, .name = row[2].s, .password_hash = row[3].s, .active = row[4].i != 0};
        e = login_add(dir, &login, row[5].i, &login.id);
    }
    if (!e && row[6].i)
        e = membership_add(dir, login.id, account_id, row[0].i, joined);
    if (!e)
        e = backup_member_login(acc, row[0].i, login.id);
    l->out->n_logins++;
    return e;
}

static enum err enter_people(struct load *l, struct db *dir, int64_t account_id)
{
    struct db *acc;
    enum err e = store_write(l->s, l->arena, &acc);
    if (e)
        return e;
    for (size_t i = 0; !e && i < l->logins.n; i++)
        e = enter_login(l, dir, acc, l->logins.rows[i], account_id);
    if (e) {
        store_write_rollback(acc);
        return e;
    }
    e = store_write_commit(acc); /* durable, and with it all batches before */
    for (size_t i = 0; !e && i < l->keys.n; i++) {
        bool done;
        e = backup_key_put(dir, account_id, l->keys.rows[i], &done);
        l->out->n_keys++;
        l->out->n_keys_left += !done;
    }
    return e;
}

static enum err enter_account(struct load *l, struct db *dir, const char *place)
{
    const struct val *row = l->account.rows[0];
    const struct account_row account = {.schema = migrate_newest(MIGRATE_ACCOUNT),
            .slug = l->out->slug,
            .name = row[0].s,
            .place = place,
            .created_at = row[1].i};
    enum err e = account_row_add(dir, &account, &l->out->account_id);
    return e ? e : enter_people(l, dir, l->out->account_id);
}

/* The database takes its name as the last step before the directory's commit. */
static enum err enter(struct load *l, struct directory *dir, const char *place)
{
    struct store_config to = directory_where(dir, l->arena, place, NULL);
    struct db *db;
    enum err e = store_write(directory_store(dir), l->arena, &db);
    if (e)
        return e;
    e = enter_account(l, db, place);
    store_close(l->s);
    l->s = NULL;
    if (!e)
        e = store_rename(&l->where, to.path);
    if (e) {
        store_write_rollback(db);
        return e;
    }
    e = store_write_commit(db);
    if (e)
        store_remove(&to);
    return e;
}

static enum err name_check(struct load *l, struct directory *dir)
{
    const char *slug = l->out->slug;
    struct account_row *rows;
    size_t n;
    bool there;
    if (!slug_fits(slug))
        return stop(l, ERR_INVALID,
                arena_printf(l->arena,
                        "\"%s\" cannot be an account's name: a to z, 0 to 9 and dashes, at most %d", slug,
                        SLUG_MAX));
    struct store_config to = directory_where(dir, l->arena, directory_new_place(dir, l->arena, slug), NULL);
    enum err e = directory_accounts(dir, l->cx, &rows, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (strcmp(rows[i].slug, slug) == 0)
            return stop(l, ERR_CONFLICT,
                    arena_printf(l->arena, "there is an account %s; give another name with --as", slug));
    if (!e)
        e = store_exists(&to, &there);
    if (!e && there)
        return stop(l, ERR_CONFLICT,
                arena_printf(
                        l->arena, "there is something at %s already; give another name with --as", to.path));
    return e;
}

static enum err load_and_enter(struct load *l, struct directory *dir)
{
    struct store_config cfg = l->where;
    cfg.archive = NULL; /* it gets another name */
    cfg.checkpoint_pages = 4000;
    cfg.cache_mib = 64;
    enum err e = store_remove(&l->where);
    if (!e)
        e = store_open(&cfg, &l->s);
    if (!e)
        e = load_file(l);
    if (!e)
        e = enter(l, dir, directory_new_place(dir, l->arena, l->out->slug));
    if (l->db)
        store_write_rollback(l->db);
    if (l->s)
        store_close(l->s);
    if (e)
        store_remove(&l->where);
    return e ? stop(l, e, arena_printf(l->arena, "%s: %s", l->path, err_sentence(e))) : ERR_OK;
}

enum err backup_restore(
        struct directory *dir, struct ctx *cx, const char *path, const char *slug, struct restored *out)
{
    struct load l = {.cx = cx, .arena = cx->arena, .path = path, .out = out};
    *out = (struct restored){0};
    enum err e = backup_check(cx->arena, path, &out->info);
    if (e)
        return e;
    out->slug = slug ? slug : out->info.head.slug;
    e = name_check(&l, dir);
    if (e)
        return stop(&l, e, err_sentence(e));
    l.where = directory_where(dir, cx->arena, directory_new_place(dir, cx->arena, SLUG_IN_WORK), NULL);
    l.batch = arena_new(0);
    e = load_and_enter(&l, dir);
    arena_free(l.batch);
    return e;
}
