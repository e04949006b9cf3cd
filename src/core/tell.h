/* tell - what servers on one PostgreSQL say to each other, as lines of text: which changes were committed (so that every
 * server's event streams show them, each under the same number), that metadata changed, and whose sessions ended. Written
 * into the transaction that does it; heard by every server, also the one that said it. */
#pragma once
#include "core/ctx.h"
#include "store/directory_store.h"

enum told_kind { TOLD_NOTICES, TOLD_SESSIONS };

struct told {
    enum told_kind kind;
    int64_t account_id;
    /* TOLD_NOTICES */
    int64_t number;       /* grows from one to the next of an account; not by one */
    int64_t stamp;        /* not 0: metadata changed, and is now at least this new */
    bool too_much;        /* more happened than could be said */
    struct notice *first; /* their texts lie in the arena */
    /* TOLD_SESSIONS: those that match all members that are not 0 have ended, but not `keep` */
    struct session like;
    int64_t keep_id;
};

/* tell_notices - of the transaction in cx->db: its notices and whether metadata changed. Nothing to say is fine. */
enum err tell_notices(struct ctx *cx, int64_t account_id);
/* tell_sessions - in a transaction on the directory. */
enum err tell_sessions(struct db *db, const struct session *like, int64_t keep_id);
/* tell_read - what was heard. False: it is of a version that this program does not understand. */
bool tell_read(struct arena *a, const char *text, struct told *out);
