/* stale - the problem of a stale write: the thing as it is now, the version the client saw, and of each field it wanted
 * to change both values. stale_begin, the object of the API, stale_fields, any number of fields, stale_end. */
#pragma once
#include "core/ctx.h"

struct stale {
    struct buf b;
    struct jw w; /* after stale_begin: takes the present thing */
};

void stale_begin(struct ctx *cx, struct stale *s);
void stale_fields(struct stale *s, int64_t version);
/* stale_field - left out when both are equal. */
void stale_field(struct stale *s, const char *code, struct val yours, struct val theirs);
void stale_field_json(struct stale *s, const char *code, const char *yours, const char *theirs);
/* stale_members - instead of stale_fields to stale_end: the members of a body that the thing has, too.
 * Gives: ERR_STALE, and the fault */
enum err stale_members(struct ctx *cx, struct stale *s, int64_t version, const json_t *body);
/* stale_end - Gives: ERR_STALE, and the fault */
enum err stale_end(struct ctx *cx, struct stale *s);
