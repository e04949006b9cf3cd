#include "core/pipeline.h"
#include "core/list.h"

#include <string.h>

extern const struct pipeline_kind pipeline_autosales, pipeline_sales, pipeline_leads, pipeline_free;

static const struct pipeline_kind *const kinds[] = {
        &pipeline_autosales, &pipeline_sales, &pipeline_leads, &pipeline_free, NULL};

const struct pipeline_kind *pipeline_kind_named(const char *name)
{
    for (const struct pipeline_kind *const *k = kinds; *k; k++)
        if (strcmp((*k)->name, name) == 0)
            return *k;
    return NULL;
}

/* A kind of a newer program is shown as a free pipeline: its cards can be read and moved. */
static const struct pipeline_kind *tie(const char *kind, bool *out_has_key_fields)
{
    const struct pipeline_kind *k = pipeline_kind_named(kind);
    k = k ? k : &pipeline_free;
    *out_has_key_fields = k->has_key_fields;
    return k;
}

const struct meta_hooks meta_hooks = {.pipeline = tie};

const char *box_role(int64_t qualification, int64_t rating)
{
    static const char *const roles[3][3] = {
            [QUAL_NON_TARGET] = {"no_chance", "no_chance", "prospect"},
            [QUAL_TARGET] = {"no_chance", "prospect", "focus"},
            [QUAL_VIP] = {"prospect", "focus", "committed_vip"},
    };
    if (qualification < 0 || qualification > QUAL_VIP || rating < 0 || rating > RATING_COMMITTED)
        return NULL;
    return roles[qualification][rating];
}

int qualify_by_rules(struct ctx *cx, const struct module *mod, const struct card *card)
{
    const json_t *rule;
    size_t i;
    json_array_foreach(json_object_get(mod->settings, "qualification_rules"), i, rule)
    {
        struct filter *filter;
        bool match = false;
        int64_t then = json_integer_value(json_object_get(rule, "then"));
        if (filter_parse(cx, mod, json_object_get(rule, "when"), &filter) != ERR_OK ||
                filter_match(cx, filter, card, &match) != ERR_OK) {
            cx->fault = (struct fault){0}; /* a rule over a field that is gone matches nobody */
            continue;
        }
        if (match && then >= QUAL_NON_TARGET && then <= QUAL_VIP)
            return (int)then;
    }
    return -1;
}
