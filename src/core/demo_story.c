#include "core/demo_story.h"
#include "core/card.h"
#include "core/contact.h"
#include "core/demo_text.h"
#include "core/event.h"
#include "core/pipeline.h"
#include "core/task.h"
#include "meta/field_type.h"

#define MAX_EDITS 12

/* A small generator with its own state (SplitMix64, Steele et al. 2014): card i always has the same story. */
struct dice {
    uint64_t s;
};

static unsigned roll(struct dice *d, unsigned n)
{
    uint64_t z = (d->s += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return (unsigned)((z ^ (z >> 31)) % n);
}

static bool chance(struct dice *d, unsigned pct)
{
    return roll(d, 100) < pct;
}

struct story {
    struct ctx *cx;
    struct dice dice;
    const struct module *module;
    enum lang tongue; /* the customer's */
    enum lang lang;   /* the account's: what colleagues write in */
    int64_t now_at;   /* the real now */
    int64_t clock_at; /* the last deed; none comes before it */
    int64_t owner_id;
    struct card card;
};

const struct module *demo_module(const struct meta *m, const char *kind)
{
    for (int i = 0; i < m->n_modules; i++)
        if (!m->modules[i].trashed_at && strcmp(m->modules[i].kind, kind) == 0)
            return &m->modules[i];
    return NULL;
}

/* The verbs act as one member at one moment; every deed of the story is a change of its own. */
static void set_scene(struct story *s, int64_t member_id, int64_t at, const char *kind)
{
    if (at > s->now_at)
        at = s->now_at;
    if (at < s->clock_at)
        at = s->clock_at;
    s->clock_at = at;
    s->cx->member = meta_member(s->cx->meta, member_id);
    s->cx->now_at = at;
    s->cx->change_id = 0;
    s->cx->change_kind = kind;
}

static const char *ascii_of(struct story *s, const char *name)
{
    char *folded = text_fold(s->cx->arena, name);
    for (char *p = folded; *p; p++)
        if (*p == ' ')
            *p = '.';
    return folded;
}

static enum err make_customer(struct story *s, int64_t at, int64_t *out_contact_id)
{
    struct arena *a = s->cx->arena;
    const struct demo_names *n = demo_names_of(s->tongue);
    const char *given = n->given[roll(&s->dice, (unsigned)n->n_given)];
    const char *family = n->family[roll(&s->dice, (unsigned)n->n_family)];
    const char *city = n->cities[roll(&s->dice, (unsigned)n->n_cities)];
    struct contact company = {.kind = CONTACT_COMPANY,
            .first_name = "",
            .last_name = "",
            .position = "",
            .tax_no = "",
            .eu_tax_no = "",
            .registration_no = "",
            .bank_account = "",
            .region = city,
            .tags = "",
            .note = ""};
    struct contact person = {.kind = CONTACT_PERSON,
            .name = "",
            .first_name = given,
            .last_name = family,
            .position = "",
            .tax_no = "",
            .eu_tax_no = "",
            .registration_no = "",
            .bank_account = "",
            .industry = "",
            .region = "",
            .tags = "",
            .note = ""};
    set_scene(s, s->owner_id, at, "contact.create");
    enum err e = ERR_OK;
    unsigned which = roll(&s->dice, (unsigned)n->n_companies * 10);
    if (chance(&s->dice, 75)) {
        /* Twenty firms would be too few: the city tells branches apart. */
        company.name = which < n->n_companies
                               ? n->companies[which]
                               : arena_printf(a, "%s %s", n->companies[which % n->n_companies], city);
        company.industry = demo_industry(s->lang, roll(&s->dice, 6));
        company.employees = val_int(3 + roll(&s->dice, 40) * roll(&s->dice, 12));
        company.revenue_minor = val_int((int64_t)(1 + roll(&s->dice, 400)) * 10000000);
        company.founded_year = val_int(1985 + roll(&s->dice, 38));
        struct address *ad = arena_new_of(a, struct address);
        *ad = (struct address){.kind = "office",
                .street = arena_printf(a, "%s %u.", n->streets[roll(&s->dice, (unsigned)n->n_streets)],
                        1 + roll(&s->dice, 90)),
                .city = city,
                .postal_code = arena_printf(a, "%u", 1000 + roll(&s->dice, 8999)),
                .county = "",
                .country = n->country,
                .is_default = true};
        company.addresses = ad;
        company.n_addresses = 1;
        e = contact_save(s->cx, &company);
        person.company_id = company.id;
    }
    struct point *p = arena_array(a, struct point, 2);
    p[0] = (struct point){.kind = "email",
            .label = "",
            .is_default = true,
            .value = arena_printf(a, "%s.%s@example.%s", ascii_of(s, given), ascii_of(s, family),
                    s->tongue == LANG_HU   ? "hu"
                    : s->tongue == LANG_RO ? "ro"
                                           : "com")};
    p[1] = (struct point){.kind = "phone",
            .label = "",
            .is_default = true,
            .value = arena_printf(
                    a, "%s%03u %03u", n->phone_prefix, roll(&s->dice, 1000), roll(&s->dice, 1000))};
    person.points = p;
    person.n_points = 2;
    if (!e)
        e = contact_save(s->cx, &person);
    *out_contact_id = person.id;
    return e;
}

static void put(struct story *s, struct edit *edits, size_t *n, const struct field *f, struct val v)
{
    if (f && *n < MAX_EDITS)
        edits[(*n)++] = (struct edit){f, v};
}

/* Some option of a choice field that is not one of a role the rules care for. */
static void put_choice(struct story *s, struct edit *edits, size_t *n, const char *role)
{
    const struct field *f = module_field_role(s->module, role);
    if (f && f->n_options)
        put(s, edits, n, f, val_int(f->options[roll(&s->dice, (unsigned)f->n_options)].id));
}

static enum err open_card(struct story *s, int64_t at)
{
    int64_t contact_id;
    enum err e = make_customer(s, at, &contact_id);
    if (e)
        return e;
    struct edit edits[MAX_EDITS];
    size_t n = 0;
    const struct module *m = s->module;
    set_scene(s, s->owner_id, at, "card.create");
    put(s, edits, &n, module_field(m, "contact"), val_int(contact_id));
    put(s, edits, &n, module_field(m, "owner"), val_int(s->owner_id));
    put(s, edits, &n, module_field(m, "source"), val_text(demo_source(s->lang, roll(&s->dice, 6))));
    if (strcmp(m->kind, "leads") != 0)
        put(s, edits, &n, module_field(m, "value"), val_int((int64_t)(5 + roll(&s->dice, 195)) * 5000 * 100));
    else
        put(s, edits, &n, module_field_role(m, "readiness"), val_real((double)(roll(&s->dice, 20) * 5)));
    put_choice(s, edits, &n, "product");
    if (strcmp(m->kind, "sales") == 0)
        put(s, edits, &n, module_field(m, "name"), val_text(demo_deal(s->lang, roll(&s->dice, 8))));
    return card_create(s->cx, m, edits, n, &s->card);
}

/* What the timer would have done until then. */
static enum err let_time_pass(struct story *s, int64_t until)
{
    enum err e = ERR_OK;
    enum origin origin = s->cx->origin;
    s->cx->origin = ORIGIN_TIMER;
    for (int i = 0; !e && i < 4 && s->card.wake_at && s->card.wake_at < until; i++) {
        int64_t before = s->card.wake_at;
        set_scene(s, 0, before, "card.wake");
        if (s->module->pipeline && s->module->pipeline->wake)
            e = s->module->pipeline->wake(s->cx, s->module, &s->card);
        if (!e)
            e = card_get(s->cx, s->card.id, false, &s->card);
        if (s->card.wake_at == before)
            break;
    }
    s->cx->origin = origin;
    return e;
}

static enum err change_field(struct story *s, int64_t at, const struct field *f, struct val v)
{
    if (!f)
        return ERR_OK;
    set_scene(s, s->owner_id, at, "card.edit");
    struct edit edit = {f, v};
    return card_apply(s->cx, &s->card, 0, &edit, 1);
}

static enum err log_contact(struct story *s, int64_t at)
{
    static const struct {
        const char *kind;
        enum demo_line line;
    } kinds[] = {{"call", LINE_CALL}, {"meeting", LINE_MEETING}, {"email", LINE_EMAIL}, {"call", LINE_CALL}};
    unsigned k = roll(&s->dice, 4);
    enum err e = let_time_pass(s, at);
    set_scene(s, s->owner_id, at, "event.log");
    if (!e)
        e = event_log(s->cx, &s->card, kinds[k].kind, demo_line(kinds[k].line, s->lang, roll(&s->dice, 6)),
                s->cx->now_at, chance(&s->dice, 30));
    if (!e && chance(&s->dice, 20)) {
        set_scene(s, s->owner_id, at + MS_MINUTE, "event.log");
        e = event_log(s->cx, &s->card, "note", demo_line(LINE_NOTE, s->lang, roll(&s->dice, 6)),
                s->cx->now_at, false);
    }
    return e ? e : card_get(s->cx, s->card.id, false, &s->card);
}

static int64_t type_for(struct story *s, enum demo_line line)
{
    const char *code = line == LINE_TASK_CALL      ? "call"
                       : line == LINE_TASK_MEETING ? "meeting"
                       : line == LINE_TASK_MAIL    ? "email"
                                                   : "todo";
    for (int i = 0; i < s->module->n_task_types; i++)
        if (strcmp(s->module->task_types[i].code, code) == 0)
            return s->module->task_types[i].id;
    return s->module->n_task_types ? s->module->task_types[0].id : 0;
}

static enum err plan_task(struct story *s, int64_t at, int64_t due_at, bool has_time, struct task *out_task)
{
    enum demo_line line = LINE_TASK_CALL + roll(&s->dice, 4);
    struct task_edit in = {.set = TASK_TEXT | TASK_DUE | TASK_ASSIGNEE,
            .text = demo_line(line, s->lang, roll(&s->dice, 6)),
            .assignee_id = s->owner_id,
            .due_at = has_time ? due_at : clock_day_end(due_at, s->cx->zone, 0),
            .due_has_time = has_time};
    in.type_id = type_for(s, line);
    if (in.type_id)
        in.set |= TASK_TYPE;
    set_scene(s, s->owner_id, at, "task.add");
    enum err e = task_create(s->cx, s->card.id, &in, out_task);
    return e ? e : card_get(s->cx, s->card.id, false, &s->card);
}

static enum err done_task(struct story *s, int64_t at)
{
    struct task t;
    enum err e = let_time_pass(s, at);
    if (!e)
        e = plan_task(s, at, at + (1 + (int64_t)roll(&s->dice, 4)) * MS_DAY, chance(&s->dice, 50), &t);
    if (e)
        return e;
    int64_t closed_at = at + (int64_t)(1 + roll(&s->dice, 5)) * MS_DAY;
    if (closed_at >= s->now_at)
        closed_at = s->now_at - MS_HOUR;
    if (closed_at <= at)
        closed_at = at + MS_MINUTE;
    set_scene(s, s->owner_id, closed_at, "task.close");
    e = task_close(
            s->cx, &t, 0, TASK_DONE + roll(&s->dice, 3), demo_line(LINE_RESULT, s->lang, roll(&s->dice, 6)));
    return e ? e : card_get(s->cx, s->card.id, false, &s->card);
}

/* The next step that is still open, spread over the day list's groups; some overdue, some cards without any. */
static enum err open_task(struct story *s)
{
    static const int days[] = {
            -9, -3, -1, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 20, 27, 34, 45, 70};
    struct task t;
    if (chance(&s->dice, 14))
        return ERR_OK;
    int day = days[roll(&s->dice, sizeof days / sizeof *days)];
    int64_t due = clock_day_start(s->now_at, s->cx->zone, day) + (8 + (int64_t)roll(&s->dice, 9)) * MS_HOUR +
                  (int64_t)roll(&s->dice, 4) * 15 * MS_MINUTE;
    int64_t made = (day < 0 ? due : s->now_at) - (int64_t)(1 + roll(&s->dice, 6)) * MS_DAY;
    if (made < s->clock_at)
        made = s->clock_at;
    if (due <= made) /* planned after what was done last */
        due = made + (int64_t)(1 + roll(&s->dice, 30)) * MS_HOUR;
    return plan_task(s, made, due, chance(&s->dice, 60), &t);
}

static const struct field *key_field(const struct story *s, const char *code)
{
    return module_field(s->module, code);
}

static enum err contacts_until(struct story *s, int64_t *t, int64_t until)
{
    enum err e = ERR_OK;
    while (!e && *t < until) {
        e = chance(&s->dice, 60) ? log_contact(s, *t) : done_task(s, *t);
        *t += (int64_t)(4 + roll(&s->dice, 22)) * MS_DAY + (int64_t)roll(&s->dice, 8) * MS_HOUR;
    }
    return e;
}

static enum err lose(struct story *s, int64_t at, const struct field *f, struct val lost)
{
    const struct field *why = module_field_role(s->module, "lost_reason");
    struct edit edits[2] = {{f, lost}, {why, val_null()}};
    size_t n = 1;
    if (why && why->n_options)
        edits[n++].value = val_int(why->options[roll(&s->dice, (unsigned)why->n_options)].id);
    set_scene(s, s->owner_id, at, "card.edit");
    return card_apply(s->cx, &s->card, 0, edits, n);
}

static enum err tell_autosales(struct story *s, int64_t t)
{
    int64_t quiet = s->now_at - (int64_t)roll(&s->dice, chance(&s->dice, 75) ? 20 : 70) * MS_DAY - MS_HOUR;
    enum err e = ERR_OK;
    if (chance(&s->dice, 88))
        e = change_field(s, t += (int64_t)(1 + roll(&s->dice, 40)) * MS_HOUR, key_field(s, "sales_state"),
                val_int(SALES_IN_PROGRESS));
    else
        return e; /* a fresh one, to be qualified */
    static const int quals[] = {QUAL_NON_TARGET, QUAL_TARGET, QUAL_TARGET, QUAL_TARGET, QUAL_VIP};
    static const int ratings[] = {
            RATING_NOT_INTERESTED, RATING_UNDECIDED, RATING_UNDECIDED, RATING_COMMITTED};
    if (!e)
        e = change_field(s, t += MS_HOUR, key_field(s, "qualification"), val_int(quals[roll(&s->dice, 5)]));
    if (!e && chance(&s->dice, 92))
        e = change_field(s, t += MS_DAY, key_field(s, "rating"), val_int(ratings[roll(&s->dice, 4)]));
    if (!e)
        e = contacts_until(s, &t, quiet);
    if (!e && chance(&s->dice, 35) && t < s->now_at)
        e = change_field(s, t, key_field(s, "rating"), val_int(ratings[roll(&s->dice, 4)]));
    int64_t end = s->now_at - (int64_t)(1 + roll(&s->dice, 300)) * MS_HOUR;
    if (end < t)
        end = t < s->now_at ? t : s->now_at - MS_MINUTE;
    unsigned fate = roll(&s->dice, 100);
    if (!e && fate < 17)
        return change_field(s, end, key_field(s, "sales_state"), val_int(SALES_WON));
    if (!e && fate < 29)
        return lose(s, end, key_field(s, "sales_state"), val_int(SALES_LOST));
    return e ? e : open_task(s);
}

/* The lead becomes an opportunity, whose story goes on. */
static enum err convert(struct story *s, int64_t at)
{
    const struct module *sales = demo_module(s->cx->meta, "sales");
    struct card lead = s->card, card;
    if (!sales)
        return ERR_OK;
    set_scene(s, s->owner_id, at, "card.convert");
    enum err e = card_convert(s->cx, &lead, sales, &card);
    if (e)
        return e;
    s->card = card;
    s->module = sales;
    return open_task(s);
}

static enum err move_to(struct story *s, int64_t at, const char *role)
{
    const struct status *st = module_status_role(s->module, role);
    const struct field *f = module_field(s->module, "status");
    if (!st)
        return ERR_OK;
    if (strcmp(role, "lost") == 0 || strcmp(role, "dropped") == 0)
        return lose(s, at, f, val_int(st->id));
    if (strcmp(role, "deferred") != 0)
        return change_field(s, at, f, val_int(st->id));
    struct civil c;
    clock_local(s->now_at + (int64_t)(5 + roll(&s->dice, 60)) * MS_DAY, s->cx->zone, &c);
    struct edit edits[2] = {
            {module_field_role(s->module, "deferred_until"),
                    val_text(arena_printf(s->cx->arena, "%04d-%02d-%02d", c.year, c.month, c.day))},
            {f, val_int(st->id)}};
    set_scene(s, s->owner_id, at, "card.edit");
    return card_apply(s->cx, &s->card, 0, edits, edits[0].field ? 2 : 1);
}

static enum err tell_free(struct story *s, int64_t t, const char *const *roles, size_t n_roles)
{
    int64_t quiet = s->now_at - (int64_t)roll(&s->dice, 18) * MS_DAY - MS_HOUR;
    enum err e = contacts_until(s, &t, quiet);
    const char *role = roles[roll(&s->dice, (unsigned)n_roles)];
    int64_t end = t < s->now_at ? t : s->now_at - MS_HOUR;
    if (!e && strcmp(role, "converted") == 0)
        return convert(s, end);
    if (!e)
        e = move_to(s, end, role);
    const struct status *st = e ? NULL : module_status(s->module, s->card.status_id);
    return e || !st || st->group >= GRP_SUCCESS || strcmp(role, "deferred") == 0 ? e : open_task(s);
}

static enum err tell(struct story *s, int64_t created_at)
{
    static const char *const sales[] = {
            "new", "in_progress", "in_progress", "in_progress", "won", "lost", "deferred"};
    static const char *const leads[] = {"new", "nurturing", "nurturing", "nurturing", "engaged", "engaged",
            "dropped", "converted", "converted"};
    enum err e = open_card(s, created_at);
    if (e)
        return e;
    if (strcmp(s->module->kind, "autosales") == 0)
        e = tell_autosales(s, created_at + MS_HOUR);
    else if (strcmp(s->module->kind, "sales") == 0)
        e = tell_free(s, created_at + MS_DAY, sales, sizeof sales / sizeof *sales);
    else
        e = tell_free(s, created_at + MS_DAY, leads, sizeof leads / sizeof *leads);
    return e ? e : let_time_pass(s, s->now_at);
}

/* Who looks after it: the colleagues mostly, the administrator sometimes. */
static int64_t pick_owner(struct story *s, int64_t me)
{
    if (chance(&s->dice, 28))
        return me;
    unsigned pick = roll(&s->dice, DEMO_COLLEAGUES), seen = 0;
    for (int i = 0; i < s->cx->meta->n_members; i++)
        if (s->cx->meta->members[i].login_id < 0 && seen++ == pick)
            return s->cx->meta->members[i].id;
    return me;
}

enum err demo_story_tell(struct ctx *cx, const struct module *mod, int64_t me, int64_t i)
{
    struct story s = {.cx = cx, .dice = {0xca4d ^ ((uint64_t)i << 20)}, .now_at = clock_now_at()};
    if (!mod)
        return ERR_OK;
    s.module = mod;
    s.lang = lang_from(meta_setting_str(cx->meta, "language", "en"), NULL);
    s.tongue = chance(&s.dice, 60) ? s.lang : roll(&s.dice, N_LANG);
    s.owner_id = pick_owner(&s, me);
    /* More of the young than of the old, the oldest a year back; by day, not by night. */
    unsigned age = roll(&s.dice, 20) * roll(&s.dice, 19);
    int64_t at = clock_day_start(s.now_at, cx->zone, -(int)age) + (8 + (int64_t)roll(&s.dice, 9)) * MS_HOUR +
                 (int64_t)roll(&s.dice, 60) * MS_MINUTE;
    if (at > s.now_at - 3 * MS_HOUR)
        at = s.now_at - (3 + (int64_t)roll(&s.dice, 5)) * MS_HOUR;
    return tell(&s, at);
}
