/* pipeline - the rules by which cards of a module's kind stand in statuses. One record per kind, one list; the 9-box
 * is one such record, so Orders and Invoices come with theirs. */
#pragma once
#include "core/card.h"
#include "store/card_store.h"

/* Why a card stands where it stands; rendered as a sentence by message(). */
struct reason {
    const char *key;   /* "reason.box", "reason.empty", "reason.closed", "reason.forgotten", … */
    const char *a, *b; /* arguments {field} and {arg} (labels in the member's language) */
    int64_t n;         /* argument {limit} */
};

/* Message keys for "today", "tomorrow" and "in {limit} days". */
struct wake_words {
    const char *today, *tomorrow, *days;
};

struct pipeline_kind {
    const char *name; /* autosales, sales, leads, free */
    bool fixed;       /* status follows from the rules; hand-moving is refused with reason `fixed_key` */
    const char *fixed_key;
    bool has_key_fields; /* sales_state, qualification, rating */
    /* place - from the card's values to its status; before == NULL on creation. Pure but for qualification rules.
     * Errors: ERR_INVALID what the rules forbid (choosing Forgotten) */
    enum err (*place)(struct ctx *cx, const struct module *mod, const struct card *before, struct card *card);
    /* wakes_at - when it wakes, as the kind alone reckons it; 0 = never. NULL = by returns_at and waits. */
    int64_t (*wakes_at)(struct ctx *cx, const struct card *before, const struct card *card);
    /* waits - how long a card may stand in a status before wake; false = for ever. NULL = nowhere. */
    bool (*waits)(const struct module *mod, const struct status *st, struct card_wait *out_wait);
    /* returns_at - a day on which it comes back, 0 = none; goes before waits. NULL = never. */
    int64_t (*returns_at)(struct ctx *cx, const struct module *mod, const struct card *card);
    /* check_move - may it be moved by hand to this status with these values? (free kinds: lost reason, deferred date) */
    enum err (*check_move)(
            struct ctx *cx, const struct module *mod, const struct card *card, const struct status *to);
    /* wake - its wake_at has come: forgotten, back from deferred, silent for too long. Changes and writes the card. */
    enum err (*wake)(struct ctx *cx, const struct module *mod, struct card *card);
    /* contacted - a contact with the lead was logged at `at` (last_contact_at has it already): adjusts the card in
     * memory, the caller places and writes it. NULL = nothing to adjust. */
    enum err (*contacted)(struct ctx *cx, const struct module *mod, struct card *card, int64_t at);
    /* explain - the reason for its present status. */
    void (*explain)(
            struct ctx *cx, const struct module *mod, const struct card *card, struct reason *out_reason);
    /* wake_words - what will happen at wake_at, to be said beforehand; NULL = nothing worth saying. */
    const struct wake_words *(*wake_words)(const struct module *mod, const struct card *card);
    /* check_settings - are these settings of the module's kind acceptable? Fills the fault. NULL = it has none. */
    enum err (*check_settings)(struct ctx *cx, const struct module *mod, const json_t *settings);
    /* settings - the names of its settings, NULL-terminated. */
    const char *const *settings;
};

const struct pipeline_kind *pipeline_kind_named(const char *name);

/* box_role - role of the status for a cell of the 9-box, NULL when either is not set (< 0):
 * qualification × rating -> "no_chance", "prospect", "focus", "committed_vip". Source: the product's table. */
const char *box_role(int64_t qualification, int64_t rating);
/* filter_match - does the filter say yes to this card? The same answer as the list's SQL gives, on one card in memory. */
struct filter;
enum err filter_match(struct ctx *cx, const struct filter *filter, const struct card *card, bool *out_match);
/* qualify_by_rules - what the module's target-group rules say of a card (company size, revenue, sector, region, any
 * field), or -1 when there are none or none matches. */
int qualify_by_rules(struct ctx *cx, const struct module *mod, const struct card *card);
