/* card_store - the SQL of cards, of their modules' tables m_<id>, and of links between cards. Column lists come from
 * here or from field.column, never from a request. */
#pragma once
#include "store/db.h"
#include "store/sees.h"

/* The columns of table card: name in C, name in SQL. Those from NAME_KEY on are written, never read. */
#define CARD_COLS(X)                                                                                         \
    X(ID, "id")                                                                                              \
    X(MODULE, "module_id")                                                                                   \
    X(NUMBER, "number")                                                                                      \
    X(STATUS, "status_id")                                                                                   \
    X(STATUS_AT, "status_at")                                                                                \
    X(OWNER, "owner_id")                                                                                     \
    X(ASSIGNED_AT, "assigned_at")                                                                            \
    X(SEEN, "seen_by_owner")                                                                                 \
    X(CONTACT, "contact_id")                                                                                 \
    X(COMPANY, "company_id")                                                                                 \
    X(NAME, "name")                                                                                          \
    X(VALUE, "value_minor")                                                                                  \
    X(SOURCE, "source")                                                                                      \
    X(SALES_STATE, "sales_state")                                                                            \
    X(QUALIFICATION, "qualification")                                                                        \
    X(RATING, "rating")                                                                                      \
    X(QUALIFIED_AT, "qualified_at")                                                                          \
    X(QUALIFIED_BY, "qualified_by")                                                                          \
    X(QUALIFICATION_NOTE, "qualification_note")                                                              \
    X(NEXT_DUE_AT, "next_due_at")                                                                            \
    X(NEXT_TASK, "next_task_id")                                                                             \
    X(LAST_CONTACT_AT, "last_contact_at")                                                                    \
    X(WAKE_AT, "wake_at")                                                                                    \
    X(N_OPEN_TASKS, "n_open_tasks")                                                                          \
    X(N_CHECKS, "n_checks")                                                                                  \
    X(N_CHECKS_DONE, "n_checks_done")                                                                        \
    X(CREATED_AT, "created_at")                                                                              \
    X(CREATED_BY, "created_by")                                                                              \
    X(UPDATED_AT, "updated_at")                                                                              \
    X(UPDATED_BY, "updated_by")                                                                              \
    X(TRASHED_AT, "trashed_at")                                                                              \
    X(VERSION, "version")                                                                                    \
    X(NAME_KEY, "name_key")                                                                                  \
    X(SORT_KEY, "sort_key")                                                                                  \
    X(DEMO, "demo")                                                                                          \
    X(IMPORT, "import_id")

enum card_col {
#define CARD_COL(id, name) CARD_##id,
    CARD_COLS(CARD_COL)
#undef CARD_COL
            N_CARD_COL
};
#define N_CARD_READ CARD_NAME_KEY /* columns that card_store_get gives, in the order of the enum */

/* card_store_get - trashed ones too. Errors: ERR_NOT_FOUND. */
enum err card_store_get(struct db *db, int64_t id, const struct val **out_row);
/* card_store_insert - with the module's next number.
 * Takes: row of N_CARD_COL values; id, number and version are set here */
enum err card_store_insert(struct db *db, const struct val *row, int64_t *out_id, int64_t *out_number);
/* card_store_update - set some columns and version + 1. Errors: ERR_STALE when the version is another by now. */
enum err card_store_update(struct db *db, int64_t id, int64_t version, const enum card_col *cols,
        const struct val *vals, size_t n);

/* card_store_custom_* - the row of table m_<module_id>; columns are those of the module's fields, in its order. */
enum err card_store_custom_get(struct db *db, int64_t module_id, int64_t card_id, const char *const *columns,
        size_t n, const struct val **out_row);
enum err card_store_custom_insert(struct db *db, int64_t module_id, int64_t card_id,
        const char *const *columns, const struct val *vals, size_t n);
enum err card_store_custom_update(struct db *db, int64_t module_id, int64_t card_id,
        const char *const *columns, const struct val *vals, size_t n);

/* card_store_seen - its owner opened it. */
enum err card_store_seen(struct db *db, int64_t id);
/* card_store_first_task - a new card's next task, when deadline and number of tasks are in its row already. */
enum err card_store_first_task(struct db *db, int64_t id, int64_t task_id);
/* card_store_next_task - recompute next_due_at, next_task_id and n_open_tasks from its tasks; version stays. */
enum err card_store_next_task(struct db *db, int64_t id);
/* card_store_last_due - the latest deadline among its open tasks, 0 = none. */
enum err card_store_last_due(struct db *db, int64_t id, int64_t *out_at);
/* card_store_open_tasks - text, type_id, assignee_id, due_at, due_has_time, duration_min, reminder_min, address of the
 * open tasks, at most max. */
enum err card_store_open_tasks(struct db *db, int64_t id, size_t max, struct rows *out_rows);
/* card_store_reach - what is to be known of a card beside its owner: is it private, and is the member its guest, by an open
 * task or an invitation? */
enum err card_store_reach(
        struct db *db, int64_t card_id, int64_t member_id, bool *out_private, bool *out_guest);

/* How long a card of some status may wait: wake_at is the later of last contact (or creation) + contact_ms and
 * status_at + status_ms, and, where task_pauses, of the latest deadline of its open tasks. */
struct card_wait {
    int64_t contact_ms, status_ms; /* status_ms CARD_NO_WAIT = does not count */
    bool task_pauses;
};
#define CARD_NO_WAIT (-253402300800000LL)
/* card_store_last_of - the last of the next `max` live cards behind `after` by id, 0 when there is none. */
enum err card_store_last_of(struct db *db, int64_t module_id, int64_t after, int max, int64_t *out_id);
/* card_store_walk - rows as card_store_get gives them, those in the trash too: the next `max` of a module behind `after` by
 * number; contact_id: only those of this customer, or of the people of this company. card_store_latest - the newest ones. */
enum err card_store_walk(
        struct db *db, int64_t module_id, int64_t contact_id, int64_t after, int max, struct rows *out_rows);
enum err card_store_latest(struct db *db, int64_t module_id, int max, struct rows *out_rows);
/* card_store_rewake - for the live cards of a status with ids behind `after` up to `last`; wait NULL: they wait for
 * nothing. */
enum err card_store_rewake(struct db *db, int64_t module_id, int64_t status_id, int64_t after, int64_t last,
        const struct card_wait *wait);

/* card_store_customer - who a card's customer is, one row per mail and phone (one with NULLs when it has none), at most
 * 40: kind, name, company_id, company's name, the point's kind, value, match_key. 0 rows when there is no such contact. */
enum err card_store_customer(struct db *db, int64_t contact_id, struct rows *out_rows);
/* card_store_facts - the customer as rules see it: name, industry, region, employees, revenue_minor; the last four are
 * the company's where a person has one. Errors: ERR_NOT_FOUND. */
enum err card_store_facts(struct db *db, int64_t contact_id, const struct val **out_row);
/* card_store_fact_list - what a customer may have several of: 'email', 'phone' or 'city', and the value (of phones the
 * international form); cities also of its company. */
enum err card_store_fact_list(struct db *db, int64_t contact_id, int64_t company_id, struct rows *out_rows);
/* card_store_contact_name - ERR_NOT_FOUND when there is no such contact. */
enum err card_store_contact_name(struct db *db, int64_t contact_id, const char **out_name);
/* card_store_people - id, kind, name, position, company_id, company's name, default e-mail, default phone: of the contact
 * itself first, then of its company's people, at most max. */
enum err card_store_people(
        struct db *db, int64_t contact_id, int64_t company_id, size_t max, struct rows *out_rows);
/* card_store_related - other live cards of the same customer: id, module_id, name, status_id, value_minor, number; by
 * module, latest first, at most max. sees: NULL = all */
enum err card_store_related(struct db *db, int64_t card_id, int64_t contact_id, int64_t company_id,
        const struct sees *sees, size_t max, struct rows *out_rows);

/* Links stand once and are seen from both ends. */
enum err card_store_link(struct db *db, int64_t card_id, int64_t other_id, const char *kind, const char *note,
        int64_t at, int64_t *out_id);
/* card_store_link_between - in either direction. Errors: ERR_NOT_FOUND. */
enum err card_store_link_between(struct db *db, int64_t card_id, int64_t other_id, int64_t *out_id);
/* card_store_unlink - *out_other_id: the card at the other end. Errors: ERR_NOT_FOUND not a link of this card. */
enum err card_store_unlink(struct db *db, int64_t link_id, int64_t card_id, int64_t *out_other_id);
/* card_store_links - link id, kind, note, the other card's id, name, module_id, status_id, number; at most max.
 * sees: NULL = all */
enum err card_store_links(
        struct db *db, int64_t card_id, const struct sees *sees, size_t max, struct rows *out_rows);
