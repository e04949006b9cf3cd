#include "base/crypt.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/directory.h"
#include "core/directory_impl.h"
#include "core/member.h"
#include "core/password.h"
#include "store/migrate.h"

#include <ctype.h>
#include <stdio.h>

#define SLUG_BYTES    40u
#define SLUG_MAX      50u
#define COMPANY_CHARS 100

/* What a language's users most likely want. */
static const struct {
    const char *zone, *currency, *country, *name_order;
} defaults[N_LANG] = {
        [LANG_EN] = {"Europe/Budapest", "EUR", "HU", "given_first"},
        [LANG_HU] = {"Europe/Budapest", "HUF", "HU", "family_first"},
        [LANG_RO] = {"Europe/Bucharest", "RON", "RO", "given_first"},
};

static enum err check_currency(struct ctx *cx, const char *s)
{
    bool ok = strlen(s) == 3;
    for (size_t i = 0; ok && i < 3; i++)
        ok = isupper((unsigned char)s[i]);
    return ok ? ERR_OK : fail(cx, ERR_INVALID, "currency", "error.currency");
}

/* Fill in what was left out and check what was not. */
static enum err complete(struct ctx *cx, struct set_up *in)
{
    bool known;
    enum lang lang = lang_from(in->language ? in->language : "en", &known);
    if (!known)
        return fail_arg(cx, ERR_INVALID, "language", "error.one_of", "en, hu, ro");
    in->language = lang_code(lang);
    in->zone = in->zone ? in->zone : defaults[lang].zone;
    in->currency = in->currency ? in->currency : defaults[lang].currency;
    in->country = in->country ? in->country : defaults[lang].country;
    in->company = text_trim(cx->arena, in->company ? in->company : "");
    if (!*in->company)
        return fail(cx, ERR_INVALID, "company", "error.required");
    if (text_chars(in->company, strlen(in->company)) > COMPANY_CHARS)
        return fail_limit(cx, ERR_INVALID, "company", "error.too_long", COMPANY_CHARS);
    if (!zone_valid(in->zone))
        return fail(cx, ERR_INVALID, "zone", "error.zone");
    if (in->slug && !slug_fits(in->slug))
        return fail_arg(cx, ERR_INVALID, "account", "error.account_name", in->slug);
    in->email = text_email_key(cx->arena, in->email ? in->email : "");
    if (!in->email)
        return fail(cx, ERR_INVALID, "email", "error.email");
    enum err e = check_currency(cx, in->currency);
    if (!e)
        e = check_country(cx, in->country);
    if (!e && in->password)
        e = password_check(cx, in->password, in->name, in->email);
    return e;
}

bool slug_fits(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n && n <= SLUG_MAX && !s[n] && *s != '-';
}

/* A slug that was asked for: nothing may have it, not even what a broken set-up left behind. */
static enum err slug_free(struct directory *dir, struct ctx *cx, const char *slug)
{
    struct store_config where =
            directory_where(dir, cx->arena, directory_new_place(dir, cx->arena, slug), NULL);
    struct account_row *rows;
    size_t n;
    bool taken;
    enum err e = directory_accounts(dir, cx, &rows, &n);
    if (!e)
        e = store_exists(&where, &taken);
    for (size_t i = 0; !e && !taken && i < n; i++)
        taken = strcmp(rows[i].slug, slug) == 0;
    return !e && taken ? fail_arg(cx, ERR_CONFLICT, "account", "error.account_taken", slug) : e;
}

/* "Példa Kft." -> "pelda-kft"; made unique by a number, also against what a broken set-up left behind. */
static enum err find_slug(struct directory *dir, struct ctx *cx, const char *company, const char **out_slug)
{
    struct account_row *rows;
    size_t n;
    enum err e = directory_accounts(dir, cx, &rows, &n);
    if (e)
        return e;
    char *base = text_fold(cx->arena, company);
    for (char *p = base; *p; p++)
        *p = isalnum((unsigned char)*p) ? *p : '-';
    if (strlen(base) > SLUG_BYTES)
        base[SLUG_BYTES] = 0;
    if (!*base)
        base = arena_str(cx->arena, "account");
    for (int i = 1; i < 10000; i++) {
        const char *slug = i == 1 ? base : arena_printf(cx->arena, "%s-%d", base, i);
        struct store_config where =
                directory_where(dir, cx->arena, directory_new_place(dir, cx->arena, slug), NULL);
        bool taken;
        e = store_exists(&where, &taken);
        if (e)
            return e;
        for (size_t k = 0; k < n && !taken; k++)
            taken = strcmp(rows[k].slug, slug) == 0;
        if (!taken) {
            *out_slug = slug;
            return ERR_OK;
        }
    }
    return fail(cx, ERR_CONFLICT, "company", "error.account_exists");
}

static enum err fill_account(
        struct ctx *cx, const struct set_up *in, int64_t login_id, int64_t *out_member_id)
{
    enum lang lang = lang_from(in->language, NULL);
    const char *const settings[][2] = {{"name", in->company}, {"zone", in->zone}, {"currency", in->currency},
            {"country", in->country}, {"language", in->language}, {"name_order", defaults[lang].name_order}};
    enum err e = ERR_OK;
    for (size_t i = 0; i < sizeof settings / sizeof *settings && !e; i++)
        e = setting_put_text(cx, settings[i][0], settings[i][1]);
    const struct member_edit m = {
            .set = MEMBER_NAME | MEMBER_ROLE | MEMBER_SEES_ALL | MEMBER_LANGUAGE | MEMBER_ZONE,
            .name = in->name && *in->name ? in->name : in->email,
            .role = "administrator",
            .sees_all = true,
            .language = in->language,
            .zone = in->zone};
    if (!e)
        e = member_create(cx, login_id, in->email, &m, out_member_id);
    for (size_t i = 0; i < in->n_modules && !e; i++) {
        int64_t id;
        e = template_install(cx->db, in->modules[i], *out_member_id, &id);
        if (e == ERR_NOT_FOUND)
            e = fail_arg(cx, ERR_INVALID, "modules", "error.unknown_template", in->modules[i]);
    }
    return e;
}

static void copy_fault(struct ctx *to, const struct ctx *from)
{
    if (!to->fault.code)
        to->fault = from->fault;
}

/* The account's own database: one transaction, durable before the directory knows of it. */
static enum err make_account(struct ctx *cx, const struct set_up *in, const struct store_config *where,
        int64_t id, int64_t login_id, const struct account_hooks *hooks, struct account **out_account,
        int64_t *out_member_id)
{
    struct account *acc;
    enum err e = account_open(id, where, OPEN_ALONE, hooks, &acc);
    if (e)
        return e;
    struct ctx ax = {
            .arena = cx->arena, .now_at = cx->now_at, .request_id = cx->request_id, .origin = ORIGIN_USER};
    ax.notices_end = &ax.notices;
    e = tx_write(acc, &ax, 0);
    if (!e)
        e = tx_end(acc, &ax, fill_account(&ax, in, login_id, out_member_id), NULL, NULL);
    if (e) {
        copy_fault(cx, &ax);
        account_close(acc);
        store_remove(where);
        return e;
    }
    *out_account = acc;
    return ERR_OK;
}

static enum err add_login(struct db *db, struct ctx *cx, const struct set_up *in, const char *hash,
        int64_t *out_id, bool *out_joined)
{
    struct login_row row;
    enum err e = login_by_email(db, in->email, &row);
    if (!e && !in->join_login)
        return fail(cx, ERR_CONFLICT, "email", "error.login_exists");
    if (!e) {
        *out_id = row.id;
        *out_joined = *row.password_hash || *hash;
        return *row.password_hash || !*hash ? ERR_OK : login_first_password(db, row.id, hash);
    }
    if (e != ERR_NOT_FOUND)
        return e;
    *out_joined = *hash != 0;
    row = (struct login_row){
            .email = in->email, .name = in->name ? in->name : "", .password_hash = hash, .active = true};
    return login_add(db, &row, cx->now_at, out_id);
}

/* The account's database is made while the directory's write transaction is open: either both are there, or neither. */
static enum err set_up_tx(struct db *db, struct ctx *cx, const struct set_up *in, const char *slug,
        const char *hash, const char *place, const struct store_config *where,
        const struct account_hooks *hooks, struct account **out_account, struct session *out_who)
{
    const struct account_row row = {.slug = slug,
            .name = in->company,
            .schema = migrate_newest(MIGRATE_ACCOUNT),
            .place = place,
            .created_at = cx->now_at};
    struct session who = {0};
    struct account *acc;
    struct account_row *present;
    size_t n;
    bool joined = false;
    enum err e = account_rows(db, &present, &n);
    if (!e && n && in->only_first)
        return fail(cx, ERR_CONFLICT, NULL, "error.set_up_done");
    if (!e)
        e = account_row_add(db, &row, &who.account_id);
    if (!e)
        e = add_login(db, cx, in, hash, &who.login_id, &joined);
    if (!e)
        e = make_account(cx, in, where, who.account_id, who.login_id, hooks, &acc, &who.member_id);
    if (e)
        return e;
    e = membership_add(db, who.login_id, who.account_id, who.member_id, joined ? JOINED : JOINED_NOT);
    if (e) {
        account_close(acc);
        store_remove(where);
        return e;
    }
    *out_account = acc;
    *out_who = who;
    return ERR_OK;
}

enum err account_set_up(struct directory *dir, struct ctx *cx, const struct set_up *in,
        const struct account_hooks *hooks, struct account **out_account, struct session *out_who)
{
    struct set_up full = *in;
    const char *slug = in->slug;
    char *hash = arena_str(cx->arena, "");
    struct db *db;
    enum err e = complete(cx, &full);
    if (!e)
        e = slug ? slug_free(dir, cx, slug) : find_slug(dir, cx, full.company, &slug);
    if (!e && full.password)
        e = crypt_password_hash(cx->arena, full.password, &hash);
    if (!e)
        e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    struct account *acc = NULL;
    const char *place = directory_new_place(dir, cx->arena, slug);
    struct store_config config = directory_where(dir, cx->arena, place, NULL), *where = &config;
    e = set_up_tx(db, cx, &full, slug, hash, place, where, hooks, &acc, out_who);
    if (e) {
        store_write_rollback(db);
        return e;
    }
    e = store_write_commit(db);
    if (e) {
        account_close(acc);
        store_remove(where);
        return e;
    }
    *out_account = acc;
    return ERR_OK;
}

enum err invite_join(struct account *acc, struct ctx *cx, const struct session *who, const char *name)
{
    struct ctx ax = {.arena = cx->arena,
            .now_at = cx->now_at,
            .request_id = cx->request_id,
            .origin = ORIGIN_USER,
            .address = cx->address,
            .agent = cx->agent};
    ax.notices_end = &ax.notices;
    enum err e = tx_write(acc, &ax, who->member_id);
    if (e)
        return e;
    e = member_update(&ax, who->member_id, 0, &(struct member_edit){.set = MEMBER_NAME, .name = name});
    if (!e)
        e = audit_note(&ax, AUDIT_MEMBER_JOINED, name, NULL);
    e = tx_end(acc, &ax, e, NULL, NULL);
    if (e)
        copy_fault(cx, &ax);
    return e;
}

/* The log-in's password, and that it belongs to the account. */
struct admission {
    const struct session *who;
    const char *hash; /* NULL: single sign-on */
};

static enum err admit_tx(struct db *db, const struct admission *in)
{
    struct login_row login;
    enum err e = login_get(db, in->who->login_id, &login);
    if (!e && in->hash && !*login.password_hash)
        e = login_first_password(db, in->who->login_id, in->hash);
    return e ? e
             : membership_add(db, in->who->login_id, in->who->account_id, in->who->member_id,
                       in->hash ? JOINED : JOINED_SSO);
}

static enum err create_in(struct account *acc, struct ctx *cx, const char *email,
        const struct member_edit *in, struct session *who)
{
    struct ctx ax = {
            .arena = cx->arena, .now_at = cx->now_at, .request_id = cx->request_id, .origin = ORIGIN_USER};
    ax.notices_end = &ax.notices;
    enum err e = tx_write(acc, &ax, 0);
    if (e)
        return e;
    e = tx_end(acc, &ax, member_create(&ax, who->login_id, email, in, &who->member_id), NULL, NULL);
    if (e)
        copy_fault(cx, &ax);
    return e;
}

enum err member_admit(struct directory *dir, struct account *acc, struct ctx *cx, const char *email,
        const char *password, const struct member_edit *in, struct session *out_who)
{
    struct session who = {.account_id = account_id(acc)};
    const char *key = text_email_key(cx->arena, email);
    char *hash = NULL;
    struct db *db;
    if (!key)
        return fail(cx, ERR_INVALID, "email", "error.email");
    enum err e = password ? password_check(cx, password, in->name, email) : ERR_OK;
    if (!e && password)
        e = crypt_password_hash(cx->arena, password, &hash);
    if (!e)
        e = login_for(dir, cx, key, in->name, &who.login_id);
    if (!e)
        e = create_in(acc, cx, key, in, &who);
    if (!e)
        e = store_write(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = admit_tx(db, &(struct admission){&who, hash});
    if (e) {
        store_write_rollback(db);
        return e;
    }
    e = store_write_commit(db);
    if (!e)
        *out_who = who;
    return e;
}
