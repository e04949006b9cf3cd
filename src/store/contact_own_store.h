/* contact_own_store - people's and companies' own fields: a row of m_<id> by contact, once it has a value. place: the row of
 * `module` that they belong to; columns f_<id>, as metadata names them. */
#pragma once
#include "store/db.h"

/* contact_own_store_get - the columns' values. Errors: ERR_NOT_FOUND it never had any. */
enum err contact_own_store_get(struct db *db, int64_t place, int64_t contact_id, const char *const *columns,
        size_t n, const struct val **out_row);
/* contact_own_store_put - the named ones; the others stay. */
enum err contact_own_store_put(struct db *db, int64_t place, int64_t contact_id, const char *const *columns,
        const struct val *vals, size_t n);
/* contact_own_store_drop - all of them, those of trashed fields too. */
enum err contact_own_store_drop(struct db *db, int64_t place, int64_t contact_id);
/* contact_own_store_orphans - rows whose contact is not there, or is of the other kind. */
enum err contact_own_store_orphans(struct db *db, int64_t place, int kind, int64_t *out_n);
