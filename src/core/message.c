#include "base/arena.h"
#include "base/buf.h"
#include "core/ctx.h"

#include <string.h>

static const struct sentence {
    const char *key, *text[N_LANG];
} sentences[] = {
#define MSG(key, en, hu, ro) {key, {en, hu, ro}},
#include "core/message.def"
#undef MSG
};

static const struct sentence *sentence_of(const char *key)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (strcmp(sentences[i].key, key) == 0)
            return &sentences[i];
    return NULL;
}

/* Romanian counts 20 and more (and their hundreds) as "23 de zile". */
static bool needs_de(int64_t n)
{
    int64_t r = (n < 0 ? -n : n) % 100;
    return r == 0 ? n != 0 : r >= 20;
}

struct args {
    const char *field, *arg;
    int64_t limit;
};

/* Put in what the {name} at p stands for; returns what follows it. */
static const char *put_name(struct buf *b, const char *p, const struct args *in)
{
    static const char *const names[] = {"{field}", "{arg}", "{limit}", "{de}"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (strncmp(p, names[i], n) != 0)
            continue;
        if (i == 0)
            buf_puts(b, in->field ? in->field : "");
        else if (i == 1)
            buf_puts(b, in->arg ? in->arg : "");
        else if (i == 2)
            buf_int(b, in->limit);
        else if (needs_de(in->limit))
            buf_puts(b, "de ");
        return p + n;
    }
    buf_putc(b, *p);
    return p + 1;
}

char *message(
        struct arena *a, enum lang lang, const char *key, const char *field, const char *arg, int64_t limit)
{
    const struct sentence *s = sentence_of(key);
    if (!s)
        return arena_str(a, key);
    struct args in = {field, arg, limit};
    struct buf b;
    buf_init(&b, a);
    for (const char *p = s->text[lang]; *p;) {
        size_t n = strcspn(p, "{");
        buf_add(&b, p, n);
        p += n;
        if (*p)
            p = put_name(&b, p, &in);
    }
    return buf_str(&b);
}
