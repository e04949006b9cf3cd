/* backup - an account as one file, the same from both databases: made beside a running server, checked, restored. */
#pragma once
#include "core/backup_file.h"
#include "core/directory.h"
#include "store/backup_store.h"

struct backup_info {
    struct backup_head head;
    int64_t bytes, rows;
    const char *sha256; /* of the rows: backups of equal accounts have equal ones, whenever they were made */
    const char *why;    /* what failed, and where; English, for the command line */
};

/* backup_make - a consistent copy of the account as of now, in constant memory, into a new file at path: complete and on
 * the disk, or not there at all. Errors: ERR_FULL, ERR_BUSY, ERR_INTERNAL */
enum err backup_make(struct directory *dir, struct account *acc, struct ctx *cx, const char *path,
        struct backup_info *out);
/* backup_make_of - the same of an account that is not open, from its database, which may be of an older schema. */
enum err backup_make_of(struct directory *dir, int64_t id, struct store *s, struct ctx *cx, const char *path,
        struct backup_info *out);
/* backup_check - read the whole file: head, every row, counts, digests. Errors: ERR_NOT_FOUND, ERR_INVALID damaged, cut
 * off, or of a newer program */
enum err backup_check(struct arena *a, const char *path, struct backup_info *out);

struct restored {
    struct backup_info info;
    int64_t account_id;
    const char *slug;
    int64_t n_logins, n_logins_kept; /* that were there before: they keep their password */
    int64_t n_keys, n_keys_left;     /* that another account has: they stay with it */
};

/* backup_restore - check the file, then make a new account of it where the directory's new accounts go. slug NULL: the
 * name it had. All or nothing. Errors: as backup_check; ERR_CONFLICT there is an account of this name; ERR_FULL, ERR_BUSY */
enum err backup_restore(
        struct directory *dir, struct ctx *cx, const char *path, const char *slug, struct restored *out);

/* restore_at - the account as it was at a time, as a new one; needs the archive of its past. Errors: as backup_restore, and
 * ERR_NOT_FOUND, ERR_INVALID with why when that time is not kept */
struct archive_reached;
enum err restore_at(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t at, const char *slug,
        struct restored *out, struct archive_reached *out_reached);

/* Reading, for backup_check, backup_restore and tests. Another answer than ERR_OK stops. */
struct backup_visitor {
    enum err (*table)(void *arg, const struct backup_table *t);
    enum err (*row)(void *arg, const struct backup_table *t, const struct val *row);
    void *arg;
};

/* backup_walk - all rows behind the head, each against the columns its table must have. Gives the visitor's error, or
 * ERR_OK also when the file failed: backup_in_end tells. */
enum err backup_walk(
        struct arena *a, struct backup_in *in, int schema, const struct backup_visitor *v, int64_t *out_rows);
/* backup_sql_word - of a field's type. */
const char *backup_sql_word(const char *type);
/* backup_known - can a backup of this schema be read? A sentence when it cannot. */
const char *backup_known(struct arena *a, const char *path, const struct backup_head *head);

/* Parts of the file behind the head. */
enum backup_part { PART_TABLE = 'T', PART_ROW = 'R', PART_END = 'Z' };
/* backup_out_table - the part that begins a table. */
void backup_out_table(struct backup_out *o, const struct backup_table *t);
