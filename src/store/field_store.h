/* field_store - the SQL over one column f_<id> of a module's table m_<id>: what its fields' editors and rules ask. */
#pragma once
#include "store/db.h"

/* field_store_index - the column's index, when it is not there yet; it keeps other writers waiting while it is built,
 * which field_store_index_apart, before it and outside of transactions, avoids where the database can (store_index).
 * field_store_unindex drops it. */
enum err field_store_index(struct db *db, int64_t module_id, int64_t field_id);
enum err field_store_index_apart(struct store *s, struct arena *a, int64_t module_id, int64_t field_id);
enum err field_store_unindex(struct db *db, int64_t module_id, int64_t field_id);
/* field_store_filled - how many cards have a value. */
enum err field_store_filled(struct db *db, int64_t module_id, int64_t field_id, int64_t *out_n);
struct field_holder {
    int64_t card_id, number, owner_id; /* number: as people read it; owner 0 = none */
};
/* field_store_has - which other live card has this value? but_card 0 = any card. Errors: ERR_NOT_FOUND none has it. */
enum err field_store_has(struct db *db, int64_t module_id, int64_t field_id, struct val v, int64_t but_card,
        struct field_holder *out);
/* field_store_has_contact - the same of people's and companies' fields: id, owner_id, name. */
enum err field_store_has_contact(struct db *db, int64_t module_id, int64_t field_id, struct val v,
        int64_t but_contact, const struct val **out_row);
/* field_store_twice - a value that several live cards (of_contacts: contacts) have. Errors: ERR_NOT_FOUND there is none. */
enum err field_store_twice(
        struct db *db, int64_t module_id, int64_t field_id, bool of_contacts, struct val *out_value);
/* field_store_walk - card_id and value behind a card, in their order: those with a value. */
enum err field_store_walk(struct db *db, int64_t module_id, int64_t field_id, int64_t after_card, int max,
        struct rows *out_rows);
/* field_store_each - all values, without keeping them. */
enum err field_store_each(struct db *db, int64_t module_id, int64_t field_id,
        enum err (*each)(void *arg, const struct val *row), void *arg);
/* field_store_distinct - the values there are, at most max, the commonest first. */
enum err field_store_distinct(
        struct db *db, int64_t module_id, int64_t field_id, int max, struct rows *out_rows);
/* field_store_fill - a card's value where it has none. */
enum err field_store_fill(struct db *db, int64_t module_id, int64_t field_id, int64_t card_id, struct val v);
