#include "store/wal_file.h"

#include <string.h>
#include <unistd.h>

#define HEAD_BYTES  32
#define FRAME_BYTES 24
#define MAGIC       0x377f0682u /* the lowest bit: checksums of big-endian words */

static uint32_t big(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t little(const unsigned char *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* This machine writes logs of its own byte order only. */
static uint32_t word(const unsigned char *p)
{
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? big(p) : little(p);
}

static void sum_add(uint32_t sum[2], const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        sum[0] += word(p + i) + sum[1];
        sum[1] += word(p + i + 4) + sum[0];
    }
}

bool wal_begin(int fd, struct wal_pos *out_pos)
{
    unsigned char h[HEAD_BYTES];
    if (pread(fd, h, sizeof h, 0) != sizeof h || (big(h) & ~1u) != MAGIC)
        return false;
    struct wal_pos pos = {.page_size = big(h + 8), .salt = {big(h + 16), big(h + 20)}};
    sum_add(pos.sum, h, 24);
    if (pos.sum[0] != big(h + 24) || pos.sum[1] != big(h + 28))
        return false;
    if (pos.page_size < 512 || pos.page_size > WAL_PAGE_MAX)
        return false;
    *out_pos = pos;
    return true;
}

bool wal_same(const struct wal_pos *a, const struct wal_pos *b)
{
    return a->salt[0] == b->salt[0] && a->salt[1] == b->salt[1];
}

bool wal_next(
        int fd, struct wal_pos *pos, unsigned char data[static WAL_PAGE_MAX], struct wal_frame *out_frame)
{
    unsigned char h[FRAME_BYTES];
    const off_t at = HEAD_BYTES + (off_t)pos->frame * (FRAME_BYTES + (off_t)pos->page_size);
    if (pread(fd, h, sizeof h, at) != sizeof h || big(h + 8) != pos->salt[0] || big(h + 12) != pos->salt[1])
        return false;
    if (pread(fd, data, pos->page_size, at + FRAME_BYTES) != (ssize_t)pos->page_size)
        return false;
    uint32_t sum[2] = {pos->sum[0], pos->sum[1]};
    sum_add(sum, h, 8);
    sum_add(sum, data, pos->page_size);
    if (sum[0] != big(h + 16) || sum[1] != big(h + 20))
        return false;
    memcpy(pos->sum, sum, sizeof sum);
    pos->frame++;
    *out_frame = (struct wal_frame){big(h), big(h + 4), data};
    return true;
}
