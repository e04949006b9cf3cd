/* Any text is read without harm; a deadline lies in the calendar's years; reading the rest again takes nothing more than
 * a text could say; the rest of valid text is valid and no longer than the text. */
#include "fuzz.h"

#include "core/task.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const zones[] = {"Europe/Budapest", "Europe/Bucharest", "America/New_York", "UTC"};
    if (n < 5 || n > 600)
        return 0;
    struct arena *a = arena_new(0);
    uint32_t minutes;
    memcpy(&minutes, data, sizeof minutes);
    const char *zone = zones[data[4] % 4], *text = arena_strn(a, (const char *)data + 5, n - 5);
    int64_t now_at = 1577836800000 + (int64_t)(minutes % 26297280) * MS_MINUTE; /* fifty years from 2020 */
    char *rest = NULL;
    int64_t due_at = 0;
    bool has_time = false;
    dateword_parse(a, text, now_at, zone, &rest, &due_at, &has_time);
    must(rest && strlen(rest) <= strlen(text));
    must(due_at > 0 && due_at <= NO_DUE);
    must(!has_time || due_at < NO_DUE);
    must(due_at < NO_DUE || strcmp(rest, text) == 0);
    if (due_at < NO_DUE && !has_time)
        must(due_at == clock_day_end(due_at, zone, 0));
    if (text_valid(text, strlen(text)))
        must(text_valid(rest, strlen(rest)));
    arena_free(a);
    return 0;
}
