/* wal_file - SQLite's write-ahead log as a file, read beside the database that writes it. Source: sqlite.org/fileformat2
 * ("The Write-Ahead Log"). */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place between two frames: the log's generation, how many frames lie before, and their running checksum. */
struct wal_pos {
    uint32_t salt[2], sum[2], frame, page_size;
};

struct wal_frame {
    uint32_t page, db_pages; /* db_pages > 0: it ends a transaction, the database has so many pages then */
    const unsigned char *data;
};

/* wal_begin - the place before the first frame. Gives: false when there is no log, or an empty one. */
bool wal_begin(int fd, struct wal_pos *out_pos);
/* wal_same - are both of one generation? */
bool wal_same(const struct wal_pos *a, const struct wal_pos *b);
/* wal_next - the frame behind pos, if it is whole and of this generation; moves pos behind it. data: room for a frame of
 * the largest page. */
#define WAL_PAGE_MAX 65536
bool wal_next(
        int fd, struct wal_pos *pos, unsigned char data[static WAL_PAGE_MAX], struct wal_frame *out_frame);
