/* backup_file - the file of a backup: a head, blocks of compressed bytes, a digest. Its parts stand in backup_read.c. Writing goes to PATH.part, which takes its name when it is whole and on the disk. Reading believes nothing: every
 * length has a limit, every block its own check, the whole its SHA-256.
 * Both keep their first failure: calls after it do nothing, so that it is looked at in one place. */
#pragma once
#include "base/arena.h"
#include "base/crypt.h"
#include "base/err.h"
#include "base/val.h"

#include <stdint.h>

#define BACKUP_FORMAT      1
#define BACKUP_VALUE_BYTES (64 << 20) /* a text or blob at most */

struct backup_head {
    int schema;              /* of the account */
    int64_t made_at;         /* ms UTC */
    const char *program;     /* version of the program that made it */
    const char *slug, *name; /* the account's */
};

/* What failed, and where; a sentence in English for the command line. */
struct backup_failure {
    enum err e;
    const char *why;
};

struct backup_out;

/* backup_out_open - Takes: path; the file is made there when it is whole, replacing an older one. NULL never. */
struct backup_out *backup_out_open(struct arena *a, const char *path, const struct backup_head *head);
void backup_out_byte(struct backup_out *o, unsigned char c);
void backup_out_int(struct backup_out *o, int64_t i);
void backup_out_text(struct backup_out *o, const char *s);
void backup_out_val(struct backup_out *o, struct val v);
/* backup_out_fail - note a failure of the caller's, so that the file is not made. */
void backup_out_fail(struct backup_out *o, enum err e, const char *why);
enum err backup_out_err(const struct backup_out *o);
/* backup_out_end - finish the file, or remove what there is of it when anything failed. Gives size and digest. */
struct backup_failure backup_out_end(
        struct backup_out *o, int64_t *out_bytes, unsigned char out_digest[static SHA256_BYTES]);

struct backup_in;

/* backup_in_open - reads and checks the head; its texts are in the arena. A file that cannot be opened is a failure. */
struct backup_in *backup_in_open(struct arena *a, const char *path, struct backup_head *out_head);
/* backup_in_… - the next value; zeros after a failure. Texts live until backup_in_row. */
unsigned char backup_in_byte(struct backup_in *in);
int64_t backup_in_int(struct backup_in *in);
const char *backup_in_text(struct backup_in *in);
struct val backup_in_val(struct backup_in *in);
/* backup_in_row - forget the texts read so far. */
void backup_in_row(struct backup_in *in);
/* backup_in_fail - note that what was read makes no sense, with the place in the file. Returns ERR_INVALID. */
enum err backup_in_fail(struct backup_in *in, const char *why);
bool backup_in_failed(const struct backup_in *in);
/* backup_in_end - nothing may follow but the digest, and it must be right. Closes the file. */
struct backup_failure backup_in_end(struct backup_in *in, unsigned char out_digest[static SHA256_BYTES]);
/* backup_in_close - the failure so far, without looking at the rest. */
struct backup_failure backup_in_close(struct backup_in *in);
