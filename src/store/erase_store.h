/* erase_store - the SQL of forgetting a person: what named him goes, what is counted stays. */
#pragma once
#include "store/db.h"

/* What stands in place of a card's name. */
struct nameless {
    const char *name, *name_key, *name_json;
    struct val sort_key;
};

/* erase_store_contact - all that is known of a contact and its history's words; it goes into the trash for good. */
enum err erase_store_contact(struct db *db, int64_t id, const struct nameless *as, int64_t at);
/* erase_store_cards - cards of a customer behind an id, trashed ones too: id, module_id; at most max. */
enum err erase_store_cards(
        struct db *db, int64_t contact_id, int64_t after_id, int max, struct rows *out_rows);
/* erase_store_card - its names, its fields of free text (also those in the trash), its history's and its tasks' words.
 * Status, owner, value, choices, numbers and dates stay: they are counted. */
enum err erase_store_card(
        struct db *db, int64_t id, int64_t module_id, const struct nameless *as, int64_t at);
