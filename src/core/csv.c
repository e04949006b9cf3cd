#include "core/csv.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

#include <csv.h>
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>

#define READ_BYTES  65536
#define GUESS_BYTES 262144

/* Rows that one read completed wait here until they are asked for. Cells of all rows stand one behind the other. */
struct csv {
    FILE *file;
    struct csv_parser parser;
    iconv_t conv;    /* (iconv_t)-1 for UTF-8 */
    char pending[8]; /* a multi-byte sequence cut by the read's end */
    size_t n_pending;
    struct buf text;                   /* NUL-terminated cells */
    struct buf starts;                 /* size_t offsets into text, one per cell */
    struct buf row_ends;               /* size_t index of the first cell after each row */
    size_t next_row;                   /* first row not given out yet */
    size_t partial_cell, partial_text; /* where the row still being read began */
    const char *cells[CSV_MAX_COLUMNS];
    int64_t row;
    bool begun, at_end, too_large;
};

const char *csv_encoding_name(enum csv_encoding e)
{
    return e == CSV_UTF8 ? "utf-8" : "windows-1250";
}

bool csv_encoding_named(const char *name, enum csv_encoding *out)
{
    if (strcmp(name, "utf-8") == 0)
        *out = CSV_UTF8;
    else if (strcmp(name, "windows-1250") == 0)
        *out = CSV_WINDOWS_1250;
    else
        return false;
    return true;
}

static size_t n_cells(const struct csv *c)
{
    return c->starts.len / sizeof(size_t);
}

static size_t n_rows(const struct csv *c)
{
    return c->row_ends.len / sizeof(size_t);
}

/* Spreadsheets compute cells that begin like a formula; an apostrophe before it keeps them from it. It belongs to the file,
 * not to the value: writing adds one, reading takes one off, also where the value has some of its own. */
static bool guarded(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] == '\'')
        n++;
    return n > 0 && n < len && strchr("=@+-", s[n]);
}

/* Numbers and telephone numbers may begin with a sign. */
static bool computes(const char *s)
{
    if (*s == '=' || *s == '@')
        return true;
    return (*s == '+' || *s == '-') && s[1 + strspn(s + 1, "0123456789 ()/.,-")];
}

static void on_cell(void *s, size_t len, void *arg)
{
    struct csv *c = arg;
    if (n_cells(c) - c->partial_cell >= CSV_MAX_COLUMNS ||
            c->text.len - c->partial_text + len > CSV_MAX_ROW_BYTES) {
        c->too_large = true;
        return;
    }
    size_t start = c->text.len;
    buf_add(&c->starts, &start, sizeof start);
    const char *p = s;
    while (len && isspace((unsigned char)*p)) {
        p++;
        len--;
    }
    while (len && isspace((unsigned char)p[len - 1]))
        len--;
    if (guarded(p, len)) {
        p++;
        len--;
    }
    buf_add(&c->text, p, len);
    buf_putc(&c->text, 0);
}

static void on_row(int end_char, void *arg)
{
    struct csv *c = arg;
    size_t end = n_cells(c);
    buf_add(&c->row_ends, &end, sizeof end);
    c->partial_cell = end;
    c->partial_text = c->text.len;
}

enum err csv_open(const char *path, enum csv_encoding encoding, char delimiter, struct csv **out_csv)
{
    FILE *file = fopen(path, "rbe");
    return file ? csv_open_stream(file, encoding, delimiter, out_csv) : ERR_INTERNAL;
}

enum err csv_open_stream(FILE *file, enum csv_encoding encoding, char delimiter, struct csv **out_csv)
{
    struct csv *c = mem_zalloc(sizeof *c);
    c->conv = (iconv_t)-1;
    buf_init(&c->text, NULL);
    buf_init(&c->starts, NULL);
    buf_init(&c->row_ends, NULL);
    csv_init(&c->parser, CSV_APPEND_NULL);
    csv_set_delim(&c->parser, (unsigned char)delimiter);
    c->file = file;
    if (encoding == CSV_WINDOWS_1250)
        c->conv = iconv_open("UTF-8//TRANSLIT", "WINDOWS-1250");
    if (encoding == CSV_WINDOWS_1250 && c->conv == (iconv_t)-1) {
        csv_close(c);
        return ERR_INTERNAL;
    }
    *out_csv = c;
    return ERR_OK;
}

void csv_close(struct csv *c)
{
    if (!c)
        return;
    if (c->file)
        fclose(c->file);
    if (c->conv != (iconv_t)-1)
        iconv_close(c->conv);
    csv_free(&c->parser);
    buf_free(&c->text);
    buf_free(&c->starts);
    buf_free(&c->row_ends);
    mem_free(c);
}

/* Drop the rows given out; the part of a row that is still being read moves to the front. */
static void compact(struct csv *c)
{
    size_t *starts = (size_t *)(void *)c->starts.p;
    size_t kept = n_cells(c) - c->partial_cell;
    size_t text_kept = c->text.len - c->partial_text;
    if (text_kept)
        memmove(c->text.p, c->text.p + c->partial_text, text_kept);
    for (size_t i = 0; i < kept; i++)
        starts[i] = starts[c->partial_cell + i] - c->partial_text;
    c->starts.len = kept * sizeof(size_t);
    c->text.len = text_kept;
    c->row_ends.len = 0;
    c->partial_cell = c->partial_text = 0;
    c->next_row = 0;
}

/* windows-1250 to UTF-8; the five bytes it leaves undefined become U+FFFD. */
static void convert(struct csv *c, char *in, size_t n, struct buf *out)
{
    while (n) {
        char *to = buf_reserve(out, n * 3 + 8);
        size_t room = out->cap - out->len, before = room;
        size_t r = iconv(c->conv, &in, &n, &to, &room);
        out->len += before - room;
        if (r == (size_t)-1 && errno != E2BIG && n) {
            buf_add(out, "\xef\xbf\xbd", 3);
            in++;
            n--;
        }
    }
}

static enum err feed(struct csv *c, const char *p, size_t n)
{
    if (csv_parse(&c->parser, p, n, on_cell, on_row, c) != n || c->too_large)
        return c->too_large ? ERR_TOO_LARGE : ERR_INTERNAL;
    return ERR_OK;
}

/* Bytes that are not UTF-8 in a file said to be so become U+FFFD; a sequence cut by the read waits for the next. */
static enum err feed_utf8(struct csv *c, const char *p, size_t n, bool last)
{
    struct buf clean;
    buf_init(&clean, NULL);
    size_t i = 0;
    c->n_pending = 0;
    while (i < n) {
        size_t k = i;
        while (k < n && (unsigned char)p[k] < 0x80 && p[k])
            k++;
        buf_add(&clean, p + i, k - i);
        i = k;
        if (i == n)
            break;
        size_t len = p[i] ? text_utf8_len(p + i, n - i) : 0;
        if (len == 0 && !last && p[i] && n - i < 4) {
            c->n_pending = n - i;
            memcpy(c->pending, p + i, c->n_pending);
            break;
        }
        buf_add(&clean, len ? p + i : "\xef\xbf\xbd", len ? len : 3);
        i += len ? len : 1;
    }
    enum err e = clean.len ? feed(c, clean.p, clean.len) : ERR_OK;
    buf_free(&clean);
    return e;
}

static enum err read_more(struct csv *c)
{
    char raw[READ_BYTES + 8];
    compact(c);
    memcpy(raw, c->pending, c->n_pending);
    size_t got = fread(raw + c->n_pending, 1, READ_BYTES, c->file);
    if (got < READ_BYTES && ferror(c->file))
        return ERR_INTERNAL;
    size_t n = got + c->n_pending;
    char *p = raw;
    if (!c->begun && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        p += 3;
        n -= 3;
    }
    c->begun = true;
    bool last = got == 0 || feof(c->file);
    enum err e;
    if (c->conv != (iconv_t)-1) {
        struct buf utf8;
        buf_init(&utf8, NULL);
        convert(c, p, n, &utf8);
        e = utf8.len ? feed_utf8(c, utf8.p, utf8.len, true) : ERR_OK;
        buf_free(&utf8);
    } else
        e = feed_utf8(c, p, n, last);
    if (!e && last) {
        c->at_end = true;
        csv_fini(&c->parser, on_cell, on_row, c);
        e = c->too_large ? ERR_TOO_LARGE : ERR_OK;
    }
    return e;
}

static bool blank_row(const struct csv *c, size_t from, size_t to)
{
    const size_t *starts = (const size_t *)(const void *)c->starts.p;
    for (size_t i = from; i < to; i++)
        if (c->text.p[starts[i]])
            return false;
    return true;
}

enum err csv_next(struct csv *c, const char *const **out_cells, size_t *out_n)
{
    for (;;) {
        while (c->next_row >= n_rows(c)) {
            if (c->at_end)
                return ERR_NOT_FOUND;
            enum err e = read_more(c);
            if (e)
                return e;
        }
        const size_t *ends = (const size_t *)(const void *)c->row_ends.p;
        const size_t *starts = (const size_t *)(const void *)c->starts.p;
        size_t from = c->next_row ? ends[c->next_row - 1] : 0, to = ends[c->next_row];
        c->next_row++;
        c->row++;
        if (blank_row(c, from, to))
            continue;
        for (size_t i = from; i < to; i++)
            c->cells[i - from] = c->text.p + starts[i];
        *out_cells = c->cells;
        *out_n = to - from;
        return ERR_OK;
    }
}

int64_t csv_row(const struct csv *c)
{
    return c->row;
}

/* How evenly a delimiter splits the first lines: the cells per line when all agree, less for each that differs. */
static long score(const char *p, size_t n, char delimiter)
{
    long first = -1, total = 0;
    bool quoted = false;
    long here = 0;
    int lines = 0;
    for (size_t i = 0; i < n && lines < 50; i++) {
        if (p[i] == '"')
            quoted = !quoted;
        else if (!quoted && p[i] == delimiter)
            here++;
        else if (!quoted && p[i] == '\n') {
            if (first < 0)
                first = here;
            total += here == first ? here * 2 : here < first ? here : first;
            here = 0;
            lines++;
        }
    }
    return lines ? total : here;
}

enum err csv_guess(const char *path, enum csv_encoding *out_encoding, char *out_delimiter)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return ERR_INTERNAL;
    char *p = mem_alloc(GUESS_BYTES);
    size_t n = fread(p, 1, GUESS_BYTES, f);
    bool whole = feof(f) != 0;
    fclose(f);
    size_t i = 0, len;
    while (i < n && (len = text_utf8_len(p + i, n - i)) > 0)
        i += len;
    *out_encoding = i == n || (!whole && n - i < 4) ? CSV_UTF8 : CSV_WINDOWS_1250;
    static const char candidates[] = {',', ';', '\t'};
    long best = 0;
    *out_delimiter = ',';
    for (size_t k = 0; k < sizeof candidates; k++) {
        long s = score(p, n, candidates[k]);
        if (s > best) {
            best = s;
            *out_delimiter = candidates[k];
        }
    }
    mem_free(p);
    return ERR_OK;
}

void csv_write_text(struct buf *out, const char *text)
{
    size_t n = strcspn(text, "\"\r\n,;\t");
    bool quoted = text[n] || (n && (*text == ' ' || text[n - 1] == ' '));
    if (quoted)
        buf_putc(out, '"');
    if (computes(text) || guarded(text, strlen(text)))
        buf_putc(out, '\'');
    if (!quoted) {
        buf_add(out, text, n);
        return;
    }
    for (; *text; text++) {
        if (*text == '"')
            buf_putc(out, '"');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

void csv_write_cell(struct buf *out, const char *text, bool first)
{
    if (!first)
        buf_putc(out, ',');
    csv_write_text(out, text);
}
