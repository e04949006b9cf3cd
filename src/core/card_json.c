/* card_json - a card as the API gives it. */
#include "core/access.h"
#include "core/card_impl.h"
#include "core/privacy.h"
#include "core/task.h"
#include "meta/field_type.h"

#include <string.h>

#define TASKS_MAX         100
#define PEOPLE_MAX        50
#define RELATED_MAX       400
#define RELATED_OF_MODULE 20
#define LINKS_MAX         50

/* What stands around a card. */
struct around {
    struct rows people, related, links;
    struct task *tasks;
    size_t n_tasks;
    bool may[N_MAY];
    struct privacy privacy;
};

static void kid(struct jw *w, const char *key, int64_t id)
{
    jw_key(w, key);
    if (id)
        jw_int(w, id);
    else
        jw_null(w);
}

static void kset(struct jw *w, const char *key, int v)
{
    jw_key(w, key);
    if (v >= 0)
        jw_int(w, v);
    else
        jw_null(w);
}

static void ksentence(struct ctx *cx, struct jw *w, const char *key, const struct reason *r)
{
    jw_kstr(w, key, r->key ? message(cx->arena, cx->lang, r->key, r->a, r->b, r->n) : NULL);
}

/* Whole local days between now and then; both ends are starts of days, so an hour of DST does not matter. */
static int64_t days_until(struct ctx *cx, int64_t at)
{
    int64_t ms = clock_day_start(at, cx->zone, 0) - clock_day_start(cx->now_at, cx->zone, 0);
    return (ms + MS_DAY / 2) / MS_DAY;
}

static void reasons(struct ctx *cx, struct jw *w, const struct card *card)
{
    const struct pipeline_kind *kind = card->module->pipeline;
    struct reason why, next = {0};
    kind->explain(cx, card->module, card, &why);
    ksentence(cx, w, "reason", &why);
    const struct wake_words *words =
            card->wake_at && kind->wake_words ? kind->wake_words(card->module, card) : NULL;
    if (words) {
        int64_t n = days_until(cx, card->wake_at);
        next = (struct reason){.key = n <= 0 ? words->today : n == 1 ? words->tomorrow : words->days, .n = n};
    }
    ksentence(cx, w, "wake_reason", &next);
}

/* Columns of card_store_people. */
enum { P_ID, P_KIND, P_NAME, P_POSITION, P_COMPANY_ID, P_COMPANY, P_EMAIL, P_PHONE, N_P };

static const char *kind_name(struct val v)
{
    return v.i == 0 ? "person" : "company";
}

static void customer_write(struct jw *w, const struct card *card, const struct rows *people)
{
    const struct val *c = card->contact_id && people->n && row_of(people, 0)[P_ID].i == card->contact_id
                                  ? row_of(people, 0)
                                  : NULL;
    jw_key(w, "contact");
    if (c) {
        jw_obj(w);
        jw_kint(w, "id", c[P_ID].i);
        jw_kval(w, "name", c[P_NAME]);
        jw_kstr(w, "kind", kind_name(c[P_KIND]));
        jw_kval(w, "company", c[P_COMPANY]);
        jw_obj_end(w);
    } else
        jw_null(w);
    jw_key(w, "company");
    if (c && card->company_id) {
        jw_obj(w);
        jw_kint(w, "id", card->company_id);
        jw_kval(w, "name", c[P_KIND].i == 0 ? c[P_COMPANY] : c[P_NAME]);
        jw_obj_end(w);
    } else
        jw_null(w);
    jw_kval(w, "phone", c ? c[P_PHONE] : val_null());
    jw_kval(w, "email", c ? c[P_EMAIL] : val_null());
}

static void people_write(struct jw *w, const struct rows *people)
{
    jw_key(w, "people");
    jw_arr(w);
    for (size_t i = 0; i < people->n; i++) {
        const struct val *p = row_of(people, i);
        if (p[P_KIND].i != 0)
            continue;
        jw_obj(w);
        jw_kint(w, "id", p[P_ID].i);
        jw_kstr(w, "kind", "person");
        jw_kval(w, "name", p[P_NAME]);
        jw_kval(w, "company", p[P_COMPANY]);
        jw_kstr(w, "position", *val_s(p[P_POSITION], "") ? p[P_POSITION].s : NULL);
        jw_kval(w, "email", p[P_EMAIL]);
        jw_kval(w, "phone", p[P_PHONE]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void next_task_write(struct jw *w, const struct card *card, const struct task *tasks, size_t n)
{
    jw_key(w, "next_task");
    for (size_t i = 0; i < n; i++) {
        const struct task *t = &tasks[i];
        if (t->id != card->next_task_id)
            continue;
        jw_obj(w);
        jw_kint(w, "id", t->id);
        jw_kstr(w, "text", t->text);
        kid(w, "type_id", t->type_id);
        kid(w, "assignee_id", t->assignee_id);
        jw_kval(w, "due_at", t->due_at < NO_DUE ? val_int(t->due_at) : val_null());
        jw_kbool(w, "due_has_time", t->due_has_time);
        jw_kint(w, "version", t->version);
        checks_write(w, t->n_checks, t->n_checks_done);
        jw_kbool(w, "repeats", *t->repeat.rule != 0);
        jw_obj_end(w);
        return;
    }
    jw_null(w);
}

static void tasks_write(struct ctx *cx, struct jw *w, const struct task *tasks, size_t n)
{
    jw_key(w, "tasks");
    jw_arr(w);
    for (size_t i = 0; i < n; i++)
        task_write(cx, w, &tasks[i]);
    jw_arr_end(w);
}

static void fields_write(struct ctx *cx, struct jw *w, const struct card *card)
{
    const struct module *mod = card->module;
    jw_key(w, "fields");
    jw_obj(w);
    for (int i = mod->n_fields - mod->n_custom; i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        if (access_marks(cx, mod, f) & MARK_HIDDEN)
            continue;
        jw_key(w, f->code);
        f->type->write(w, f, card_value(card, f));
    }
    jw_obj_end(w);
}

static void related_card(struct ctx *cx, struct jw *w, const struct val *v)
{
    const struct module *mod = meta_module(cx->meta, v[1].i);
    jw_obj(w);
    jw_kint(w, "id", v[0].i);
    jw_kval(w, "name", v[2]);
    jw_kint(w, "status_id", v[3].i);
    jw_kval(w, "value_minor", access_field(cx, mod, "value") ? v[4] : val_null());
    jw_kint(w, "number", v[5].i);
    jw_obj_end(w);
}

/* The rows come by module; each module's latest are shown. */
static void related_write(struct ctx *cx, struct jw *w, const struct rows *r)
{
    int64_t module_id = 0;
    int n = 0;
    jw_key(w, "related");
    jw_arr(w);
    for (size_t i = 0; i < r->n; i++) {
        const struct val *v = row_of(r, i);
        if (!meta_module_live(cx->meta, v[1].i))
            continue;
        if (v[1].i != module_id) {
            if (module_id) {
                jw_arr_end(w);
                jw_obj_end(w);
            }
            module_id = v[1].i;
            n = 0;
            jw_obj(w);
            jw_kint(w, "module_id", module_id);
            jw_key(w, "cards");
            jw_arr(w);
        }
        if (n++ < RELATED_OF_MODULE)
            related_card(cx, w, v);
    }
    if (module_id) {
        jw_arr_end(w);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void links_write(struct ctx *cx, struct jw *w, const struct rows *r)
{
    jw_key(w, "links");
    jw_arr(w);
    for (size_t i = 0; i < r->n; i++) {
        const struct val *v = row_of(r, i);
        if (!meta_module_live(cx->meta, v[5].i))
            continue;
        jw_obj(w);
        jw_kint(w, "id", v[0].i);
        jw_kval(w, "kind", v[1]);
        jw_kstr(w, "note", *val_s(v[2], "") ? v[2].s : NULL);
        jw_key(w, "card");
        jw_obj(w);
        jw_kint(w, "id", v[3].i);
        jw_kval(w, "name", v[4]);
        jw_kint(w, "module_id", v[5].i);
        jw_kint(w, "status_id", v[6].i);
        jw_kint(w, "number", v[7].i);
        jw_obj_end(w);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void base_write(struct ctx *cx, struct jw *w, const struct card *c)
{
    jw_kint(w, "id", c->id);
    jw_kint(w, "number", c->number);
    jw_kint(w, "module_id", c->module_id);
    jw_kint(w, "status_id", c->status_id);
    jw_kstr(w, "name", c->name);
    kid(w, "owner_id", c->owner_id);
    jw_kval(w, "value_minor", access_field(cx, c->module, "value") ? c->value_minor : val_null());
    jw_kval(w, "next_due_at", c->next_due_at < NO_DUE ? val_int(c->next_due_at) : val_null());
    jw_kint(w, "n_open_tasks", c->n_open_tasks);
    checks_write(w, c->n_checks, c->n_checks_done);
    kset(w, "qualification", c->qualification);
    kset(w, "rating", c->rating);
    kset(w, "sales_state", c->sales_state);
    kid(w, "last_contact_at", c->last_contact_at);
    kid(w, "wake_at", c->module->pipeline->wake_words ? c->wake_at : 0);
    jw_kbool(w, "review_due", card_review_due(cx, c));
    jw_kbool(w, "stalled", card_stalled(c, cx->now_at));
    jw_kint(w, "status_at", c->status_at);
    jw_kint(w, "created_at", c->created_at);
    jw_kint(w, "updated_at", c->updated_at);
    jw_kint(w, "version", c->version);
    kid(w, "trashed_at", c->trashed_at);
    kid(w, "qualified_at", c->qualified_at);
    kid(w, "qualified_by", c->qualified_by);
    jw_kstr(w, "qualification_note", *c->qualification_note ? c->qualification_note : NULL);
    kid(w, "created_by", c->created_by);
    kid(w, "updated_by", c->updated_by);
    jw_kstr(w, "source", *c->source && access_field(cx, c->module, "source") ? c->source : NULL);
}

static void permissions_write(struct jw *w, const struct card *card, const struct around *a)
{
    jw_key(w, "permissions");
    jw_obj(w);
    jw_kbool(w, "edit", a->may[MAY_EDIT] && !card->trashed_at);
    jw_kbool(w, "trash", a->may[MAY_DELETE]);
    jw_kbool(w, "move", a->may[MAY_EDIT] && !card->trashed_at && !card->module->pipeline->fixed);
    jw_obj_end(w);
}

static enum err around_read(struct ctx *cx, const struct card *card, struct around *out)
{
    enum err e = ERR_OK;
    if (card->contact_id) {
        e = card_store_people(cx->db, card->contact_id, card->company_id, PEOPLE_MAX, &out->people);
        if (e == ERR_OK)
            e = card_store_related(cx->db, card->id, card->contact_id, card->company_id, access_sees(cx),
                    RELATED_MAX, &out->related);
    }
    if (e == ERR_OK && card->n_open_tasks)
        e = tasks_of_card(cx, card->id, TASKS_MAX, &out->tasks, &out->n_tasks);
    for (enum may verb = MAY_EDIT; e == ERR_OK && verb < N_MAY; verb++)
        e = access_may(cx, card, verb, &out->may[verb]);
    if (e == ERR_OK)
        e = privacy_get(cx, card->id, &out->privacy);
    return e == ERR_OK ? card_store_links(cx->db, card->id, access_sees(cx), LINKS_MAX, &out->links) : e;
}

static void write(struct ctx *cx, struct jw *w, const struct card *card, const struct around *a)
{
    jw_obj(w);
    base_write(cx, w, card);
    customer_write(w, card, &a->people);
    next_task_write(w, card, a->tasks, a->n_tasks);
    reasons(cx, w, card);
    fields_write(cx, w, card);
    permissions_write(w, card, a);
    jw_key(w, "privacy");
    privacy_write(w, &a->privacy);
    people_write(w, &a->people);
    related_write(cx, w, &a->related);
    links_write(cx, w, &a->links);
    tasks_write(cx, w, a->tasks, a->n_tasks);
    jw_obj_end(w);
}

enum err card_write(struct ctx *cx, struct jw *w, const struct card *card)
{
    struct around a = {0};
    if (db_ahead(cx->db, true)) {
        struct around none;
        around_read(cx, card, &none);
        db_ahead(cx->db, false);
    }
    enum err e = around_read(cx, card, &a);
    if (e == ERR_OK)
        write(cx, w, card, &a);
    return e;
}

static struct val default_point(const struct contact *c, const char *kind)
{
    for (size_t i = 0; i < c->n_points; i++)
        if (c->points[i].is_default && strcmp(c->points[i].kind, kind) == 0)
            return val_text(c->points[i].value);
    return val_null();
}

void card_write_new(struct ctx *cx, struct jw *w, const struct card *card, const struct card_with *with,
        const struct task *task)
{
    const struct contact *c = with->contact;
    struct val person[N_P];
    struct task tasks[1];
    struct around a = {.tasks = tasks, .n_tasks = task != NULL};
    for (enum may verb = MAY_EDIT; verb < N_MAY; verb++)
        a.may[verb] = access_may_by_owner(cx, card, verb);
    if (task)
        tasks[0] = *task;
    if (c) {
        person[P_ID] = val_int(c->id);
        person[P_KIND] = val_int(c->kind);
        person[P_NAME] = val_text(c->name);
        person[P_POSITION] = val_text(c->position ? c->position : "");
        person[P_COMPANY_ID] = val_int(c->company_id);
        person[P_COMPANY] = with->company ? val_text(with->company->name) : val_null();
        person[P_EMAIL] = default_point(c, "email");
        person[P_PHONE] = default_point(c, "phone");
        a.people = (struct rows){.n = 1, .cols = N_P, .v = person};
    }
    write(cx, w, card, &a);
}
