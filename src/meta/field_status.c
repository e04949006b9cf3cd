#include "meta/field_impl.h"

const struct field_type type_status = {.name = "status",
        .sql_word = "{INT}",
        .ops = 1u << OP_EQ | 1u << OP_NE | 1u << OP_IN | 1u << OP_NOT_IN,
        .sortable = false,
        .parse = parse_id,
        .parse_text = parse_text_id,
        .write = write_val,
        .show = show_id};
