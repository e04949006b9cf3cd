/* two_step - a second step at log-in: the codes of an authenticator app (TOTP, RFC 6238: six digits, 30 seconds, SHA-1, as
 * every app knows them), and recovery codes for the day the phone is lost. It belongs to the log-in, so to all its accounts.
 * A code is good once. How often codes may be tried is the caller's to limit. */
#pragma once
#include "core/directory.h"

#define RECOVERY_CODES   10
#define TWO_STEP_MINUTES 10 /* to type the code after the password */

struct two_step {
    int64_t on_at; /* 0 = off */
    int64_t recovery_left;
};
enum err two_step_find(struct directory *dir, struct ctx *cx, int64_t login_id, struct two_step *out);

/* A key to be put into an app: as a picture's modules (rows of size × size, '1' = dark), as an address, and to be typed. */
struct two_step_key {
    const char *key, *uri, *modules;
    int size;
};
/* two_step_begin - a new key, good once its first code was typed. `issuer` is what the app shows beside the e-mail.
 * Errors: ERR_INVALID field "password" it is not the log-in's; ERR_CONFLICT it is on already */
enum err two_step_begin(struct directory *dir, struct ctx *cx, int64_t login_id, const char *password,
        const char *issuer, struct two_step_key *out_key);
/* two_step_confirm - the app's first code: it is on from now. Ends the log-in's other sessions; who's counts as strong.
 * Gives: RECOVERY_CODES codes, to be shown once. Errors: ERR_INVALID field "code"; ERR_CONFLICT nothing to confirm */
enum err two_step_confirm(struct directory *dir, struct ctx *cx, const struct session *who, const char *code,
        char *const **out_codes);
/* two_step_check - a code of the app, or a recovery code, which is used up.
 * Errors: ERR_INVALID field "code": wrong, or used before */
enum err two_step_check(
        struct directory *dir, struct ctx *cx, int64_t login_id, const char *code, bool *out_recovery);
/* two_step_renew - new recovery codes instead of the old ones. */
enum err two_step_renew(struct directory *dir, struct ctx *cx, int64_t login_id, char *const **out_codes);
enum err two_step_off(struct directory *dir, struct ctx *cx, int64_t login_id);
/* two_step_reset - for somebody who lost phone and codes: off, and all the log-in's sessions end.
 * Takes: account_id the administrator's, 0 = the machine's operator
 * Errors: ERR_CONFLICT the log-in belongs to other accounts, too, so an administrator of one may not */
enum err two_step_reset(struct directory *dir, struct ctx *cx, int64_t login_id, int64_t account_id);
/* two_step_members - who of an account has it on. */
enum err two_step_members_of(
        struct directory *dir, struct ctx *cx, int64_t account_id, int64_t **out_member_ids, size_t *out_n);

/* two_step_wait - the password was right: a ticket for the second step. two_step_waiting - whose it is, while it is good;
 * two_step_arrived - it is used up. Errors: ERR_NOT_FOUND with a fault: too late, or used */
enum err two_step_wait(struct directory *dir, struct ctx *cx, const struct session *who, char **out_token);
enum err two_step_waiting(struct directory *dir, struct ctx *cx, const char *token, struct session *out_who);
enum err two_step_arrived(struct directory *dir, struct ctx *cx, const char *token);
