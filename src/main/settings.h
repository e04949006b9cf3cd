/* settings - what can be set about the server, and where from: command line, environment, DATA/cardinal.conf, default. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum setting_id {
#define SETTING(id, name, type, min, max, dflt, unit, text) SET_##id,
#include "main/settings.def"
#undef SETTING
    N_SETTING
};
enum setting_type { SETTING_TEXT, SETTING_INT, SETTING_BOOL };

struct setting {
    const char *name;
    enum setting_type type;
    int64_t min, max;
    const char *dflt, *unit, *text;
};
extern const struct setting settings_table[N_SETTING];

struct settings {
    struct arena *arena;
    const char *value[N_SETTING];
    char from[N_SETTING]; /* 'd' default, 'f' file, 'e' environment, 'c' command line */
    const char *error;    /* why the last call failed */
};

/* settings_init - the defaults. */
void settings_init(struct settings *s, struct arena *a);
/* settings_find - by name; N_SETTING when there is none. */
enum setting_id settings_find(const char *name);
/* settings_set - check and take a value; ignored when a stronger source has set it already.
 * Gives: false when it is not acceptable; s->error says why */
bool settings_set(struct settings *s, enum setting_id id, const char *value, char from);
/* settings_load - environment and DATA/cardinal.conf, after the command line. */
bool settings_load(struct settings *s);
const char *settings_text(const struct settings *s, enum setting_id id); /* NULL when empty */
int64_t settings_int(const struct settings *s, enum setting_id id);
bool settings_bool(const struct settings *s, enum setting_id id);
/* settings_write - the table as JSON; settings_help - as text. */
void settings_write(struct buf *out);
void settings_help(struct buf *out);
