#include "core/sso.h"
#include "base/crypt.h"
#include "base/text.h"
#include "core/audit.h"
#include "core/directory_impl.h"
#include "core/member.h"
#include "core/secret.h"
#include "store/book_store.h"
#include "store/member_store.h"
#include "store/sso_store.h"

#define PURPOSE "single sign-on"

struct sso sso_of(struct arena *a, const struct meta *m)
{
    return (struct sso){.on = meta_setting_int(m, "sso_on", 0) != 0,
            .create = meta_setting_int(m, "sso_create", 0) != 0,
            .issuer = arena_str(a, meta_setting_str(m, "sso_issuer", "")),
            .client_id = arena_str(a, meta_setting_str(m, "sso_client_id", "")),
            .label = arena_str(a, meta_setting_str(m, "sso_label", "")),
            .has_secret = *meta_setting_str(m, "sso_secret", "") != 0};
}

static enum err check(struct ctx *cx, const struct sso *in, bool inside)
{
    bool https = strncmp(in->issuer, "https://", 8) == 0;
    if (*in->issuer && !https && !(inside && strncmp(in->issuer, "http://", 7) == 0))
        return fail(cx, ERR_INVALID, "issuer", "error.sso_issuer");
    if (strpbrk(in->issuer, "?# \t\r\n\"<>@"))
        return fail(cx, ERR_INVALID, "issuer", "error.sso_issuer");
    if (!in->on)
        return ERR_OK;
    const char *missing = !*in->issuer ? "issuer" : !*in->client_id ? "client_id" : NULL;
    if (!missing && !in->has_secret && !in->secret)
        missing = "secret";
    return missing ? fail(cx, ERR_INVALID, missing, "error.required") : ERR_OK;
}

static const char *on_off(bool on)
{
    return on ? "1" : "0";
}

static enum err put_secret(struct directory *dir, struct ctx *cx, const char *secret)
{
    char *sealed;
    enum err e = secret_seal(dir, cx, PURPOSE, secret, &sealed);
    return e ? e : setting_put_text(cx, "sso_secret", sealed);
}

enum err sso_update(struct directory *dir, struct ctx *cx, const struct sso *in, bool inside)
{
    const struct sso was = sso_of(cx->arena, cx->meta);
    const struct audit_change changes[] = {{"sso_on", on_off(was.on), on_off(in->on)},
            {"sso_create", on_off(was.create), on_off(in->create)}, {"sso_issuer", was.issuer, in->issuer},
            {"sso_client_id", was.client_id, in->client_id}, {"sso_label", was.label, in->label},
            {"sso_secret", "", in->secret ? "***" : ""}};
    const char *text = audit_changes(cx->arena, changes, sizeof changes / sizeof *changes);
    enum err e = check(cx, in, inside);
    if (!e && was.has_secret && !in->secret && strcmp(was.issuer, in->issuer) != 0)
        e = fail(cx, ERR_INVALID, "secret", "error.required"); /* the old one is the old provider's alone */
    if (!e && in->secret)
        e = put_secret(dir, cx, in->secret);
    for (size_t i = 0; !e && i < 2; i++)
        e = setting_put(cx->db, changes[i].name, changes[i].to);
    for (size_t i = 2; !e && i < 5; i++)
        e = setting_put_text(cx, changes[i].name, changes[i].to);
    cx->meta_changed = true;
    return e || !*text ? e : audit_note(cx, AUDIT_SECURITY_CHANGED, NULL, text);
}

enum err sso_secret(struct directory *dir, struct ctx *cx, const struct meta *m, char **out_secret)
{
    return secret_open(dir, cx, PURPOSE, meta_setting_str(m, "sso_secret", ""), out_secret);
}

struct going {
    struct sso_try *t;
    struct sso_row row;
};

static enum err save_try(struct db *db, struct ctx *cx, void *arg)
{
    const struct going *g = arg;
    return sso_row_add(db, directory_token_hash(cx, g->t->state), &g->row, cx->now_at);
}

enum err sso_begin(struct directory *dir, struct ctx *cx, struct sso_try *inout)
{
    inout->nonce = crypt_token(cx->arena);
    inout->verifier = crypt_token(cx->arena);
    inout->state = crypt_token(cx->arena);
    inout->browser = crypt_token(cx->arena);
    struct going g = {.t = inout,
            .row = {.account_id = inout->account_id,
                    .expires_at = cx->now_at + SSO_MINUTES * MS_MINUTE,
                    .browser_hash = directory_token_hash(cx, inout->browser),
                    .nonce = inout->nonce,
                    .verifier = inout->verifier,
                    .next = inout->next}};
    return directory_write(dir, cx, save_try, &g);
}

static enum err take_try(struct db *db, struct ctx *cx, void *arg)
{
    struct going *g = arg;
    return sso_row_take(db, directory_token_hash(cx, g->t->state), cx->now_at, &g->row);
}

enum err sso_take(struct directory *dir, struct ctx *cx, struct sso_try *inout)
{
    struct going g = {.t = inout};
    if (strlen(inout->state) > TOKEN_MAX || strlen(inout->browser) > TOKEN_MAX)
        return ERR_NOT_FOUND;
    enum err e = directory_write(dir, cx, take_try, &g);
    if (e)
        return e;
    if (!crypt_equal(g.row.browser_hash, directory_token_hash(cx, inout->browser)))
        return ERR_NOT_FOUND;
    inout->account_id = g.row.account_id;
    inout->nonce = g.row.nonce;
    inout->verifier = g.row.verifier;
    inout->next = g.row.next;
    return ERR_OK;
}

/* A log-in that is known, and an active member of this account. */
static enum err find(struct account *acc, struct ctx *cx, int64_t login_id, struct session *out_who)
{
    struct meta *m = account_meta(acc);
    enum err e = ERR_NOT_FOUND;
    for (int i = 0; i < m->n_members; i++)
        if (m->members[i].login_id == login_id) {
            e = m->members[i].active && !m->members[i].locked ? ERR_OK : ERR_FORBIDDEN;
            *out_who = (struct session){
                    .login_id = login_id, .account_id = account_id(acc), .member_id = m->members[i].id};
        }
    meta_unpin(m);
    return e;
}

enum err sso_member(struct directory *dir, struct account *acc, struct ctx *cx, const struct sso *sso,
        const char *email, const char *name, struct session *out_who)
{
    const char *key = text_email_key(cx->arena, email);
    int64_t login_id;
    if (!key)
        return ERR_NOT_FOUND;
    enum err e = login_named(dir, cx, key, &login_id);
    if (!e)
        e = find(acc, cx, login_id, out_who);
    if (e == ERR_FORBIDDEN)
        return ERR_NOT_FOUND; /* deactivated or locked here */
    if (e != ERR_NOT_FOUND || !sso->create)
        return e;
    struct member_edit in = {.set = MEMBER_NAME | MEMBER_ROLE,
            .name = text_cut(cx->arena, name && *text_trim(cx->arena, name) ? name : key, MEMBER_NAME_CHARS),
            .role = "user"};
    e = member_admit(dir, acc, cx, key, NULL, &in, out_who);
    if (!e)
        audit_apart(acc, cx, out_who->member_id, NULL, AUDIT_SSO_LINKED, key);
    return e;
}
