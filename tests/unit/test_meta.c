/* Snapshots: what the templates install, in three languages; immutability and counting under threads; new fields. */
#include "unit_desk.h"

#include "meta/field_new.h"

#include <pthread.h>
#include <stdatomic.h>

static void whole_label(const struct label *l)
{
    for (int i = 0; i < N_LANG; i++)
        assert_true(l->text[i][0]);
}

static void roles_are(const struct module *mod, const char *const *roles)
{
    for (int i = 0; i < mod->n_statuses; i++)
        assert_string_equal(mod->statuses[i].role, roles[i]);
    assert_null(roles[mod->n_statuses]);
}

static void templates_are_whole(void **state)
{
    struct desk *d = *state;
    assert_int_equal(d->meta->n_modules, 3);
    for (int m = 0; m < 3; m++) {
        const struct module *mod = &d->meta->modules[m];
        whole_label(&mod->label);
        whole_label(&mod->item_label);
        whole_label(&mod->items_label);
        for (int g = 0; g < N_GROUP; g++)
            whole_label(&mod->group_labels[g]);
        for (int i = 0; i < mod->n_statuses; i++)
            whole_label(&mod->statuses[i].label);
        for (int i = 0; i < mod->n_fields; i++) {
            const struct field *f = &mod->fields[i];
            whole_label(&f->label);
            whole_label(&f->grp);
            assert_ptr_equal(module_field(mod, f->code), f);
            for (int o = 0; o < f->n_options; o++)
                whole_label(&f->options[o].label);
        }
        for (int i = 0; i < mod->n_task_types; i++)
            whole_label(&mod->task_types[i].label);
        assert_true(mod->n_task_types >= 4);
    }
}

static void template_statuses(void **state)
{
    static const char *const autosales[] = {"qualify", "forgotten", "no_chance", "prospect", "focus",
            "committed_vip", "customer", "lost", NULL};
    static const char *const sales[] = {"new", "deferred", "in_progress", "won", "lost", NULL};
    static const char *const leads[] = {
            "new", "nurturing", "engaged", "converted", "inactive", "dropped", NULL};
    struct desk *d = *state;
    roles_are(desk_module(d, d->autosales), autosales);
    roles_are(desk_module(d, d->sales), sales);
    roles_are(desk_module(d, d->leads), leads);
    const struct module *mod = desk_module(d, d->autosales);
    const struct status *st = module_status_role(mod, "focus");
    assert_string_equal(st->label.text[LANG_HU], "Kiemelt érdeklődő");
    assert_string_equal(module_status_role(mod, "no_chance")->label.text[LANG_HU], "Esélytelen");
    assert_string_equal(mod->label.text[LANG_RO], "Auto-vânzări");
    assert_ptr_equal(module_status(mod, st->id), st);
    assert_int_equal(st->group, GRP_OPEN);
    assert_null(module_status(mod, 999));
    assert_null(module_status_role(mod, "nobody"));
    assert_string_equal(mod->pipeline->name, "autosales");
    assert_true(mod->pipeline->fixed && mod->pipeline->has_key_fields);
    assert_false(desk_module(d, d->sales)->pipeline->fixed);
    assert_int_equal(module_setting_int(mod, "forgotten_days", 1), 30);
    assert_int_equal(module_setting_int(mod, "task_pauses", 1), 0);
    assert_int_equal(module_setting_int(mod, "none", 7), 7);
}

static void template_fields(void **state)
{
    struct desk *d = *state;
    const struct module *autosales = desk_module(d, d->autosales), *sales = desk_module(d, d->sales);
    assert_non_null(module_field(autosales, "rating"));
    assert_null(module_field(sales, "rating"));
    const struct field *f = module_field_role(sales, "lost_reason");
    assert_string_equal(f->type->name, "choice");
    const struct option *away = NULL;
    for (int i = 0; i < f->n_options; i++)
        if (strcmp(f->options[i].code, "walked_away") == 0)
            away = &f->options[i];
    assert_non_null(away);
    assert_string_equal(away->label.text[LANG_RO], "Noi am renunțat");
    assert_ptr_equal(field_option(f, away->id), away);
    const struct field *readiness = module_field_role(desk_module(d, d->leads), "readiness");
    assert_int_equal(readiness->min, 0);
    assert_int_equal(readiness->max, 100);
    /* custom fields stand behind the fixed ones, and their index is their place */
    for (int i = 0; i < sales->n_custom; i++)
        assert_int_equal(sales->fields[sales->n_fields - sales->n_custom + i].index, i);
}

static void views_know_ids(void **state)
{
    struct desk *d = *state;
    int64_t id = module_status_role(desk_module(d, d->autosales), "committed_vip")->id;
    char *sql = arena_printf(d->box->a,
            "SELECT count(*) FROM saved_view WHERE shared = 1 AND config LIKE '%%\"status\":%lld%%' AND "
            "label LIKE "
            "'%%My must close%%'",
            (long long)id);
    assert_int_equal(box_int(d->box, sql), 1);
    assert_int_equal(box_int(d->box, "SELECT count(*) FROM saved_view WHERE config LIKE '%status_role%'"), 0);
}

static void members_and_settings(void **state)
{
    struct desk *d = *state;
    assert_int_equal(d->meta->n_members, 4);
    assert_string_equal(d->meta->members[0].name, "Anna");
    assert_int_equal(meta_member(d->meta, ADMIN)->role, ROLE_ADMINISTRATOR);
    assert_int_equal(meta_member(d->meta, MANAGER)->lang, LANG_RO);
    assert_null(meta_member(d->meta, 99));
    assert_string_equal(meta_setting_str(d->meta, "currency", "?"), "EUR");
    assert_int_equal(meta_setting_int(d->meta, "limit", 0), 14);
    assert_string_equal(meta_setting_str(d->meta, "none", "dflt"), "dflt");
}

static void labels_fall_back(void **state)
{
    struct desk *d = *state;
    struct label l;
    label_parse(d->box->a, "{\"en\":\"Name\",\"hu\":\"Név\"}", &l);
    assert_string_equal(l.text[LANG_RO], "Name");
    label_parse(d->box->a, "{\"*\":\"Renamed\",\"hu\":\"Név\"}", &l);
    assert_string_equal(l.text[LANG_EN], "Renamed");
    assert_string_equal(l.text[LANG_HU], "Név");
    label_parse(d->box->a, "plain", &l);
    assert_string_equal(l.text[LANG_HU], "plain");
    label_parse(d->box->a, "{}", &l);
    assert_string_equal(l.text[LANG_EN], "");
}

static void unknown_template(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    int64_t id;
    assert_err(template_install(cx->db, "nothing", ADMIN, &id), ERR_NOT_FOUND);
    for (const char *const *name = template_list(); *name; name++)
        assert_non_null(template_json(*name));
    desk_drop(d);
}

static void new_fields_and_options(void **state)
{
    struct desk *d = *state;
    struct ctx *cx = desk_begin(d, ADMIN, ORIGIN_USER);
    const struct module *mod = desk_module(d, d->autosales);
    const char *code;
    int64_t id, option_id;
    assert_ok(field_code(cx->db, mod, "Lead Source", &code));
    assert_string_equal(code, "lead_source");
    struct field_new in = {.code = code,
            .type = "choice",
            .label_json = label_json(cx->arena, "Lead \"Source\""),
            .filterable = true};
    assert_ok(meta_field_create(cx->db, mod->id, &in, &id));
    assert_err(meta_field_create(cx->db, mod->id, &in, &id), ERR_CONFLICT);
    assert_ok(field_code(cx->db, mod, "Lead source!", &code));
    assert_string_equal(code, "lead_source_2");
    assert_ok(field_code(cx->db, mod, "Name", &code));
    assert_string_equal(code, "name_2"); /* a fixed field has it */
    assert_ok(field_code(cx->db, mod, "***", &code));
    assert_string_equal(code, "field");
    in.code = "status";
    assert_err(meta_field_create(cx->db, mod->id, &in, &id), ERR_INVALID);
    in.code = "x\"; DROP TABLE card";
    assert_err(meta_field_create(cx->db, mod->id, &in, &id), ERR_INVALID);
    in.code = "fine", in.type = "blob";
    assert_err(meta_field_create(cx->db, mod->id, &in, &id), ERR_INVALID);
    const struct val *row;
    assert_ok(db_one(cx->db, "SELECT id FROM field WHERE code = 'lead_source'", P0, &row));
    assert_ok(meta_option_create(cx->db, row[0].i, label_json(cx->arena, "Olark Chat"), "", &option_id));
    desk_end(d);
    desk_reload(d);
    const struct field *f = module_field(desk_module(d, d->autosales), "lead_source");
    assert_string_equal(f->label.text[LANG_RO], "Lead \"Source\"");
    assert_string_equal(field_option(f, option_id)->label.text[LANG_HU], "Olark Chat");
    int64_t card = desk_card(
            d, ADMIN, d->autosales, arena_printf(d->box->a, "{\"lead_source\":%lld}", (long long)option_id));
    struct card c = desk_get(d, card);
    assert_int_equal(card_value(&c, module_field(c.module, "lead_source")).i, option_id);
}

/* Readers pin and let go while snapshots are replaced: what is pinned stays whole, what nobody pins goes away (ASan). */
struct race {
    pthread_mutex_t lock;
    struct meta *now;
    atomic_bool stop;
    struct desk *d;
};

static void *reader(void *arg)
{
    struct race *r = arg;
    long looked = 0;
    while (!atomic_load(&r->stop) || looked == 0) {
        pthread_mutex_lock(&r->lock);
        struct meta *m = meta_pin(r->now);
        pthread_mutex_unlock(&r->lock);
        for (int i = 0; i < m->n_modules; i++)
            for (int k = 0; k < m->modules[i].n_fields; k++)
                looked += (long)strlen(m->modules[i].fields[k].label.text[LANG_HU]);
        meta_unpin(m);
    }
    return (void *)looked;
}

static void pins_under_threads(void **state)
{
    struct desk *d = *state;
    struct race r = {.lock = PTHREAD_MUTEX_INITIALIZER, .d = d};
    pthread_t t[4];
    struct db *db;
    assert_ok(store_read(d->box->s, d->box->a, &db));
    assert_ok(meta_load(db, 1, 1, &r.now));
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, reader, &r), 0);
    for (uint64_t serial = 2; serial < 60; serial++) {
        struct meta *fresh, *old;
        assert_ok(meta_load(db, 1, serial, &fresh));
        pthread_mutex_lock(&r.lock);
        old = r.now;
        r.now = fresh;
        pthread_mutex_unlock(&r.lock);
        meta_unpin(old);
    }
    atomic_store(&r.stop, true);
    for (int i = 0; i < 4; i++) {
        void *looked;
        pthread_join(t[i], &looked);
        assert_true((long)looked > 0);
    }
    assert_int_equal(r.now->serial, 59);
    meta_unpin(r.now);
    store_read_end(db);
}

/* Every failing read of the database leaves nothing behind and says so. */
static void load_fails_cleanly(void **state)
{
    struct desk *d = *state;
    for (unsigned n = 1; n <= 7; n++) {
        struct meta *m = NULL;
        struct db *db;
        assert_ok(store_read(d->box->s, d->box->a, &db));
        store_fault(d->box->s, n, ERR_INTERNAL, false);
        assert_err(meta_load(db, 1, 1, &m), ERR_INTERNAL);
        assert_null(m);
        store_fault(d->box->s, 0, ERR_OK, false);
        store_read_end(db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {desk_test(templates_are_whole), desk_test(template_statuses),
            desk_test(template_fields), desk_test(views_know_ids), desk_test(members_and_settings),
            desk_test(labels_fall_back), desk_test(unknown_template), desk_test(new_fields_and_options),
            desk_test(pins_under_threads), desk_test(load_fails_cleanly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
