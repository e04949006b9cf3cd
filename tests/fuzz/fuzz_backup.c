/* Any bytes as a backup, and any bytes as the parts of one whose head, blocks and digests are right: reading comes to an
 * end, and says what is wrong where it refuses. */
#include "fuzz.h"

#include "base/buf.h"
#include "core/backup.h"

#include <endian.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define PARTS_MAX 200000 /* bytes of one block */

static enum err read_as_file(const void *p, size_t n)
{
    char path[32];
    struct arena *a = arena_new(0);
    struct backup_info info;
    int fd = memfd_create("fuzz", 0);
    must(fd >= 0 && write(fd, p, n) == (ssize_t)n);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum err e = backup_check(a, path, &info);
    must(e == ERR_OK || e == ERR_INVALID);
    must((e == ERR_OK) == (info.why == NULL));
    must(e || (info.head.schema >= 1 && info.rows >= 0 && strlen(info.sha256) == 64));
    close(fd);
    arena_free(a);
    return e;
}

static void put_u32(struct buf *b, uint32_t v)
{
    v = htole32(v);
    buf_add(b, &v, sizeof v);
}

static void put_digest(struct buf *b, size_t from)
{
    unsigned char digest[SHA256_BYTES];
    struct crypt_sha256 sha;
    crypt_sha256_begin(&sha);
    crypt_sha256_add(&sha, b->p + from, b->len - from);
    crypt_sha256_end(&sha, digest);
    buf_add(b, digest, sizeof digest);
}

/* A head of schema 1 without texts, the data as one block, the end. */
static void read_as_parts(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new(0);
    struct buf b;
    buf_init(&b, a);
    buf_add(&b, "CARDBKUP", 8);
    put_u32(&b, 28);
    put_u32(&b, BACKUP_FORMAT);
    put_u32(&b, 1);
    for (int i = 0; i < 5; i++)
        put_u32(&b, 0);
    put_digest(&b, 0);
    size_t from = b.len;
    uLongf packed = compressBound(n);
    unsigned char *room = arena_alloc(a, packed);
    must(compress2(room, &packed, data, n, 1) == Z_OK);
    put_u32(&b, (uint32_t)n);
    put_u32(&b, (uint32_t)packed);
    buf_add(&b, room, packed);
    put_u32(&b, 0);
    put_u32(&b, 0);
    put_digest(&b, from);
    read_as_file(b.p, b.len);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    read_as_file(data, n);
    if (n && n <= PARTS_MAX)
        read_as_parts(data, n);
    return 0;
}
