#include "core/stale.h"

#include <string.h>

void stale_begin(struct ctx *cx, struct stale *s)
{
    buf_init(&s->b, cx->arena);
    jw_init(&s->w, &s->b);
    jw_obj(&s->w);
    jw_key(&s->w, "current");
}

void stale_fields(struct stale *s, int64_t version)
{
    jw_kint(&s->w, "your_version", version);
    jw_key(&s->w, "fields");
    jw_obj(&s->w);
}

void stale_field(struct stale *s, const char *code, struct val yours, struct val theirs)
{
    if (val_equal(yours, theirs))
        return;
    jw_key(&s->w, code);
    jw_obj(&s->w);
    jw_kval(&s->w, "yours", yours);
    jw_kval(&s->w, "theirs", theirs);
    jw_obj_end(&s->w);
}

void stale_field_json(struct stale *s, const char *code, const char *yours, const char *theirs)
{
    if (strcmp(yours, theirs) == 0)
        return;
    jw_key(&s->w, code);
    jw_obj(&s->w);
    jw_key(&s->w, "yours");
    jw_raw(&s->w, yours, strlen(yours));
    jw_key(&s->w, "theirs");
    jw_raw(&s->w, theirs, strlen(theirs));
    jw_obj_end(&s->w);
}

enum err stale_members(struct ctx *cx, struct stale *s, int64_t version, const json_t *body)
{
    const json_t *now = json_tree(cx->arena, buf_str(&s->b) + strlen("{\"current\":"));
    const char *code;
    json_t *yours;
    stale_fields(s, version);
    json_object_foreach((json_t *)body, code, yours)
    {
        const json_t *theirs = json_object_get(now, code);
        if (theirs && strcmp(code, "version") != 0)
            stale_field_json(s, code, json_text(cx->arena, yours), json_text(cx->arena, theirs));
    }
    return stale_end(cx, s);
}

enum err stale_end(struct ctx *cx, struct stale *s)
{
    jw_obj_end(&s->w);
    jw_obj_end(&s->w);
    cx->fault = (struct fault){.code = ERR_STALE, .key = "error.stale", .extra_json = buf_str(&s->b)};
    return ERR_STALE;
}
