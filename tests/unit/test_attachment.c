/* attachment - names, types and sizes of what strangers made; one file for equal bytes; what is removed comes back, or goes. */
#include "unit_desk.h"

#include "core/attachment.h"
#include "core/event.h"
#include "core/file.h"
#include "core/sniff.h"
#include "core/wake.h"

static void names_are_cleaned(void **state)
{
    static const char *const cases[][2] = {{"offer.pdf", "offer.pdf"}, {"../../etc/passwd", "passwd"},
            {"C:\\Users\\x\\Szerződés.docx", "Szerződés.docx"},
            {"a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"}, {"photo\xE2\x80\xAEgpj.exe", "photogpj.exe"},
            {"", "file"}, {"..", "file"}, {"/", "file"}, {" x. . ", "x"}, {"\xFF\xFE.txt", ".txt"},
            {"a\x7F\xC2\x85z", "az"}, {"\xEF\xBB\xBFlist.csv", "list.csv"}};
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(attachment_name(a, cases[i][0]), cases[i][1]);
    char name[1000] = {0};
    for (int i = 0; i < 300; i++)
        memcpy(name + 2 * i, "ő", 2);
    memcpy(name + 600, ".docx", 6);
    const char *kept = attachment_name(a, name);
    assert_int_equal(text_chars(kept, strlen(kept)), ATTACHMENT_NAME_MAX);
    assert_string_equal(kept + strlen(kept) - 5, ".docx");
    arena_free(a);
}

static void types_are_told_by_bytes(void **state)
{
    struct arena *a = arena_new(0);
    assert_string_equal(sniff_type(a, "%PDF-1.4\n%\xE2\xE3\n", 13), "application/pdf");
    assert_string_equal(
            sniff_type(a, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0", 29), "image/png");
    assert_string_equal(sniff_type(a, "GIF89a\1\0\1\0\0\0\0", 13), "image/gif");
    assert_string_equal(sniff_type(a, "<html><script>alert(1)</script></html>", 38), "text/html");
    assert_true(strchr(sniff_type(a, "\0\1\2\3", 4), '/'));
    assert_true(strchr(sniff_type(a, "", 0), '/'));
    assert_true(sniff_shown("image/webp"));
    assert_false(sniff_shown("image/svg+xml"));
    assert_false(sniff_shown("text/html"));
    arena_free(a);
}

static void size_of(const char *type, const void *bytes, size_t n, int64_t *w, int64_t *h)
{
    FILE *f = fmemopen((void *)(uintptr_t)bytes, n, "rb");
    assert_non_null(f);
    sniff_picture(f, type, w, h);
    fclose(f);
}

static void sizes_of_pictures(void **state)
{
    static const struct {
        const char *type, *bytes;
        size_t n;
        int64_t w, h;
    } cases[] = {
            {"image/png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\x75\x30\x08\6\0\0\0\0", 30, 60000,
                    30000},
            {"image/png", "\x89PNG\r\n\x1a\n\0\0", 10, 0, 0},
            {"image/gif", "GIF89a\x40\1\xC8\0\0\0\0aaaaaaaaaaaaaaaaaaaaaaaa", 37, 320, 200},
            {"image/jpeg", "\xFF\xD8\xFF\xE0\0\4ab\xFF\xC0\0\x11\x08\1\0\2\0\3", 18, 512, 256},
            {"image/jpeg", "\xFF\xD8\xFF\xE0\xFF\xFFshort", 11, 0, 0},
            {"image/jpeg", "\xFF\xD8\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 13, 0, 0},
            {"image/jpeg", "\xFF\xD8\xFF\xE0\0\0\xFF\xE0\0\0\xFF\xE0\0\0\xFF\xE0\0\0", 18, 0, 0},
            {"image/webp", "RIFF____WEBPVP8X\x0A\0\0\0\0\0\0\0\x7F\2\0\xDF\1\0", 30, 640, 480},
            {"image/webp", "RIFF____WEBPVP8 ____\0\0\0\x9D\1\x2A\x40\1\xF0\0", 30, 320, 240},
            {"image/webp", "RIFF____WEBPWHAT________________", 30, 0, 0},
            {"text/plain", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\0", 30, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t w = -1, h = -1;
        size_of(cases[i].type, cases[i].bytes, cases[i].n, &w, &h);
        assert_int_equal(w, cases[i].w);
        assert_int_equal(h, cases[i].h);
    }
}

/* A file of these bytes, as the uploading route puts it in. */
static int64_t put(struct desk *d, const char *bytes, const char **out_sha)
{
    bool more = true;
    struct file_put p = {.kind = ATTACHMENT_FILE_KIND,
            .name = "",
            .type = "text/plain",
            .from = fmemopen((void *)(uintptr_t)bytes, strlen(bytes), "rb"),
            .keep_ms = MS_DAY};
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    while (more)
        assert_ok(file_put_step(cx, &p, &more));
    desk_end(d);
    fclose(p.from);
    struct file_row row;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(file_store_get(cx->db, p.id, &row));
    *out_sha = row.sha256;
    desk_drop(d);
    return p.id;
}

static enum err attach(struct desk *d, int64_t member_id, struct attachment *at)
{
    struct ctx *cx = desk_begin(d, member_id, ORIGIN_USER);
    enum err e = attachment_add(cx, at);
    if (e)
        desk_drop(d);
    else
        desk_end(d);
    return e;
}

static struct attachment file_of(int64_t card_id, int64_t file_id, const char *sha, int64_t size)
{
    return (struct attachment){.card_id = card_id,
            .file_id = file_id,
            .name = "a.txt",
            .type = "text/plain",
            .sha256 = sha,
            .size_bytes = size};
}

static void sweep(struct desk *d)
{
    int n;
    int64_t at = 0;
    for (int i = 0; i < 10 && at <= d->now_at; i++) {
        struct ctx *cx = desk_begin(d, 0, ORIGIN_TIMER);
        assert_ok(wake_due(cx, 200, &n, &at));
        desk_end(d);
    }
    assert_true(at > d->now_at);
}

static void equal_bytes_stand_once(void **state)
{
    struct desk *d = *state;
    const char *sha, *again;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}");
    int64_t first = put(d, "hello", &sha), second = put(d, "hello", &again);
    assert_string_equal(sha, again);
    struct attachment one = file_of(id, first, sha, 5), two = file_of(id, second, sha, 5),
                      found = file_of(id, 0, sha, 5), gone = file_of(id, 0, "0000", 5);
    assert_ok(attach(d, ANNA, &one));
    assert_ok(attach(d, ANNA, &two));
    assert_ok(attach(d, ANNA, &found));
    assert_int_equal(two.file_id, first);
    assert_int_equal(found.file_id, first);
    assert_int_equal(attach(d, ANNA, &gone), ERR_BUSY);
    d->now_at += 2 * MS_DAY; /* the second file was nobody's */
    sweep(d);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM file"), 1);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM file_chunk"), 1);
}

static void what_goes_comes_back_or_goes_for_good(void **state)
{
    struct desk *d = *state;
    const char *sha;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}"), job, undo;
    int64_t file = put(d, "hello", &sha);
    struct attachment one = file_of(id, file, sha, 5), two = file_of(id, file, sha, 5);
    assert_ok(attach(d, ANNA, &one));
    assert_ok(attach(d, ANNA, &two));
    struct ctx *cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(attachment_trash(cx, one.id));
    desk_end(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(change_undo(cx, d->change_id, &job, &undo));
    desk_end(d);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM attachment WHERE trashed_at = 0"), 2);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(attachment_trash(cx, one.id));
    desk_end(d);
    int64_t trashing = d->change_id;
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(attachment_restore(cx, one.id));
    desk_end(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER); /* somebody took it out meanwhile */
    assert_int_equal(change_undo(cx, trashing, &job, &undo), ERR_CONFLICT);
    desk_drop(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(attachment_trash(cx, one.id));
    desk_end(d);
    d->now_at += ATTACHMENT_TRASH_MS + 1;
    sweep(d);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM attachment"), 1);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM file"), 1); /* the other one names it */
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_ok(subject_erase(cx, &(struct subject){.card_id = id}));
    desk_end(d);
    sweep(d);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM attachment"), 0);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM file"), 0);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM file_chunk"), 0);
}

static void only_who_sees_the_card_sees_its_files(void **state)
{
    struct desk *d = *state;
    const char *sha;
    int64_t id = desk_card(d, ANNA, d->sales, "{\"name\":\"x\"}"), file = put(d, "hello", &sha);
    struct attachment at = file_of(id, file, sha, 5), his = at, got;
    assert_int_equal(attach(d, BELA, &his), ERR_NOT_FOUND);
    assert_ok(attach(d, ANNA, &at));
    struct ctx *cx = desk_begin(d, BELA, ORIGIN_USER);
    assert_int_equal(attachment_get(cx, at.id, &got), ERR_NOT_FOUND);
    assert_int_equal(attachment_trash(cx, at.id), ERR_NOT_FOUND);
    desk_drop(d);
    cx = desk_begin(d, ANNA, ORIGIN_USER);
    assert_int_equal(attachment_check(cx, &(struct attachment){.card_id = id}), ERR_INVALID);
    cx->quota.bytes = 1;
    cx->fault = (struct fault){0};
    assert_int_equal(attachment_check(cx, &(struct attachment){.card_id = id, .size_bytes = 10}), ERR_QUOTA);
    desk_drop(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_cleaned),
            cmocka_unit_test(types_are_told_by_bytes), cmocka_unit_test(sizes_of_pictures),
            desk_test(equal_bytes_stand_once), desk_test(what_goes_comes_back_or_goes_for_good),
            desk_test(only_who_sees_the_card_sees_its_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
