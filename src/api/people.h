/* people - what the routes about members, sessions and logging in share. */
#pragma once
#include "api/app.h"
#include "api/route.h"
#include "core/audit.h"
#include "core/security.h"

/* people_write - all members as an array. */
enum err people_write(struct call *c);

/* people_enter - somebody has shown a password, or taken an invitation: signed in, or, with a second step, given a ticket
 * for it. Writes SignedIn. `how` is what the audit log says of it. */
enum err people_enter(struct call *c, const struct session *who, const char *how);
/* people_welcome - sign `who` in: sets the cookie and writes SignedIn; job_id > 0 goes with it. */
enum err people_welcome(struct call *c, const struct session *who, const char *how, int64_t job_id);
/* people_seat - where a log-in may work with its password: in the account asked for, or (0) in the oldest of its accounts. ERR_NOT_FOUND
 * nowhere. */
enum err people_seat(struct call *c, int64_t login_id, int64_t account_id, struct session *out_who);
/* people_note - into the audit log what somebody signed in did, where no transaction of the account is open. */
void people_note(struct call *c, enum audit_kind kind, const char *subject);
/* people_note_refused - in the log of each account that the e-mail has joined, so that its administrators see it; else in
 * the directory's. */
void people_note_refused(struct call *c, const char *email, enum audit_kind kind);
/* people_login_rate - before a password is tried: how often one e-mail may be. people_login_good - it was right.
 * Errors: ERR_RATE */
enum err people_login_rate(struct call *c, const char *email);
void people_login_good(struct call *c, const char *email);
/* people_session_ended - one that was deleted: forgotten, and its event streams end. */
void people_session_ended(struct call *c, int64_t session_id);

/* people_sign_out - a member who may no longer work here is signed out everywhere, at once. for_good: his keys and feeds end,
 * too. That is for the day he comes back: until then they open nothing, and a deactivation whose commit fails must not have
 * cost him what cannot be brought back. */
enum err people_sign_out(struct call *c, int64_t member_id, bool for_good);

/* people_need_login - for what concerns the log-in itself, in all its accounts: not by a key, nor in a session that another
 * log-in vouches for in one account. Errors: ERR_FORBIDDEN */
enum err people_need_login(struct call *c);

/* people_code_begin - before a code of a second step is tried: few are, each minute. people_code_good - it was right.
 * Errors: ERR_RATE */
enum err people_code_begin(struct call *c, int64_t login_id);
void people_code_good(struct call *c, int64_t login_id);
