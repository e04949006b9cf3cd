/* sqlite_search_check - does the full-text index hold the words of each document, no more and no fewer? FTS5's own check wants
 * the write lock for as long as it reads. This one reads the index's vocabulary and takes the documents apart with the
 * index's own tokenizer, in a reader's snapshot: of each document the sum of its words' hashes must be the same both ways. */
#include "base/mem.h"
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_FIRST 64

struct doc {
    int64_t id;
    uint64_t sum; /* of the words it should have, less those that the index has */
};

struct check {
    struct conn *c;
    struct doc *docs; /* by id */
    size_t n, cap;
    uint64_t *words; /* of the present document */
    size_t n_words, cap_words;
    fts5_tokenizer kind;
    Fts5Tokenizer *tokenizer;
    int64_t unknown; /* words in the index of documents that are not there */
};

/* FNV-1a, 64 bits. */
static uint64_t word_hash(const char *s, size_t n)
{
    uint64_t h = 0xcbf29ce484222325ull;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 0x100000001b3ull;
    return h;
}

static int tokenizer_open(struct check *k)
{
    const char *args[] = {"remove_diacritics", "0"};
    fts5_api *api = NULL;
    sqlite3_stmt *st;
    void *data = NULL;
    int rc = sqlite3_prepare_v2(k->c->sq, "SELECT fts5(?1)", -1, &st, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
    sqlite3_step(st);
    rc = sqlite3_finalize(st);
    if (rc == SQLITE_OK)
        rc = api ? api->xFindTokenizer(api, "unicode61", &data, &k->kind) : SQLITE_ERROR;
    return rc == SQLITE_OK ? k->kind.xCreate(data, args, 2, &k->tokenizer) : rc;
}

static int word_each(void *arg, int flags, const char *word, int n, int start, int end)
{
    struct check *k = arg;
    if (k->n_words == k->cap_words) {
        k->cap_words = k->cap_words ? k->cap_words * 2 : WORDS_FIRST;
        k->words = mem_realloc(k->words, k->cap_words * sizeof *k->words);
    }
    k->words[k->n_words++] = word_hash(word, (size_t)n);
    return SQLITE_OK;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The index holds a word of a document once. */
static uint64_t words_sum(struct check *k)
{
    uint64_t sum = 0;
    if (k->n_words)
        qsort(k->words, k->n_words, sizeof *k->words, by_value);
    for (size_t i = 0; i < k->n_words; i++)
        if (i == 0 || k->words[i] != k->words[i - 1])
            sum += k->words[i];
    return sum;
}

static int doc_add(struct check *k, int64_t id, const char *text, int n)
{
    if (k->n == k->cap) {
        k->cap = k->cap ? k->cap * 2 : 1024;
        k->docs = mem_realloc(k->docs, k->cap * sizeof *k->docs);
    }
    k->n_words = 0;
    int rc = k->kind.xTokenize(k->tokenizer, k, FTS5_TOKENIZE_DOCUMENT, text, n, word_each);
    k->docs[k->n++] = (struct doc){id, words_sum(k)};
    return rc;
}

static int read_docs(struct check *k)
{
    struct stmt *st;
    int rc = conn_stmt(k->c, "SELECT id, text_key FROM search_doc ORDER BY id", &st);
    if (rc != SQLITE_OK)
        return rc;
    while ((rc = sqlite3_step(st->st)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(st->st, 1);
        int e = doc_add(
                k, sqlite3_column_int64(st->st, 0), text ? text : "", sqlite3_column_bytes(st->st, 1));
        if (e != SQLITE_OK) {
            rc = e;
            break;
        }
    }
    conn_stmt_end(k->c, st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static struct doc *doc_find(struct check *k, int64_t id)
{
    size_t lo = 0, hi = k->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (k->docs[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < k->n && k->docs[lo].id == id ? &k->docs[lo] : NULL;
}

static int read_index(struct check *k)
{
    sqlite3_stmt *st;
    int rc = sqlite3_prepare_v2(k->c->sq, "SELECT term, doc FROM temp.search_words", -1, &st, NULL);
    if (rc != SQLITE_OK)
        return rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        const char *word = (const char *)sqlite3_column_text(st, 0);
        struct doc *d = doc_find(k, sqlite3_column_int64(st, 1));
        if (d && word)
            d->sum -= word_hash(word, (size_t)sqlite3_column_bytes(st, 0));
        else
            k->unknown++;
    }
    sqlite3_finalize(st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The vocabulary is a table of the connection's own, which a reader may make for a moment. */
static int compare(struct check *k)
{
    sqlite3 *sq = k->c->sq;
    int rc = sqlite3_exec(sq,
            "PRAGMA query_only=0; CREATE VIRTUAL TABLE temp.search_words USING fts5vocab('main', "
            "'search_index', 'instance')",
            NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = tokenizer_open(k);
    if (rc == SQLITE_OK)
        rc = read_docs(k);
    if (rc == SQLITE_OK)
        rc = read_index(k);
    sqlite3_exec(sq, "DROP TABLE IF EXISTS temp.search_words; PRAGMA query_only=1", NULL, NULL, NULL);
    return rc;
}

enum err sqlite_search_check(struct db *db, int64_t *out_wrong)
{
    struct check k = {.c = db->conn};
    int rc = compare(&k);
    int64_t wrong = k.unknown;
    for (size_t i = 0; i < k.n; i++)
        wrong += k.docs[i].sum != 0;
    if (k.tokenizer)
        k.kind.xDelete(k.tokenizer);
    mem_free(k.docs);
    mem_free(k.words);
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_CORRUPT)
        return sqlite_fail(db, rc);
    *out_wrong = rc == SQLITE_OK || wrong ? wrong : 1; /* what cannot be read is wrong, too */
    return ERR_OK;
}
