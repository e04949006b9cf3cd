/* archive_file - an SQLite account's past: folders, each with a base (a whole copy of the file) and the commits that came
 * after it. DIR/EPOCH/base.gz, DIR/EPOCH/00000001.log, …; EPOCH is when the copy was begun, ms UTC. A .log is a row of
 * blocks, each compressed and bound to the one before by a digest, so that nothing can be missing unseen. */
#pragma once
#include "base/arena.h"
#include "base/crypt.h"
#include "store/wal_file.h"

#include <limits.h>

#define ARCHIVE_SEGMENT_BYTES (16 << 20) /* a file ends when it is this long */
#define ARCHIVE_BLOCK_BYTES   (8 << 20)  /* pages in a block at most */

enum archive_flag {
    ARCHIVE_TURNED = 1, /* all is in the database file: the log may begin anew after this */
    ARCHIVE_CLOSED = 2, /* the database was closed, and its file is as size and mtime_ns say */
    ARCHIVE_NEXT = 4    /* goes on in the next epoch without a gap */
};

/* A block as it stands before its compressed bytes. */
struct archive_block {
    char magic[8];
    uint32_t raw_bytes, packed_bytes, n_frames, flags;
    struct wal_pos pos; /* behind its last frame */
    int64_t last_at;    /* of its last commit; without frames: everything up to then is known */
    int64_t size, mtime_ns;
    unsigned char
            digest[SHA256_BYTES]; /* of the digest before, this head without itself, the compressed bytes */
};

/* One frame in a block's raw bytes; its page follows. */
struct archive_frame {
    uint32_t page, db_pages;
    int64_t at; /* of the commit it ends; else 0 */
};

/* An epoch that is being written, or read. */
struct archive_log {
    char dir[PATH_MAX]; /* of the epoch */
    int64_t epoch;
    int segment;   /* the file's number */
    int64_t bytes; /* its length */
    unsigned char digest[SHA256_BYTES];
    struct archive_block last; /* the last whole block; magic empty: none */
};

/* archive_epochs - of an archive, oldest first; *out_n may be 0. */
enum err archive_epochs(struct arena *a, const char *dir, int64_t **out_epochs, size_t *out_n);
/* archive_walk - all blocks of an epoch, in order; block(arg, head, raw) for each, raw NULL when it is NULL. A last block
 * that was cut off is left out. Other damage, and a file that is missing between two, is an error.
 * Gives: where it ends in *out_log. Errors: ERR_INVALID with *out_why, ERR_INTERNAL, block's */
enum err archive_walk(struct arena *a, const char *dir, int64_t epoch,
        enum err (*block)(void *arg, const struct archive_block *b, const unsigned char *raw), void *arg,
        struct archive_log *out_log, const char **out_why);
/* archive_tail - only where it ends, to go on from there; nothing is verified. */
enum err archive_tail(const char *dir, int64_t epoch, struct archive_log *out_log);
/* archive_append - one block, durable. b: everything but magic, sizes of bytes, digest. Errors: ERR_FULL, ERR_INTERNAL */
enum err archive_append(struct archive_log *log, struct archive_block *b, const unsigned char *raw, size_t n);
/* archive_pack, archive_unpack - a file compressed into another, durable; and back. */
enum err archive_pack(const char *from, const char *to);
enum err archive_unpack(const char *from, const char *to);
/* archive_forget - remove an epoch. */
void archive_forget(const char *dir, int64_t epoch);
/* archive_bytes - what an epoch takes on disk. */
int64_t archive_bytes(const char *dir, int64_t epoch);

struct archive_reached {
    int64_t epoch;     /* the base that was used */
    int64_t commit_at; /* of the last commit in it; 0 = none, it is as the base was */
    int64_t n_commits, n_pages;
};
/* archive_rebuild - the database as it was at a time: base and commits not later than that, into a new file.
 * Errors: ERR_NOT_FOUND the archive begins later; ERR_INVALID damaged, or nothing was kept at that time; ERR_FULL; why is an
 * English sentence */
enum err archive_rebuild(struct arena *a, const char *dir, int64_t at, const char *to,
        struct archive_reached *out, const char **out_why);
