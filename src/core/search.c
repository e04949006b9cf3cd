#include "core/search.h"
#include "core/access.h"
#include "store/search_store.h"

#include <stdlib.h>

#define LIMIT_MAX 50
#define TEXT_MAX  100  /* characters of a search text that count */
#define ENTRY_MAX 4000 /* bytes of an entry's text */
#define SCAN      100  /* newest entries that one sees; they are ranked */
#define N_PHONES  2

static char *entry_key(struct ctx *cx, const char *text)
{
    char *key = text_fold(cx->arena, text);
    size_t n = strlen(key);
    if (n > ENTRY_MAX) {
        n = ENTRY_MAX;
        while (n > 0 && key[n] != ' ')
            n--;
        key[n] = 0;
    }
    return key;
}

enum err search_put(struct ctx *cx, enum search_kind kind, int64_t id, const char *text)
{
    return text ? db_search_put(cx->db, kind, id, entry_key(cx, text)) : db_search_drop(cx->db, kind, id);
}

enum err search_add(struct ctx *cx, enum search_kind kind, int64_t id, const char *text)
{
    return db_search_add(cx->db, kind, id, entry_key(cx, text));
}

/* How many digits the country code takes. Source: ITU-T E.164: zones 1 and 7 have one digit, these have two,
 * the rest three. */
static size_t country_digits(const char *key)
{
    static const char two[] =
            "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 "
            "63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    if (key[0] == '1' || key[0] == '7')
        return 1;
    for (const char *p = two; *p; p += 3)
        if (p[0] == key[0] && p[1] == key[1])
            return 2;
    return 3;
}

char *search_phone_words(struct arena *a, const char *phone_key)
{
    size_t n = strlen(phone_key);
    if (n < 9)
        return arena_str(a, phone_key);
    return arena_printf(a, "%s %s %s", phone_key, phone_key + country_digits(phone_key), phone_key + n - 7);
}

/* A text that may mean a number: nothing but digits and what people write between them. */
static bool is_number(const char *s)
{
    size_t digits = 0;
    for (; *s; s++) {
        if (*s >= '0' && *s <= '9')
            digits++;
        else if (!strchr(" +-/().", *s))
            return false;
    }
    return digits >= 5;
}

char *search_phone_digits(struct arena *a, const char *text)
{
    if (!is_number(text))
        return NULL;
    char *digits = arena_alloc(a, strlen(text) + 1), *d = digits;
    for (const char *s = text; *s; s++)
        if (*s >= '0' && *s <= '9')
            *d++ = *s;
    *d = 0;
    if (strncmp(digits, "06", 2) == 0 || strncmp(digits, "00", 2) == 0)
        return digits + 2;
    return digits + (digits[0] == '0');
}

/* The forms under which a number may stand in the index; each is a prefix of a word there. */
static size_t phone_forms(struct ctx *cx, const char *text, const char *out_forms[N_PHONES])
{
    const char *digits = search_phone_digits(cx->arena, text);
    if (!digits)
        return 0;
    const char *key = text_phone_key(cx->arena, text, meta_setting_str(cx->meta, "country", "HU"));
    size_t n = 0;
    if (*digits)
        out_forms[n++] = digits;
    if (*key && strcmp(digits, key) != 0)
        out_forms[n++] = key;
    return n;
}

struct hit {
    const struct val *row;
    int score;
    size_t order; /* as it was found: newest first */
};

static int by_score(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->score != y->score)
        return y->score - x->score;
    return (x->order > y->order) - (x->order < y->order);
}

static bool known(const struct hit *hits, size_t n, const struct val *row)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].row[HIT_KIND].i == row[HIT_KIND].i && hits[i].row[HIT_REF].i == row[HIT_REF].i)
            return true;
    return false;
}

/* Names that begin with the text come first, then the people and companies, then the rest; the newest first. An entry's
 * text begins with the name, so the thing itself need not be read. */
static int score_of(struct ctx *cx, const struct val *row, const char *folded)
{
    const char *text = val_s(row[HIT_TEXT], "");
    if (row[HIT_KIND].i == SEARCH_COMPANY)
        text = text_company_key(cx->arena, text);
    int score = row[HIT_KIND].i == SEARCH_CARD ? 0 : 1;
    return strncmp(text, folded, strlen(folded)) == 0 ? score + 2 : score;
}

static enum err find_more(struct ctx *cx, const char *words, const char *folded, struct hit *hits,
        size_t *n_hits, bool *partial)
{
    struct rows rows;
    bool cut = false;
    int scan = cx->short_lane ? SEARCH_SCAN_SHORT : SEARCH_SCAN_MAX;
    enum err e = search_store_find(cx->db, words, access_sees(cx), scan, SCAN, &rows, &cut);
    if (!e && cut)
        e = ctx_long(cx);
    *partial |= cut;
    for (size_t i = 0; !e && i < rows.n; i++) {
        const struct val *row = row_of(&rows, i);
        if (known(hits, *n_hits, row))
            continue;
        hits[*n_hits] = (struct hit){row, score_of(cx, row, folded), *n_hits};
        ++*n_hits;
    }
    return e;
}

static const char *first_text(const char *a, const char *b, const char *c)
{
    return a && *a ? a : b && *b ? b : c && *c ? c : NULL;
}

struct shown {
    const char *kind, *title, *subtitle;
    struct val id, module_id, status_id;
};

static enum err card_show(struct ctx *cx, struct shown *s)
{
    const struct val *row;
    enum err e = search_store_card(cx->db, s->id.i, &row);
    if (e)
        return e;
    if (!meta_module_live(cx->meta, row[CARD_HIT_MODULE].i))
        return ERR_NOT_FOUND;
    s->kind = "card";
    s->title = val_s(row[CARD_HIT_NAME], "");
    s->module_id = row[CARD_HIT_MODULE];
    s->status_id = row[CARD_HIT_STATUS];
    const char *customer = val_s(row[CARD_HIT_CUSTOMER], ""), *company = val_s(row[CARD_HIT_COMPANY], "");
    s->subtitle = first_text(strcmp(customer, s->title) == 0 ? NULL : customer,
            strcmp(company, s->title) == 0 ? NULL : company,
            arena_printf(cx->arena, "#%lld", (long long)row[CARD_HIT_NUMBER].i));
    return ERR_OK;
}

static enum err contact_show(struct ctx *cx, bool person, struct shown *s)
{
    const struct val *row;
    enum err e = search_store_contact(cx->db, s->id.i, &row);
    if (e)
        return e;
    s->kind = person ? "person" : "company";
    s->title = val_s(row[CONTACT_HIT_NAME], "");
    s->subtitle = first_text(val_s(row[CONTACT_HIT_COMPANY], NULL), val_s(row[CONTACT_HIT_EMAIL], NULL),
            val_s(row[CONTACT_HIT_PHONE], NULL));
    return ERR_OK;
}

/* ERR_NOT_FOUND: it is in the trash, or its module is. */
static enum err hit_write(struct ctx *cx, struct jw *w, const struct val *row)
{
    struct shown s = {.id = row[HIT_REF], .module_id = val_null(), .status_id = val_null()};
    bool card = row[HIT_KIND].i == SEARCH_CARD;
    enum err e = card ? card_show(cx, &s) : contact_show(cx, row[HIT_KIND].i == SEARCH_PERSON, &s);
    if (e)
        return e;
    jw_obj(w);
    jw_kstr(w, "kind", s.kind);
    jw_kval(w, "id", s.id);
    jw_kstr(w, "title", s.title);
    jw_kstr(w, "subtitle", s.subtitle ? s.subtitle : "");
    jw_kval(w, "module_id", s.module_id);
    jw_kval(w, "status_id", s.status_id);
    jw_obj_end(w);
    return ERR_OK;
}

enum err search_write(struct ctx *cx, const char *text, int limit, struct jw *w)
{
    if (text_chars(text, strlen(text)) > TEXT_MAX)
        return fail_limit(cx, ERR_INVALID, "q", "error.too_long", TEXT_MAX);
    char *folded = text_fold(cx->arena, text);
    const char *phones[N_PHONES];
    size_t n_phones = phone_forms(cx, text, phones), n = 0;
    struct hit *hits = arena_alloc(cx->arena, sizeof *hits * SCAN * (N_PHONES + 1));
    bool partial = false;
    enum err e = *folded ? find_more(cx, folded, folded, hits, &n, &partial) : ERR_OK;
    for (size_t i = 0; !e && i < n_phones; i++)
        e = find_more(cx, phones[i], folded, hits, &n, &partial);
    if (e)
        return e;
    if (n)
        qsort(hits, n, sizeof *hits, by_score);
    if (limit < 1 || limit > LIMIT_MAX)
        limit = LIMIT_MAX;
    for (size_t i = 0; db_ahead(cx->db, i < n && i < (size_t)limit); i++)
        hit_write(cx, w, hits[i].row); /* there is nothing to write yet */
    jw_obj(w);
    jw_key(w, "hits");
    jw_arr(w);
    for (size_t i = 0; !e && i < n && limit > 0; i++) {
        e = hit_write(cx, w, hits[i].row);
        limit -= !e;
        e = e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    jw_arr_end(w);
    jw_kbool(w, "partial", partial);
    jw_obj_end(w);
    return e;
}
