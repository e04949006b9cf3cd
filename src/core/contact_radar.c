/* contact_radar - compares a contact with those that an index brings near: same mail, phone, tax number, name; and its
 * neighbours in the order of the name's words, read forwards and backwards: of two names with a typing error, either the
 * beginning or the end is the same, so they stand close in one of the two orders. */
#include "core/contact_impl.h"
#include "core/radar.h"
#include "core/tag.h"
#include "store/radar_store.h"

#include <stdlib.h>

#define STEP_CONTACTS 100
#define JOB_CONTACTS  2000 /* then other jobs have their turn */
#define SAME_MAX      20   /* with the same mail, phone, tax number or name: so many are looked at */
#define NEAR_MAX      8    /* neighbours on each side */
#define MET_MAX       (4 * NEAR_MAX + 8 * SAME_MAX)
#define WORDS_CHARS   100
#define TYPO_BYTES    400
#define KEEP_SCORE    30
#define COALESCE_MS   200 /* what changes in quick succession is looked at together */

enum reason { BY_EMAIL, BY_PHONE, BY_TAX, BY_NAME, BY_WORDS, BY_TYPO, N_REASON };
static const char *const reason_names[N_REASON] = {"email", "phone", "tax", "name", "words", "typo"};

struct met {
    int64_t id;
    unsigned reasons; /* bits */
};

struct look {
    const struct val *row; /* of radar_store_unseen */
    struct radar_row key;
    struct met *met;
    size_t n;
};

enum err radar_soon(struct ctx *cx)
{
    bool asked = cx->radar_asked;
    int64_t id;
    enum err e = asked ? ERR_OK : radar_store_asked(cx->db, &asked);
    cx->radar_asked = true;
    if (e || asked)
        return e;
    return job_add_at(cx, "radar", json_keep(cx->arena, json_object()), cx->now_at + COALESCE_MS, &id);
}

/* Keys */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *words_of(struct arena *a, const char *name_key)
{
    const char *word[64];
    size_t n = 0;
    struct buf b;
    char *copy = arena_str(a, name_key), *save = NULL;
    for (char *w = strtok_r(copy, " ", &save); w && n < 64; w = strtok_r(NULL, " ", &save))
        word[n++] = w;
    qsort(word, n, sizeof *word, by_text);
    buf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        buf_puts(&b, word[i]);
    return buf_str(&b);
}

/* The first code points, and the same ones backwards. */
static void keys_make(struct arena *a, const char *name_key, const char **out_words, const char **out_tail)
{
    const char *all = words_of(a, name_key);
    size_t len = 0, chars = 0, k;
    while (all[len] && chars < WORDS_CHARS && (k = text_utf8_len(all + len, strlen(all + len))) > 0) {
        len += k;
        chars++;
    }
    char *words = arena_strn(a, all, len), *tail = arena_alloc(a, len + 1);
    tail[len] = 0;
    for (size_t at = 0; at < len; at += k) {
        k = text_utf8_len(words + at, len - at);
        memcpy(tail + len - at - k, words + at, k);
    }
    *out_words = words;
    *out_tail = tail;
}

char *radar_tax(struct arena *a, const char *tax_no)
{
    size_t n = 0;
    char *d = arena_alloc(a, strlen(tax_no) + 1);
    for (const char *p = tax_no; *p; p++)
        if (*p >= '0' && *p <= '9')
            d[n++] = *p;
    bool hungarian = n == 11 && (tax_no[0] >= '0' && tax_no[0] <= '9');
    d[hungarian ? 8 : n] = 0;
    return n >= 6 ? d : arena_str(a, "");
}

/* Typing errors */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "Depot 12" and "Depot 13" are two, not a slip. */
static bool same_digits(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !digit(*a))
            a++;
        while (*b && !digit(*b))
            b++;
        if (*a != *b)
            return false;
        if (!*a)
            return true;
    }
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

int radar_typo(const char *a, const char *b)
{
    int row[3][TYPO_BYTES + 1];
    const int n = (int)strnlen(a, TYPO_BYTES + 1), m = (int)strnlen(b, TYPO_BYTES + 1);
    const int shorter = least(n, m), most = shorter < 5 ? 0 : shorter < 10 ? 1 : 2;
    if (n > TYPO_BYTES || m > TYPO_BYTES || abs(n - m) > most || !same_digits(a, b))
        return -1;
    for (int j = 0; j <= m; j++)
        row[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *is = row[i % 3], *was = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        is[0] = i;
        for (int j = 1; j <= m; j++) {
            is[j] = least(least(was[j], is[j - 1]) + 1, was[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                is[j] = least(is[j], before[j - 2] + 1);
        }
    }
    return row[n % 3][m] <= most ? row[n % 3][m] : -1;
}

/* Who comes into question */

static void meet(struct look *l, int64_t id, enum reason reason)
{
    size_t i = 0;
    if (id == l->key.id)
        return;
    while (i < l->n && l->met[i].id != id)
        i++;
    if (i == MET_MAX)
        return;
    if (i == l->n)
        l->met[l->n++] = (struct met){.id = id};
    l->met[i].reasons |= 1u << reason;
}

/* Rows of id, name, kind. */
static void meet_kind(struct look *l, const struct rows *rows, enum reason reason)
{
    for (size_t i = 0; i < rows->n; i++)
        if (row_of(rows, i)[2].i == l->key.kind)
            meet(l, row_of(rows, i)[0].i, reason);
}

static enum err meet_points(struct ctx *cx, struct look *l)
{
    struct rows points, same;
    enum err e = contact_store_points(cx->db, l->key.id, &points);
    for (size_t i = 0; !e && i < points.n; i++) {
        const struct val *p = row_of(&points, i);
        bool email = strcmp(val_s(p[0], ""), "email") == 0, phone = strcmp(val_s(p[0], ""), "phone") == 0;
        const char *key = val_s(p[2], "");
        if (!*key || (!email && !phone))
            continue;
        e = contact_store_by_point(cx->db, val_s(p[0], ""), key, SAME_MAX + 1, &same);
        if (!e)
            meet_kind(l, &same, email ? BY_EMAIL : BY_PHONE);
    }
    return e;
}

static enum err meet_names(struct ctx *cx, struct look *l)
{
    struct rows rows = {0};
    const char *name_key = val_s(l->row[UNSEEN_NAME_KEY], "");
    enum err e =
            *name_key ? contact_store_by_name(cx->db, l->key.kind, name_key, SAME_MAX + 1, &rows) : ERR_OK;
    if (!e)
        meet_kind(l, &rows, BY_NAME);
    rows = (struct rows){0};
    if (!e && *l->key.tax)
        e = radar_store_by_tax(cx->db, &l->key, SAME_MAX + 1, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        meet(l, row_of(&rows, i)[0].i, BY_TAX);
    return e;
}

static enum err meet_near(struct ctx *cx, struct look *l)
{
    enum err e = ERR_OK;
    for (int way = 0; !e && way < 4 && *l->key.words; way++) {
        struct rows rows;
        e = radar_store_near(cx->db, &l->key, way & 1, way & 2, NEAR_MAX, &rows);
        for (size_t i = 0; !e && i < rows.n; i++) {
            const struct val *r = row_of(&rows, i);
            int differs = radar_typo(l->key.words, val_s(r[1], ""));
            if (differs >= 0)
                meet(l, r[0].i, differs ? BY_TYPO : BY_WORDS);
        }
    }
    return e;
}

/* How likely */

static bool share_word(struct arena *a, const char *one, const char *other)
{
    char *copy = arena_str(a, one), *save = NULL;
    const char *padded = arena_printf(a, " %s ", other);
    for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save))
        if (strlen(w) > 1 && strstr(padded, arena_printf(a, " %s ", w)))
            return true;
    return false;
}

/* Per cent, for people and for companies. Colleagues share a phone, namesakes a name: each alone says little. */
static int score_of(struct ctx *cx, const struct look *l, const struct met *m, const struct val *other)
{
    static const int weight[2][N_REASON] = {{75, 60, 90, 50, 45, 35}, {75, 60, 90, 80, 60, 45}};
    const bool alike = (m->reasons & (1u << BY_NAME | 1u << BY_WORDS | 1u << BY_TYPO)) ||
                       share_word(cx->arena, val_s(l->row[UNSEEN_NAME_KEY], ""),
                               l->key.kind == CONTACT_COMPANY
                                       ? text_company_key(cx->arena, val_s(other[CONTACT_C_NAME], ""))
                                       : text_fold(cx->arena, val_s(other[CONTACT_C_NAME], "")));
    const int64_t company = val_i(l->row[UNSEEN_COMPANY], 0), theirs = val_i(other[CONTACT_C_COMPANY], 0);
    int differs = 100; /* how likely they are two */
    for (int r = 0; r < N_REASON; r++) {
        if (!(m->reasons >> r & 1))
            continue;
        int w = weight[l->key.kind == CONTACT_COMPANY][r];
        if ((r == BY_EMAIL || r == BY_PHONE) && !alike)
            w /= 2;
        if (r >= BY_NAME && company && theirs)
            w = company == theirs ? w + 20 : w / 2;
        differs = differs * (100 - w) / 100;
    }
    return 100 - differs;
}

static char *reasons_text(struct arena *a, unsigned reasons)
{
    struct buf b;
    buf_init(&b, a);
    for (int r = 0; r < N_REASON; r++)
        if (reasons >> r & 1) {
            buf_puts(&b, b.len ? "," : "");
            buf_puts(&b, reason_names[r]);
        }
    return buf_str(&b);
}

static enum err pair_put(struct ctx *cx, const struct look *l, const struct met *m, bool *out_put)
{
    const struct val *other;
    *out_put = false;
    enum err e = contact_store_get(cx->db, m->id, &other);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    int score = score_of(cx, l, m, other);
    if (score < KEEP_SCORE || other[CONTACT_C_TRASHED_AT].i)
        return ERR_OK;
    const struct pair_row row = {l->key.id < m->id ? l->key.id : m->id, l->key.id < m->id ? m->id : l->key.id,
            l->key.kind, score, reasons_text(cx->arena, m->reasons)};
    *out_put = true;
    return pair_store_put(cx->db, &row);
}

/* A pair that is found again stays as it is, under its id: somebody may have it on the screen. */
static enum err compare(struct ctx *cx, struct look *l)
{
    const unsigned name = 1u << BY_NAME;
    int64_t *still = arena_array(cx->arena, int64_t, MET_MAX);
    size_t n_still = 0;
    enum err e = meet_points(cx, l);
    if (!e)
        e = meet_names(cx, l);
    if (!e)
        e = meet_near(cx, l);
    for (size_t i = 0; i < l->n; i++)
        if (l->met[i].reasons & name) /* its words are the same then, too: that says nothing more */
            l->met[i].reasons &= ~(1u << BY_WORDS);
    for (size_t i = 0; !e && i < l->n; i++) {
        bool put;
        e = pair_put(cx, l, &l->met[i], &put);
        if (put)
            still[n_still++] = l->met[i].id;
    }
    return e ? e : pair_store_drop_open(cx->db, l->key.id, still, n_still);
}

static enum err look_at(struct ctx *cx, const struct val *row)
{
    const char *tax = val_s(row[UNSEEN_TAX], "");
    struct look l = {.row = row,
            .key = {.id = row[UNSEEN_ID].i,
                    .kind = (int)row[UNSEEN_KIND].i,
                    .tax = radar_tax(cx->arena, *tax ? tax : val_s(row[UNSEEN_EU_TAX], ""))},
            .met = arena_array(cx->arena, struct met, MET_MAX)};
    const bool gone = row[UNSEEN_TRASHED].i > 0;
    keys_make(cx->arena, val_s(row[UNSEEN_NAME_KEY], ""), &l.key.words, &l.key.tail);
    enum err e = gone ? pair_store_drop_open(cx->db, l.key.id, NULL, 0) : ERR_OK;
    if (!e)
        e = gone ? radar_store_drop(cx->db, l.key.id) : radar_store_put(cx->db, &l.key);
    if (!e && *val_s(row[UNSEEN_TAGS], ""))
        e = tags_save(
                cx, l.key.id, val_s(row[UNSEEN_TAGS], "")); /* of contacts from before there were such */
    if (!e && !gone)
        e = compare(cx, &l);
    return e ? e : radar_store_seen(cx->db, l.key.id, cx->now_at);
}

enum err radar_step(struct ctx *cx, struct job *job, bool *out_more)
{
    struct rows rows;
    enum err e = radar_store_unseen(cx->db, STEP_CONTACTS, &rows);
    for (size_t i = 0; !e && i < rows.n; i++)
        e = look_at(cx, row_of(&rows, i));
    job->progress += e ? 0 : (int64_t)rows.n;
    *out_more = !e && rows.n == STEP_CONTACTS;
    if (!*out_more || job->progress < JOB_CONTACTS)
        return e;
    int64_t id;
    *out_more = false; /* what people asked for goes before the rest */
    return job_add_at(cx, "radar", json_keep(cx->arena, json_object()), cx->now_at + COALESCE_MS, &id);
}
