/* radar_store - the SQL of looking for contacts that may be the same, and of the pairs that were found. */
#pragma once
#include "store/db.h"

/* radar_store_unseen - contacts that changed since they were looked at, by id: at most max. */
enum {
    UNSEEN_ID,
    UNSEEN_KIND,
    UNSEEN_NAME_KEY,
    UNSEEN_TAX,
    UNSEEN_EU_TAX,
    UNSEEN_COMPANY,
    UNSEEN_TRASHED,
    UNSEEN_TAGS
};
enum err radar_store_unseen(struct db *db, int max, struct rows *out_rows);
enum err radar_store_seen(struct db *db, int64_t id, int64_t at);
/* radar_store_waits - are there any? */
enum err radar_store_waits(struct db *db, bool *out_waits);
/* radar_store_asked - does a job of the kind "radar" wait for its turn? One that runs may be at its end. */
enum err radar_store_asked(struct db *db, bool *out_asked);

struct radar_row {
    int64_t id;
    int kind;
    const char *words, *tail, *tax;
};
/* radar_store_put - what the contact is compared by. */
enum err radar_store_put(struct db *db, const struct radar_row *row);
/* radar_store_drop - it is compared no longer. */
enum err radar_store_drop(struct db *db, int64_t id);
/* Who comes into question: contact_id, words; at most max. near: the next ones in the order of words, or of tail, from
 * the row's own on, forwards or backwards. */
enum err radar_store_near(struct db *db, const struct radar_row *row, bool by_tail, bool forwards, int max,
        struct rows *out_rows);
enum err radar_store_by_tax(struct db *db, const struct radar_row *row, int max, struct rows *out_rows);

/* Pairs. */
struct pair_row {
    int64_t a_id, b_id; /* a_id < b_id */
    int kind, score;
    const char *reasons;
};
enum { PAIR_OPEN, PAIR_TWO };
/* pair_store_put - a pair that was decided upon keeps its decision. */
enum err pair_store_put(struct db *db, const struct pair_row *row);
/* pair_store_drop_open - the open pairs of a contact, but those with others that are named. */
enum err pair_store_drop_open(struct db *db, int64_t contact_id, const int64_t *but, size_t n_but);
/* Errors: ERR_NOT_FOUND. */
enum { PAIR_ID, PAIR_A, PAIR_B, PAIR_KIND, PAIR_SCORE, PAIR_REASONS, PAIR_STATE };
enum err pair_store_get(struct db *db, int64_t id, const struct val **out_row);
enum err pair_store_decide(struct db *db, int64_t id, int state, int64_t member_id, int64_t at);
/* pair_store_list - the likeliest first; kind -1 = both; behind the pair (score, id) when after_id is not 0. Each row: the
 * columns above, then those of the first contact, then those of the second. */
enum {
    SIDE_ID,
    SIDE_NAME,
    SIDE_COMPANY,
    SIDE_EMAIL,
    SIDE_PHONE,
    SIDE_CITY,
    SIDE_N_CARDS,
    SIDE_CREATED,
    N_SIDE,
    PAIR_SIDE_A = PAIR_STATE + 1,
    PAIR_SIDE_B = PAIR_SIDE_A + N_SIDE
};
enum err pair_store_list(struct db *db, int state, int kind, int64_t after_score, int64_t after_id, int max,
        struct rows *out_rows);
/* pair_store_ids - open pairs of a score at least that, the likeliest first: their ids. */
enum err pair_store_ids(struct db *db, int kind, int min_score, int max, struct rows *out_rows);
/* pair_store_count - at most max is counted. */
enum err pair_store_count(struct db *db, int state, int kind, int min_score, int max, int64_t *out_n);
