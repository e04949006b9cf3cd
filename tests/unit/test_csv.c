/* Files as they come: encodings, delimiters, quotes, ragged rows, cuts inside characters, hostile sizes. */
#include "base/buf.h"
#include "core/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/cardinal-csv-XXXXXX";

static void put(const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static struct csv *open_text(const char *text, enum csv_encoding enc, char delimiter)
{
    struct csv *c;
    put(text, strlen(text));
    assert_int_equal(csv_open(path, enc, delimiter, &c), ERR_OK);
    return c;
}

/* The next row joined by '|'. */
static const char *row(struct csv *c)
{
    static char joined[4096];
    const char *const *cells;
    size_t n;
    if (csv_next(c, &cells, &n))
        return NULL;
    joined[0] = 0;
    for (size_t i = 0; i < n; i++) {
        strcat(joined, i ? "|" : "");
        strcat(joined, cells[i]);
    }
    return joined;
}

static void test_quotes_and_breaks(void **state)
{
    (void)state;
    struct csv *c = open_text("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n  3 ,4", CSV_UTF8, ',');
    assert_string_equal(row(c), "a|b");
    assert_string_equal(row(c), "x, \"y\"|two\nlines");
    assert_string_equal(row(c), "3|4");
    assert_null(row(c));
    csv_close(c);
}

/* An apostrophe before what would be a formula is an export's; any other is text. */
static void test_apostrophes(void **state)
{
    (void)state;
    struct csv *c = open_text("'=1+1,\"'@x\",'+,'plain,',\"\n'-n\",''=\n", CSV_UTF8, ',');
    assert_string_equal(row(c), "=1+1|@x|+|'plain|'|-n|'=");
    csv_close(c);
}

static void test_ragged_and_empty(void **state)
{
    (void)state;
    struct csv *c = open_text("a;b;c;;\n1\n;;\n1;2;3;4;5;6\n", CSV_UTF8, ';');
    assert_string_equal(row(c), "a|b|c||");
    assert_string_equal(row(c), "1");
    assert_string_equal(row(c), "1|2|3|4|5|6"); /* the blank row between is passed over */
    assert_null(row(c));
    csv_close(c);
}

static void test_bom_and_bad_utf8(void **state)
{
    (void)state;
    struct csv *c = open_text("\xef\xbb\xbfnév\nSz\xc5\xb1"
                              "cs\nbad\xff!\n",
            CSV_UTF8, ',');
    assert_string_equal(row(c), "név");
    assert_string_equal(row(c), "Szűcs");
    assert_string_equal(row(c), "bad\xef\xbf\xbd!");
    csv_close(c);
}

static void test_windows_1250(void **state)
{
    (void)state;
    enum csv_encoding enc;
    char delimiter;
    struct csv *c = open_text("n\xe9v\tv\xe1ros\nSz\xfb"
                              "cs \xd5"
                              "d\xf6n\tGy\xf5r\n",
            CSV_WINDOWS_1250, '\t');
    assert_string_equal(row(c), "név|város");
    assert_string_equal(row(c), "Szűcs Ődön|Győr");
    csv_close(c);
    assert_int_equal(csv_guess(path, &enc, &delimiter), ERR_OK);
    assert_int_equal(enc, CSV_WINDOWS_1250);
    assert_int_equal(delimiter, '\t');
}

static void test_guess_delimiter(void **state)
{
    (void)state;
    enum csv_encoding enc;
    char delimiter;
    const char *text = "név;cím, város;ár\n\"a;b\";Győr, Fő u. 1;1,5\nc;Pécs, Tér;2,5\n";
    put(text, strlen(text));
    assert_int_equal(csv_guess(path, &enc, &delimiter), ERR_OK);
    assert_int_equal(enc, CSV_UTF8);
    assert_int_equal(delimiter, ';');
}

/* A character cut by the 64 KiB read comes out whole, at every offset of the cut. */
static void test_cut_characters(void **state)
{
    (void)state;
    for (size_t pad = 65530; pad < 65540; pad++) {
        struct buf b;
        struct csv *c;
        const char *const *cells;
        size_t n;
        buf_init(&b, NULL);
        for (size_t i = 0; i < pad; i++)
            buf_putc(&b, 'x');
        buf_puts(&b, "ű€𝄞,ő\nvége\n");
        put(b.p, b.len);
        assert_int_equal(csv_open(path, CSV_UTF8, ',', &c), ERR_OK);
        assert_int_equal(csv_next(c, &cells, &n), ERR_OK);
        assert_int_equal(n, 2);
        assert_string_equal(cells[0] + pad, "ű€𝄞");
        assert_string_equal(cells[1], "ő");
        assert_int_equal(csv_next(c, &cells, &n), ERR_OK);
        assert_string_equal(cells[0], "vége");
        assert_int_equal(csv_row(c), 2);
        csv_close(c);
        buf_free(&b);
    }
}

static void test_limits(void **state)
{
    (void)state;
    struct buf b;
    struct csv *c;
    const char *const *cells;
    size_t n;
    buf_init(&b, NULL);
    for (int i = 0; i < CSV_MAX_COLUMNS + 1; i++)
        buf_puts(&b, "x,");
    put(b.p, b.len);
    assert_int_equal(csv_open(path, CSV_UTF8, ',', &c), ERR_OK);
    assert_int_equal(csv_next(c, &cells, &n), ERR_TOO_LARGE);
    csv_close(c);
    b.len = 0;
    buf_putc(&b, '"'); /* a quote that never ends swallows the file: stopped at the row limit */
    for (int i = 0; i < CSV_MAX_ROW_BYTES + 70000; i++)
        buf_putc(&b, 'y');
    put(b.p, b.len);
    assert_int_equal(csv_open(path, CSV_UTF8, ',', &c), ERR_OK);
    assert_int_equal(csv_next(c, &cells, &n), ERR_TOO_LARGE);
    csv_close(c);
    buf_free(&b);
}

static void test_write_cell(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, NULL);
    csv_write_cell(&b, "plain", true);
    csv_write_cell(&b, "a,b \"c\"", false);
    csv_write_cell(&b, "=1+1", false);
    csv_write_cell(&b, "", false);
    csv_write_cell(&b, "+36 30 123", false);
    csv_write_cell(&b, "'-x", false);
    csv_write_cell(&b, "'x", false);
    assert_string_equal(buf_str(&b), "plain,\"a,b \"\"c\"\"\",'=1+1,,+36 30 123,''-x,'x");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_quotes_and_breaks),
            cmocka_unit_test(test_apostrophes), cmocka_unit_test(test_ragged_and_empty),
            cmocka_unit_test(test_bom_and_bad_utf8), cmocka_unit_test(test_windows_1250),
            cmocka_unit_test(test_guess_delimiter), cmocka_unit_test(test_cut_characters),
            cmocka_unit_test(test_limits), cmocka_unit_test(test_write_cell)};
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
