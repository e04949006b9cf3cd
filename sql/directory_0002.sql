-- Accounts may live in different databases of one directory. '' is the directory's own way: a file of the data folder, or a
-- schema of its PostgreSQL; otherwise the address of another PostgreSQL. A place with a dot is always a file.
ALTER TABLE account ADD COLUMN database {TEXT} NOT NULL DEFAULT '';
-- The schema it was seen to have when it was last opened; 0 = not looked at since this is noted.
ALTER TABLE account ADD COLUMN schema_version {INT} NOT NULL DEFAULT 0;

CREATE TABLE move (                      -- an account on its way to another database; orders to a running server, too
  id {ID}, account_id {INT} NOT NULL, state {TEXT} NOT NULL, -- asked, running, done, failed; finished: the old place is gone
  from_place {TEXT} NOT NULL DEFAULT '', from_database {TEXT} NOT NULL DEFAULT '',
  to_place {TEXT} NOT NULL DEFAULT '', to_database {TEXT} NOT NULL DEFAULT '',
  phase {TEXT} NOT NULL DEFAULT '', progress {INT} NOT NULL DEFAULT 0, total {INT} NOT NULL DEFAULT 0,
  why {TEXT} NOT NULL DEFAULT '', asked_at {INT} NOT NULL, changed_at {INT} NOT NULL, lease_until {INT} NOT NULL DEFAULT 0);
CREATE INDEX move_account ON move(account_id, id);
CREATE INDEX move_state ON move(id) WHERE state IN ('asked', 'running');

CREATE TABLE backup (                    -- backups made by the schedule or asked for in the settings
  id {ID}, account_id {INT} NOT NULL, state {TEXT} NOT NULL, -- asked, running, done, failed
  file {TEXT} NOT NULL DEFAULT '', size_bytes {INT} NOT NULL DEFAULT 0, n_rows {INT} NOT NULL DEFAULT 0,
  sha256 {TEXT} NOT NULL DEFAULT '', why {TEXT} NOT NULL DEFAULT '', asked_at {INT} NOT NULL, asked_by {INT} NOT NULL DEFAULT 0,
  made_at {INT} NOT NULL DEFAULT 0, lease_until {INT} NOT NULL DEFAULT 0,
  tested_at {INT} NOT NULL DEFAULT 0,    -- when it was restored into a place of its own and verified
  test_why {TEXT} NOT NULL DEFAULT '');  -- '' = all was well
CREATE INDEX backup_account ON backup(account_id, id);
CREATE INDEX backup_state ON backup(id) WHERE state IN ('asked', 'running');

-- What an account may have, 0 = no limit, and whether it is served: 0 served, 1 read only, 2 closed.
ALTER TABLE account ADD COLUMN state {INT} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN max_cards {INT} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN max_bytes {INT} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN max_members {INT} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN max_rate {INT} NOT NULL DEFAULT 0; -- requests a second

CREATE TABLE account_host (              -- names under which an account is served: lower case, without a port
  host {TEXT} PRIMARY KEY, account_id {INT} NOT NULL REFERENCES account(id));
CREATE INDEX account_host_account ON account_host(account_id);

CREATE TABLE stamp (                     -- grows with every change of an account's row or hosts: servers look at it each second
  id {INT} PRIMARY KEY, serial {INT} NOT NULL);
INSERT INTO stamp (id, serial) VALUES (1, 1);

-- Several servers on one PostgreSQL: as in an account's schema.
CREATE TABLE turn (id {ID}, schema {INT} NOT NULL, stamp {INT} NOT NULL);
INSERT INTO turn (id, schema, stamp) VALUES (1, 2, 1);
CREATE TABLE committed (token {INT} PRIMARY KEY, at {INT} NOT NULL);

CREATE TABLE audit (                     -- refused log-ins of nobody we know; as in an account
  id {ID}, at {INT} NOT NULL, kind {TEXT} NOT NULL, member_id {INT} NOT NULL, who {TEXT} NOT NULL, address {TEXT} NOT NULL,
  agent {TEXT} NOT NULL, subject {TEXT} NOT NULL, changes {TEXT} NOT NULL);
CREATE INDEX audit_at ON audit(at, id);

-- Two-step log-in. Its key is sealed with a file beside the database (core/secret.h); recovery codes are kept as hashes.
ALTER TABLE login ADD COLUMN totp_key {TEXT} NOT NULL DEFAULT ''; -- '' = none
ALTER TABLE login ADD COLUMN totp_at {INT} NOT NULL DEFAULT 0; -- on since; 0 = off, or its key is still to be confirmed
ALTER TABLE login ADD COLUMN totp_step {INT} NOT NULL DEFAULT 0; -- the half minute of the last code: it and older ones are spent
CREATE TABLE recovery (
  id {ID}, login_id {INT} NOT NULL REFERENCES login(id), code_hash {TEXT} NOT NULL);
CREATE INDEX recovery_login ON recovery(login_id, code_hash);
ALTER TABLE session ADD COLUMN strong {INT} NOT NULL DEFAULT 0; -- 1: a second step was shown, 2: single sign-on
CREATE TABLE secret (id {INT} PRIMARY KEY, mark {TEXT} NOT NULL); -- a hash of the key file, so that there is one only

CREATE TABLE sso_try (                   -- log-ins on their way through an account's OpenID provider; used once
  state_hash {TEXT} PRIMARY KEY, account_id {INT} NOT NULL REFERENCES account(id), browser_hash {TEXT} NOT NULL,
  nonce {TEXT} NOT NULL, verifier {TEXT} NOT NULL, next {TEXT} NOT NULL, expires_at {INT} NOT NULL);
CREATE INDEX sso_try_expires ON sso_try(expires_at);

-- Has whoever has the log-in's password joined this account? 0 invited, or without a password, 1 joined, 2 by single sign-on
-- only. A password opens those with 1 alone: who sets it in one company does not come into another.
ALTER TABLE membership ADD COLUMN joined {INT} NOT NULL DEFAULT 1;
UPDATE membership SET joined = 0 WHERE login_id IN (SELECT l.id FROM login l WHERE l.password_hash = '');

CREATE INDEX membership_account ON membership(account_id);
CREATE INDEX session_account ON session(account_id, member_id);
CREATE INDEX ticket_member ON ticket(account_id, member_id, kind);
CREATE INDEX ticket_login ON ticket(login_id);
CREATE INDEX ticket_expires ON ticket(expires_at);

-- An administrator who sees as a colleague does for a while: which member, and until when. 0 = as himself.
ALTER TABLE session ADD COLUMN seen_as {INT} NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_until {INT} NOT NULL DEFAULT 0;

-- Browsers that want to be told (Web Push). One belongs to the session that asked, and goes with it.
CREATE TABLE push_browser (
  id {ID}, session_id {INT} NOT NULL UNIQUE REFERENCES session(id) ON DELETE CASCADE,
  account_id {INT} NOT NULL, member_id {INT} NOT NULL, prefix {TEXT} NOT NULL, -- of the account's addresses: "/a/SLUG", or ""
  endpoint {TEXT} NOT NULL UNIQUE, p256dh {TEXT} NOT NULL, auth_secret {TEXT} NOT NULL,
  created_at {INT} NOT NULL, sent_at {INT} NOT NULL DEFAULT 0, failed_at {INT} NOT NULL DEFAULT 0);
CREATE INDEX push_browser_member ON push_browser(account_id, member_id, id);
CREATE TABLE push_key (                  -- by which push services know this server; sealed as other secrets are
  id {INT} PRIMARY KEY, point {TEXT} NOT NULL, sealed {TEXT} NOT NULL);
