/* card_customer - what a card takes over from its customer: its default name, its company, words to find it by. */
#include "core/card_impl.h"
#include "core/contact_impl.h"
#include "core/search.h"

#include <string.h>

/* Columns of card_store_customer. */
enum { C_KIND, C_NAME, C_COMPANY_ID, C_COMPANY, C_POINT_KIND, C_POINT, C_POINT_KEY };

/* What a customer is called; its mails and phones come behind. */
static void names_put(struct ctx *cx, struct buf *b, const struct customer *c)
{
    buf_init(b, cx->arena);
    buf_puts(b, c->name);
    if (c->company_name)
        buf_printf(b, " %s", c->company_name);
}

static const char *search_text(struct ctx *cx, const struct rows *r, const struct customer *c)
{
    struct buf b;
    names_put(cx, &b, c);
    for (size_t i = 0; i < r->n; i++) {
        const struct val *v = row_of(r, i);
        const char *kind = val_s(v[C_POINT_KIND], "");
        if (*kind)
            point_words(cx, &b, kind, val_s(v[C_POINT], ""), val_s(v[C_POINT_KEY], NULL));
    }
    return buf_str(&b);
}

enum err customer_read(struct ctx *cx, int64_t contact_id, struct customer *out)
{
    struct rows r;
    *out = (struct customer){.search_text = ""};
    if (!contact_id)
        return ERR_OK;
    enum err e = card_store_customer(cx->db, contact_id, &r);
    if (e != ERR_OK)
        return e;
    if (r.n == 0)
        return ERR_NOT_FOUND;
    const struct val *v = row_of(&r, 0);
    out->person = v[C_KIND].i == 0;
    out->name = val_s(v[C_NAME], "");
    out->company_id = out->person ? val_i(v[C_COMPANY_ID], 0) : contact_id;
    out->company_name = out->person ? val_s(v[C_COMPANY], NULL) : NULL;
    out->search_text = search_text(cx, &r, out);
    return ERR_OK;
}

void customer_new(struct ctx *cx, const struct contact *c, const char *company, struct customer *out)
{
    struct buf b;
    bool person = c->kind == CONTACT_PERSON;
    *out = (struct customer){.person = person,
            .company_id = person ? c->company_id : c->id,
            .name = c->name,
            .company_name = person ? company : NULL};
    names_put(cx, &b, out);
    for (size_t i = 0; i < c->n_points; i++)
        point_words(cx, &b, c->points[i].kind, c->points[i].value, NULL);
    out->search_text = buf_str(&b);
}

const char *card_default_name(struct arena *a, const char *company, const char *person)
{
    if (company && *company && person && *person)
        return arena_printf(a, "%s (%s)", company, person);
    return company && *company ? company : person && *person ? person : NULL;
}

const char *customer_default_name(struct ctx *cx, const struct customer *c)
{
    return c->person ? card_default_name(cx->arena, c->company_name, c->name)
                     : card_default_name(cx->arena, c->name, NULL);
}

static const char *card_words(struct ctx *cx, const struct card *card, const struct customer *customer)
{
    return arena_printf(cx->arena, "%s %lld %s", card->name, (long long)card->number, customer->search_text);
}

enum err card_search_put(struct ctx *cx, const struct card *card, const struct customer *customer)
{
    return search_put(cx, SEARCH_CARD, card->id, card_words(cx, card, customer));
}

enum err card_search_add(struct ctx *cx, const struct card *card, const struct customer *customer)
{
    return search_add(cx, SEARCH_CARD, card->id, card_words(cx, card, customer));
}
