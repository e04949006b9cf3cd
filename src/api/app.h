/* app - the running server: what all requests share. Made by main, used by the dispatcher and the handlers. */
#pragma once
#include "api/rate.h"
#include "api/session_cache.h"
#include "core/accounts.h"
#include "core/backups.h"
#include "core/push.h"
#include "http/http.h"
#include "http/router.h"
#include "http/sse.h"
#include "http/static.h"

#include <pthread.h>
#include <stdatomic.h>

#define PASSWORD_SLOTS   2 /* argon2 runs at the same time: 64 MiB each */
#define PASSWORD_WAITERS 16

/* Set by main from the settings; 0 switches a rate off. Rates are per minute. */
struct app_config {
    struct place where;
    const char *web_dir;    /* the built client, or NULL */
    const char *public_url; /* "https://crm.example.com"; NULL: taken from the request */
    struct backup_plan backups;
    bool sso_inside; /* OpenID providers may stand in the own network */
    struct push_policy push;
    bool dev; /* Server-Timing */
    size_t max_body_bytes, max_upload_bytes, max_attached_bytes;
    int max_streams;
    int max_accounts, account_idle_ms; /* accounts kept open, and for how long nobody need use them */
    int rate_account;                  /* a second, where several accounts are served */
    int rate_session, rate_public, rate_login_address, rate_login_email;
    /* A card or a job is due at `at`: rings the worker. May be NULL. */
    void (*wake)(void *arg, struct account *acc, int64_t at);
    /* More metrics than the server itself knows. May be NULL. */
    void (*metrics)(void *arg, struct buf *out);
    void *arg;
};

struct app {
    struct app_config cfg;
    struct directory *dir;
    struct router *router;
    struct static_site *site; /* NULL without a web_dir */
    struct sse_hub *hub;
    struct http_server *server; /* set by main once it listens; for /metrics */
    struct session_cache *sessions;
    struct rate *rate;
    struct accounts *accounts; /* NULL before the directory is open */
    struct store_ear ear;
    pthread_mutex_t ear_lock; /* held while something heard is worked on */
    bool deafened;            /* the end has come; under ear_lock */
    int64_t started_at;
    _Atomic bool draining; /* the end is near: a balancer is told so */
    _Atomic bool outdated; /* a newer server has brought a database to a schema that this one does not know */
    pthread_mutex_t lock;  /* the two below */
    pthread_cond_t password_free;
    int password_busy, password_waiting;
    _Atomic int sso_busy; /* workers that speak with somebody's OpenID provider */
};

/* app_new - opens the directory. Errors: as directory_open, accounts_new; *out_why says which file. */
enum err app_new(const struct app_config *cfg, struct arena *a, struct app **out_app, const char **out_why);
/* app_free - after http_stop and after the workers have ended. */
void app_free(struct app *app);
/* app_stop_streams - end all event streams; before http_stop. */
void app_stop_streams(struct app *app);

/* app_adopt - an account just set up: it is closed, and opened again like every other. */
enum err app_adopt(struct app *app, struct account *made, int64_t id);

/* app_password_begin / _end - around password hashing: at most PASSWORD_SLOTS at once.
 * Errors: ERR_BUSY when too many wait already, or after five seconds */
enum err app_password_begin(struct app *app);
void app_password_end(struct app *app);

/* What an event stream belongs to: the tag of its sse_client. */
struct stream_tag {
    int64_t member_id, login_id, session_id, key_id;
    int64_t by_id, until_at; /* of an administrator who sees as member_id; else 0 */
    bool strong;
    struct arena *arena;
    const struct sees *sees; /* in the arena */
};
/* app_sessions_ended - forget the sessions that match all members of `like` that are not 0 (as session_cache_drop), and end
 * their event streams; those of keep_id (0 = none), and then of keys, stay. */
void app_sessions_ended(struct app *app, const struct session *like, int64_t keep_id);
/* app_metrics - Prometheus text. */
void app_metrics(struct app *app, struct arena *a, struct buf *out);
