#include "core/sniff.h"
#include "base/log.h"

#include <magic.h>
#include <pthread.h>
#include <string.h>

#define UNKNOWN "application/octet-stream"

/* The library's tables, read once; it is not made for several threads. What unpacks, or follows pointers in the file, is
 * switched off. */
static struct {
    pthread_mutex_t lock;
    magic_t magic;
    bool tried;
} sniffer = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void open_magic(void)
{
    sniffer.tried = true;
    sniffer.magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF |
                               MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_TOKENS);
    if (sniffer.magic && magic_load(sniffer.magic, NULL) == 0)
        return;
    log_msg(LOG_WARN, "types of files cannot be told: %s",
            sniffer.magic ? magic_error(sniffer.magic) : "out of memory");
    if (sniffer.magic)
        magic_close(sniffer.magic);
    sniffer.magic = NULL;
}

/* A type is letters, digits and a few signs around one slash; the library's own words for troubles are not. */
static bool is_type(const char *s)
{
    size_t n = strlen(s);
    return n < 128 && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_/") == n &&
           strchr(s, '/') && strchr(s, '/') == strrchr(s, '/');
}

const char *sniff_type(struct arena *a, const void *bytes, size_t n)
{
    const char *type = NULL;
    pthread_mutex_lock(&sniffer.lock);
    if (!sniffer.tried)
        open_magic();
    if (sniffer.magic)
        type = magic_buffer(sniffer.magic, bytes, n < SNIFF_BYTES ? n : SNIFF_BYTES);
    type = type && is_type(type) ? arena_str(a, type) : UNKNOWN;
    pthread_mutex_unlock(&sniffer.lock);
    return type;
}

bool sniff_shown(const char *type)
{
    static const char *const shown[] = {"image/png", "image/jpeg", "image/gif", "image/webp", NULL};
    for (int i = 0; shown[i]; i++)
        if (strcmp(shown[i], type) == 0)
            return true;
    return false;
}

/* Sizes of pictures */

static int64_t big(const unsigned char *p, int n)
{
    int64_t v = 0;
    while (n-- > 0)
        v = v << 8 | *p++;
    return v;
}

static int64_t little(const unsigned char *p, int n)
{
    int64_t v = 0;
    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

static bool is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* From segment to segment until the one that begins the frame; what is no JPEG ends the walk. */
static void jpeg(FILE *f, int64_t *w, int64_t *h)
{
    unsigned char b[9];
    long at = 2;
    for (int i = 0; i < 500; i++) {
        if (fseek(f, at, SEEK_SET) || fread(b, 1, 9, f) != 9 || b[0] != 0xFF)
            return;
        if (is_frame(b[1])) {
            *h = big(b + 5, 2);
            *w = big(b + 7, 2);
            return;
        }
        if (b[1] == 0xDA || b[1] == 0xD9)
            return;
        at += b[1] == 0xFF ? 1 : 2 + (long)big(b + 2, 2);
    }
}

static void webp(const unsigned char *b, int64_t *w, int64_t *h)
{
    if (memcmp(b + 12, "VP8X", 4) == 0) {
        *w = 1 + little(b + 24, 3);
        *h = 1 + little(b + 27, 3);
    } else if (memcmp(b + 12, "VP8L", 4) == 0 && b[20] == 0x2F) {
        int64_t bits = little(b + 21, 4);
        *w = 1 + (bits & 0x3FFF);
        *h = 1 + (bits >> 14 & 0x3FFF);
    } else if (memcmp(b + 12, "VP8 ", 4) == 0) {
        *w = little(b + 26, 2) & 0x3FFF;
        *h = little(b + 28, 2) & 0x3FFF;
    }
}

void sniff_picture(FILE *f, const char *type, int64_t *out_width, int64_t *out_height)
{
    unsigned char b[30];
    int64_t w = 0, h = 0;
    size_t n = fseek(f, 0, SEEK_SET) == 0 ? fread(b, 1, sizeof b, f) : 0;
    if (n == sizeof b && strcmp(type, "image/png") == 0) {
        w = big(b + 16, 4);
        h = big(b + 20, 4);
    } else if (n == sizeof b && strcmp(type, "image/gif") == 0) {
        w = little(b + 6, 2);
        h = little(b + 8, 2);
    } else if (n == sizeof b && strcmp(type, "image/webp") == 0) {
        webp(b, &w, &h);
    } else if (strcmp(type, "image/jpeg") == 0) {
        jpeg(f, &w, &h);
    }
    *out_width = w && h ? w : 0;
    *out_height = w && h ? h : 0;
}
