/* list_row - the columns of a card's row in lists (enum list_col), behind its id and the list's key: c the card, t the task
 * to show, ct the customer, co the customer's company. */
#pragma once
#include "store/sees.h"

#define ROW_COLS                                                                                             \
    ", c.number, c.module_id, c.status_id, c.name, c.owner_id, c.contact_id, ct.name, ct.kind, "             \
    "c.company_id, co.name, " DEFAULT_POINT("c.contact_id", "phone") ", " DEFAULT_POINT("c.contact_id",      \
            "email") ", c.value_minor, t.id, t.text, t.type_id, t.assignee_id, "                             \
                     "t.due_at, t.due_has_time, t.version, c.next_due_at, c.n_open_tasks, "                  \
                     "t.n_checks, t.n_checks_done, t.repeat_rule, c.n_checks, c.n_checks_done, "             \
                     "c.qualification, c.rating, "                                                           \
                     "c.sales_state, c.last_contact_at, c.wake_at, c.qualified_at, "                         \
                     "c.status_at, c.created_at, c.updated_at, "                                             \
                     "c.trashed_at, c.version"

#define ROW_JOINS " LEFT JOIN contact ct ON ct.id = c.contact_id LEFT JOIN contact co ON co.id = c.company_id"
