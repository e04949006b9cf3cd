#include "core/two_step.h"
#include "base/crypt.h"
#include "core/directory_impl.h"
#include "core/secret.h"
#include "store/book_store.h"
#include "store/login_store.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <qrencode.h>
#include <stdlib.h>

#define KEY_BYTES      20 /* as long as SHA-1's result: RFC 4226 */
#define STEP_S         30
#define WINDOW         1 /* clocks may differ by half a minute */
#define CODE_DIGITS    "6"
#define RECOVERY_CHARS 16
#define CODE_MAX       40
#define MEMBERS_READ   500
static const char recovery_letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* none that looks like another */

static enum err find_row(
        struct directory *dir, struct ctx *cx, int64_t login_id, struct two_step_row *out_row)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = two_step_row_get(db, login_id, out_row);
    store_read_end(db);
    return e;
}

enum err two_step_find(struct directory *dir, struct ctx *cx, int64_t login_id, struct two_step *out)
{
    struct two_step_row row;
    enum err e = find_row(dir, cx, login_id, &row);
    if (!e)
        *out = (struct two_step){.on_at = row.on_at, .recovery_left = row.recovery_left};
    return e;
}

static const char *purpose(struct ctx *cx, int64_t login_id)
{
    return arena_printf(cx->arena, "two-step %lld", (long long)login_id);
}

/* Of a part of an address. */
static const char *percent(struct arena *a, const char *text)
{
    struct buf b;
    buf_init(&b, a);
    for (const char *s = text; *s; s++)
        if (isalnum((unsigned char)*s) || strchr("-._~", *s))
            buf_putc(&b, *s);
        else
            buf_printf(&b, "%%%02X", (unsigned char)*s);
    return buf_str(&b);
}

static enum err draw(struct ctx *cx, struct two_step_key *key)
{
    QRcode *qr = QRcode_encodeString8bit(key->uri, 0, QR_ECLEVEL_M);
    if (!qr)
        return ERR_INTERNAL;
    size_t n = (size_t)qr->width * (size_t)qr->width;
    char *modules = arena_alloc(cx->arena, n + 1);
    for (size_t i = 0; i < n; i++)
        modules[i] = qr->data[i] & 1 ? '1' : '0';
    modules[n] = 0;
    key->modules = modules;
    key->size = qr->width;
    QRcode_free(qr);
    return ERR_OK;
}

static enum err key_of(struct ctx *cx, const char *email, const char *issuer, struct two_step_key *out_key)
{
    char raw[KEY_BYTES], *text;
    size_t n;
    crypt_random(raw, sizeof raw);
    if (oath_base32_encode(raw, sizeof raw, &text, &n) != OATH_OK)
        return ERR_INTERNAL;
    struct two_step_key key = {.key = arena_str(cx->arena, text)};
    free(text);
    const char *who = percent(cx->arena, issuer);
    key.uri = arena_printf(cx->arena,
            "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=" CODE_DIGITS "&period=30", who,
            percent(cx->arena, email), key.key, who);
    enum err e = draw(cx, &key);
    if (!e)
        *out_key = key;
    return e;
}

struct new_key {
    int64_t login_id;
    const char *sealed;
};

static enum err save_key(struct db *db, struct ctx *cx, void *arg)
{
    const struct new_key *k = arg;
    enum err e = two_step_row_begin(db, k->login_id, k->sealed);
    return e == ERR_NOT_FOUND ? fail(cx, ERR_CONFLICT, NULL, "error.two_step_on") : e;
}

enum err two_step_begin(struct directory *dir, struct ctx *cx, int64_t login_id, const char *password,
        const char *issuer, struct two_step_key *out_key)
{
    struct two_step_row row;
    struct new_key k = {.login_id = login_id};
    char *sealed;
    enum err e = find_row(dir, cx, login_id, &row);
    if (e)
        return e;
    if (*row.password_hash && !crypt_password_ok(row.password_hash, password))
        return fail(cx, ERR_INVALID, "password", "error.password_wrong");
    e = key_of(cx, row.email, issuer, out_key);
    if (!e)
        e = secret_seal(dir, cx, purpose(cx, login_id), out_key->key, &sealed);
    if (e)
        return e;
    k.sealed = sealed;
    return directory_write(dir, cx, save_key, &k);
}

/* Without the blanks and dashes that people type, in small letters; NULL when it is too long for any code. */
static char *code_plain(struct arena *a, const char *code)
{
    size_t n = strlen(code);
    if (n > CODE_MAX)
        return NULL;
    char *plain = arena_alloc(a, n + 1), *p = plain;
    for (const char *s = code; *s; s++)
        if (*s != ' ' && *s != '-')
            *p++ = (char)tolower((unsigned char)*s);
    *p = 0;
    return plain;
}

static enum err wrong(struct ctx *cx)
{
    return fail(cx, ERR_INVALID, "code", "error.code_wrong");
}

/* The half minute whose code this is. */
static enum err step_of(struct directory *dir, struct ctx *cx, int64_t login_id,
        const struct two_step_row *row, const char *code, int64_t *out_step)
{
    char *key, *raw;
    size_t n;
    uint64_t step = 0;
    enum err e = secret_open(dir, cx, purpose(cx, login_id), row->key, &key);
    if (e)
        return e;
    if (oath_base32_decode(key, strlen(key), &raw, &n) != OATH_OK)
        return ERR_INTERNAL;
    int at =
            oath_totp_validate4(raw, n, (time_t)(cx->now_at / 1000), STEP_S, 0, WINDOW, NULL, &step, 0, code);
    free(raw);
    if (at < 0)
        return wrong(cx);
    *out_step = (int64_t)step;
    return ERR_OK;
}

static char *recovery_hash(struct ctx *cx, int64_t login_id, const char *plain)
{
    const char *text = arena_printf(cx->arena, "recovery %lld %s", (long long)login_id, plain);
    return crypt_hash(cx->arena, text, strlen(text));
}

/* "abcd-efgh-jkmn-pqrs": 79 bits, so a plain hash keeps it. */
static void make_codes(struct ctx *cx, int64_t login_id, char **codes, char **hashes)
{
    const unsigned n_letters = sizeof recovery_letters - 1;
    for (int i = 0; i < RECOVERY_CODES; i++) {
        struct buf shown, plain;
        buf_init(&shown, cx->arena);
        buf_init(&plain, cx->arena);
        for (int k = 0; k < RECOVERY_CHARS; k++) {
            unsigned char byte;
            do
                crypt_random(&byte, 1);
            while (byte >= 256 / n_letters * n_letters);
            if (k && k % 4 == 0)
                buf_putc(&shown, '-');
            buf_putc(&shown, recovery_letters[byte % n_letters]);
            buf_putc(&plain, recovery_letters[byte % n_letters]);
        }
        codes[i] = buf_str(&shown);
        hashes[i] = recovery_hash(cx, login_id, buf_str(&plain));
    }
}

struct new_codes {
    const struct session *who;
    int64_t login_id, step; /* step 0: only the codes are new */
    const char *key;        /* sealed, as the code was checked against it */
    char *codes[RECOVERY_CODES], *hashes[RECOVERY_CODES];
};

static enum err save_on(struct db *db, struct ctx *cx, const struct new_codes *n)
{
    enum err e = two_step_row_on(db, n->login_id, n->key, cx->now_at, n->step);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_CONFLICT, NULL, "error.two_step_on");
    if (!e)
        e = session_row_strong(db, n->who->id);
    if (!e)
        e = session_delete_others(db, n->login_id, n->who->id);
    if (!e)
        e = ticket_end_login(db, n->login_id, cx->now_at);
    return directory_sessions_ended(db, e, &(struct session){.login_id = n->login_id}, 0);
}

static enum err save_codes(struct db *db, struct ctx *cx, void *arg)
{
    struct new_codes *n = arg;
    enum err e = n->step ? save_on(db, cx, n) : ERR_OK;
    return e ? e : recovery_rows_set(db, n->login_id, n->hashes, RECOVERY_CODES);
}

static enum err new_codes(struct directory *dir, struct ctx *cx, struct new_codes *n, char *const **out_codes)
{
    make_codes(cx, n->login_id, n->codes, n->hashes);
    enum err e = directory_write(dir, cx, save_codes, n);
    if (!e)
        *out_codes = n->codes;
    return e;
}

enum err two_step_confirm(struct directory *dir, struct ctx *cx, const struct session *who, const char *code,
        char *const **out_codes)
{
    struct two_step_row row;
    struct new_codes *n = arena_new_of(cx->arena, struct new_codes);
    *n = (struct new_codes){.who = who, .login_id = who->login_id};
    const char *plain = code_plain(cx->arena, code);
    enum err e = find_row(dir, cx, who->login_id, &row);
    if (e)
        return e;
    if (row.on_at || !*row.key)
        return fail(cx, ERR_CONFLICT, NULL, row.on_at ? "error.two_step_on" : "error.two_step_begin");
    if (!plain)
        return wrong(cx);
    n->key = row.key;
    e = step_of(dir, cx, who->login_id, &row, plain, &n->step);
    return e ? e : new_codes(dir, cx, n, out_codes);
}

struct spend {
    int64_t login_id, step;
    const char *hash; /* of a recovery code, else NULL */
};

static enum err spend(struct db *db, struct ctx *cx, void *arg)
{
    const struct spend *s = arg;
    enum err e = s->hash ? recovery_row_use(db, s->login_id, s->hash)
                         : two_step_row_spend(db, s->login_id, s->step);
    if (e != ERR_NOT_FOUND)
        return e;
    return s->hash ? wrong(cx) : fail(cx, ERR_INVALID, "code", "error.code_used");
}

enum err two_step_check(
        struct directory *dir, struct ctx *cx, int64_t login_id, const char *code, bool *out_recovery)
{
    struct two_step_row row;
    struct spend s = {.login_id = login_id};
    const char *plain = code_plain(cx->arena, code);
    if (!plain)
        return wrong(cx);
    enum err e = find_row(dir, cx, login_id, &row);
    if (e)
        return e;
    if (!row.on_at)
        return fail(cx, ERR_CONFLICT, NULL, "error.two_step_off");
    if (strlen(plain) == RECOVERY_CHARS)
        s.hash = recovery_hash(cx, login_id, plain);
    else
        e = step_of(dir, cx, login_id, &row, plain, &s.step);
    if (!e)
        e = directory_write(dir, cx, spend, &s);
    if (!e)
        *out_recovery = s.hash != NULL;
    return e;
}

enum err two_step_renew(struct directory *dir, struct ctx *cx, int64_t login_id, char *const **out_codes)
{
    struct new_codes *n = arena_new_of(cx->arena, struct new_codes);
    *n = (struct new_codes){.login_id = login_id};
    return new_codes(dir, cx, n, out_codes);
}

struct reset {
    int64_t login_id, account_id;
    bool end_sessions;
};

static enum err switch_off(struct db *db, struct ctx *cx, void *arg)
{
    const struct reset *r = arg;
    struct belonging *rows;
    size_t n;
    bool here = false, elsewhere = false;
    enum err e = r->account_id ? book_belongings(db, r->login_id, &rows, &n) : ERR_OK;
    for (size_t i = 0; !e && r->account_id && i < n; i++)
        if (rows[i].joined == JOINED)
            *(rows[i].account_id == r->account_id ? &here : &elsewhere) = true;
    if (elsewhere) /* who has not joined here learns nothing of other accounts, and loses nothing */
        return here ? fail(cx, ERR_CONFLICT, NULL, "error.two_step_shared") : ERR_OK;
    if (!e)
        e = two_step_row_off(db, r->login_id);
    if (!e && r->end_sessions)
        e = session_delete_others(db, r->login_id, 0);
    return directory_sessions_ended(db, e, &(struct session){.login_id = r->login_id}, 0);
}

enum err two_step_off(struct directory *dir, struct ctx *cx, int64_t login_id)
{
    struct reset r = {.login_id = login_id};
    return directory_write(dir, cx, switch_off, &r);
}

enum err two_step_reset(struct directory *dir, struct ctx *cx, int64_t login_id, int64_t account_id)
{
    struct reset r = {.login_id = login_id, .account_id = account_id, .end_sessions = true};
    return directory_write(dir, cx, switch_off, &r);
}

enum err two_step_members_of(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t **out_member_ids, size_t *out_n)
{
    struct db *db;
    enum err e = store_read(directory_store(dir), cx->arena, &db);
    if (e)
        return e;
    e = two_step_members(db, account_id, MEMBERS_READ, out_member_ids, out_n);
    store_read_end(db);
    return e;
}

enum err two_step_wait(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token)
{
    return ticket_make(dir, cx, "two_step", who, TWO_STEP_MINUTES * MS_MINUTE, out_token);
}

enum err two_step_waiting(struct directory *dir, struct ctx *cx, const char *token, struct session *out_who)
{
    return ticket_whose(dir, cx, "two_step", token, "error.two_step_late", out_who);
}

enum err two_step_arrived(struct directory *dir, struct ctx *cx, const char *token)
{
    return ticket_used(dir, cx, "two_step", token, "error.two_step_late");
}
