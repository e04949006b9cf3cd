/* sse - server-sent event streams (WHATWG HTML, 9.2). A hub keeps the clients; publishing never blocks: a client too
 * slow for its queue (256 events) is closed and comes back with Last-Event-ID. 2,000 idle clients cost < 64 MiB. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sse_hub;
struct sse_client;

#define SSE_QUEUE_EVENTS 256 /* a client further behind is closed */

/* sse_hub_new - keeps the last `keep` events per account for clients that come back, and takes at most
 * `max_per_account` streams of one account. The hub has its own thread, which owns the sockets. */
struct sse_hub *sse_hub_new(size_t keep, size_t max_per_account);
/* sse_hub_free - end all streams and free. After http_stop, and when nobody publishes any more. */
void sse_hub_free(struct sse_hub *h);
/* sse_client_new - a client to be put into reply->sse. tag is the caller's (the user's id, what it may see …), freed
 * by free_tag when the client goes. last_id: from Last-Event-ID, 0 for none; what was published since is sent first.
 * When it is too old, or from before a restart, an event "reset" (data {}) comes first: the client must fetch anew.
 * Gives:  NULL when the account has its full number of streams (answer 429); tag stays the caller's then */
struct sse_client *sse_client_new(
        struct sse_hub *h, int64_t account_id, void *tag, void (*free_tag)(void *tag), uint64_t last_id);
/* sse_publish - an event for all clients of the account for which may(arg, tag) is true; `arg` must stay readable for
 * clients that come back, so it is copied (arg_bytes). data is one line of JSON. Any thread. */
void sse_publish(struct sse_hub *h, int64_t account_id, const char *event, const char *data, size_t data_len,
        bool (*may)(const void *arg, const void *tag), const void *arg, size_t arg_bytes);
/* sse_publish_as - the same under a number of the caller's: for accounts whose events come to several servers, and have the
 * same number on each. Numbers of an account grow. */
void sse_publish_as(struct sse_hub *h, int64_t account_id, uint64_t id, const char *event, const char *data,
        size_t data_len, bool (*may)(const void *arg, const void *tag), const void *arg, size_t arg_bytes);
/* sse_knows - has the hub the account's events, or its streams? If not, sse_start says up to which number a client that
 * comes now has seen all; for accounts of sse_publish_as only. */
bool sse_knows(struct sse_hub *h, int64_t account_id);
void sse_start(struct sse_hub *h, int64_t account_id, uint64_t last_id);
/* sse_reset - events may have been missed, of one account or (0) of all: clients must fetch anew. */
void sse_reset(struct sse_hub *h, int64_t account_id);
/* sse_close_where - end the streams of an account, or (0) of all, for which pred is true (log-out, user deactivated). */
void sse_close_where(struct sse_hub *h, int64_t account_id, bool (*pred)(const void *arg, const void *tag),
        const void *arg);
/* sse_count - open streams of the hub. */
size_t sse_count(struct sse_hub *h);
