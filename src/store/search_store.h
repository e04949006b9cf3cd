/* search_store - looking things up in the full-text index; db_search_put and db_search_drop write it. */
#pragma once
#include "store/db.h"
#include "store/sees.h"

/* The columns of search_store_find: enough to rank what was found. HIT_TEXT begins with the name. */
enum { HIT_KIND, HIT_REF, HIT_TEXT };

/* Entries looked at for a member who sees only a part. One costs up to 20 us (a contact is seen by its cards and their
 * tasks): a word that half of a large base has, and a member who sees nothing of it, must not hold a worker for seconds. */
#define SEARCH_SCAN_MAX   20000
#define SEARCH_SCAN_SHORT 1000 /* … by a worker for short work */

/* search_store_find - live things whose text has a word beginning with each word of the folded text, newest
 * first.
 * Takes: sees: what this member sees, NULL = everything; scan: entries looked at for him; max: rows given
 * Gives: *out_cut: there are entries beyond `scan`, and fewer than max were met before */
enum err search_store_find(struct db *db, const char *folded, const struct sees *sees, int scan, int max,
        struct rows *out_rows, bool *out_cut);

/* What is shown of a card that was found. */
enum {
    CARD_HIT_NAME,
    CARD_HIT_NUMBER,
    CARD_HIT_MODULE,
    CARD_HIT_STATUS,
    CARD_HIT_CUSTOMER,
    CARD_HIT_COMPANY
};
enum err search_store_card(struct db *db, int64_t id, const struct val **out_row);

/* What is shown of a person or company that was found. */
enum { CONTACT_HIT_NAME, CONTACT_HIT_COMPANY, CONTACT_HIT_EMAIL, CONTACT_HIT_PHONE };
enum err search_store_contact(struct db *db, int64_t id, const struct val **out_row);
