/* Any bytes are either refused with a reason or read into a tree; any bytes written as a text read back as valid JSON. */
#include "fuzz.h"

#include "base/json.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new(0);
    json_t *j = NULL;
    const char *why = NULL;
    if (json_read(a, (const char *)data, n, &j, &why))
        must(j == NULL && why != NULL);
    else
        must(json_is_object(j) || json_is_array(j));

    struct buf out;
    struct jw w;
    buf_init(&out, a);
    jw_init(&w, &out);
    jw_arr(&w);
    jw_strn(&w, (const char *)data, n);
    jw_arr_end(&w);
    must(text_valid(out.p, out.len));
    if (!memchr(data, 0, n)) {
        must(json_read(a, out.p, out.len, &j, &why) == ERR_OK);
        if (text_valid((const char *)data, n))
            must(json_string_length(json_array_get(j, 0)) == n);
    }
    arena_free(a);
    return 0;
}
