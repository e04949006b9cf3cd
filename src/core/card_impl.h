/* card_impl - what the files card_*.c and pipeline_*.c share; nobody else includes it. */
#pragma once
#include "core/card.h"
#include "core/contact.h"
#include "core/pipeline.h"

/* A card's customer, as names and search need it. */
struct customer {
    bool person;
    int64_t company_id; /* of the card: the company itself, or the person's */
    const char *name, *company_name;
    const char *search_text; /* names, mails, phones */
};

/* customer_read - contact_id 0 gives an empty one. Errors: ERR_NOT_FOUND no such contact. */
enum err customer_read(struct ctx *cx, int64_t contact_id, struct customer *out);
/* customer_new - of a contact that was checked and is not saved yet; company: the name of a person's company or NULL. */
void customer_new(struct ctx *cx, const struct contact *c, const char *company, struct customer *out);
/* customer_default_name - "Company (Person)"; NULL when there is no customer. */
const char *customer_default_name(struct ctx *cx, const struct customer *c);

/* card_col - a column's value, as it is stored. */
struct val card_col(const struct card *card, enum card_col col);
/* card_load - the struct of a row, with its custom values. */
enum err card_load(struct ctx *cx, const struct val *row, struct card *out_card);
/* card_dup - a copy that can be changed without touching the other. */
struct card card_dup(struct ctx *cx, const struct card *card);
/* card_set - one value into the struct, after checking what only the account knows (users, contacts, statuses, retired
 * choices, what must not be empty). Errors: ERR_INVALID with field "fields.<code>". */
enum err card_set(struct ctx *cx, struct card *card, const struct field *f, struct val v);
/* value_check - what a field's type cannot know: whom and what the account has. Errors: as card_set. */
enum err value_check(struct ctx *cx, const struct module *mod, const struct field *f, struct val v);
/* value_default - what a field begins with, "now" and "me" looked up. */
struct val value_default(struct ctx *cx, const struct field *f);
/* card_place - let the pipeline's rules place it: status, status_at, wake_at. before NULL = on creation; then it stands
 * in its status since status_at. */
enum err card_place(struct ctx *cx, const struct card *before, struct card *after);
/* card_check_needs - is filled in what its status asks for, when it comes there (before NULL = on creation), or when a
 * value is emptied while it stands there? Errors: ERR_INVALID error.required_at; the problem lists all under "missing". */
enum err card_check_needs(struct ctx *cx, const struct card *before, const struct card *after);
/* card_check_unique - has another card a value that may be there once? before NULL = on creation. Errors: ERR_INVALID. */
enum err card_check_unique(struct ctx *cx, const struct card *before, const struct card *after);
/* card_set_defaults - what the module's own fields begin with, before a person's values. */
void card_set_defaults(struct ctx *cx, struct card *card);
/* card_put - write what differs between before and after: row, m_ row, history, counters, search entry, notice.
 * Nothing when nothing differs. Gives: after->version. */
enum err card_put(struct ctx *cx, const struct card *before, struct card *after);
/* card_change - what card_apply does before it writes anything. Errors: as card_apply, but for the version */
enum err card_change(
        struct ctx *cx, const struct card *card, const struct edit *edits, size_t n, struct card *out_after);
/* card_draft - what card_create does before it writes anything.
 * Takes:  given - a customer who is not saved yet, NULL to read the one among the edits; with given, any id stands there for
 *         him, and before card_insert contact_id and company_id are to be filled in
 *         first - the task it is to have at once, or NULL
 * Errors: as card_create */
enum err card_draft(struct ctx *cx, const struct module *mod, const struct edit *edits, size_t n,
        const struct customer *given, const struct task_edit *first, struct card *out_card,
        struct customer *out_customer);
/* card_insert - a new card: row, m_ row, event "created", counter, search entry, notice. */
enum err card_insert(struct ctx *cx, struct card *card, const struct customer *customer);
/* card_search_put - its search entry, from what is known already. */
enum err card_search_put(struct ctx *cx, const struct card *card, const struct customer *customer);
/* card_search_add - the same for a card just made. */
enum err card_search_add(struct ctx *cx, const struct card *card, const struct customer *customer);
/* card_notice - tell streams; not for bulk runs and imports, which tell of the whole. */
void card_notice(struct ctx *cx, const struct card *card, int64_t old_owner_id);
/* field_path - "fields.<code>", where a fault points to. */
const char *field_path(struct ctx *cx, const struct field *f);
/* acting_member_id - 0 = the system. */
static inline int64_t acting_member_id(const struct ctx *cx)
{
    return cx->member ? cx->member->id : 0;
}
