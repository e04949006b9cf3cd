/* audit_store - rows of the audit log: in an account, and (without a member) in the directory. */
#pragma once
#include "store/db.h"

struct audit_row {
    int64_t id, at, member_id; /* member_id 0 = nobody who was signed in, or the system */
    const char *kind, *who, *address, *agent, *subject;
    const char *changes; /* JSON, "" = none */
};
struct audit_filter {
    const char *kind;
    int64_t member_id, from, to; /* from: at or later; to: before. 0 = any */
};

enum err audit_row_add(struct db *db, const struct audit_row *row);
/* audit_row_prune - a few of those before `at`: called with every row that is added, so none pile up. */
enum err audit_row_prune(struct db *db, int64_t at);
/* audit_rows - newest first, behind (at, id) of the last one seen; 0, 0 = from the newest. */
enum err audit_rows(struct db *db, const struct audit_filter *f, int64_t at, int64_t id, int max,
        struct audit_row **out_rows, size_t *out_n);
