/* card - the noun everything stands on. Every change of a card goes through card_apply, which, in one transaction:
 * checks rights and values, lets the pipeline's rules place it, writes the row, its history, the counters, the search
 * entry, wake_at and the notice. */
#pragma once
#include "core/ctx.h"

struct contact;
struct task;
struct task_edit;

struct card {
    int64_t id, module_id, number, status_id, status_at, owner_id, assigned_at, contact_id, company_id;
    const char *name;
    struct val value_minor;
    const char *source;
    int sales_state, qualification, rating; /* -1 = not set */
    int64_t qualified_at, qualified_by;
    const char *qualification_note;
    int64_t next_due_at, next_task_id, last_contact_at, wake_at, n_open_tasks;
    int64_t n_checks, n_checks_done; /* the progress of its own checklist */
    int64_t created_at, created_by, updated_at, updated_by, trashed_at, version;
    bool seen_by_owner;
    const struct module *module;
    struct val *custom; /* module->n_custom values in the order of the module's own fields */
};

/* card_asked_at - must the field be filled in before a card may come into the status? */
bool card_asked_at(const struct module *mod, const struct status *st, const struct field *f);
/* card_value - what the card has in a field, as it is stored; "never" and "no deadline" are VAL_NULL, and so is
 * everything of IN_CONTACT fields. */
struct val card_value(const struct card *card, const struct field *f);

/* One wish of change. */
struct edit {
    const struct field *field;
    struct val value;
};

/* edits_from_json - {"code": value…} into edits, checked by each field's type.
 * Errors: ERR_INVALID with field "fields.<code>": unknown or not editable field, unacceptable value */
enum err edits_from_json(struct ctx *cx, const struct module *mod, const json_t *fields,
        struct edit **out_edits, size_t *out_n);
/* value_json - the exact value as JSON text, for history; value_from_json takes it back. NULL text = VAL_NULL.
 * Errors: ERR_INVALID when the field does not take it any more (its option is gone). */
char *value_json(struct ctx *cx, const struct field *f, struct val v);
enum err value_from_json(struct ctx *cx, const struct field *f, const char *json, struct val *out);
/* value_show - as people read it in the member's language; names of users, contacts and statuses included. */
char *value_show(struct ctx *cx, const struct module *mod, const struct field *f, struct val v);

/* card_default_name - "Company (Person)", or the one there is; NULL when both are NULL or empty. */
const char *card_default_name(struct arena *a, const char *company, const char *person);

/* card_get - one card with its custom values. Errors: ERR_NOT_FOUND absent, trashed (unless trashed_too), not visible. */
enum err card_get(struct ctx *cx, int64_t id, bool trashed_too, struct card *out_card);

/* card_create - a new card of a module.
 * Takes:   values as edits (status only where the pipeline is free; owner defaults to the acting member; name defaults
 *          to the customer's)
 * Errors:  ERR_INVALID with the field; ERR_FORBIDDEN
 * Effects: card and m_ row, events, counters, search, notice */
enum err card_create(
        struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n, struct card *out_card);

/* What a new card may come with. */
struct card_with {
    const struct contact
            *contact; /* its customer, made in this transaction; of `company` or of none. NULL: none */
    const struct contact *company; /* the customer's company, made in this transaction. NULL: none */
    const struct task_edit *task;  /* its first task. NULL: none */
};
/* card_create_with - card_create, with its first task; what is in `with` need not be read again.
 * Gives: *out_task, when with->task is there */
enum err card_create_with(struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n,
        const struct card_with *with, struct card *out_card, struct task *out_task);

/* card_apply - change fields (also status by hand, owner, contact) of a card.
 * Takes:  version the client saw, or 0 to skip the check (timers, bulk, undo)
 * Errors: ERR_STALE with both versions in fault.extra_json, ERR_INVALID, ERR_CONFLICT when the pipeline is fixed
 * Gives:  *card refreshed; nothing is written when no value really changes */
enum err card_apply(struct ctx *cx, struct card *card, int64_t version, const struct edit *edits, size_t n);

enum err card_trash(struct ctx *cx, struct card *card);
enum err card_restore(struct ctx *cx, struct card *card);
/* card_copy - fields and open tasks (text, type, assignee, deadline), not history and links; contact_id 0 = the same. */
enum err card_copy(struct ctx *cx, const struct card *card, int64_t contact_id, struct card *out_copy);
/* card_convert - a lead becomes an opportunity card in to_module for the same customer, linked both ways. */
enum err card_convert(
        struct ctx *cx, struct card *lead, const struct module *to_module, struct card *out_card);
/* card_contacted - a contact with the lead at `at`: last_contact_at, and the pipeline's rule (lifts Forgotten). */
enum err card_contacted(struct ctx *cx, struct card *card, int64_t at);
/* card_seen - its owner opened it: it leaves the list of new leads. Nothing for others. */
enum err card_seen(struct ctx *cx, struct card *card);
/* card_link, card_unlink - two cards that the member may see, linked both ways; linking again gives the same link. */
enum err card_link(struct ctx *cx, struct card *card, int64_t other_id, const char *note, int64_t *out_id);
enum err card_unlink(struct ctx *cx, struct card *card, int64_t link_id);
/* card_sync_search - rebuild its search entry: name, number, customer, company, mails, phones. */
enum err card_sync_search(struct ctx *cx, int64_t card_id);
/* card_stalled - longer in its status, and without a contact, than the status allows? */
bool card_stalled(const struct card *card, int64_t now_at);
/* card_review_due - is its qualification older than the module's review period? */
bool card_review_due(struct ctx *cx, const struct card *card);
/* card_next_task - recompute next_due_at, next_task_id, n_open_tasks after its tasks changed; same transaction. */
enum err card_next_task(struct ctx *cx, int64_t card_id);
/* card_write - the card as the API gives it (object "Card" of the contract), in the acting member's language. */
enum err card_write(struct ctx *cx, struct jw *w, const struct card *card);
/* card_write_new - the same for what card_create_with gave, without asking the database: for a card whose customer, if it
 * has one, is with->contact. task: its first one or NULL. */
void card_write_new(struct ctx *cx, struct jw *w, const struct card *card, const struct card_with *with,
        const struct task *task);
