/* demo_text - the words the demo is made of: names in three languages, sentences in the account's language. */
#pragma once
#include "base/text.h"

#include <stddef.h>

struct demo_names {
    const char *country, *phone_prefix;
    const char *const *given, *const *family, *const *cities, *const *companies, *const *streets;
    size_t n_given, n_family, n_cities, n_companies, n_streets;
};
/* demo_names_of - Hungarian, Romanian and English people, places and firms. */
const struct demo_names *demo_names_of(enum lang l);

enum demo_line {
    LINE_CALL,
    LINE_MEETING,
    LINE_EMAIL,
    LINE_NOTE,
    LINE_TASK_CALL,
    LINE_TASK_MEETING,
    LINE_TASK_OFFER,
    LINE_TASK_MAIL,
    LINE_RESULT,
    N_LINE
};
/* demo_line - sentence number i (any number) of a kind. */
const char *demo_line(enum demo_line kind, enum lang l, unsigned i);
/* demo_deal - what an opportunity is about: "Warehouse software". */
const char *demo_deal(enum lang l, unsigned i);
const char *demo_industry(enum lang l, unsigned i);
const char *demo_source(enum lang l, unsigned i);
