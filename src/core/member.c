#include "core/member.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/stale.h"
#include "core/worktime.h"
#include "meta/role.h"
#include "store/member_store.h"
#include "store/role_store.h"

#include <ctype.h>

#define SETTING_CHARS 100

char *member_initials(struct arena *a, const char *name)
{
    struct buf b;
    buf_init(&b, a);
    size_t n = strlen(name), words = 0;
    bool at_word = true;
    for (size_t i = 0; i < n && words < 2;) {
        size_t k = text_utf8_len(name + i, n - i);
        if (!k)
            break;
        bool blank = name[i] == ' ' || name[i] == '-';
        if (at_word && !blank) {
            buf_add(&b, name + i, k);
            words++;
        }
        at_word = blank;
        i += k;
    }
    char *s = buf_str(&b);
    for (char *p = s; *p; p++)
        *p = (char)((unsigned char)*p < 0x80 ? toupper((unsigned char)*p) : *p);
    return s;
}

static enum err check_text(struct ctx *cx, const char *field, const char *s, size_t max)
{
    size_t n = strlen(s);
    if (!text_valid(s, n))
        return fail(cx, ERR_INVALID, field, "error.not_utf8");
    if (!*text_trim(cx->arena, s))
        return fail(cx, ERR_INVALID, field, "error.required");
    if (text_chars(s, n) > max)
        return fail_limit(cx, ERR_INVALID, field, "error.too_long", (int64_t)max);
    return ERR_OK;
}

struct words {
    const char *list[4], *shown;
};
static const struct words languages = {{"en", "hu", "ro"}, "en, hu, ro"};
static const struct words themes = {{"auto", "light", "dark"}, "auto, light, dark"};
static const struct words name_orders = {{"given_first", "family_first"}, "given_first, family_first"};

static enum err one_of(struct ctx *cx, const char *field, const char *s, const struct words *words)
{
    for (size_t i = 0; words->list[i]; i++)
        if (strcmp(words->list[i], s) == 0)
            return ERR_OK;
    return fail_arg(cx, ERR_INVALID, field, "error.one_of", words->shown);
}

/* A new account has its first member before its metadata was ever read. */
static bool role_known(const struct ctx *cx, const char *code)
{
    return cx->meta ? meta_role(cx->meta, code) != NULL : strcmp(code, ROLE_CODE_ADMINISTRATOR) == 0;
}

static enum err check_edit(struct ctx *cx, const struct member_edit *in)
{
    enum err e = ERR_OK;
    if (in->set & MEMBER_NAME)
        e = check_text(cx, "name", in->name, MEMBER_NAME_CHARS);
    if (!e && in->set & MEMBER_ROLE && !role_known(cx, in->role))
        e = fail_arg(cx, ERR_INVALID, "role", "error.unknown_role", in->role);
    if (!e && in->set & MEMBER_LANGUAGE)
        e = one_of(cx, "language", in->language, &languages);
    if (!e && in->set & MEMBER_ZONE && !zone_valid(in->zone))
        e = fail(cx, ERR_INVALID, "zone", "error.zone");
    if (!e && in->set & MEMBER_THEME)
        e = one_of(cx, "theme", in->theme, &themes);
    return e;
}

static void apply(struct ctx *cx, struct member_row *m, const struct member_edit *in)
{
    if (in->set & MEMBER_NAME) {
        m->name = text_trim(cx->arena, in->name);
        m->initials = member_initials(cx->arena, m->name);
    }
    if (in->set & MEMBER_ROLE)
        m->role = in->role;
    if (in->set & MEMBER_SEES_ALL)
        m->sees_all = in->sees_all;
    m->sees_all = m->sees_all && strcmp(m->role, ROLE_CODE_USER) == 0;
    if (in->set & MEMBER_ACTIVE)
        m->active = in->active;
    if (in->set & MEMBER_LOCKED)
        m->locked = in->locked;
    if (in->set & MEMBER_LANGUAGE)
        m->language = in->language;
    if (in->set & MEMBER_ZONE)
        m->zone = in->zone;
    if (in->set & MEMBER_THEME)
        m->theme = in->theme;
}

/* One more active member. */
static enum err check_quota(struct ctx *cx)
{
    int64_t n = 0;
    for (int i = 0; cx->quota.members && i < cx->meta->n_members; i++)
        n += cx->meta->members[i].active;
    return cx->quota.members && n >= cx->quota.members
                   ? fail_limit(cx, ERR_QUOTA, NULL, "error.quota_members", cx->quota.members)
                   : ERR_OK;
}

enum err member_may_add(struct ctx *cx, const struct member_edit *in)
{
    int64_t n = 0;
    enum err e = check_edit(cx, in);
    if (!e)
        e = member_count(cx->db, &n);
    if (!e && n >= MEMBERS_MAX)
        e = fail_limit(cx, ERR_CONFLICT, NULL, "error.too_many_members", MEMBERS_MAX);
    return e ? e : check_quota(cx);
}

enum err member_create(
        struct ctx *cx, int64_t login_id, const char *email, const struct member_edit *in, int64_t *out_id)
{
    struct member_row m;
    enum err e = member_row_by_login(cx->db, login_id, &m);
    if (!e)
        return fail(cx, ERR_CONFLICT, "email", "error.member_exists");
    if (e == ERR_NOT_FOUND)
        e = member_may_add(cx, in);
    if (e)
        return e;
    m = (struct member_row){.login_id = login_id,
            .email = email,
            .active = true,
            .theme = "auto",
            .role = "user",
            .language = lang_code(cx->lang),
            .zone = cx->zone,
            .created_at = cx->now_at};
    apply(cx, &m, in);
    cx->meta_changed = true;
    return member_row_add(cx->db, &m, out_id);
}

static bool administers(const struct member_row *m)
{
    return m->active && !m->locked && strcmp(m->role, ROLE_CODE_ADMINISTRATOR) == 0;
}

static void flag(struct stale *s, const char *code, bool yours, bool theirs)
{
    stale_field_json(s, code, yours ? "true" : "false", theirs ? "true" : "false");
}

static enum err stale(
        struct ctx *cx, const struct member_row *now, const struct member_edit *in, int64_t version)
{
    struct member_row yours = *now;
    struct stale s;
    apply(cx, &yours, in);
    stale_begin(cx, &s);
    jw_obj(&s.w);
    jw_kint(&s.w, "id", now->id);
    jw_kstr(&s.w, "name", now->name);
    jw_kstr(&s.w, "role", now->role);
    jw_kbool(&s.w, "sees_all", now->sees_all);
    jw_kbool(&s.w, "active", now->active);
    jw_kbool(&s.w, "locked", now->locked);
    jw_kstr(&s.w, "language", now->language);
    jw_kstr(&s.w, "zone", now->zone);
    jw_kstr(&s.w, "theme", now->theme);
    jw_kint(&s.w, "version", now->version);
    jw_obj_end(&s.w);
    stale_fields(&s, version);
    stale_field(&s, "name", val_text(yours.name), val_text(now->name));
    stale_field(&s, "role", val_text(yours.role), val_text(now->role));
    flag(&s, "sees_all", yours.sees_all, now->sees_all);
    flag(&s, "active", yours.active, now->active);
    flag(&s, "locked", yours.locked, now->locked);
    stale_field(&s, "language", val_text(yours.language), val_text(now->language));
    stale_field(&s, "zone", val_text(yours.zone), val_text(now->zone));
    stale_field(&s, "theme", val_text(yours.theme), val_text(now->theme));
    return stale_end(cx, &s);
}

static const char *yes_no(bool yes)
{
    return yes ? "yes" : "no";
}

/* What a member may do belongs into the audit log; its theme does not. */
static enum err note_change(struct ctx *cx, const struct member_row *was, const struct member_row *now)
{
    const struct audit_change changes[] = {{"name", was->name, now->name}, {"role", was->role, now->role},
            {"sees_all", yes_no(was->sees_all), yes_no(now->sees_all)},
            {"active", yes_no(was->active), yes_no(now->active)},
            {"locked", yes_no(was->locked), yes_no(now->locked)}};
    const char *text = audit_changes(cx->arena, changes, sizeof changes / sizeof *changes);
    return *text ? audit_note(cx, AUDIT_MEMBER_CHANGED, was->name, text) : ERR_OK;
}

enum err member_update(struct ctx *cx, int64_t id, int64_t version, const struct member_edit *in)
{
    struct member_row m;
    enum err e = member_row_get(cx->db, id, &m);
    if (!e)
        e = check_edit(cx, in);
    if (!e && version && version != m.version)
        return stale(cx, &m, in, version);
    if (e)
        return e;
    const struct member_row before = m;
    bool was = administers(&m), was_active = m.active;
    apply(cx, &m, in);
    if (!was_active && m.active)
        e = check_quota(cx);
    if (e)
        return e;
    if (was && !administers(&m)) {
        int64_t others;
        e = member_count_administrators(cx->db, id, &others);
        if (e)
            return e;
        if (!others)
            return fail(cx, ERR_CONFLICT,
                    in->set & MEMBER_ROLE     ? "role"
                    : in->set & MEMBER_LOCKED ? "locked"
                                              : "active",
                    "error.last_administrator");
    }
    cx->meta_changed = true;
    e = member_row_save(cx->db, &m);
    if (!e && was_active && !m.active)
        e = team_store_leave(cx->db, id);
    return e ? e : note_change(cx, &before, &m);
}

enum err member_read(struct ctx *cx, int64_t id, struct member *out_member)
{
    struct member_row r;
    enum err e = member_row_get(cx->db, id, &r);
    if (e)
        return e;
    *out_member = (struct member){.id = r.id,
            .login_id = r.login_id,
            .name = r.name,
            .initials = r.initials,
            .email = r.email,
            .zone = r.zone,
            .theme = r.theme,
            .lang = lang_from(r.language, NULL),
            .may = role_or_least(cx->meta, r.role),
            .sees_all = r.sees_all,
            .locked = r.locked,
            .active = r.active,
            .version = r.version};
    return ERR_OK;
}

void member_write(struct jw *w, const struct member *m, bool pending)
{
    jw_obj(w);
    member_write_members(w, m, pending);
    jw_obj_end(w);
}

void member_write_members(struct jw *w, const struct member *m, bool pending)
{
    jw_kint(w, "id", m->id);
    jw_kstr(w, "name", m->name);
    jw_kstr(w, "initials", m->initials);
    jw_kstr(w, "email", m->email);
    jw_kstr(w, "role", m->may->code);
    jw_kbool(w, "sees_all", m->sees_all);
    jw_kbool(w, "active", m->active);
    jw_kbool(w, "locked", m->locked);
    jw_kstr(w, "language", lang_code(m->lang));
    jw_kstr(w, "zone", m->zone);
    jw_kstr(w, "theme", m->theme);
    jw_kint(w, "version", m->version);
    jw_kbool(w, "pending", pending);
}

enum err setting_put_text(struct ctx *cx, const char *name, const char *text)
{
    struct buf b;
    struct jw w;
    buf_init(&b, cx->arena);
    jw_init(&w, &b);
    jw_str(&w, text);
    cx->meta_changed = true;
    return setting_put(cx->db, name, buf_str(&b));
}

enum err check_country(struct ctx *cx, const char *country)
{
    bool ok =
            strlen(country) == 2 && isupper((unsigned char)country[0]) && isupper((unsigned char)country[1]);
    return ok ? ERR_OK : fail(cx, ERR_INVALID, "country", "error.country");
}

enum err settings_update(struct ctx *cx, const struct settings_edit *in)
{
    enum err e = ERR_OK;
    if (in->name)
        e = check_text(cx, "name", in->name, SETTING_CHARS);
    if (!e && in->zone && !zone_valid(in->zone))
        e = fail(cx, ERR_INVALID, "zone", "error.zone");
    if (!e && in->country)
        e = check_country(cx, in->country);
    if (!e && in->name_order)
        e = one_of(cx, "name_order", in->name_order, &name_orders);
    if (!e && in->work_hours)
        e = worktime_check(cx, in->work_hours);
    if (!e && in->work_hours) {
        cx->meta_changed = true;
        e = setting_put(cx->db, "work_hours", json_text(cx->arena, in->work_hours));
    }
    if (!e && in->name)
        e = setting_put_text(cx, "name", text_trim(cx->arena, in->name));
    if (!e && in->zone)
        e = setting_put_text(cx, "zone", in->zone);
    if (!e && in->country)
        e = setting_put_text(cx, "country", in->country);
    if (!e && in->name_order)
        e = setting_put_text(cx, "name_order", in->name_order);
    return e;
}
