/* accounts - all accounts of a directory as one server knows them, and those of them that are open: opened on first use,
 * held while somebody works in them, closed when nobody has for a while or when more are open than the server keeps.
 * What stands in the directory (names, hosts, states, limits) is kept in memory and taken over anew when its stamp grew.
 * Threads: any; nothing waits for another account's opening or closing. */
#pragma once
#include "core/account.h"
#include "core/book.h"

struct accounts;

struct accounts_config {
    struct directory *dir;
    struct account_hooks hooks; /* of every account that is opened */
    int max_open;               /* kept open; more only while all of them are in use */
    int idle_ms;                /* closed when nobody used it for so long; the only account stays open */
    /* The account is closed to people, or gone: its event streams end. May be NULL. */
    void (*shut)(void *arg, int64_t id);
    void *arg;
};

/* accounts_new - reads the directory. Errors: ERR_BUSY, ERR_INTERNAL */
enum err accounts_new(const struct accounts_config *cfg, struct accounts **out_accounts);
/* accounts_start - a server of few accounts opens them at once, so that a damaged one shows at the start.
 * Errors: as account_open; *out_why names the account */
enum err accounts_start(struct accounts *as, struct arena *a, const char **out_why);
/* accounts_free - after the last release. */
void accounts_free(struct accounts *as);

/* accounts_hold - the account, open until accounts_release. Each hold needs one release.
 * Errors: ERR_NOT_FOUND there is none; ERR_BUSY it is closed for a while (deleted, moved), or does not open in ten
 *         seconds; as account_open */
enum err accounts_hold(struct accounts *as, int64_t id, struct account **out_account);
/* accounts_hold_open - only when it is open, or about to be: for what concerns nobody else. */
bool accounts_hold_open(struct accounts *as, int64_t id, struct account **out_account);
/* accounts_hold_more - once more what is held already. */
void accounts_hold_more(struct accounts *as, struct account *acc);
void accounts_release(struct accounts *as, struct account *acc);

/* accounts_refresh - take over what changed in the directory; cheap when nothing did. */
enum err accounts_refresh(struct accounts *as);
/* accounts_serial - another number after each refresh that took something over. */
uint64_t accounts_serial(struct accounts *as);
/* accounts_tend - close what nobody used for too long, and what was moved or shut. Now and then, from one thread. */
void accounts_tend(struct accounts *as);

/* Looking up, in memory; 0 when there is none. */
int64_t accounts_named(struct accounts *as, const char *slug);
int64_t accounts_at_host(struct accounts *as, const char *host); /* as the Host header says it */
int64_t accounts_only(struct accounts *as);  /* the account of a server that has just one */
int64_t accounts_first(struct accounts *as); /* the oldest */
size_t accounts_count(struct accounts *as);
/* accounts_ids - all, oldest first. accounts_open_ids - those open now. */
size_t accounts_ids(struct accounts *as, struct arena *a, int64_t **out_ids);
size_t accounts_open_ids(struct accounts *as, struct arena *a, int64_t **out_ids);

struct account_facts {
    const char *slug, *name, *host; /* host: the first by name, NULL = none */
    enum account_state state;
    struct account_limits limits;
};
/* accounts_facts - texts in the arena. ERR_NOT_FOUND */
enum err accounts_facts(struct accounts *as, struct arena *a, int64_t id, struct account_facts *out);
