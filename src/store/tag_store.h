/* tag_store - the SQL of contacts' tags. contact.tags holds them as people wrote them; these are what lists look for. */
#pragma once
#include "store/db.h"

/* tag_store_id - the tag of a key, made with this name when there is none. */
enum err tag_store_id(struct db *db, const char *key, const char *name, int64_t *out_id);
/* tag_store_put - a contact has these, and no others. */
enum err tag_store_put(struct db *db, int64_t contact_id, const int64_t *tag_ids, size_t n);
/* tag_store_find - tags in use whose key begins so: id, name; by key, at most max. */
enum err tag_store_find(struct db *db, const char *beginning, int max, struct rows *out_rows);
/* tag_store_few - have at most max contacts this tag? Then a list begins with them. */
enum err tag_store_few(struct db *db, int64_t id, int max, bool *out_few);
