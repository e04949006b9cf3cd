/* The full-text index follows its table at the commit. FTS5 writes out what it gathered at every savepoint, begun or
 * released, so a shared transaction would leave a segment for each request and spend its time merging them. What
 * requests change is therefore gathered here and put into the index once, in the order of its ids: FTS5 also writes
 * out when ids go backwards. A search inside a write finds what was committed before. */
#include "base/mem.h"
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#define TIDY_PAGES "250" /* of a step: some 10 ms in which nobody writes */

size_t search_mark(const struct sqlite_store *s)
{
    return s->search.n;
}

void search_back(struct sqlite_store *s, size_t mark)
{
    s->search.n = mark;
    if (!mark)
        arena_reset(s->search.arena);
}

enum err sqlite_search_changed(struct db *db, int64_t doc_id, const char *old_key, const char *new_key)
{
    struct search_pending *p = &sqlite_of(db->store)->search;
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->v = mem_realloc(p->v, p->cap * sizeof *p->v);
    }
    p->v[p->n] = (struct search_change){.doc_id = doc_id,
            .order = p->n,
            .old_key = old_key ? arena_str(p->arena, old_key) : NULL,
            .new_key = new_key ? arena_str(p->arena, new_key) : NULL};
    p->n++;
    return ERR_OK;
}

static int by_doc(const void *x, const void *y)
{
    const struct search_change *a = x, *b = y;
    if (a->doc_id != b->doc_id)
        return a->doc_id < b->doc_id ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static int index_do(struct conn *c, const char *sql, int64_t doc_id, const char *key)
{
    struct stmt *st;
    int rc = conn_stmt(c, sql, &st);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(st->st, 1, doc_id);
    sqlite3_bind_text64(st->st, 2, key, strlen(key), SQLITE_STATIC, SQLITE_UTF8);
    rc = sqlite3_step(st->st);
    conn_stmt_end(c, st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* All changes of one document are one: from what the index holds to what it shall hold. */
static int index_change(struct conn *c, const struct search_change *first, const struct search_change *last)
{
    const char *from = first->old_key, *to = last->new_key;
    int rc = SQLITE_OK;
    if (from && to && strcmp(from, to) == 0)
        return rc;
    if (from)
        rc = index_do(c, "INSERT INTO search_index (search_index, rowid, text_key) VALUES ('delete', ?1, ?2)",
                first->doc_id, from);
    if (rc == SQLITE_OK && to)
        rc = index_do(c, "INSERT INTO search_index (rowid, text_key) VALUES (?1, ?2)", first->doc_id, to);
    return rc;
}

int search_flush(struct sqlite_store *s)
{
    struct search_pending *p = &s->search;
    int rc = SQLITE_OK;
    s->search_loose |= p->n > 0;
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, by_doc);
    for (size_t i = 0, end; rc == SQLITE_OK && i < p->n; i = end) {
        for (end = i + 1; end < p->n && p->v[end].doc_id == p->v[i].doc_id; end++)
            ;
        rc = index_change(s->writer, &p->v[i], &p->v[end - 1]);
    }
    search_back(s, 0);
    return rc;
}

/* FTS5 leaves what was written together in a piece of the index, merges four of a size, and looks into each piece for
 * every word: a large base has a dozen, which is half of a search's time. So at a pause two of a size are merged: pieces are
 * few then, and what was written once is merged again only as often as the index doubles. */
void search_tidy(struct sqlite_store *s)
{
    struct conn *c = s->writer;
    int64_t before = sqlite3_total_changes64(c->sq);
    int rc =
            conn_do(c, "INSERT INTO search_index (search_index, rank) SELECT 'usermerge', 2 WHERE NOT EXISTS "
                       "(SELECT 1 FROM search_index_config WHERE k = 'usermerge' AND v = 2)");
    if (rc == SQLITE_OK)
        rc = conn_do(c, "INSERT INTO search_index (search_index, rank) VALUES ('merge', " TIDY_PAGES ")");
    s->search_loose = rc == SQLITE_OK && sqlite3_total_changes64(c->sq) - before > 1;
}

/* SQLite itself goes on behind the greatest id. */
enum err sqlite_loaded(struct db *db, const char *table)
{
    if (strcmp(table, "search_doc") != 0)
        return ERR_OK;
    return db_exec(db, "INSERT INTO search_index (search_index) VALUES ('rebuild')", P0, NULL);
}
