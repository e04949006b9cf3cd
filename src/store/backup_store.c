#include "store/backup_store.h"
#include "base/buf.h"
#include "store/meta_store.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGE_ROWS "1000"

/* One record per table, in an order in which nothing points at what comes later. A column is name:type, name:type=what is
 * read for it, name:type@version when it came with a later schema. A log-in's id means something in its own directory
 * only: in a backup a member's is minus the member's own, until it is known in the new one. Nothing in a
 * backup names a file of the machine: whoever restores a file of a stranger's must not serve his own by it. */
static const struct {
    const char *name, *table, *only;
    int n_key, since;
    const char *columns;
} tables[] = {
        {"account", NULL, NULL, 0, 1, "name:t created_at:i"},
        {"login", NULL, NULL, 1, 1,
                "member_id:i email:t name:t password_hash:t active:i created_at:i joined:i"},
        {"api_key", NULL, NULL, 0, 1, "key_hash:t prefix:t name:t member_id:i created_at:i used_at:i"},
        {"setting", "setting", NULL, 1, 1, "name:t value:t"},
        {"member", "member", NULL, 1, 1,
                "id:i login_id:i=-id name:t initials:t email:t role:t sees_all:i language:t zone:t theme:t "
                "active:i created_at:i version:i locked:i@3"},
        {"role", "role", NULL, 1, 3, "id:i code:t label:t position:i rights:t version:i"},
        {"team", "team", NULL, 1, 3, "id:i name:t leader_id:i version:i"},
        {"team_member", "team_member", NULL, 2, 3, "team_id:i member_id:i"},
        {"module", "module", NULL, 1, 1,
                "id:i kind:t template:t label:t item_label:t items_label:t group_labels:t colour:t icon:t "
                "position:i settings:t trashed_at:i version:i"},
        {"status", "status", NULL, 1, 1,
                "id:i module_id:i grp:i position:i label:t colour:t role:t cadence_days:i cadence_label:t "
                "stalled_days:i probability_pct:i version:i needs:t@3 trashed_at:i@3"},
        {"field", "field", NULL, 1, 1,
                "id:i module_id:i code:t type:t label:t help:t grp:t position:i settings:t filterable:i "
                "required:i role:t trashed_at:i version:i required_from:i@3 read_only:i@3 is_unique:i@3 "
                "dflt:t@3 indexed:i@3"},
        {"field_option", "field_option", NULL, 1, 1,
                "id:i field_id:i code:t label:t colour:t position:i retired:i version:i@3"},
        {"task_type", "task_type", NULL, 1, 1,
                "id:i module_id:i code:t label:t icon:t duration_min:i reminder_min:i is_contact:i "
                "position:i version:i@3 retired:i@3"},
#define CONTACT                                                                                              \
    "id:i kind:i name:t first_name:t last_name:t name_key:t sort_key:b company_id:i position:t tax_no:t "    \
    "eu_tax_no:t registration_no:t bank_account:t industry:t region:t employees:i revenue_minor:i "          \
    "founded_year:i tags:t note:t owner_id:i import_id:i demo:i created_at:i created_by:i updated_at:i "     \
    "trashed_at:i version:i looked_at:i@3 merged_into:i@3 "                                                  \
    "erased_at:i@3"
        {"company", "contact", "kind = 1", 1, 1, CONTACT}, /* people point at them */
        {"person", "contact", "kind <> 1", 1, 1, CONTACT},
        {"contact_point", "contact_point", NULL, 1, 1,
                "id:i contact_id:i kind:t value:t match_key:t label:t is_default:i"},
        {"address", "address", NULL, 1, 1,
                "id:i contact_id:i kind:t street:t city:t postal_code:t county:t country:t is_default:i"},
        {"consent", "consent", NULL, 1, 3,
                "id:i contact_id:i purpose:t how:t note:t given_at:i withdrawn_at:i withdrawn_how:t "
                "created_at:i created_by:i"},
        {"tag", "tag", NULL, 1, 3, "id:i key:t name:t"},
        {"contact_tag", "contact_tag", NULL, 2, 3, "tag_id:i contact_id:i"},
        {"contact_radar", "contact_radar", NULL, 1, 3, "contact_id:i kind:i words:t tail:t tax:t"},
        {"duplicate", "duplicate", NULL, 1, 3,
                "id:i a_id:i b_id:i kind:i score:i reasons:t state:i decided_by:i decided_at:i"},
        {"card", "card", NULL, 1, 1,
                "id:i module_id:i number:i status_id:i status_at:i owner_id:i assigned_at:i seen_by_owner:i "
                "contact_id:i company_id:i name:t name_key:t sort_key:b value_minor:i source:t sales_state:i "
                "qualification:i rating:i qualified_at:i qualified_by:i qualification_note:t next_due_at:i "
                "next_task_id:i last_contact_at:i wake_at:i n_open_tasks:i demo:i import_id:i created_at:i "
                "created_by:i updated_at:i updated_by:i trashed_at:i version:i n_checks:i@3 "
                "n_checks_done:i@3"},
        {"card_private", "card_private", NULL, 1, 3, "card_id:i"},
        {"card_guest", "card_guest", NULL, 2, 3, "card_id:i member_id:i"},
        {"counter", "counter", NULL, 5, 1,
                "module_id:i status_id:i owner_id:i qualification:i rating:i n:i value_minor:i"},
        {"task", "task", NULL, 1, 1,
                "id:i card_id:i text:t type_id:i assignee_id:i due_at:i due_has_time:i duration_min:i "
                "reminder_min:i address:t state:i result:t closed_at:i closed_by:i guest:i demo:i "
                "created_at:i created_by:i updated_at:i version:i repeat_rule:t@3 repeat_zone:t@3 "
                "repeat_closing:i@3 "
                "repeat_start_at:i@3 repeat_at:i@3 repeat_no:i@3 repeat_keeps:t@3 n_checks:i@3 "
                "n_checks_done:i@3"},
        {"checklist_item", "checklist_item", NULL, 1, 3,
                "id:i card_id:i task_id:i text:t position:i done_at:i done_by:i created_at:i created_by:i "
                "version:i"},
        {"change", "change", NULL, 1, 1,
                "id:i at:i member_id:i kind:t summary:t n:i parent_id:i undone_at:i undone_by:i undo_of:i "
                "request_id:t"},
        {"event", "event", NULL, 1, 1,
                "id:i at:i change_id:i member_id:i card_id:i contact_id:i task_id:i kind:t field:t "
                "old_value:t new_value:t text:t is_contact:i"},
        {"card_link", "card_link", NULL, 1, 1, "id:i card_id:i other_id:i kind:t note:t created_at:i"},
        {"saved_view", "saved_view", NULL, 1, 1,
                "id:i module_id:i member_id:i label:t shared:i position:i config:t version:i"},
        {"job", "job", NULL, 1, 1,
                "id:i kind:t member_id:i payload:t state:t run_at:i lease_until:i attempts:i progress:i "
                "total:i position:t result:t change_id:i created_at:i ended_at:i"},
        {"import", "import", NULL, 1, 1,
                "id:i member_id:i module_id:i file_name:t file_path:e='' size_bytes:i encoding:t delimiter:t "
                "n_rows:i mapping:t state:t job_id:i change_id:i report:t created_at:i "
                "file_id:i@3 refused_id:i@3"},
        {"file", "file", NULL, 1, 3,
                "id:i kind:t name:t type:t size_bytes:i n_chunks:i sha256:t keep_until:i created_at:i "
                "created_by:i"},
        {"file_chunk", "file_chunk", NULL, 2, 3, "file_id:i no:i bytes:b"},
        {"audit", "audit", NULL, 1, 3,
                "id:i at:i kind:t member_id:i who:t address:t agent:t subject:t changes:t"},
        {"attachment", "attachment", NULL, 1, 3,
                "id:i card_id:i contact_id:i file_id:i name:t type:t size_bytes:i width:i height:i "
                "created_at:i created_by:i trashed_at:i field_id:i"},
        {"comment", "comment", NULL, 1, 3,
                "id:i card_id:i contact_id:i member_id:i text:t mentions:t created_at:i edited_at:i "
                "trashed_at:i version:i"},
        {"follower", "follower", NULL, 3, 3, "card_id:i contact_id:i member_id:i follows:i at:i"},
        {"notification", "notification", NULL, 1, 3,
                "id:i member_id:i at:i kind:t actor_id:i card_id:i contact_id:i task_id:i comment_id:i "
                "job_id:i n:i change_id:i read_at:i"},
        {"notify_choice", "notify_choice", NULL, 2, 3, "member_id:i kind:t in_app:i push:i"},
        {"push", "push", NULL, 1, 3, "id:i member_id:i browser_id:i note_id:i n:i at:i tries:i made_at:i"},
        {"reminder", "reminder", NULL, 1, 3, "task_id:i at:i"},
        {"idempotency", "idempotency", NULL, 2, 1, "member_id:i key:t request_hash:t status:i reply:t at:i"},
        {"search_doc", "search_doc", NULL, 1, 1, "id:i kind:i ref_id:i text_key:t"},
};

#define N_TABLES ((int)(sizeof tables / sizeof *tables))

/* One column of the text above; false at its end. */
static bool column_take(struct arena *a, const char **at, struct backup_column *out, int *out_since)
{
    *at += strspn(*at, " ");
    if (!**at)
        return false;
    size_t n = strcspn(*at, ":"), whole = strcspn(*at, " ");
    const char *rest = *at + n + 2, *end = *at + whole;
    out->name = out->sql = arena_strn(a, *at, n);
    out->type = (*at)[n + 1];
    *out_since = 1;
    if (*rest == '=')
        out->sql = arena_strn(a, rest + 1, (size_t)(end - rest) - 1);
    else if (*rest == '@')
        *out_since = atoi(rest + 1);
    *at = end;
    return true;
}

static void columns_of(struct arena *a, const char *text, int version, struct backup_table *t)
{
    struct backup_column *cols = arena_array(a, struct backup_column, strlen(text) / 3 + 1);
    for (int since; column_take(a, &text, &cols[t->n_cols], &since);)
        t->n_cols += since <= version;
    t->cols = cols;
}

int backup_tables(struct arena *a, int version, const struct backup_table **out_tables)
{
    struct backup_table *list = arena_array(a, struct backup_table, N_TABLES);
    int n = 0;
    for (int i = 0; i < N_TABLES; i++) {
        if (tables[i].since > version)
            continue;
        list[n] = (struct backup_table){.name = tables[i].name,
                .table = tables[i].table,
                .only = tables[i].only,
                .n_key = tables[i].n_key};
        columns_of(a, tables[i].columns, version, &list[n++]);
    }
    *out_tables = list;
    return n;
}

bool backup_value_fits(char type, struct val v)
{
    switch (v.type) {
    case VAL_NULL:
        return true;
    case VAL_INT:
        return type == 'i';
    case VAL_REAL:
        return type == 'r';
    case VAL_TEXT:
        return type == 't' || (type == 'e' && !v.len);
    case VAL_BLOB:
        return type == 'b';
    }
    return false;
}

/* Reading */

enum err backup_version(struct db *db, int *out_version)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT max(version) FROM schema_version", P0, &row);
    if (!e)
        *out_version = (int)val_i(row[0], 0);
    return e;
}

enum err backup_modules(struct db *db, int64_t **out_ids, size_t *out_n)
{
    struct rows r;
    enum err e = db_query(db, "SELECT id FROM module ORDER BY id", P0, &r);
    if (e)
        return e;
    *out_ids = arena_array(db_arena(db), int64_t, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        (*out_ids)[i] = r.v[i].i;
    *out_n = r.n;
    return ERR_OK;
}

static enum err fields_of(struct db *db, int64_t module_id, struct rows *out)
{
    return db_query(db, "SELECT id, type, filterable FROM field WHERE module_id = ?1 ORDER BY id",
            P(val_int(module_id)), out);
}

static char letter_of(const char *sql_word)
{
    static const struct {
        const char *word;
        char letter;
    } letters[] = {{"{INT}", 'i'}, {"{REAL}", 'r'}, {"{TEXT}", 't'}, {"{BLOB}", 'b'}};
    for (size_t i = 0; sql_word && i < sizeof letters / sizeof *letters; i++)
        if (strcmp(letters[i].word, sql_word) == 0)
            return letters[i].letter;
    return 0;
}

enum err backup_module_table(struct db *db, int64_t module_id, const char *(*sql_word)(const char *type),
        struct backup_table *out_table)
{
    struct rows r;
    struct arena *a = db_arena(db);
    enum err e = fields_of(db, module_id, &r);
    if (e)
        return e;
    if (r.n >= BACKUP_COLUMNS_MAX)
        return ERR_INVALID;
    struct backup_column *cols = arena_array(a, struct backup_column, r.n + 1);
    cols[0] = (struct backup_column){"card_id", "card_id", 'i'};
    for (size_t i = 0; i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        const char *name = arena_printf(a, "f_%lld", (long long)v[0].i);
        cols[i + 1] = (struct backup_column){name, name, letter_of(sql_word(val_s(v[1], "")))};
        if (!cols[i + 1].type)
            return ERR_INVALID;
    }
    const char *name = arena_printf(a, "m_%lld", (long long)module_id);
    *out_table = (struct backup_table){.name = name,
            .table = name,
            .module_id = module_id,
            .n_key = 1,
            .n_cols = (int)r.n + 1,
            .cols = cols};
    return ERR_OK;
}

/* A page begins behind the key of the last row. Its texts are kept twice: what the running statement compares with must
 * not change under it. */
struct walk {
    const struct backup_table *t;
    struct val last[BACKUP_KEY_MAX], from[BACKUP_KEY_MAX];
    struct buf last_text[BACKUP_KEY_MAX], from_text[BACKUP_KEY_MAX];
    size_t n;
    enum err (*each)(void *arg, const struct val *row);
    void *arg;
};

static struct val key_keep(struct buf *b, struct val v)
{
    if (v.type != VAL_TEXT)
        return v;
    b->len = 0;
    buf_add(b, v.s, v.len);
    v.s = buf_str(b);
    return v;
}

static enum err walk_row(void *arg, const struct val *row)
{
    struct walk *w = arg;
    w->n++;
    for (int i = 0; i < w->t->n_key; i++)
        w->last[i] = key_keep(&w->last_text[i], row[i]);
    return w->each(w->arg, row);
}

static char *page_sql(struct arena *a, const struct backup_table *t, bool first)
{
    struct buf b, key;
    buf_init(&b, a);
    buf_init(&key, a);
    for (int i = 0; i < t->n_key; i++)
        buf_printf(&key, "%s%s", i ? ", " : "", t->cols[i].name);
    buf_puts(&b, "SELECT ");
    for (int i = 0; i < t->n_cols; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", t->cols[i].sql);
    buf_printf(&b, " FROM %s", t->table);
    if (t->only || !first)
        buf_puts(&b, " WHERE ");
    if (t->only)
        buf_printf(&b, "%s%s", t->only, first ? "" : " AND ");
    if (!first) {
        buf_printf(&b, "(%s) > (", buf_str(&key));
        for (int i = 0; i < t->n_key; i++)
            buf_printf(&b, "%s?%d", i ? ", " : "", i + 1);
        buf_puts(&b, ")");
    }
    buf_printf(&b, " ORDER BY %s LIMIT " PAGE_ROWS, buf_str(&key));
    return buf_str(&b);
}

enum err backup_each(struct db *db, const struct backup_table *t,
        enum err (*each)(void *arg, const struct val *row), void *arg)
{
    struct walk w = {.t = t, .each = each, .arg = arg};
    const size_t page = strtoul(PAGE_ROWS, NULL, 10);
    for (int i = 0; i < t->n_key; i++) {
        buf_init(&w.last_text[i], db_arena(db));
        buf_init(&w.from_text[i], db_arena(db));
    }
    enum err e = db_each(db, page_sql(db_arena(db), t, true), P0, walk_row, &w);
    const char *next = page_sql(db_arena(db), t, false);
    while (!e && w.n == page) {
        w.n = 0;
        for (int i = 0; i < t->n_key; i++)
            w.from[i] = key_keep(&w.from_text[i], w.last[i]);
        e = db_each(db, next, w.from, (size_t)t->n_key, walk_row, &w);
    }
    return e;
}

enum err backup_members(struct db *db, struct rows *out_ids)
{
    return db_query(db, "SELECT id, login_id FROM member ORDER BY id", P0, out_ids);
}

enum err backup_login(
        struct db *db, int64_t account_id, int64_t member_id, int64_t login_id, const struct val **out_row)
{
    return db_one(db,
            "SELECT CAST(?3 AS BIGINT), l.email, l.name, l.password_hash, l.active, l.created_at, "
            "COALESCE((SELECT CASE m.joined WHEN 0 THEN 3 ELSE m.joined END FROM membership m WHERE "
            "m.login_id = l.id AND m.account_id = ?2 AND m.member_id = ?3), 0) FROM login l WHERE l.id = ?1",
            P(val_int(login_id), val_int(account_id), val_int(member_id)), out_row);
}

enum err backup_keys(
        struct db *db, int64_t account_id, enum err (*each)(void *arg, const struct val *row), void *arg)
{
    return db_each(db,
            "SELECT key_hash, prefix, name, member_id, created_at, used_at FROM api_key"
            " WHERE account_id = ?1 AND revoked_at = 0 ORDER BY created_at, key_hash",
            P(val_int(account_id)), each, arg);
}

/* Writing */

char *backup_insert(struct arena *a, const struct backup_table *t, int n_rows)
{
    struct buf b;
    buf_init(&b, a);
    buf_printf(&b, "INSERT INTO %s (", t->table);
    for (int i = 0; i < t->n_cols; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", t->cols[i].name);
    buf_puts(&b, ") VALUES ");
    for (int row = 0; row < n_rows; row++) {
        buf_puts(&b, row ? ", (" : "(");
        for (int i = 0; i < t->n_cols; i++)
            buf_printf(&b, "%s?%d", i ? ", " : "", row * t->n_cols + i + 1);
        buf_putc(&b, ')');
    }
    return buf_str(&b);
}

enum err backup_module_make(struct db *db, int64_t module_id, const char *(*sql_word)(const char *type))
{
    struct rows r;
    enum err e = fields_of(db, module_id, &r);
    if (!e)
        e = meta_store_create_table(db, module_id);
    for (size_t i = 0; !e && i < r.n; i++) {
        const struct val *v = row_of(&r, i);
        e = meta_store_add_column(db, module_id, v[0].i, sql_word(val_s(v[1], "")));
        if (!e && v[2].i && meta_store_may_index(val_s(v[1], "")))
            e = meta_store_add_index(db, module_id, v[0].i);
    }
    return e;
}

enum err backup_member_login(struct db *db, int64_t member_id, int64_t login_id)
{
    int64_t n; /* asked for, so that a log-in given twice shows at once */
    enum err e = db_exec(db, "UPDATE member SET login_id = ?2 WHERE id = ?1",
            P(val_int(member_id), val_int(login_id)), &n);
    return e ? e : n ? ERR_OK : ERR_NOT_FOUND;
}

enum err backup_key_put(struct db *db, int64_t account_id, const struct val *row, bool *out_done)
{
    int64_t n = 0;
    enum err e = db_exec(db,
            "INSERT INTO api_key (key_hash, prefix, name, account_id, member_id, created_at, used_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (key_hash) DO NOTHING",
            P(row[0], row[1], row[2], val_int(account_id), row[3], row[4], row[5]), &n);
    if (!e)
        *out_done = n > 0;
    return e;
}
