/* search_store - looking things up in the full-text index; db_search_put and db_search_drop write it. */
#pragma once
#include "store/db.h"

/* The columns of search_store_find. */
enum {
    HIT_KIND,
    HIT_REF,
    HIT_CARD_NAME,
    HIT_CARD_NUMBER,
    HIT_MODULE,
    HIT_STATUS,
    HIT_CUSTOMER, /* of a card */
    HIT_COMPANY,  /* of a card or a person */
    HIT_NAME,     /* of a contact */
    HIT_EMAIL,
    HIT_PHONE,
    HIT_NAME_KEY,
    HIT_UPDATED_AT,
};

/* search_store_find - live things whose text has a word beginning with each word of the folded text, newest
 * first. Takes: only_member_id: what this member sees, 0 = everything; scan: newest entries looked at; max:
 * rows given */
enum err search_store_find(
        struct db *db, const char *folded, int64_t only_member_id, int scan, int max, struct rows *out_rows);
