/* backups - those that are kept: made every night, or when an administrator asks, into a folder; each is restored into a
 * place of its own and verified at once, and older ones go by and by. Their rows stand in the directory. */
#pragma once
#include "core/directory.h"
#include "store/order_store.h"

struct backup_plan {
    const char *dir;            /* a folder for each account is made in it */
    const char *test_dir;       /* where test restores are made, and removed */
    int hour;                   /* of the machine's clock; -1 = none by itself */
    int daily, weekly, monthly; /* how many days, weeks, months each keep their latest */
};

/* backups_since - the last time of day at which backups were due; a backup made since is enough. */
int64_t backups_since(const struct backup_plan *plan, int64_t now_at);
/* backups_next_at - when they are due next; 0 = never. */
int64_t backups_next_at(const struct backup_plan *plan, int64_t now_at);
/* backups_plan - ask for those that are due. Gives: how many */
enum err backups_plan(struct directory *dir, struct ctx *cx, const struct backup_plan *plan, int64_t *out_n);
/* backups_ask - Errors: ERR_CONFLICT one is under way, with a fault */
enum err backups_ask(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t *out_id);
/* backups_take - an order nobody works on, claimed. at_start: nobody else can be at work. ERR_NOT_FOUND, ERR_CONFLICT */
enum err backups_take(struct directory *dir, struct ctx *cx, bool at_start, struct backup_row *out_row);
/* backups_run - acc NULL: it could not be opened. Make what was taken, test it, and remove what need not be kept any longer. Gives ERR_OK also when it
 * failed: the row says so. */
enum err backups_run(struct directory *dir, struct account *acc, struct ctx *cx,
        const struct backup_plan *plan, const struct backup_row *taken);
enum err backups_list(struct directory *dir, struct ctx *cx, int64_t account_id, struct backup_row **out_rows,
        size_t *out_n);
/* backups_file - where one lies, for an administrator to download. Errors: ERR_NOT_FOUND; ERR_FORBIDDEN somebody's
 * password, which it holds, is good for another account, too */
enum err backups_file(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t id, struct backup_row *out_row);
/* backups_metrics - Prometheus text. */
void backups_metrics(struct directory *dir, struct ctx *cx, struct buf *out);
/* backups_keep - which of an account's, latest first, stay: out_keep[i]. */
void backups_keep(const struct backup_plan *plan, const struct backup_row *rows, size_t n, bool *out_keep);
