#include "core/dateword_impl.h"

#include <stdlib.h>

struct word {
    const char *key;
    int value;
};

bool word_in(const char *key, const char *words)
{
    size_t n = strlen(key);
    for (const char *p = words; n && *p; p += strspn(p, " ")) {
        size_t k = strcspn(p, " ");
        if (k == n && strncmp(p, key, n) == 0)
            return true;
        p += k;
    }
    return false;
}

/* Hungarian hangs "on", "until" and "for" onto the word: pénteken, péntekig, péntekre. */
static bool same_word(const char *key, const char *stem, bool suffixed)
{
    size_t n = strlen(stem);
    if (strncmp(key, stem, n) != 0)
        return false;
    return !key[n] || (suffixed && word_in(key + n, "n en on an ig re ra"));
}

static int find(const char *key, const struct word *words, size_t n, bool suffixed)
{
    for (size_t i = 0; i < n; i++)
        if (same_word(key, words[i].key, suffixed))
            return words[i].value;
    return 0;
}

#define FIND(key, words, suffixed) find(key, words, sizeof(words) / sizeof *(words), suffixed)

bool word_offset(const char *key, int *out_days)
{
    static const struct word plain[] = {{"today", 1}, {"tonight", 1}, {"tomorrow", 2}, {"tmrw", 2},
            {"tmr", 2}, {"azi", 1}, {"astazi", 1}, {"maine", 2}, {"poimaine", 3}, {"ma", 1}, {"mara", 1},
            {"maig", 1}};
    static const struct word hungarian[] = {{"holnaputan", 3}, {"holnap", 2}};
    int v = FIND(key, plain, false);
    if (!v)
        v = FIND(key, hungarian, true);
    *out_days = v - 1;
    return v > 0;
}

int word_weekday(const char *key, bool *out_weak)
{
    static const struct word plain[] = {{"monday", 1}, {"tuesday", 2}, {"wednesday", 3}, {"thursday", 4},
            {"friday", 5}, {"saturday", 6}, {"sunday", 7}, {"luni", 1}, {"lunea", 1}, {"marti", 2},
            {"martea", 2}, {"miercuri", 3}, {"miercurea", 3}, {"joi", 4}, {"joia", 4}, {"vineri", 5},
            {"vinerea", 5}, {"sambata", 6}, {"duminica", 7}};
    static const struct word hungarian[] = {{"hetfo", 1}, {"kedd", 2}, {"szerda", 3}, {"csutortok", 4},
            {"pentek", 5}, {"szombat", 6}, {"vasarnap", 7}};
    static const struct word weak[] = {{"mon", 1}, {"tue", 2}, {"tues", 2}, {"wed", 3}, {"thu", 4},
            {"thur", 4}, {"thurs", 4}, {"fri", 5}, {"sat", 6}, {"sun", 7}};
    *out_weak = false;
    int v = FIND(key, plain, false);
    if (!v)
        v = FIND(key, hungarian, true);
    if (v)
        return v;
    *out_weak = true;
    return FIND(key, weak, false);
}

int word_month(const char *key)
{
    static const struct word months[] = {{"january", 1}, {"jan", 1}, {"januar", 1}, {"ianuarie", 1},
            {"ian", 1}, {"february", 2}, {"feb", 2}, {"febr", 2}, {"februar", 2}, {"februarie", 2},
            {"march", 3}, {"mar", 3}, {"marc", 3}, {"marcius", 3}, {"martie", 3}, {"mart", 3}, {"april", 4},
            {"apr", 4}, {"aprilis", 4}, {"aprilie", 4}, {"may", 5}, {"maj", 5}, {"majus", 5}, {"mai", 5},
            {"june", 6}, {"jun", 6}, {"junius", 6}, {"iunie", 6}, {"iun", 6}, {"july", 7}, {"jul", 7},
            {"julius", 7}, {"iulie", 7}, {"iul", 7}, {"august", 8}, {"aug", 8}, {"augusztus", 8},
            {"september", 9}, {"sept", 9}, {"sep", 9}, {"szeptember", 9}, {"szept", 9}, {"septembrie", 9},
            {"october", 10}, {"oct", 10}, {"oktober", 10}, {"okt", 10}, {"octombrie", 10}, {"november", 11},
            {"nov", 11}, {"noiembrie", 11}, {"noi", 11}, {"december", 12}, {"dec", 12}, {"decembrie", 12}};
    return FIND(key, months, false);
}

int word_number(const char *key)
{
    static const struct word numbers[] = {{"a", 1}, {"an", 1}, {"one", 1}, {"two", 2}, {"three", 3},
            {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10},
            {"egy", 1}, {"ket", 2}, {"ketto", 2}, {"harom", 3}, {"negy", 4}, {"ot", 5}, {"hat", 6},
            {"het", 7}, {"nyolc", 8}, {"kilenc", 9}, {"tiz", 10}, {"un", 1}, {"o", 1}, {"doi", 2},
            {"doua", 2}, {"trei", 3}, {"patru", 4}, {"cinci", 5}, {"sase", 6}, {"sapte", 7}, {"opt", 8},
            {"noua", 9}, {"zece", 10}};
    size_t n = strspn(key, "0123456789");
    if (n > 0 && n <= 3 && !key[n])
        return atoi(key);
    return FIND(key, numbers, false);
}

enum unit word_unit(const char *key)
{
    static const struct word units[] = {{"minute", UNIT_MINUTE}, {"minutes", UNIT_MINUTE},
            {"min", UNIT_MINUTE}, {"mins", UNIT_MINUTE}, {"perc", UNIT_MINUTE}, {"percen", UNIT_MINUTE},
            {"hour", UNIT_HOUR}, {"hours", UNIT_HOUR}, {"h", UNIT_HOUR}, {"ora", UNIT_HOUR},
            {"ore", UNIT_HOUR}, {"day", UNIT_DAY}, {"days", UNIT_DAY}, {"d", UNIT_DAY}, {"nap", UNIT_DAY},
            {"zi", UNIT_DAY}, {"zile", UNIT_DAY}, {"week", UNIT_WEEK}, {"weeks", UNIT_WEEK}, {"w", UNIT_WEEK},
            {"het", UNIT_WEEK}, {"saptamana", UNIT_WEEK}, {"saptamani", UNIT_WEEK}, {"month", UNIT_MONTH},
            {"months", UNIT_MONTH}, {"m", UNIT_MONTH}, {"honap", UNIT_MONTH}, {"luna", UNIT_MONTH},
            {"luni", UNIT_MONTH}};
    return (enum unit)FIND(key, units, false);
}
