/* Any bytes as a file: guessing and reading come to an end, cells are valid text, and a row written again reads back. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/text.h"
#include "core/csv.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory with these bytes; its path goes to dst. */
static int file_of(const void *p, size_t n, char dst[static 32])
{
    int fd = memfd_create("fuzz", 0);
    must(fd >= 0 && write(fd, p, n) == (ssize_t)n);
    snprintf(dst, 32, "/proc/self/fd/%d", fd);
    return fd;
}

/* Cells come trimmed, a row of nothing but empty cells is passed over, and a byte order mark in front of a file is no
 * part of its first cell: only other rows can be read again. */
static void write_and_read(struct arena *a, const char *const *cells, size_t n)
{
    struct buf out;
    bool any = false;
    buf_init(&out, a);
    for (size_t i = 0; i < n; i++) {
        csv_write_cell(&out, cells[i], i == 0);
        any = any || *cells[i];
    }
    buf_puts(&out, "\r\n");
    if (!any || strncmp(cells[0], "\xef\xbb\xbf", 3) == 0)
        return;
    char path[32];
    int fd = file_of(out.p, out.len, path);
    struct csv *c = NULL;
    const char *const *again = NULL;
    size_t n_again = 0;
    must(csv_open(path, CSV_UTF8, ',', &c) == ERR_OK);
    must(csv_next(c, &again, &n_again) == ERR_OK);
    must(n_again == n);
    for (size_t i = 0; i < n; i++)
        must(strcmp(again[i], cells[i]) == 0);
    csv_close(c);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[32];
    int fd = file_of(data, n, path);
    enum csv_encoding encoding = CSV_UTF8;
    char delimiter = ',';
    must(csv_guess(path, &encoding, &delimiter) == ERR_OK);
    must(delimiter == ',' || delimiter == ';' || delimiter == '\t');

    struct arena *a = arena_new(0);
    struct csv *c = NULL;
    must(csv_open(path, encoding, delimiter, &c) == ERR_OK);
    const char *const *cells = NULL;
    size_t n_cells = 0, rows = 0;
    while (csv_next(c, &cells, &n_cells) == ERR_OK && rows++ < 1000) {
        must(n_cells <= CSV_MAX_COLUMNS);
        for (size_t i = 0; i < n_cells; i++)
            must(text_valid(cells[i], strlen(cells[i])));
        write_and_read(a, cells, n_cells);
        arena_reset(a);
    }
    csv_close(c);
    close(fd);
    arena_free(a);
    return 0;
}
