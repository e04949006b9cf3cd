/* counter - cards and their value per module × status × owner × cell, maintained in the transaction that changes a card.
 * Changes are gathered in cx and written by counter_flush: one statement per touched row, however many cards moved. */
#pragma once
#include "core/card.h"

struct counter_delta {
    int64_t module_id, status_id, owner_id; /* owner 0 = nobody */
    int64_t qualification, rating;          /* -1 = not set */
    int64_t n, value_minor;
};

/* counter_move - the card leaves (n = -1) or enters (n = 1) its place. Trashed cards stand nowhere. */
void counter_move(struct ctx *cx, const struct card *card, int n);
/* counter_flush - write what is gathered. Called by ctx_flush. Errors: ERR_QUOTA the account has no room for more cards */
enum err counter_flush(struct ctx *cx);
/* counter_check - recount the cards and compare. Gives: how many rows are wrong; 0 = all right. Flush first. */
enum err counter_check(struct ctx *cx, int64_t *out_wrong);
