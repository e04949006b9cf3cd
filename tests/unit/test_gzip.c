#include "http/gzip.h"

#include "unit.h"

#include <zlib.h>

static void accepts_what_clients_ask(void **state)
{
    static const char *const yes[] = {
            "gzip", "GZIP", "deflate, gzip", "br;q=1.0, gzip;q=0.8", "gzip;q=0.001", " gzip ", "a,,gzip"};
    static const char *const no[] = {
            "", "br", "xgzip", "gzipx", "gzip;q=0", "gzip; q=0.000", "identity", "*"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(gzip_accepted(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(gzip_accepted(no[i]));
    assert_false(gzip_accepted(NULL));
}

static void packs_and_reuses_its_state(void **state)
{
    struct gzip *g = NULL;
    char text[5000], back[sizeof text];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)('a' + (i * (size_t)(round + 1)) % 7);
        struct buf out;
        buf_init(&out, *state);
        assert_true(gzip_pack(&g, text, sizeof text, &out));
        assert_true(out.len < sizeof text / 2);
        z_stream z = {.next_in = (Bytef *)out.p, .avail_in = (uInt)out.len};
        z.next_out = (Bytef *)back;
        z.avail_out = sizeof back;
        assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        inflateEnd(&z);
        assert_memory_equal(back, text, sizeof text);
    }
    struct buf out;
    buf_init(&out, *state);
    assert_false(gzip_pack(&g, "xy", 2, &out)); /* would grow */
    gzip_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(accepts_what_clients_ask), arena_test(packs_and_reuses_its_state)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
