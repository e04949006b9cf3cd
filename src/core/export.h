/* export - the cards that a list selects as a CSV file of any length: made in pieces of some thousand rows, each read in a
 * transaction of its own, so that neither memory nor the database is held while a slow client reads. Cards come in the
 * order of their ids: each that matches from the beginning to the end comes exactly once; what changes meanwhile comes
 * as it is when its turn comes. Values are written so that an import reads them back: local times as
 * "2026-11-22 10:15", choices, users and statuses by their names, plain numbers. */
#pragma once
#include "core/account.h"
#include "core/list.h"

struct card_export;

enum export_separator { EXPORT_COMMA, EXPORT_SEMICOLON, EXPORT_TAB };

/* export_begin - check and keep what is to be exported; in a reading transaction of the member who exports.
 * Takes:  q, whose columns are those of the file (none: all fields of the module and its customers); its order, cursor and
 *         limit do not matter. With EXPORT_SEMICOLON numbers have a decimal comma, as spreadsheets there expect.
 * Gives:  an export that lives as long as cx->arena
 * Errors: as list_write */
enum err export_begin(struct account *acc, struct ctx *cx, const struct list_query *q,
        enum export_separator separator, struct card_export **out_export);
/* export_piece - add the next rows, the first time the header before them. Any thread, one at a time.
 * Errors: ERR_NOT_FOUND that was all (b may hold the last rows); ERR_UNAUTHENTICATED the member was locked meanwhile;
 *         ERR_BUSY, ERR_INTERNAL */
enum err export_piece(struct card_export *x, struct buf *b);
/* export_rows - how many were written so far. */
int64_t export_rows(const struct card_export *x);
