#include "core/compute.h"
#include "base/text.h"
#include "core/access.h"
#include "core/card_impl.h"
#include "meta/field_type.h"
#include "meta/formula.h"
#include "store/job_store.h"
#include "store/piece_store.h"

#include <stdlib.h>

#define STEP_CARDS  500
#define SAMPLES_MAX 3

/* What formulas see of a card; its customer is read when one asks. */
struct source {
    struct ctx *cx;
    const struct card *card;
    const struct val *facts;
    bool asked;
    enum err err;
};

/* card_store_facts gives the customer's columns in this order. */
static struct val fact(struct source *s, const struct field *f)
{
    static const char *const codes[] = {"contact.name", "contact.industry", "contact.region",
            "contact.employees", "contact.revenue", NULL};
    if (!s->asked && s->card->contact_id) {
        s->err = card_store_facts(s->cx->db, s->card->contact_id, &s->facts);
        s->facts = s->err ? NULL : s->facts;
        s->err = s->err == ERR_NOT_FOUND ? ERR_OK : s->err;
    }
    s->asked = true;
    for (int i = 0; s->facts && codes[i]; i++)
        if (strcmp(codes[i], f->code) == 0)
            return s->facts[i];
    return val_null();
}

static struct val value_of(void *arg, const struct field *f)
{
    struct source *s = arg;
    return f->table == IN_CONTACT ? fact(s, f) : card_value(s->card, f);
}

/* In the account's words and days: what is kept must not depend on who writes the card. */
static struct formula_run run_of(struct source *s)
{
    struct ctx *cx = s->cx;
    return (struct formula_run){.arena = cx->arena,
            .mod = s->card->module,
            .lang = lang_from(meta_setting_str(cx->meta, "language", "en"), NULL),
            .zone = meta_setting_str(cx->meta, "zone", "UTC"),
            .now_at = cx->now_at,
            .value = value_of,
            .arg = s};
}

enum err card_compute(struct ctx *cx, struct card *card)
{
    const struct module *mod = card->module;
    struct source s = {.cx = cx, .card = card};
    if (!mod->n_computed)
        return ERR_OK;
    const struct formula_run run = run_of(&s);
    for (int i = 0; i < mod->n_computed && s.err == ERR_OK; i++) {
        const struct field *f = mod->computed[i];
        card->custom[f->index] = formula_value(f->formula, &run);
    }
    return s.err;
}

/* Asking for the jobs */

static const json_t *payload_of(struct ctx *cx, int64_t module_id, int64_t contact_id)
{
    json_t *payload = json_keep(cx->arena, json_object());
    json_object_set_new(payload, "module_id", json_integer(module_id));
    if (contact_id)
        json_object_set_new(payload, "contact_id", json_integer(contact_id));
    return payload;
}

static enum err cards_of(struct ctx *cx, int64_t module_id, int64_t *out_n)
{
    struct rows rows;
    enum err e = piece_store_counts(cx->db, &rows);
    *out_n = 0;
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++)
        if (row_of(&rows, i)[0].i == module_id)
            *out_n = row_of(&rows, i)[1].i;
    return e;
}

static enum err unless_waiting(
        struct ctx *cx, const char *kind, const json_t *payload, int64_t total, int64_t at)
{
    int64_t id;
    const char *text = json_text(cx->arena, payload);
    enum err e = job_store_find(cx->db, kind, text, true, &id);
    if (e != ERR_NOT_FOUND)
        return e;
    return at > cx->now_at ? job_add_at(cx, kind, payload, at, &id)
                           : job_add(cx, kind, payload, total, 0, &id);
}

enum err compute_module(struct ctx *cx, int64_t module_id)
{
    int64_t n;
    enum err e = cards_of(cx, module_id, &n);
    /* also without cards: it is this job that asks for the one of every day */
    return e == ERR_OK ? unless_waiting(cx, "compute", payload_of(cx, module_id, 0), n, cx->now_at) : e;
}

enum err compute_customer(struct ctx *cx, int64_t contact_id)
{
    enum err e = ERR_OK;
    for (int i = 0; i < cx->meta->n_modules && e == ERR_OK; i++) {
        const struct module *mod = &cx->meta->modules[i];
        if (mod->computes_contact)
            e = unless_waiting(cx, "compute", payload_of(cx, mod->id, contact_id), 0, cx->now_at);
    }
    return e;
}

enum err compute_job(struct ctx *cx, int64_t module_id, int64_t *out_job_id)
{
    const char *text = json_text(cx->arena, payload_of(cx, module_id, 0));
    enum err e = job_store_find(cx->db, "compute", text, false, out_job_id);
    if (e == ERR_NOT_FOUND)
        *out_job_id = 0;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err tomorrow(struct ctx *cx)
{
    const char *zone = meta_setting_str(cx->meta, "zone", "UTC");
    return unless_waiting(cx, "compute_daily", json_keep(cx->arena, json_object()), 0,
            clock_day_start(cx->now_at, zone, 1));
}

/* The jobs */

/* What differs, and no more: nobody's work on the card is made late by it. */
static enum err compute_one(struct ctx *cx, const struct val *row)
{
    struct card card;
    enum err e = card_load(cx, row, &card);
    if (e != ERR_OK)
        return e;
    const struct module *mod = card.module;
    struct card after = card_dup(cx, &card);
    const char **columns = arena_array(cx->arena, const char *, mod->n_computed + 1);
    struct val *vals = arena_array(cx->arena, struct val, mod->n_computed + 1);
    size_t n = 0;
    e = card_compute(cx, &after);
    for (int i = 0; i < mod->n_computed; i++) {
        const struct field *f = mod->computed[i];
        if (val_equal(card.custom[f->index], after.custom[f->index]))
            continue;
        columns[n] = f->column;
        vals[n++] = after.custom[f->index];
    }
    return e == ERR_OK && n ? card_store_custom_update(cx->db, mod->id, card.id, columns, vals, n) : e;
}

enum err compute_step(struct ctx *cx, struct job *job, bool *out_more)
{
    int64_t module_id = json_integer_value(json_object_get(job->payload, "module_id")),
            contact_id = json_integer_value(json_object_get(job->payload, "contact_id"));
    const struct module *mod = meta_module(cx->meta, module_id);
    struct rows rows;
    *out_more = false;
    if (!mod || !mod->n_computed)
        return ERR_OK;
    enum err e = mod->computes_today && !*job->position ? tomorrow(cx) : ERR_OK;
    if (e == ERR_OK)
        e = card_store_walk(
                cx->db, module_id, contact_id, strtoll(job->position, NULL, 10), STEP_CARDS, &rows);
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++)
        e = compute_one(cx, row_of(&rows, i));
    if (e != ERR_OK)
        return e;
    job->progress += (int64_t)rows.n;
    *out_more = rows.n == STEP_CARDS;
    if (rows.n)
        job->position = arena_printf(cx->arena, "%lld", (long long)row_of(&rows, rows.n - 1)[CARD_NUMBER].i);
    if (rows.n)
        notice_add(cx, "module", module_id, module_id);
    return ERR_OK;
}

enum err compute_daily_step(struct ctx *cx, struct job *job, bool *out_more)
{
    enum err e = ERR_OK;
    bool any = false;
    (void)job;
    for (int i = 0; i < cx->meta->n_modules && e == ERR_OK; i++) {
        if (!cx->meta->modules[i].computes_today)
            continue;
        any = true;
        e = compute_module(cx, cx->meta->modules[i].id);
    }
    *out_more = false;
    return e == ERR_OK && any ? tomorrow(cx) : e;
}

/* Formulas as administrators write them */

static enum err compile(struct ctx *cx, const struct module *mod, int64_t field_id, const char *source,
        const struct formula **out, struct formula_error *out_error)
{
    enum err e = formula_compile(cx->arena, source, mod, field_id, out, out_error);
    if (e != ERR_OK || !field_id || !formula_leads_to(cx->arena, mod, *out, field_id))
        return e;
    for (int i = 0; i < (*out)->n_uses; i++)
        if ((*out)->uses[i]->formula && formula_leads_to(cx->arena, mod, (*out)->uses[i]->formula, field_id))
            *out_error = (struct formula_error){.key = "formula.circular",
                    .arg = (*out)->uses[i]->code,
                    .len = (int)text_chars(source, strlen(source))};
    return ERR_INVALID;
}

enum err formula_take(struct ctx *cx, int64_t module_id, int64_t field_id, const char *source,
        const char **out_settings, const char **out_type)
{
    const struct module *mod = meta_module(cx->meta, module_id);
    const struct formula *f;
    struct formula_error error;
    if (!mod)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    if (compile(cx, mod, field_id, source, &f, &error) != ERR_OK) {
        fail_arg(cx, ERR_INVALID, "formula", error.key, error.arg);
        cx->fault.extra_json = arena_printf(cx->arena, "{\"at\":%d,\"length\":%d}", error.at, error.len);
        return ERR_INVALID;
    }
    const char *kept = formula_kept(cx->arena, f);
    if (text_chars(kept, strlen(kept)) > FORMULA_CHARS)
        return fail(cx, ERR_INVALID, "formula", "formula.too_long");
    json_t *settings = json_keep(cx->arena, json_object());
    json_object_set_new(settings, "formula", json_string(kept));
    *out_settings = json_text(cx->arena, settings);
    *out_type = formula_field_type(f);
    return ERR_OK;
}

/* What is made of a field that the member may not see shows it. */
static bool shows_hidden(const struct ctx *cx, const struct module *mod, const struct formula *f)
{
    for (int i = 0; i < f->n_uses; i++)
        if (access_marks(cx, mod, f->uses[i]) & MARK_HIDDEN)
            return true;
    return false;
}

static enum err write_samples(struct ctx *cx, struct jw *w, const struct module *mod, const struct formula *f,
        const struct rows *rows)
{
    enum err e = ERR_OK;
    const struct field shown = {.type = field_type_named(formula_field_type(f))};
    for (size_t i = 0; i < rows->n && e == ERR_OK; i++) {
        struct card card;
        e = card_load(cx, row_of(rows, i), &card);
        if (e == ERR_OK && access_card(cx, card.module_id, card.owner_id, card.id) != ERR_OK) {
            cx->fault = (struct fault){0}; /* a private one: no example */
            continue;
        }
        if (e != ERR_OK || card.trashed_at || card.module_id != mod->id)
            continue;
        struct source s = {.cx = cx, .card = &card};
        const struct formula_run run = run_of(&s);
        struct val v = formula_value(f, &run);
        jw_obj(w);
        jw_kint(w, "id", card.id);
        jw_kstr(w, "name", card.name);
        jw_kstr(w, "text", shown.type->show(cx->arena, &shown, v, cx->lang, cx->zone));
        jw_obj_end(w);
        e = s.err;
    }
    return e;
}

static enum err sample_rows(
        struct ctx *cx, const struct module *mod, int64_t card_id, struct rows *out, const struct val **row)
{
    if (!card_id)
        return card_store_latest(cx->db, mod->id, SAMPLES_MAX, out);
    enum err e = card_store_get(cx->db, card_id, row);
    *out = (struct rows){.n = e == ERR_OK, .cols = N_CARD_READ, .v = (struct val *)*row};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err formula_try(struct ctx *cx, struct jw *w, int64_t module_id, int64_t field_id, const char *source,
        int64_t card_id)
{
    const struct module *mod = meta_module(cx->meta, module_id);
    const struct formula *f = NULL;
    struct formula_error error = {0};
    struct rows rows = {0};
    const struct val *row = NULL;
    if (!mod)
        return fail(cx, ERR_NOT_FOUND, NULL, "error.not_found");
    bool good = compile(cx, mod, field_id, source, &f, &error) == ERR_OK;
    enum err e = good ? sample_rows(cx, mod, card_id, &rows, &row) : ERR_OK;
    jw_obj(w);
    jw_kstr(w, "type", good ? formula_field_type(f) : NULL);
    jw_key(w, "error");
    if (good)
        jw_null(w);
    else {
        jw_obj(w);
        jw_kstr(w, "detail", message(cx->arena, cx->lang, error.key, "formula", error.arg, 0));
        jw_kint(w, "at", error.at);
        jw_kint(w, "length", error.len);
        jw_obj_end(w);
    }
    jw_key(w, "samples");
    jw_arr(w);
    if (e == ERR_OK && good && !shows_hidden(cx, mod, f))
        e = write_samples(cx, w, mod, f, &rows);
    jw_arr_end(w);
    jw_obj_end(w);
    return e;
}

int formula_users(const struct module *mod, int64_t field_id)
{
    int n = 0;
    for (int i = 0; i < mod->n_computed; i++)
        for (int k = 0; k < mod->computed[i]->formula->n_uses; k++)
            n += mod->computed[i]->formula->uses[k]->id == field_id;
    return n;
}
