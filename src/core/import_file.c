#include "core/import_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MAX_SAMPLES      5
#define MAX_DISTINCT     50
#define MAX_SAMPLE_BYTES 200 /* bytes of a sample */

/* What a column seems to hold, counted over all filled cells. */
struct column_stats {
    int64_t filled, numbers, bools, dates, mails;
    json_t *samples, *distinct; /* distinct: NULL once there are too many */
};

static bool looks_number(const char *s)
{
    size_t digits = 0;
    for (const char *p = s + (*s == '-' || *s == '+'); *p; p++) {
        if (isdigit((unsigned char)*p))
            digits++;
        else if (!strchr(".,  ", *p))
            return false;
    }
    return digits > 0 && digits <= 15 && (s[0] != '0' || !isdigit((unsigned char)s[1]));
}

static bool looks_bool(const char *s)
{
    static const char *const words[] = {
            "yes", "no", "true", "false", "igen", "nem", "da", "nu", "0", "1", NULL};
    for (int i = 0; words[i]; i++)
        if (strcasecmp(s, words[i]) == 0)
            return true;
    return false;
}

static bool looks_date(const char *s)
{
    int groups = 0, digits = 0;
    for (; *s && *s != 'T' && groups < 4; s++) {
        if (isdigit((unsigned char)*s)) {
            groups += digits == 0;
            digits++;
        } else if (strchr("-./ ", *s))
            digits = 0;
        else
            return false;
    }
    return groups == 3;
}

static void note_cell(struct column_stats *c, const char *text)
{
    if (!*text)
        return;
    c->filled++;
    c->numbers += looks_number(text);
    c->bools += looks_bool(text);
    c->dates += looks_date(text);
    c->mails += strchr(text, '@') != NULL;
    size_t n = strlen(text);
    json_t *s = json_stringn_nocheck(text, n > MAX_SAMPLE_BYTES ? MAX_SAMPLE_BYTES : n);
    if (!text_valid(json_string_value(s), json_string_length(s))) {
        json_decref(s); /* the cut went through a character */
        return;
    }
    if (c->distinct && !json_object_get(c->distinct, json_string_value(s))) {
        if (json_object_size(c->distinct) < MAX_DISTINCT)
            json_object_set_new(c->distinct, json_string_value(s), json_integer(0));
        else {
            json_decref(c->distinct);
            c->distinct = NULL;
        }
    }
    if (c->distinct) {
        json_t *count = json_object_get(c->distinct, json_string_value(s));
        json_integer_set(count, json_integer_value(count) + 1);
    }
    if (json_array_size(c->samples) < MAX_SAMPLES)
        json_array_append(c->samples, s);
    json_decref(s);
}

static const char *kind_of(const struct column_stats *c)
{
    int64_t most = c->filled - c->filled / 50; /* two in a hundred may be mistakes */
    if (!c->filled)
        return "empty";
    if (c->bools >= most && c->distinct && json_object_size(c->distinct) <= 2)
        return "bool";
    if (c->mails >= most)
        return "email";
    if (c->dates >= most)
        return "date";
    if (c->numbers >= most)
        return "number";
    if (c->distinct && c->filled >= 20 && (int64_t)json_object_size(c->distinct) * 4 <= c->filled)
        return "choice";
    return "text";
}

static json_t *column_json(int index, const char *header, struct column_stats *c)
{
    json_t *o = json_object();
    json_object_set_new(o, "index", json_integer(index));
    json_object_set_new(o, "header", json_string(header));
    json_object_set_new(o, "n_filled", json_integer(c->filled));
    json_object_set_new(o, "kind", json_string(kind_of(c)));
    json_object_set_new(o, "samples", c->samples);
    json_t *distinct = json_array();
    const char *key;
    json_t *unused;
    if (c->distinct)
        json_object_foreach(c->distinct, key, unused) json_array_append_new(distinct, json_string(key));
    json_object_set_new(o, "distinct", distinct);
    json_decref(c->distinct);
    return o;
}

/* Headers are texts of their own, so that they outlive the reader's row. A column without a header gets its number. */
static const char **keep_headers(struct arena *a, const char *const *cells, size_t *n)
{
    while (*n && !*cells[*n - 1])
        --*n; /* trailing empty columns */
    const char **headers = arena_array(a, const char *, *n + 1);
    for (size_t i = 0; i < *n; i++)
        headers[i] = *cells[i] ? arena_str(a, cells[i]) : arena_printf(a, "#%zu", i + 1);
    return headers;
}

enum err import_analyse(
        struct arena *a, const char *path, bool given, struct import_file *out_file, const char **out_key)
{
    struct import_file f = *out_file;
    enum err e = given ? ERR_OK : csv_guess(path, &f.encoding, &f.delimiter);
    struct csv *csv = NULL;
    struct stat st;
    if (!e && stat(path, &st) == 0)
        f.size_bytes = st.st_size;
    if (!e)
        e = csv_open(path, f.encoding, f.delimiter, &csv);
    if (e)
        return e;
    *out_file = f;
    return import_analyse_csv(a, csv, out_file, out_key);
}

enum err import_analyse_csv(
        struct arena *a, struct csv *csv, struct import_file *out_file, const char **out_key)
{
    struct import_file f = *out_file;
    const char *const *cells;
    size_t n_headers = 0, n;
    enum err e = csv_next(csv, &cells, &n_headers);
    const char **headers = e ? NULL : keep_headers(a, cells, &n_headers);
    struct column_stats *cols = arena_array(a, struct column_stats, n_headers + 1);
    for (size_t i = 0; i < n_headers; i++)
        cols[i] = (struct column_stats){.samples = json_array(), .distinct = json_object()};
    f.n_rows = 0;
    while (!e && (e = csv_next(csv, &cells, &n)) == ERR_OK) {
        f.n_rows++;
        for (size_t i = 0; i < n && i < n_headers; i++)
            note_cell(&cols[i], cells[i]);
    }
    csv_close(csv);
    f.columns = json_keep(a, json_array());
    for (size_t i = 0; i < n_headers; i++)
        json_array_append_new(f.columns, column_json((int)i, headers[i], &cols[i]));
    if (e == ERR_TOO_LARGE) {
        *out_key = "error.import_row_too_large";
        return ERR_INVALID;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    if (!n_headers || !f.n_rows) {
        *out_key = "error.import_empty";
        return ERR_INVALID;
    }
    *out_file = f;
    return ERR_OK;
}
