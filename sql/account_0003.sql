-- An account's schema, version 3.

-- Modules, statuses, fields and choices as an administrator's work: all carry a version, nothing in use is deleted.
ALTER TABLE status ADD COLUMN needs {TEXT} NOT NULL DEFAULT '[]'; -- JSON: codes of fields asked for on entering
ALTER TABLE status ADD COLUMN trashed_at {INT} NOT NULL DEFAULT 0;
ALTER TABLE field ADD COLUMN required_from {INT} NOT NULL DEFAULT 0; -- a status; required in it and behind it
ALTER TABLE field ADD COLUMN read_only {INT} NOT NULL DEFAULT 0;
ALTER TABLE field ADD COLUMN is_unique {INT} NOT NULL DEFAULT 0;
ALTER TABLE field ADD COLUMN dflt {TEXT} NOT NULL DEFAULT 'null'; -- JSON: what a new card begins with
ALTER TABLE field ADD COLUMN indexed {INT} NOT NULL DEFAULT 1; -- 0 = filterable, but its index is still to be built
ALTER TABLE field_option ADD COLUMN version {INT} NOT NULL DEFAULT 1;
ALTER TABLE task_type ADD COLUMN version {INT} NOT NULL DEFAULT 1;
ALTER TABLE task_type ADD COLUMN retired {INT} NOT NULL DEFAULT 0; -- no longer offered; tasks keep it

-- Several servers on one PostgreSQL (SQLite keeps these rows, too, and does not look at them): whoever writes the account
-- locks the row of `turn`, and finds there whether metadata or the schema has changed under it. Its id's sequence numbers
-- what servers tell each other. A later migration begins with UPDATE turn SET schema = <its own number>.
CREATE TABLE turn (id {ID}, schema {INT} NOT NULL, stamp {INT} NOT NULL);
INSERT INTO turn (id, schema, stamp) VALUES (1, 3, 1);
CREATE TABLE committed (                 -- transactions of the last minutes, for who lost the answer to a COMMIT
  token {INT} PRIMARY KEY, at {INT} NOT NULL);

{SEARCH_STORED}

-- Files lie in chunks in the account's own database: one backup, one transaction, and every server can read them.
CREATE TABLE file (
  id {ID}, kind {TEXT} NOT NULL,         -- import: an uploaded table; refused: rows of one that were not taken
  name {TEXT} NOT NULL, type {TEXT} NOT NULL, -- as the uploader said; media type
  size_bytes {INT} NOT NULL DEFAULT 0, n_chunks {INT} NOT NULL DEFAULT 0, sha256 {TEXT} NOT NULL DEFAULT '', -- '' = still growing
  keep_until {INT} NOT NULL DEFAULT 0,   -- afterwards it is removed; 0 = for good
  created_at {INT} NOT NULL, created_by {INT} NOT NULL);
CREATE INDEX file_keep ON file(keep_until) WHERE keep_until > 0;
CREATE TABLE file_chunk (
  file_id {INT} NOT NULL REFERENCES file(id), no {INT} NOT NULL, bytes {BLOB} NOT NULL, PRIMARY KEY (file_id, no));
ALTER TABLE import ADD COLUMN file_id {INT} NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN refused_id {INT} NOT NULL DEFAULT 0;

-- Many cards have no customer, and most contacts no company: they need no place in these.
DROP INDEX card_contact;
CREATE INDEX card_contact ON card(contact_id) WHERE contact_id IS NOT NULL;
DROP INDEX card_company;
CREATE INDEX card_company ON card(company_id) WHERE company_id IS NOT NULL;
DROP INDEX contact_company;
CREATE INDEX contact_company ON contact(company_id) WHERE company_id IS NOT NULL;

-- What people may see and do. The roles of the program (src/meta/role.c) have a row only once somebody changed them.
CREATE TABLE role (
  id {ID}, code {TEXT} NOT NULL UNIQUE,  -- what member.role holds: administrator, manager, user …, or own_<n>
  label {TEXT} NOT NULL DEFAULT '{}', position {INT} NOT NULL DEFAULT 0,
  rights {TEXT} NOT NULL,                -- JSON: rights, unowned, all, modules, fields; see meta/role.h
  version {INT} NOT NULL DEFAULT 1);
CREATE TABLE team (
  id {ID}, name {TEXT} NOT NULL, leader_id {INT} REFERENCES member(id), version {INT} NOT NULL DEFAULT 1);
CREATE TABLE team_member (
  team_id {INT} NOT NULL REFERENCES team(id), member_id {INT} NOT NULL REFERENCES member(id),
  PRIMARY KEY (team_id, member_id));
CREATE INDEX team_member_member ON team_member(member_id);
ALTER TABLE member ADD COLUMN locked {INT} NOT NULL DEFAULT 0; -- may not log in; all that is his goes on
-- Cards that only their owner, the invited, those with an open task on them and administrators see; and the invited.
CREATE TABLE card_private (card_id {INT} PRIMARY KEY REFERENCES card(id));
CREATE TABLE card_guest (
  card_id {INT} NOT NULL REFERENCES card(id), member_id {INT} NOT NULL REFERENCES member(id),
  PRIMARY KEY (card_id, member_id));
CREATE INDEX card_guest_member ON card_guest(member_id, card_id);

-- Who logged in, who changed what people may do, who took data out. Only ever added to; the oldest go by the setting audit_days.
CREATE TABLE audit (
  id {ID}, at {INT} NOT NULL, kind {TEXT} NOT NULL, member_id {INT} NOT NULL, -- 0 = nobody who was signed in
  who {TEXT} NOT NULL, address {TEXT} NOT NULL, agent {TEXT} NOT NULL, subject {TEXT} NOT NULL,
  changes {TEXT} NOT NULL);              -- JSON [{name, from, to}], '' = none
CREATE INDEX audit_at ON audit(at, id);
CREATE INDEX audit_kind ON audit(kind, at, id);
CREATE INDEX audit_member ON audit(member_id, at, id);

-- What people attach to cards and contacts. Equal bytes stand once in an account's files; a file goes when no attachment
-- names it any more.
CREATE TABLE attachment (
  id {ID}, card_id {INT} REFERENCES card(id), contact_id {INT} REFERENCES contact(id), -- one of them
  file_id {INT} NOT NULL REFERENCES file(id), name {TEXT} NOT NULL, type {TEXT} NOT NULL, -- what its first bytes say
  size_bytes {INT} NOT NULL, width {INT} NOT NULL DEFAULT 0, height {INT} NOT NULL DEFAULT 0, -- of images, else 0
  created_at {INT} NOT NULL, created_by {INT} NOT NULL, trashed_at {INT} NOT NULL DEFAULT 0,
  field_id {INT} NOT NULL DEFAULT 0); -- of type file, whose value it is or was; of no card yet: brought for one, not saved
CREATE INDEX attachment_card ON attachment(card_id, id) WHERE card_id IS NOT NULL;
CREATE INDEX attachment_contact ON attachment(contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachment_file ON attachment(file_id);
CREATE INDEX attachment_trash ON attachment(trashed_at) WHERE trashed_at > 0;
CREATE INDEX file_same ON file(sha256) WHERE kind = 'attachment' AND keep_until = 0;

-- Contacts that may be the same. The radar sees each contact anew after every change (looked_at = 0: not yet seen as it is).
ALTER TABLE contact ADD COLUMN looked_at {INT} NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN merged_into {INT} NOT NULL DEFAULT 0; -- the contact that goes on in its place; it stays in the trash
CREATE INDEX contact_unseen ON contact(id) WHERE looked_at = 0;
CREATE INDEX contact_merged ON contact(merged_into) WHERE merged_into > 0;
CREATE TABLE contact_radar (             -- what names are compared by: neighbours in the order of either key are alike
  contact_id {INT} PRIMARY KEY, kind {INT} NOT NULL,
  words {TEXT} NOT NULL,                 -- the words of name_key in their own order, without blanks
  tail {TEXT} NOT NULL,                  -- words, backwards
  tax {TEXT} NOT NULL DEFAULT '');       -- digits of a tax number
CREATE INDEX contact_radar_words ON contact_radar(kind, words, contact_id);
CREATE INDEX contact_radar_tail ON contact_radar(kind, tail, contact_id);
CREATE INDEX contact_radar_tax ON contact_radar(tax) WHERE tax <> '';
CREATE TABLE duplicate (                 -- a pair: a_id < b_id, both live
  id {ID}, a_id {INT} NOT NULL, b_id {INT} NOT NULL, kind {INT} NOT NULL, score {INT} NOT NULL,
  reasons {TEXT} NOT NULL,               -- email,phone,tax,name,words,typo
  state {INT} NOT NULL DEFAULT 0,        -- 0 open, 1 somebody said that they are two
  decided_by {INT} NOT NULL DEFAULT 0, decided_at {INT} NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX duplicate_pair ON duplicate(a_id, b_id);
CREATE INDEX duplicate_other ON duplicate(b_id);
CREATE INDEX duplicate_list ON duplicate(state, score, id);
INSERT INTO job (kind, member_id, payload, state, run_at, created_at)
  SELECT 'radar', 0, '{}', 'waiting', 0, 0 WHERE EXISTS (SELECT 1 FROM contact);

-- What people agreed to: never changed, but that it may be withdrawn.
CREATE TABLE consent (
  id {ID}, contact_id {INT} NOT NULL REFERENCES contact(id), purpose {TEXT} NOT NULL, -- newsletter, phone … as people name it
  how {TEXT} NOT NULL,                   -- form, email, phone, paper, in_person, other
  note {TEXT} NOT NULL DEFAULT '',       -- the words agreed to, where the paper lies
  given_at {INT} NOT NULL, withdrawn_at {INT} NOT NULL DEFAULT 0, withdrawn_how {TEXT} NOT NULL DEFAULT '',
  created_at {INT} NOT NULL, created_by {INT} NOT NULL);
CREATE INDEX consent_contact ON consent(contact_id, id);
ALTER TABLE contact ADD COLUMN erased_at {INT} NOT NULL DEFAULT 0; -- what was known of the person is gone for good

-- Tags of contacts, by which lists are narrowed; contact.tags holds them as people wrote them. The radar's job makes the first ones.
CREATE TABLE tag (id {ID}, key {TEXT} NOT NULL UNIQUE, name {TEXT} NOT NULL);
CREATE TABLE contact_tag (
  tag_id {INT} NOT NULL REFERENCES tag(id), contact_id {INT} NOT NULL REFERENCES contact(id),
  PRIMARY KEY (tag_id, contact_id));
CREATE INDEX contact_tag_contact ON contact_tag(contact_id);
-- Tasks that come again: the rule as RFC 5545 writes it. Closing one makes the next, which takes the rule along.
ALTER TABLE task ADD COLUMN repeat_rule {TEXT} NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN repeat_zone {TEXT} NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN repeat_closing {INT} NOT NULL DEFAULT 0;  -- 1: the next is counted from the day of closing
ALTER TABLE task ADD COLUMN repeat_start_at {INT} NOT NULL DEFAULT 0; -- the first time, from which all are counted
ALTER TABLE task ADD COLUMN repeat_at {INT} NOT NULL DEFAULT 0;       -- this one's own, wherever it was put off to
ALTER TABLE task ADD COLUMN repeat_no {INT} NOT NULL DEFAULT 0;       -- the how manieth it is
ALTER TABLE task ADD COLUMN repeat_keeps {TEXT} NOT NULL DEFAULT '{}'; -- what this one alone has otherwise than those to come

-- Checklists of cards (task_id 0) and of their tasks; progress is counted where it is shown.
CREATE TABLE checklist_item (
  id {ID}, card_id {INT} NOT NULL REFERENCES card(id), task_id {INT} NOT NULL DEFAULT 0, text {TEXT} NOT NULL,
  position {INT} NOT NULL, done_at {INT} NOT NULL DEFAULT 0, done_by {INT} NOT NULL DEFAULT 0,
  created_at {INT} NOT NULL, created_by {INT} NOT NULL, version {INT} NOT NULL DEFAULT 1);
CREATE INDEX checklist_item_card ON checklist_item(card_id, task_id, position);
ALTER TABLE task ADD COLUMN n_checks {INT} NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN n_checks_done {INT} NOT NULL DEFAULT 0;
ALTER TABLE card ADD COLUMN n_checks {INT} NOT NULL DEFAULT 0;
ALTER TABLE card ADD COLUMN n_checks_done {INT} NOT NULL DEFAULT 0;

-- What people say to each other about a card or a contact: plain text, with the members it calls by name.
CREATE TABLE comment (
  id {ID}, card_id {INT} REFERENCES card(id), contact_id {INT} REFERENCES contact(id), -- one of them
  member_id {INT} NOT NULL, text {TEXT} NOT NULL, mentions {TEXT} NOT NULL DEFAULT '[]', -- JSON: their ids
  created_at {INT} NOT NULL, edited_at {INT} NOT NULL DEFAULT 0, trashed_at {INT} NOT NULL DEFAULT 0,
  version {INT} NOT NULL DEFAULT 1);
CREATE INDEX comment_card ON comment(card_id, id) WHERE card_id IS NOT NULL;
CREATE INDEX comment_contact ON comment(contact_id, id) WHERE contact_id IS NOT NULL;
CREATE TABLE follower (                  -- who is told of comments; one of card and contact is 0
  card_id {INT} NOT NULL, contact_id {INT} NOT NULL, member_id {INT} NOT NULL,
  follows {INT} NOT NULL,                -- 0: he wants no more of it, whatever else would make him follow
  at {INT} NOT NULL, PRIMARY KEY (card_id, contact_id, member_id));

-- What members are told: at most 500 each, the oldest fall off. What it says is looked up when it is read.
CREATE TABLE notification (
  id {ID}, member_id {INT} NOT NULL, at {INT} NOT NULL, kind {TEXT} NOT NULL, actor_id {INT} NOT NULL, -- 0 = the system
  card_id {INT} NOT NULL DEFAULT 0, contact_id {INT} NOT NULL DEFAULT 0, task_id {INT} NOT NULL DEFAULT 0,
  comment_id {INT} NOT NULL DEFAULT 0, job_id {INT} NOT NULL DEFAULT 0,
  n {INT} NOT NULL DEFAULT 1, change_id {INT} NOT NULL DEFAULT 0, -- a bulk change tells of all its cards at once
  read_at {INT} NOT NULL DEFAULT 0);
CREATE INDEX notification_member ON notification(member_id, id);
CREATE INDEX notification_unread ON notification(member_id, id) WHERE read_at = 0;
CREATE INDEX notification_card ON notification(card_id) WHERE card_id > 0; -- to forget what was told of one
CREATE INDEX notification_contact ON notification(contact_id) WHERE contact_id > 0;
CREATE TABLE notify_choice (             -- what a member chose; without a row a kind is told in the browser alone
  member_id {INT} NOT NULL, kind {TEXT} NOT NULL, in_app {INT} NOT NULL, push {INT} NOT NULL DEFAULT 0,
  PRIMARY KEY (member_id, kind));
CREATE TABLE reminder (task_id {INT} PRIMARY KEY, at {INT} NOT NULL); -- of open tasks
CREATE INDEX reminder_at ON reminder(at);
INSERT INTO reminder (task_id, at) -- those of a day (due at its last millisecond) count from nine in the morning
  SELECT t.id, CASE WHEN t.due_has_time = 1 THEN t.due_at ELSE t.due_at - 53999999 END - t.reminder_min * 60000
  FROM task t WHERE t.state = 0 AND t.reminder_min > 0 AND t.due_at < 253402300800000;
-- Calendars look for what comes again apart from what stands in their days.
CREATE INDEX task_repeats ON task(due_at) WHERE state = 0 AND repeat_rule <> '';

-- What somebody leaves behind who goes: found when it is handed over.
CREATE INDEX follower_member ON follower(member_id, card_id, contact_id);
CREATE INDEX saved_view_member ON saved_view(member_id, id);

CREATE TABLE push (                      -- notifications on their way to browsers; gathered for a member until the first try
  id {ID}, member_id {INT} NOT NULL, browser_id {INT} NOT NULL DEFAULT 0, -- of the directory's push_browser; 0 = all of his
  note_id {INT} NOT NULL, n {INT} NOT NULL DEFAULT 1, -- the latest, and how many there are
  at {INT} NOT NULL, tries {INT} NOT NULL DEFAULT 0, made_at {INT} NOT NULL);
CREATE INDEX push_at ON push(at, id);
CREATE INDEX push_member ON push(member_id) WHERE tries = 0;
