#include "api/card_reply.h"
#include "core/access.h"
#include "core/task.h"

#include <errno.h>
#include <stdlib.h>

#define PAGE_ROWS 50

enum err find_module(struct call *c, const struct module **out_mod)
{
    const struct module *mod = meta_module_live(c->cx->meta, c->id[0]);
    if (!mod)
        return ERR_NOT_FOUND;
    enum err e = access_module(c->cx, mod, MAY_SEE);
    if (!e)
        *out_mod = mod;
    return e;
}

enum err read_owner(struct call *c, const char *name, int64_t *out_owner_id)
{
    const char *s = q_text(c, name, "all");
    char *end;
    *out_owner_id = strcmp(s, "none") == 0 ? -1 : strcmp(s, "me") == 0 ? c->cx->member->id : 0;
    if (*out_owner_id || strcmp(s, "all") == 0)
        return ERR_OK;
    errno = 0;
    long long id = strtoll(s, &end, 10);
    if (errno || *end || id <= 0)
        return fail_arg(c->cx, ERR_INVALID, name, "error.one_of", "me, none, 1, 2, 3, …");
    *out_owner_id = id;
    return ERR_OK;
}

static int group_of(const char *name)
{
    static const char *const names[] = {"lead", "open", "success", "failed"};
    for (int g = 0; name && g < N_GROUP; g++)
        if (strcmp(names[g], name) == 0)
            return g;
    return -1;
}

enum err read_filter(struct call *c, const struct module *mod, const struct filter **out_filter)
{
    const char *text = q_text(c, "filter", NULL), *why;
    json_t *json;
    struct filter *filter;
    if (!text)
        return ERR_OK;
    if (json_read(c->cx->arena, text, strlen(text), &json, &why))
        return fail_arg(c->cx, ERR_INVALID, "filter", "error.malformed", why);
    enum err e = filter_parse(c->cx, mod, json, &filter);
    if (!e)
        *out_filter = filter;
    return e;
}

enum err read_sort(struct call *c, const struct module *mod, const struct field **out_field)
{
    const char *code = q_text(c, "sort", NULL);
    if (!code)
        return ERR_OK;
    const struct field *f = list_field(c->cx, mod, code);
    if (!f || !f->type->sortable || f->table == IN_CONTACT)
        return fail(c->cx, ERR_INVALID, "sort", "error.not_sortable");
    *out_field = f;
    return ERR_OK;
}

enum err read_list(struct call *c, const struct module *mod, struct list_query *out_query)
{
    struct list_query q = {.module = mod,
            .status_id = q_int(c, "status", 0),
            .group = group_of(q_text(c, "group", NULL)),
            .box_cell = q_int(c, "cell", -1),
            .search = q_text(c, "q", NULL),
            .descending = q_int(c, "desc", 0) != 0,
            .cursor = q_text(c, "cursor", NULL),
            .limit = (int)q_int(c, "limit", PAGE_ROWS),
            .trash = q_int(c, "trash", 0) != 0,
            .day_group = q_text(c, "day", NULL)};
    enum err e = read_owner(c, "owner", &q.owner_id);
    if (!e)
        e = read_filter(c, mod, &q.filter);
    if (!e)
        e = read_sort(c, mod, &q.sort);
    if (!e)
        e = list_columns(c->cx, mod, q_text(c, "columns", NULL), &q);
    if (!e)
        *out_query = q;
    return e;
}

void reply_change(struct call *c)
{
    const char *kind = c->cx->change_kind ? c->cx->change_kind : "card.edit";
    jw_key(c->out, "change");
    jw_obj(c->out);
    jw_kint(c->out, "id", c->cx->change_id);
    jw_kstr(c->out, "kind", kind);
    jw_kint(c->out, "n", c->cx->change_id != 0);
    jw_obj_end(c->out);
}

/* e: may it be seen? */
static enum err write_seen(struct call *c, const char *key, const struct card *card, enum err e)
{
    if (e && e != ERR_NOT_FOUND)
        return e;
    jw_key(c->out, key);
    if (!e)
        return card_write(c->cx, c->out, card);
    jw_null(c->out);
    return ERR_OK;
}

enum err reply_card(struct call *c, const char *key, int64_t card_id)
{
    struct card card;
    return write_seen(c, key, &card, card_get(c->cx, card_id, true, &card));
}

enum err reply_changed(struct call *c, const char *key, const struct card *card)
{
    return write_seen(c, key, card, access_card(c->cx, card->module_id, card->owner_id, card->id));
}

enum err new_task(struct call *c, int64_t card_id, const json_t *in, const char *path, int64_t *out_task_id)
{
    struct task_edit edit;
    struct task task;
    enum err e = task_edit_from_json(c->cx, in, path, &edit);
    if (!e)
        e = task_create(c->cx, card_id, &edit, &task);
    if (!e)
        *out_task_id = task.id;
    return e;
}

enum err reply_only_change(struct call *c, enum err e)
{
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}
