#include "main/settings.h"
#include "base/json.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 2000

const struct setting settings_table[N_SETTING] = {
#define SETTING(id, name, type, min, max, dflt, unit, text)                                                  \
    [SET_##id] = {name, SETTING_##type, min, max, dflt, unit, text},
#include "main/settings.def"
#undef SETTING
};

void settings_init(struct settings *s, struct arena *a)
{
    *s = (struct settings){.arena = a};
    for (int i = 0; i < N_SETTING; i++) {
        s->value[i] = settings_table[i].dflt;
        s->from[i] = 'd';
    }
}

enum setting_id settings_find(const char *name)
{
    for (int i = 0; i < N_SETTING; i++)
        if (strcmp(settings_table[i].name, name) == 0)
            return (enum setting_id)i;
    return N_SETTING;
}

static bool is_yes(const char *v)
{
    return strcmp(v, "yes") == 0 || strcmp(v, "1") == 0 || strcmp(v, "true") == 0;
}

static bool is_no(const char *v)
{
    return strcmp(v, "no") == 0 || strcmp(v, "0") == 0 || strcmp(v, "false") == 0;
}

static bool refuse(struct settings *s, const struct setting *t, const char *value)
{
    if (t->type == SETTING_INT)
        s->error = arena_printf(s->arena, "%s must be a whole number from %lld to %lld, not \"%s\"", t->name,
                (long long)t->min, (long long)t->max, value);
    else
        s->error = arena_printf(s->arena, "%s must be yes or no, not \"%s\"", t->name, value);
    return false;
}

bool settings_set(struct settings *s, enum setting_id id, const char *value, char from)
{
    static const char strength[] = "dfec";
    const struct setting *t = &settings_table[id];
    char *end;
    errno = 0;
    if (t->type == SETTING_INT) {
        long long n = strtoll(value, &end, 10);
        if (errno || end == value || *end || n < t->min || n > t->max)
            return refuse(s, t, value);
    }
    if (t->type == SETTING_BOOL && !is_yes(value) && !is_no(value))
        return refuse(s, t, value);
    if (strchr(strength, from) < strchr(strength, s->from[id]))
        return true;
    s->value[id] = arena_str(s->arena, value);
    s->from[id] = from;
    return true;
}

static bool load_environment(struct settings *s)
{
    for (int i = 0; i < N_SETTING; i++) {
        char *name = arena_printf(s->arena, "CARDINAL_%s", settings_table[i].name);
        for (char *p = name; *p; p++)
            *p = (char)(*p == '-' ? '_' : toupper((unsigned char)*p));
        const char *v = getenv(name);
        if (v && !settings_set(s, (enum setting_id)i, v, 'e')) {
            s->error = arena_printf(s->arena, "%s: %s", name, s->error);
            return false;
        }
    }
    return true;
}

static char *trim(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    for (char *e = s + strlen(s); e > s && isspace((unsigned char)e[-1]);)
        *--e = 0;
    return s;
}

static bool load_line(struct settings *s, const char *path, int line, char *text)
{
    char *p = trim(text), *eq = strchr(p, '=');
    if (!*p || *p == '#')
        return true;
    if (!eq) {
        s->error = arena_printf(s->arena, "%s, line %d: \"name = value\" expected", path, line);
        return false;
    }
    *eq = 0;
    enum setting_id id = settings_find(trim(p));
    if (id == N_SETTING || id == SET_DATA) {
        s->error =
                arena_printf(s->arena, "%s, line %d: there is no setting \"%s\" here", path, line, trim(p));
        return false;
    }
    if (settings_set(s, id, trim(eq + 1), 'f'))
        return true;
    s->error = arena_printf(s->arena, "%s, line %d: %s", path, line, s->error);
    return false;
}

bool settings_load(struct settings *s)
{
    if (!load_environment(s))
        return false;
    const char *path = arena_printf(s->arena, "%s/cardinal.conf", s->value[SET_DATA]);
    FILE *f = fopen(path, "re");
    if (!f)
        return true;
    char text[LINE_MAX_BYTES];
    bool ok = true;
    for (int line = 1; ok && fgets(text, sizeof text, f); line++)
        ok = load_line(s, path, line, text);
    fclose(f);
    return ok;
}

const char *settings_text(const struct settings *s, enum setting_id id)
{
    return *s->value[id] ? s->value[id] : NULL;
}

int64_t settings_int(const struct settings *s, enum setting_id id)
{
    return strtoll(s->value[id], NULL, 10);
}

bool settings_bool(const struct settings *s, enum setting_id id)
{
    return is_yes(s->value[id]);
}

void settings_write(struct buf *out)
{
    static const char *const types[] = {
            [SETTING_TEXT] = "text", [SETTING_INT] = "integer", [SETTING_BOOL] = "yes/no"};
    struct jw w;
    jw_init(&w, out);
    jw_arr(&w);
    for (int i = 0; i < N_SETTING; i++) {
        const struct setting *t = &settings_table[i];
        jw_obj(&w);
        jw_kstr(&w, "name", t->name);
        jw_kstr(&w, "type", types[t->type]);
        if (t->type == SETTING_INT) {
            jw_kint(&w, "min", t->min);
            jw_kint(&w, "max", t->max);
        }
        jw_kstr(&w, "default", t->dflt);
        jw_kstr(&w, "unit", t->unit);
        jw_kstr(&w, "text", t->text);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
}

void settings_help(struct buf *out)
{
    for (int i = 0; i < N_SETTING; i++) {
        const struct setting *t = &settings_table[i];
        const char *unit = *t->unit                  ? t->unit
                           : t->type == SETTING_INT  ? "N"
                           : t->type == SETTING_BOOL ? ""
                                                     : "TEXT";
        char left[64];
        snprintf(left, sizeof left, "--%s %s", t->name, unit);
        buf_printf(out, "  %-28s %s", left, t->text);
        if (*t->dflt && t->type != SETTING_BOOL)
            buf_printf(out, " (%s)", t->dflt);
        buf_putc(out, '\n');
    }
}
