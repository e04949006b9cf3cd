/* dateword_impl - shared by dateword.c (patterns) and dateword_words.c (the words of three languages). All words are
 * folded: lower case, no accents. */
#pragma once
#include "core/task.h"

enum unit { UNIT_NONE, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH };

/* word_offset - days from today that the word means ("tomorrow", "holnapra", "poimaine"); false when none. */
bool word_offset(const char *key, int *out_days);
/* word_weekday - 1 Monday … 7 Sunday, 0 when it is none; *out_weak for short forms that mean other things too. */
int word_weekday(const char *key, bool *out_weak);
/* word_month - 1-12, 0 when it is none. */
int word_month(const char *key);
/* word_number - 1-10 or digits up to 999, 0 when it is none. */
int word_number(const char *key);
enum unit word_unit(const char *key);
/* word_in - is it one of the blank-separated words? */
bool word_in(const char *key, const char *words);
