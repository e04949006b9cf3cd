/* contact_own - the own fields of people and companies: made by administrators as those of a module (core/field.h), filled
 * in on the contact. */
#pragma once
#include "core/contact.h"

/* contact_own_fields - those of a kind; the index of a field is its place in contact.own. */
const struct field *contact_own_fields(const struct ctx *cx, enum contact_kind kind, int *out_n);
/* contact_own - a value; VAL_NULL also when none were read or given. */
struct val contact_own(const struct contact *c, const struct field *f);
/* contact_own_path - "fields.<code>": as faults and merges name it. */
const char *contact_own_path(struct ctx *cx, const struct field *f);
/* contact_own_set - one value, into a copy of the others. A new contact begins with the fields' defaults. */
void contact_own_set(struct ctx *cx, struct contact *c, const struct field *f, struct val v);

/* contact_own_load - c->own of a contact that was read. */
enum err contact_own_load(struct ctx *cx, struct contact *c);
/* contact_own_take - {"code": value} over what *c holds. path: as in contact_from_json. */
enum err contact_own_take(struct ctx *cx, const json_t *fields, const char *path, struct contact *c);
/* contact_own_check - what only the account knows: users, contacts, choices, what must be filled in or be there once.
 * was NULL = a new contact, which gets the defaults here. */
enum err contact_own_check(struct ctx *cx, const struct contact *was, struct contact *c);
/* contact_own_save - what differs from before; was NULL = nothing was there. */
enum err contact_own_save(struct ctx *cx, const struct contact *was, const struct contact *c);
/* contact_own_write - the member "fields". */
void contact_own_write(struct ctx *cx, struct jw *w, const struct contact *c);
/* contact_own_json - the value as JSON text, "null" when there is none. */
const char *contact_own_json(struct ctx *cx, const struct field *f, struct val v);
/* contact_own_show - an event's "fields" (by column) as people read them: the texts behind each other, in b. */
void contact_own_show(struct ctx *cx, const json_t *fields, struct buf *b);

/* contact_own_add - a field more; the first makes the place where they are kept.
 * Errors: as field_add */
enum err contact_own_add(
        struct ctx *cx, enum contact_kind kind, const json_t *in, int64_t *out_module_id, int64_t *out_id);
