/* contact_impl - shared by contact.c (saving), contact_json.c (in and out), contact_list.c, contact_match.c. */
#pragma once
#include "core/contact.h"
#include "store/contact_store.h"

/* contact_load - without asking who may see it; trashed ones too. Errors: ERR_NOT_FOUND. */
enum err contact_load(struct ctx *cx, int64_t id, struct contact *out);
/* contact_to_row - its columns as they are stored. */
void contact_to_row(struct ctx *cx, const struct contact *c, struct val *row);
/* contact_diff - what differs, as JSON objects of the API's members with their old and new values; old NULL: all that is
 * set. False when nothing differs. */
bool contact_diff(struct ctx *cx, const struct contact *old, const struct contact *now,
        const char **out_old_json, const char **out_new_json);
/* contact_has - does it carry exactly the values of such an object? */
bool contact_has(struct ctx *cx, const struct contact *c, const char *json);
/* contact_stale - fill the fault with both versions. */
enum err contact_stale(
        struct ctx *cx, const struct contact *now, const struct contact *yours, int64_t version);
/* point_key - what points are compared by; NULL when the value is none of its kind. */
const char *point_key(struct ctx *cx, const char *kind, const char *value);
/* point_words - a blank, and the words that a point is found by: a phone in each of its forms.
 * Takes: key as point_key gives it; NULL: it is asked for */
void point_words(struct ctx *cx, struct buf *out, const char *kind, const char *value, const char *key);
/* points_keep, addresses_keep - checked, without repeats and empty ones, exactly one default (of each kind). */
enum err points_keep(struct ctx *cx, struct contact *c);
enum err addresses_keep(struct ctx *cx, struct contact *c);
/* contact_put_away - into the trash (into: the contact that goes on in its place, 0 = none), or out of it, with its event. */
struct event_new;
enum err contact_put_away(
        struct ctx *cx, struct contact *c, bool away, int64_t into, const struct event_new *ev);
/* contact_merge_revert - undo of the event contact_merged, or (merged false) of contact_unmerged. */
enum err contact_merge_revert(struct ctx *cx, struct contact *c, bool merged, const char *new_json);
/* contact_unite - what goes on when two become one: keep's values, where it has none drop's, and drop's for the members
 * named in take; points, addresses and tags of both. Fills *out from keep. */
void contact_unite(struct ctx *cx, const struct contact *keep, const struct contact *drop, const json_t *take,
        struct contact *out);

/* The plain members of a contact. Texts: max characters; numbers: the bounds. */
struct contact_plain {
    const char *name;
    size_t at; /* in struct contact */
    enum { PLAIN_TEXT, PLAIN_NUMBER, PLAIN_ID } type;
    int64_t min, max;
};
#define N_CONTACT_PLAIN 17
extern const struct contact_plain contact_plains[N_CONTACT_PLAIN];
/* contact_plain_get - its value: an empty text, or VAL_NULL, when there is none. */
struct val contact_plain_get(const struct contact *c, const struct contact_plain *m);
/* contact_lists_write - the members points and addresses. */
void contact_lists_write(struct jw *w, const struct contact *c);
/* contact_members_write - its own members, without company, people and cards. */
void contact_members_write(struct jw *w, const struct contact *c);
