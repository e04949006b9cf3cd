/* directory_impl - what the files behind directory.h share (directory, login, session, ticket, key, set_up); nobody else includes it. */
#pragma once
#include "core/directory.h"

/* directory_where - of an account's place and database, as the directory knows them; database NULL or "" is its own. */
struct store_config directory_where(
        struct directory *dir, struct arena *a, const char *place, const char *database);
/* directory_new_place - for an account of this slug: a file's name ("pelda-kft.db"), or a schema's ("cardinal_pelda_kft").
 */
const char *directory_new_place(struct directory *dir, struct arena *a, const char *slug);
/* slug_fits - can this be an account's name? a to z, 0 to 9 and dashes, at most 50. */
bool slug_fits(const char *s);
/* directory_take_account - open it alone, whatever the directory was opened as. Errors: ERR_CONFLICT a server has it */
enum err directory_take_account(
        struct directory *dir, struct ctx *cx, int64_t id, struct account **out_account);
/* directory_place_named - the same in a file, or as a schema. */
const char *directory_place_named(struct arena *a, bool file, const char *name);
/* directory_data_dir - the folder beside it. */
const char *directory_data_dir(struct directory *dir);
/* directory_conninfo - its own PostgreSQL, NULL = files. */
const char *directory_conninfo(struct directory *dir);

#define TOKEN_MAX 100 /* bytes: longer ones are nobody's */
/* directory_token_hash - tokens are kept as this. */
char *directory_token_hash(struct ctx *cx, const char *token);
/* directory_write - fn in a transaction of its own, durable when this returns ERR_OK. */
enum err directory_write(struct directory *dir, struct ctx *cx,
        enum err (*fn)(struct db *db, struct ctx *cx, void *arg), void *arg);
/* directory_sessions_ended - sessions that match have ended, if e is ERR_OK: other servers that keep them in memory are told. */
enum err directory_sessions_ended(struct db *db, enum err e, const struct session *like, int64_t keep_id);
/* ticket_make, ticket_whose, ticket_used - a one-time token for a member: made, looked at, used up.
 * Errors: ERR_NOT_FOUND with the message key when it is not good (any more) */
enum err ticket_make(struct directory *dir, struct ctx *cx, const char *kind, const struct session *who,
        int64_t life_ms, char **out_token);
enum err ticket_whose(struct directory *dir, struct ctx *cx, const char *kind, const char *token,
        const char *key, struct session *out_who);
enum err ticket_used(
        struct directory *dir, struct ctx *cx, const char *kind, const char *token, const char *key);
