/* move - an account on its way to another database while people work in it. Its rows are copied from one moment's view;
 * what changes meanwhile is noted by triggers (store/move_store.h) and carried after, row by row, until little is left;
 * the copy is compared with another moment's view of the account, whole; then writers wait for the short time that the
 * rest takes, and go on in the new place. The old one is kept, refusing writes, until move_finish. */
#pragma once
#include "core/directory.h"
#include "store/order_store.h"

#define MOVE_LEASE_MS (5 * MS_MINUTE)

/* move_ask - an order for whoever serves the account. to: "sqlite", "postgresql" (the directory's own), or a PostgreSQL's
 * address; NULL: back to where the last move came from. why: English, for the command line.
 * Errors: ERR_INVALID, ERR_CONFLICT with why; ERR_NOT_FOUND to is NULL and there was no move */
enum err move_ask(struct directory *dir, struct ctx *cx, int64_t account_id, const char *to, int64_t *out_id,
        const char **out_why);
enum err move_look(struct directory *dir, struct ctx *cx, int64_t id, struct move_row *out_row);
/* move_latest - the account's. ERR_NOT_FOUND */
enum err move_latest(struct directory *dir, struct ctx *cx, int64_t account_id, struct move_row *out_row);
/* move_next - an order nobody works on; move_claim takes it. at_start: nobody else can be at work (a data folder whose
 * server starts). ERR_NOT_FOUND, ERR_CONFLICT another was faster */
enum err move_next(struct directory *dir, struct ctx *cx, bool at_start, struct move_row *out_row);
enum err move_claim(struct directory *dir, struct ctx *cx, const struct move_row *row);
/* move_run - do what was claimed, to its end, and note in its row how it goes. An order whose former worker died is only
 * cleaned up after. stop: asked now and then, may be NULL. Gives: ERR_OK also when the move failed: the row says so. */
enum err move_run(struct directory *dir, struct account *acc, struct ctx *cx, const struct move_row *claimed,
        bool (*stop)(void *arg), void *arg);
/* move_finish - remove the place the account came from. Errors: ERR_NOT_FOUND there is none, ERR_BUSY */
enum err move_finish(struct directory *dir, struct ctx *cx, int64_t account_id, struct move_row *out_row);
