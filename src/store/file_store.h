/* file_store - rows of files and their chunks. */
#pragma once
#include "store/db.h"

#define FILE_CHUNK_BYTES 65536

struct file_row {
    int64_t id, size_bytes, n_chunks, keep_until, created_at, created_by;
    const char *kind, *name, *type, *sha256;
};

/* file_store_insert - an empty file: its size, chunks and hash come later. */
enum err file_store_insert(struct db *db, const struct file_row *in, int64_t *out_id);
enum err file_store_get(struct db *db, int64_t id, struct file_row *out_row);
/* file_store_append - one chunk behind the last. Takes: n from 1 to FILE_CHUNK_BYTES. ERR_NOT_FOUND no such file. */
enum err file_store_append(struct db *db, int64_t id, const void *bytes, size_t n);
/* file_store_whole - nothing more will come. */
enum err file_store_whole(struct db *db, int64_t id, const char *sha256, int64_t keep_until);
/* file_store_chunk - its bytes, into FILE_CHUNK_BYTES at to; a file may be long, so the arena gets none of it.
 * ERR_NOT_FOUND behind the last. */
enum err file_store_chunk(struct db *db, int64_t id, int64_t no, char *to, size_t *out_n);
/* file_store_expired - the file whose time ran out first; ERR_NOT_FOUND none. */
enum err file_store_expired(struct db *db, int64_t now_at, int64_t *out_id);
/* file_store_next_at - when the time of the first one runs out, NO_DUE when none has an end. */
enum err file_store_next_at(struct db *db, int64_t *out_at);
/* file_store_drop - remove the last max_chunks of a file, and the file when none is left. */
enum err file_store_drop(struct db *db, int64_t id, int64_t max_chunks, bool *out_gone);
