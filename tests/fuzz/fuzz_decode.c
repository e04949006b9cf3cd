/* The decoders of a request's head: whatever comes out is valid UTF-8 without NUL, and no longer than what went in. */
#include "fuzz.h"

#include "base/text.h"
#include "http/decode.h"
#include "http/gzip.h"

static void check_text(const char *s, size_t most)
{
    must(strlen(s) <= most);
    must(text_valid(s, strlen(s)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new(0);
    const char *s = arena_strn(a, (const char *)data, n), *query = NULL, *why = NULL;
    size_t len = strlen(s), n_params = 0;
    int64_t length = -1;
    const char *path = decode_path(a, s, &query, &why);
    must(path || why);
    if (path) {
        check_text(path, len + 1);
        must(path[0] == '/');
    }
    struct http_header *params = decode_query(a, s, &n_params, &why);
    must(n_params <= HTTP_MAX_QUERY_PARAMS);
    for (size_t i = 0; params && i < n_params; i++) {
        check_text(params[i].name, len);
        check_text(params[i].value, len);
    }
    const char *cookie = decode_cookie(a, s, "a");
    must(!cookie || (strlen(cookie) <= len && !strchr(cookie, ';')));
    must(!decode_length(s, &length) || length >= 0);
    must(!decode_token(s) || decode_field_value(s));
    gzip_accepted(s);
    arena_free(a);
    return 0;
}
