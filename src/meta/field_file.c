#include "meta/field_impl.h"

#include <string.h>

/* A file of the card: the id of its attachment. No file of rows brings one in: there is nothing to read it from. */
static enum err parse_text_file(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    if (in[strspn(in, " \t\r\n")])
        return refuse(out_key, "error.file_by_import");
    *out = val_null();
    return ERR_OK;
}

const struct field_type type_file = {.name = "file",
        .sql_word = "{INT}",
        .ops = OPS_EMPTY,
        .sortable = false,
        .parse = parse_id,
        .parse_text = parse_text_file,
        .write = write_val,
        .show = show_id};
