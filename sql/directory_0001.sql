-- The directory: which accounts there are, who may log in where. Same rules as an account's schema.

CREATE TABLE account (
  id {ID}, slug {TEXT} NOT NULL UNIQUE, name {TEXT} NOT NULL, place {TEXT} NOT NULL, -- file name, or schema
  created_at {INT} NOT NULL);
CREATE TABLE login (
  id {ID}, email {TEXT} NOT NULL UNIQUE, -- lower case
  name {TEXT} NOT NULL, password_hash {TEXT} NOT NULL DEFAULT '', active {INT} NOT NULL DEFAULT 1, created_at {INT} NOT NULL);
CREATE TABLE membership (
  login_id {INT} NOT NULL REFERENCES login(id), account_id {INT} NOT NULL REFERENCES account(id), member_id {INT} NOT NULL,
  PRIMARY KEY (login_id, account_id));
CREATE TABLE session (
  id {ID}, token_hash {TEXT} NOT NULL UNIQUE, login_id {INT} NOT NULL REFERENCES login(id),
  account_id {INT} NOT NULL REFERENCES account(id), member_id {INT} NOT NULL, created_at {INT} NOT NULL,
  seen_at {INT} NOT NULL, expires_at {INT} NOT NULL, address {TEXT} NOT NULL, agent {TEXT} NOT NULL);
CREATE INDEX session_login ON session(login_id);
CREATE INDEX session_expires ON session(expires_at);
CREATE TABLE api_key (
  id {ID}, key_hash {TEXT} NOT NULL UNIQUE, prefix {TEXT} NOT NULL, name {TEXT} NOT NULL, account_id {INT} NOT NULL REFERENCES account(id),
  member_id {INT} NOT NULL, created_at {INT} NOT NULL, used_at {INT} NOT NULL DEFAULT 0, revoked_at {INT} NOT NULL DEFAULT 0);
CREATE INDEX api_key_account ON api_key(account_id, member_id);
CREATE TABLE ticket (                    -- one-time tokens: invitations and log-in links
  id {ID}, token_hash {TEXT} NOT NULL UNIQUE, kind {TEXT} NOT NULL, account_id {INT} NOT NULL REFERENCES account(id),
  login_id {INT} NOT NULL REFERENCES login(id), member_id {INT} NOT NULL, created_at {INT} NOT NULL, expires_at {INT} NOT NULL,
  used_at {INT} NOT NULL DEFAULT 0);
