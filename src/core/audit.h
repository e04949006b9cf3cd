/* audit - who logged in, who changed what people may do, who took data out: written beside the history of cards, never
 * changed, read by administrators. What is older than the account's setting audit_days goes when something is added. */
#pragma once
#include "core/account.h"
#include "core/directory.h"
#include "store/audit_store.h"

enum audit_kind {
#define AUDIT(id, name) AUDIT_##id,
#include "core/audit.def"
#undef AUDIT
    N_AUDIT
};

#define AUDIT_DAYS           365 /* kept unless the account says otherwise */
#define AUDIT_DAYS_MIN       30
#define AUDIT_DAYS_MAX       3650
#define AUDIT_DIRECTORY_DAYS 90 /* what belongs to no account */

/* audit_names - of all kinds, ended by NULL. */
extern const char *const audit_names[];

/* One thing that was changed, for audit_changes. */
struct audit_change {
    const char *name, *from, *to; /* from or to NULL: there was, there is nothing */
};
/* audit_changes - those whose ends differ, as audit_note takes them; "" when none does. */
const char *audit_changes(struct arena *a, const struct audit_change *changes, size_t n);

/* audit_note - in a write of the account: cx->member did this, from cx->address.
 * Takes: subject, what it is about, as people know it (a name, a file; cut to 200 bytes), may be NULL; changes as
 *        audit_changes makes them, may be NULL */
enum err audit_note(struct ctx *cx, enum audit_kind kind, const char *subject, const char *changes);
/* audit_apart - the same in a transaction of its own, where there is none: of cx it takes arena, time and address. It
 * never fails what it tells of: when it cannot be written, the server's log says so.
 * Takes: member_id 0 = nobody who is signed in; `who` then says who it claimed to be */
void audit_apart(struct account *acc, const struct ctx *cx, int64_t member_id, const char *who,
        enum audit_kind kind, const char *subject);
/* audit_directory - what belongs to no account: log-ins of nobody we know. */
void audit_directory(struct directory *dir, struct ctx *cx, enum audit_kind kind, const char *who);

/* audit_list - newest first; filter->kind NULL, member_id 0, from and to 0: of all. cursor: as the page before said.
 * Errors: ERR_INVALID field "cursor" */
enum err audit_list(struct ctx *cx, const struct audit_filter *filter, const char *cursor, int max,
        struct audit_row **out_rows, size_t *out_n, const char **out_next);

/* The log as a CSV file, piece by piece as http_reply.stream_next takes it, newest first. */
struct audit_export;
struct audit_export *audit_export_begin(
        struct account *acc, struct ctx *cx, const struct audit_filter *filter);
enum err audit_export_piece(void *arg, struct buf *b);
