/* demo_store - taking the demo's rows out again, in steps. */
#pragma once
#include "store/db.h"

/* demo_store_count - demo cards and contacts there are. */
enum err demo_store_count(struct db *db, int64_t *out_n);
/* demo_store_modules - ids of all modules with cards. */
enum err demo_store_modules(struct db *db, struct rows *out_ids);
/* demo_store_drop_own_rows - the m_<module> rows of the first `max` demo cards; before demo_store_remove. */
enum err demo_store_drop_own_rows(struct db *db, int64_t module_id, int max);
/* demo_store_drop_contact_rows - the own fields of the first `max` demo contacts, kept at this place. */
enum err demo_store_drop_contact_rows(struct db *db, int64_t place, int max);
/* demo_store_remove - the first `max` demo cards with all that hangs on them, counters included; when there are none
 * left, contacts that no real card uses. *out_n rows of cards or contacts removed; 0 = finished. */
enum err demo_store_remove(struct db *db, int max, int64_t *out_n);
/* demo_store_end - the demo's colleagues: removed, or deactivated where real work hangs on them. Contacts that real cards
 * use become ordinary ones. */
enum err demo_store_end(struct db *db);
