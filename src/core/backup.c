#include "core/backup.h"
#include "meta/field_type.h"

struct making {
    struct arena *arena;
    struct backup_out *out;
    const struct backup_table *t;
    struct count {
        const char *name;
        int64_t n;
    } * counts;
    size_t n_counts, cap;
    int64_t rows;
};

const char *backup_sql_word(const char *type)
{
    const struct field_type *t = field_type_named(type);
    return t ? t->sql_word : NULL;
}

void backup_out_table(struct backup_out *o, const struct backup_table *t)
{
    backup_out_byte(o, PART_TABLE);
    backup_out_text(o, t->name);
    backup_out_int(o, t->n_cols);
    for (int i = 0; i < t->n_cols; i++) {
        backup_out_text(o, t->cols[i].name);
        backup_out_byte(o, (unsigned char)t->cols[i].type);
    }
}

static enum err make_row(void *arg, const struct val *row)
{
    struct making *m = arg;
    backup_out_byte(m->out, PART_ROW);
    for (int i = 0; i < m->t->n_cols; i++) {
        if (!backup_value_fits(m->t->cols[i].type, row[i]))
            backup_out_fail(m->out, ERR_INTERNAL,
                    arena_printf(m->arena, "table %s, column %s: a value of another kind", m->t->name,
                            m->t->cols[i].name));
        backup_out_val(m->out, row[i]);
    }
    m->counts[m->n_counts - 1].n++;
    m->rows++;
    return backup_out_err(m->out);
}

static void make_table(struct making *m, const struct backup_table *t)
{
    if (m->n_counts == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 64;
        m->counts = arena_grow(m->arena, m->counts, m->cap * sizeof *m->counts, cap * sizeof *m->counts);
        m->cap = cap;
    }
    m->counts[m->n_counts++] = (struct count){t->name, 0};
    m->t = t;
    backup_out_table(m->out, t);
}

/* A member whose log-in the directory does not know is left without one. */
static enum err make_logins(struct making *m, struct db *dir, const struct rows *members, int64_t account_id)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < members->n; i++) {
        const struct val *member = row_of(members, i), *row;
        e = backup_login(dir, account_id, member[0].i, member[1].i, &row);
        if (e != ERR_NOT_FOUND)
            e = e ? e : make_row(m, row);
        else
            e = ERR_OK;
    }
    return e;
}

/* The first three tables, in their order. */
static enum err make_directory(struct making *m, struct db *dir, const struct backup_table *t,
        const struct rows *members, int64_t id)
{
    struct account_row row;
    enum err e = account_row_get(dir, id, &row);
    if (e)
        return e;
    make_table(m, &t[0]);
    e = make_row(m, (const struct val[]){val_text(row.name), val_int(row.created_at)});
    if (e)
        return e;
    make_table(m, &t[1]);
    e = make_logins(m, dir, members, id);
    if (e)
        return e;
    make_table(m, &t[2]);
    return backup_keys(dir, id, make_row, m);
}

static enum err make_modules(struct making *m, struct db *db)
{
    int64_t *ids;
    size_t n;
    enum err e = backup_modules(db, &ids, &n);
    for (size_t i = 0; !e && i < n; i++) {
        struct backup_table *t = arena_new_of(m->arena, struct backup_table);
        e = backup_module_table(db, ids[i], backup_sql_word, t);
        if (e)
            break;
        make_table(m, t);
        e = backup_each(db, t, make_row, m);
    }
    return e;
}

static void make_end(struct making *m)
{
    backup_out_byte(m->out, PART_END);
    backup_out_int(m->out, (int64_t)m->n_counts);
    for (size_t i = 0; i < m->n_counts; i++) {
        backup_out_text(m->out, m->counts[i].name);
        backup_out_int(m->out, m->counts[i].n);
    }
}

/* The account is looked at first: whoever is a member in what is seen then has a log-in in what is seen next. */
static enum err make_all(struct making *m, struct directory *dir, struct db *db, int64_t id, const char *path,
        struct backup_head *head)
{
    const struct backup_table *t;
    struct account_row row;
    struct rows members;
    struct db *ddb;
    enum err e = backup_version(db, &head->schema);
    if (!e)
        e = backup_members(db, &members);
    if (!e)
        e = store_read(directory_store(dir), m->arena, &ddb);
    if (e)
        return e;
    int n = backup_tables(m->arena, head->schema, &t), i = 0;
    e = account_row_get(ddb, id, &row);
    if (!e) {
        head->slug = row.slug;
        head->name = row.name;
        m->out = backup_out_open(m->arena, path, head);
        e = make_directory(m, ddb, t, &members, id);
    }
    store_read_end(ddb);
    while (i < n && !t[i].table)
        i++;
    for (; !e && i < n; i++) {
        make_table(m, &t[i]);
        e = backup_each(db, &t[i], make_row, m);
    }
    if (!e)
        e = make_modules(m, db);
    if (!e)
        make_end(m);
    return e;
}

enum err backup_make_of(struct directory *dir, int64_t id, struct store *s, struct ctx *cx, const char *path,
        struct backup_info *out)
{
    unsigned char digest[SHA256_BYTES];
    struct making m = {.arena = cx->arena};
    struct db *db;
    *out = (struct backup_info){.head = {.made_at = cx->now_at, .program = CARDINAL_VERSION}};
    enum err e = store_read(s, cx->arena, &db);
    if (e)
        return e;
    e = make_all(&m, dir, db, id, path, &out->head);
    const char *words = e ? arena_str(cx->arena, db_error_text(db)) : "";
    store_read_end(db);
    if (!m.out)
        return e;
    if (e)
        backup_out_fail(m.out, e,
                arena_printf(cx->arena, "the database failed: %s%s%s", err_sentence(e), *words ? ": " : "",
                        words));
    struct backup_failure f = backup_out_end(m.out, &out->bytes, digest);
    out->why = f.why;
    out->rows = m.rows;
    out->sha256 = crypt_hex(cx->arena, digest, sizeof digest);
    return f.e;
}

enum err backup_make(
        struct directory *dir, struct account *acc, struct ctx *cx, const char *path, struct backup_info *out)
{
    struct store *s = account_hold(acc);
    enum err e = backup_make_of(dir, account_id(acc), s, cx, path, out);
    account_release(acc, s);
    return e;
}
