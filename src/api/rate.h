/* rate - token buckets in bounded memory: how often one address, log-in or session may come. When the table is full
 * the bucket that rested longest gives way, so a flood of addresses forgets old ones but never grows. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct rate;

enum rate_kind {
    RATE_PUBLIC,
    RATE_LOGIN_ADDRESS,
    RATE_LOGIN_EMAIL,
    RATE_LOGIN_NOTED,
    RATE_CODE,
    RATE_SESSION,
    RATE_FEED,
    RATE_ACCOUNT
};

struct rate *rate_new(void);
void rate_free(struct rate *r);
/* rate_take - one token from the bucket of (kind, subject), which holds `burst` and gets `per_minute` back.
 * Gives: 0 when there was one, else the seconds until there is. per_minute <= 0: always 0. Any thread. */
int rate_take(
        struct rate *r, enum rate_kind kind, const char *subject, int per_minute, int burst, int64_t now_us);
/* rate_give - put a token back (a log-in that succeeded was no attack). */
void rate_give(struct rate *r, enum rate_kind kind, const char *subject);
