#include "meta/field_impl.h"

const struct field_type type_contact = {.name = "contact",
        .sql_word = "{INT}",
        .ops = OPS_EQ,
        .sortable = false,
        .parse = parse_id,
        .parse_text = parse_text_id,
        .write = write_val,
        .show = show_id};
