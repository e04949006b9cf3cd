/* card_reply - what the routes about cards, tasks and contacts share: finding things, and the parts of their replies. */
#pragma once
#include "api/route.h"
#include "core/list.h"

/* find_module - of the path's first id; live ones only. Errors: ERR_NOT_FOUND */
enum err find_module(struct call *c, const struct module **out_mod);
/* read_owner - "me", "none", "all" or an id, as a list_query's owner_id. Errors: ERR_INVALID */
enum err read_owner(struct call *c, const char *name, int64_t *out_owner_id);
/* read_filter, read_sort - the parameters filter and sort, by the fields of a module; left as they are when absent. */
enum err read_filter(struct call *c, const struct module *mod, const struct filter **out_filter);
enum err read_sort(struct call *c, const struct module *mod, const struct field **out_field);
/* read_list - a list_query from the parameters of q_cards. */
enum err read_list(struct call *c, const struct module *mod, struct list_query *out_query);
/* reply_change - the member "change": what POST /api/changes/{id}/undo takes back. */
void reply_change(struct call *c);
/* reply_card - the member `key` with the card as it is now; ERR_OK also when it has gone out of sight meanwhile. */
enum err reply_card(struct call *c, const char *key, int64_t card_id);
/* reply_changed - the same of a card as card_apply has left it: it need not be read again. */
enum err reply_changed(struct call *c, const char *key, const struct card *card);
/* new_task - TaskIn at `in`, on a card. */
enum err new_task(struct call *c, int64_t card_id, const json_t *in, const char *path, int64_t *out_task_id);
/* reply_only_change - {"change"}, unless e. */
enum err reply_only_change(struct call *c, enum err e);
