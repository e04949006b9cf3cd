/* list_test - conditions of card lists as SQL; shared by list_store.c and its like. Aliases: c the card, m its module's
 * row, ct the customer, co the customer's company. */
#pragma once
#include "store/list_store.h"
#include "store/query.h"

/* test_needs - which joins a condition reads. */
void test_needs(const struct test *t, bool *with_module, bool *with_customer);
/* test_add - the condition; always true or false, never NULL. */
void test_add(struct query *q, const struct test *t);
/* test_column - a column's value for the select list. */
void test_column(struct query *q, enum place place, const char *column);
