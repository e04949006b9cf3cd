/* person_erase - forgets a person: mails, phones, addresses, notes, names, files, the words of history and tasks, search
 * entries. Cards stay, nameless, so that counts and sums are right. */
#include "core/access.h"
#include "core/audit.h"
#include "core/card.h"
#include "core/contact.h"
#include "core/event.h"
#include "core/person.h"
#include "core/search.h"
#include "core/subject.h"
#include "store/contact_own_store.h"
#include "store/erase_store.h"

#include <stdlib.h>

#define STEP_CARDS 50

static enum err find(struct ctx *cx, int64_t id, struct contact *out)
{
    enum err e = access_need_role(cx, ROLE_ADMINISTRATOR);
    if (!e)
        e = contact_get(cx, id, out);
    while (!e && out->merged_into) /* he goes on there, and is forgotten as a whole */
        e = contact_get(cx, out->merged_into, out);
    if (!e && out->kind != CONTACT_PERSON)
        e = fail(cx, ERR_INVALID, NULL, "error.not_person");
    return !e && out->erased_at ? fail(cx, ERR_CONFLICT, NULL, "error.contact_erased") : e;
}

enum err person_erase(struct ctx *cx, int64_t id, const char *confirm, int64_t *out_job_id)
{
    struct contact c;
    json_t *payload = json_keep(cx->arena, json_object());
    enum err e = find(cx, id, &c);
    if (!e && strcmp(text_fold(cx->arena, confirm), text_fold(cx->arena, c.name)) != 0)
        e = fail(cx, ERR_INVALID, "confirm", "error.confirm_name");
    if (!e) /* who it was is not told: he is to be forgotten */
        e = audit_note(cx, AUDIT_PERSON_ERASED, arena_printf(cx->arena, "#%lld", (long long)c.id), NULL);
    json_object_set_new(payload, "contact_id", json_integer(e ? id : c.id));
    return e ? e : job_add(cx, "person_erase", payload, 0, 0, out_job_id);
}

static struct nameless nameless(struct ctx *cx)
{
    const enum lang lang = lang_from(meta_setting_str(cx->meta, "language", "en"), NULL);
    const char *name = message(cx->arena, lang, "text.erased_person", NULL, NULL, 0);
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_str(&w, name);
    return (struct nameless){.name = name,
            .name_key = text_fold(cx->arena, name),
            .name_json = buf_str(&b),
            .sort_key = text_sort_key(cx->arena, name, lang)};
}

static enum err forget_contact(struct ctx *cx, int64_t id, const struct nameless *as)
{
    enum err e = subject_erase(cx, &(struct subject){.contact_id = id});
    if (!e)
        e = erase_store_contact(cx->db, id, as, cx->now_at);
    if (!e && cx->meta->contacts[CONTACT_PERSON])
        e = contact_own_store_drop(cx->db, cx->meta->contacts[CONTACT_PERSON]->id, id);
    if (!e)
        e = search_put(cx, SEARCH_PERSON, id, NULL);
    if (!e)
        e = event_add(cx, &(struct event_new){.kind = "contact_erased", .contact_id = id});
    notice_add(cx, "contact", id, 0);
    return e;
}

static enum err forget_card(struct ctx *cx, const struct val *row, const struct nameless *as)
{
    enum err e = subject_erase(cx, &(struct subject){.card_id = row[0].i});
    if (!e)
        e = erase_store_card(cx->db, row[0].i, row[1].i, as, cx->now_at);
    if (!e)
        e = event_add(cx, &(struct event_new){.kind = "customer_erased", .card_id = row[0].i});
    return e ? e : card_sync_search(cx, row[0].i);
}

/* Of which of his selves, and behind which card, it goes on: "2:417"; "" = not begun. */
static enum err forget_cards(struct ctx *cx, struct job *job, const int64_t *ids, size_t n,
        const struct nameless *as, bool *out_more)
{
    char *end = NULL;
    size_t at = (size_t)strtoull(job->position, &end, 10);
    int64_t after = end && *end == ':' ? strtoll(end + 1, NULL, 10) : 0;
    struct rows rows = {0};
    enum err e = at < n ? erase_store_cards(cx->db, ids[at], after, STEP_CARDS, &rows) : ERR_OK;
    for (size_t i = 0; !e && i < rows.n; i++)
        e = forget_card(cx, row_of(&rows, i), as);
    if (e)
        return e;
    bool through = rows.n < STEP_CARDS;
    job->position = arena_printf(cx->arena, "%zu:%lld", through ? at + 1 : at,
            through ? 0LL : (long long)row_of(&rows, rows.n - 1)[0].i);
    job->progress += (int64_t)rows.n;
    *out_more = at + through < n;
    return ERR_OK;
}

enum err person_erase_step(struct ctx *cx, struct job *job, bool *out_more)
{
    const int64_t id = json_integer_value(json_object_get(job->payload, "contact_id"));
    const struct nameless as = nameless(cx);
    int64_t ids[CONTACT_SELVES];
    struct contact c;
    size_t n;
    const bool begins = !*job->position;
    enum err e = begins ? find(cx, id, &c) : ERR_OK;
    if (!e)
        e = contact_selves(cx, id, ids, &n);
    cx->change_kind = "person.erase";
    for (size_t i = 0; begins && !e && i < n; i++)
        e = forget_contact(cx, ids[i], &as);
    if (e)
        return e;
    if (begins) {
        job->position = "0:0";
        *out_more = true;
        return ERR_OK;
    }
    return forget_cards(cx, job, ids, n, &as, out_more);
}
