#include "meta/field_impl.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES_MAX 100

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Sorted and without repeats: the same set is always the same text. */
static struct val ids_text(struct arena *a, int64_t *ids, size_t n)
{
    if (n == 0)
        return val_null();
    qsort(ids, n, sizeof *ids, by_id);
    struct buf b;
    buf_init(&b, a);
    buf_putc(&b, ',');
    for (size_t i = 0; i < n; i++) {
        if (i && ids[i] == ids[i - 1])
            continue;
        buf_int(&b, ids[i]);
        buf_putc(&b, ',');
    }
    return val_text(buf_str(&b));
}

static enum err parse(struct arena *a, const struct field *f, const json_t *in, struct val *out,
        const char **out_key, int64_t *out_limit)
{
    if (json_is_null(in)) {
        *out = val_null();
        return ERR_OK;
    }
    if (!json_is_array(in))
        return refuse(out_key, "error.not_list");
    size_t n = json_array_size(in);
    if (n > CHOICES_MAX) {
        *out_limit = CHOICES_MAX;
        return refuse(out_key, "error.too_many");
    }
    int64_t ids[CHOICES_MAX];
    for (size_t i = 0; i < n; i++) {
        const struct option *o = option_of_json(f, json_array_get(in, i));
        if (!o)
            return refuse(out_key, "error.unknown_choice");
        ids[i] = o->id;
    }
    *out = ids_text(a, ids, n);
    return ERR_OK;
}

static enum err parse_text(struct arena *a, const struct field *f, const char *in, const char *zone,
        struct val *out, const char **out_key)
{
    int64_t ids[CHOICES_MAX];
    size_t n = 0;
    char *save = NULL;
    for (char *s = strtok_r(arena_str(a, in), ";,|\n", &save); s; s = strtok_r(NULL, ";,|\n", &save)) {
        const char *t = text_trim(a, s);
        if (!*t)
            continue;
        const struct option *o = option_of_text(a, f, t);
        if (!o)
            return refuse(out_key, "error.unknown_choice");
        if (n == CHOICES_MAX)
            return refuse(out_key, "error.too_many");
        ids[n++] = o->id;
    }
    *out = ids_text(a, ids, n);
    return ERR_OK;
}

static void write_ids(struct jw *w, const struct field *f, struct val v)
{
    jw_arr(w);
    const char *s = val_s(v, "");
    while (*s == ',' && s[1]) {
        char *end;
        jw_int(w, strtoll(s + 1, &end, 10));
        s = end;
    }
    jw_arr_end(w);
}

static char *show(struct arena *a, const struct field *f, struct val v, enum lang lang, const char *zone)
{
    struct buf b;
    buf_init(&b, a);
    const char *s = val_s(v, "");
    while (*s == ',' && s[1]) {
        char *end;
        const struct option *o = field_option(f, strtoll(s + 1, &end, 10));
        if (o && b.len)
            buf_puts(&b, ", ");
        if (o)
            buf_puts(&b, label_in(&o->label, lang));
        s = end;
    }
    return buf_str(&b);
}

const struct field_type type_choices = {.name = "choices",
        .sql_word = "{TEXT}",
        .ops = 1u << OP_EQ | 1u << OP_NE | 1u << OP_IN | 1u << OP_NOT_IN | 1u << OP_CONTAINS | OPS_EMPTY,
        .parse = parse,
        .parse_text = parse_text,
        .write = write_ids,
        .show = show};
