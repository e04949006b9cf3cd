/* push - what the bell tells, also to browsers that are closed (Web Push). Off until an administrator switches it on for the
 * account, quiet until a member chooses a kind and lets a browser of his be told. A row is written in the transaction
 * of the notification; the pusher (jobs/pusher.h) sends what has gathered. What a message says is looked up as its reader
 * when it is sent: what he has read, or may no longer see, is not sent. Browsers stand in the directory, each with its session. */
#pragma once
#include "base/webpush.h"
#include "core/directory.h"
#include "store/push_store.h"

#define PUSH_BROWSERS       10 /* of a member; the oldest fall off */
#define PUSH_ENDPOINT_BYTES 1000

/* What the operator allows. */
struct push_policy {
    const char
            *hosts; /* push services that may be called, separated by commas; "*.x" is every name below x */
    bool inside;    /* they may stand in the own network, also over http */
    const char *contact; /* this server's address, for push services; NULL = not told */
};

/* What the account's administrator says. */
struct push_rules {
    bool on;
    bool names; /* messages name the card */
};
struct push_rules push_rules_of(const struct meta *m);
/* push_update - to the audit log. Effects: meta_changed; the server's key is made when it is first switched on */
enum err push_update(struct directory *dir, struct ctx *cx, const struct push_rules *in);

/* push_gather - a notification was written for a member who wants this kind pushed. */
enum err push_gather(struct ctx *cx, int64_t member_id, int64_t note_id);

/* push_waits - is something to be sent now? In a read. */
enum err push_waits(struct ctx *cx, bool *out_waits);
/* push_take - rows to be tried now, at most max, theirs is the next minute; what is too old, or was tried too often, goes. */
enum err push_take(struct ctx *cx, int max, struct push_row **out_rows, size_t *out_n);
struct push_word {
    const char *title, *body, *path, *tag;
};
/* push_say - as the member who reads it (ORIGIN_USER). ERR_NOT_FOUND there is nothing to tell (any more) */
enum err push_say(struct ctx *cx, const struct push_row *row, struct push_word *out);
/* push_done - a row was tried: what is left of it (n rows, each of one browser) comes again when they say. */
enum err push_done(struct ctx *cx, const struct push_row *row, const struct push_row *again, size_t n);
/* push_wait_ms - before the next try, after so many. */
int64_t push_wait_ms(int64_t tries);

/* push_endpoint_fits - may this address be called? *out_origin: of it, "https://host". */
bool push_endpoint_fits(
        struct arena *a, const struct push_policy *policy, const char *endpoint, const char **out_origin);
/* push_to - a browser's keys. False: they are none */
bool push_to(const struct push_browser *b, struct webpush_to *out);
/* push_key - the server's. ERR_NOT_FOUND it was never switched on. push_key_point - its public half, base64url. */
enum err push_key(struct directory *dir, struct ctx *cx, struct webpush_key *out_key);
enum err push_key_point(struct directory *dir, struct ctx *cx, const char **out_point);
/* push_browser_add - the browser of b->session_id; whoever it told before, it does no more. Takes: all but id and times.
 * Errors: ERR_INVALID with the field */
enum err push_browser_add(struct directory *dir, struct ctx *cx, const struct push_policy *policy,
        const struct push_browser *b);
enum err push_browser_list(struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id,
        struct push_browser **out_rows, size_t *out_n);
enum err push_browser_remove(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t member_id, int64_t id);

enum push_fate { PUSH_TOLD, PUSH_FAILED, PUSH_GONE };
struct push_outcome {
    const struct push_browser *browser;
    enum push_fate fate;
};
/* push_note_outcomes - GONE ones are removed. */
enum err push_note_outcomes(
        struct directory *dir, struct ctx *cx, const struct push_outcome *outcomes, size_t n);
