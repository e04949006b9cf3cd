/* csv - comma-separated files as they come (RFC 4180 and what spreadsheets make of it): UTF-8 with or without a byte
 * order mark, windows-1250; comma, semicolon or tab; quoted line breaks; ragged rows. Parsing is libcsv's. A file of any
 * length is read in constant memory, row by row. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CSV_MAX_COLUMNS   500
#define CSV_MAX_ROW_BYTES (1 << 20)

enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1250 };
const char *csv_encoding_name(enum csv_encoding e);
bool csv_encoding_named(const char *name, enum csv_encoding *out);

struct csv;

/* csv_guess - encoding (UTF-8 when the first 256 KiB are valid UTF-8) and delimiter (the one that splits the first
 * lines most evenly). Errors: ERR_INTERNAL cannot be read. */
enum err csv_guess(const char *path, enum csv_encoding *out_encoding, char *out_delimiter);
/* csv_open_stream - the reader stands before the first row; empty rows are passed over. The stream is the reader's from
 * now on, also after a failure. csv_open - the same for a file of the machine. */
enum err csv_open_stream(FILE *file, enum csv_encoding encoding, char delimiter, struct csv **out_csv);
enum err csv_open(const char *path, enum csv_encoding encoding, char delimiter, struct csv **out_csv);
/* csv_next - the next row's cells, UTF-8, trimmed of blanks; they live until the next call.
 * Errors: ERR_NOT_FOUND at the end; ERR_TOO_LARGE a row over the limits (then reading cannot go on); ERR_INTERNAL */
enum err csv_next(struct csv *c, const char *const **out_cells, size_t *out_n);
/* csv_row - number of the row last given, the header being 1. */
int64_t csv_row(const struct csv *c);
void csv_close(struct csv *c);
struct buf;
/* csv_write_text - append a cell's text, quoted where any of the separators or blanks at its ends ask for it, and with an
 * apostrophe where a spreadsheet would take it for a formula; csv_next takes both off. */
void csv_write_text(struct buf *out, const char *text);
/* csv_write_cell - the same behind a comma; first says no comma before it. */
void csv_write_cell(struct buf *out, const char *text, bool first);
