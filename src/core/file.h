/* file - files in the account's database: put in and read in slices, so that neither memory nor the line of writers feels
 * their size; removed when their time has come. */
#pragma once
#include "base/crypt.h"
#include "core/ctx.h"
#include "store/file_store.h"

#include <stdio.h>

/* Putting one in: filled with kind, name and type, and from where it is read. */
struct file_put {
    const char *kind, *name, *type;
    FILE *from;
    int64_t keep_ms; /* how long it is kept once it is whole; 0 = for good */
    int64_t id;      /* out; 0 before the first step */
    struct crypt_sha256 hash;
    char *buffer; /* of the first step's arena, which must live on */
};
/* file_put_step - a few MiB of it, in a write transaction; again until *out_more is false. What is not finished within a
 * day is removed. Errors: ERR_FULL, ERR_INTERNAL `from` cannot be read */
enum err file_put_step(struct ctx *cx, struct file_put *put, bool *out_more);

/* A file that grows by what is written to it. */
enum err file_begin(struct ctx *cx, const char *kind, const char *name, const char *type, int64_t keep_until,
        int64_t *out_id);
enum err file_append(struct ctx *cx, int64_t id, const void *bytes, size_t n);

/* Reading one as a stream, over several transactions: file_reader_use says which is open now. */
struct file_reader;
/* file_reader_open - the reader belongs to the stream and goes when that is closed. Errors: ERR_NOT_FOUND */
enum err file_reader_open(struct db *db, int64_t id, struct file_reader **out_reader, FILE **out_stream);
void file_reader_use(struct file_reader *r, struct db *db);

/* file_piece - chunk no of a file, added to out. ERR_NOT_FOUND behind the last. */
enum err file_piece(struct ctx *cx, int64_t id, int64_t no, struct buf *out);
/* file_sweep_at - when the time of one runs out, NO_DUE when none has an end. */
enum err file_sweep_at(struct ctx *cx, int64_t *out_at);
/* file_sweep - remove some of what is kept too long, in a write transaction; *out_more: there is more to remove. */
enum err file_sweep(struct ctx *cx, bool *out_more);
