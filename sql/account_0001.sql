-- An account's schema, version 1. One text for SQLite and PostgreSQL; the words in braces are the dialect's.
-- Times are ms UTC (…_at, 0 = never unless said otherwise), money is integer minor units, booleans are 0/1.
-- "label" columns hold {"en":"…","hu":"…","ro":"…"} or {"*":"…"} once somebody renamed the thing.

CREATE TABLE setting (name {TEXT} PRIMARY KEY, value {TEXT} NOT NULL);

CREATE TABLE member (                    -- a user of this account; the log-in itself lives in the directory
  id {ID}, login_id {INT} NOT NULL UNIQUE, name {TEXT} NOT NULL, initials {TEXT} NOT NULL, email {TEXT} NOT NULL,
  role {TEXT} NOT NULL,                  -- administrator, manager, user
  sees_all {INT} NOT NULL DEFAULT 0,     -- role user: 0 own cards, 1 all cards
  language {TEXT} NOT NULL, zone {TEXT} NOT NULL, theme {TEXT} NOT NULL DEFAULT 'auto',
  active {INT} NOT NULL DEFAULT 1, created_at {INT} NOT NULL, version {INT} NOT NULL DEFAULT 1);

CREATE TABLE module (
  id {ID}, kind {TEXT} NOT NULL,         -- autosales, sales, leads, free: which rules of core/pipeline_*.c apply
  template {TEXT} NOT NULL, label {TEXT} NOT NULL, item_label {TEXT} NOT NULL, items_label {TEXT} NOT NULL,
  group_labels {TEXT} NOT NULL,          -- JSON array of four labels
  colour {TEXT} NOT NULL, icon {TEXT} NOT NULL, position {INT} NOT NULL,
  settings {TEXT} NOT NULL DEFAULT '{}', -- JSON: forgotten_days, forgotten_days_by_status, task_pauses, review_months,
                                         -- inactive_days, dropped_days, qualification_rules, next_number …
  trashed_at {INT} NOT NULL DEFAULT 0, version {INT} NOT NULL DEFAULT 1);

CREATE TABLE status (
  id {ID}, module_id {INT} NOT NULL REFERENCES module(id), grp {INT} NOT NULL, -- 0 lead, 1 open, 2 success, 3 failed
  position {INT} NOT NULL, label {TEXT} NOT NULL, colour {TEXT} NOT NULL,
  role {TEXT} NOT NULL DEFAULT '',       -- what the module kind's rules know it by: qualify, forgotten, no_chance …
  cadence_days {INT} NOT NULL DEFAULT 0, cadence_label {TEXT} NOT NULL DEFAULT '{}',
  stalled_days {INT} NOT NULL DEFAULT 0, probability_pct {INT} NOT NULL DEFAULT 0, version {INT} NOT NULL DEFAULT 1);
CREATE INDEX status_module ON status(module_id, grp, position);

CREATE TABLE field (                     -- custom and template fields; the fixed ones are a table in C
  id {ID}, module_id {INT} NOT NULL REFERENCES module(id), code {TEXT} NOT NULL, type {TEXT} NOT NULL,
  label {TEXT} NOT NULL, help {TEXT} NOT NULL DEFAULT '{}', grp {TEXT} NOT NULL DEFAULT '{}', position {INT} NOT NULL,
  settings {TEXT} NOT NULL DEFAULT '{}', -- JSON: min, max, unit, currency …
  filterable {INT} NOT NULL DEFAULT 0, required {INT} NOT NULL DEFAULT 0, role {TEXT} NOT NULL DEFAULT '',
  trashed_at {INT} NOT NULL DEFAULT 0, version {INT} NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX field_code ON field(module_id, code);

CREATE TABLE field_option (
  id {ID}, field_id {INT} NOT NULL REFERENCES field(id), code {TEXT} NOT NULL DEFAULT '', label {TEXT} NOT NULL,
  colour {TEXT} NOT NULL DEFAULT '', position {INT} NOT NULL, retired {INT} NOT NULL DEFAULT 0);
CREATE INDEX field_option_field ON field_option(field_id, position);

CREATE TABLE task_type (
  id {ID}, module_id {INT} NOT NULL REFERENCES module(id), code {TEXT} NOT NULL, label {TEXT} NOT NULL,
  icon {TEXT} NOT NULL, duration_min {INT} NOT NULL DEFAULT 30, reminder_min {INT} NOT NULL DEFAULT 0,
  is_contact {INT} NOT NULL DEFAULT 0,   -- closing such a task as done or successful is a contact with the lead
  position {INT} NOT NULL);
CREATE INDEX task_type_module ON task_type(module_id, position);

CREATE TABLE contact (
  id {ID}, kind {INT} NOT NULL,          -- 0 person, 1 company
  name {TEXT} NOT NULL,                  -- display name; a person's is made of the two below in the account's order
  first_name {TEXT} NOT NULL DEFAULT '', last_name {TEXT} NOT NULL DEFAULT '',
  name_key {TEXT} NOT NULL,              -- folded; companies without their form
  sort_key {BLOB}, company_id {INT} REFERENCES contact(id), position {TEXT} NOT NULL DEFAULT '',
  tax_no {TEXT} NOT NULL DEFAULT '', eu_tax_no {TEXT} NOT NULL DEFAULT '', registration_no {TEXT} NOT NULL DEFAULT '',
  bank_account {TEXT} NOT NULL DEFAULT '', industry {TEXT} NOT NULL DEFAULT '', region {TEXT} NOT NULL DEFAULT '',
  employees {INT}, revenue_minor {INT}, founded_year {INT}, tags {TEXT} NOT NULL DEFAULT '',
  note {TEXT} NOT NULL DEFAULT '', owner_id {INT} REFERENCES member(id), import_id {INT} NOT NULL DEFAULT 0,
  demo {INT} NOT NULL DEFAULT 0, created_at {INT} NOT NULL, created_by {INT} NOT NULL, updated_at {INT} NOT NULL,
  trashed_at {INT} NOT NULL DEFAULT 0, version {INT} NOT NULL DEFAULT 1);
CREATE INDEX contact_name ON contact(kind, name_key, id);
CREATE INDEX contact_sort ON contact(kind, trashed_at, sort_key, id);
CREATE INDEX contact_updated ON contact(kind, trashed_at, updated_at, id);
CREATE INDEX contact_company ON contact(company_id);
CREATE INDEX contact_import ON contact(import_id) WHERE import_id > 0;
CREATE INDEX contact_demo ON contact(id) WHERE demo = 1;

CREATE TABLE contact_point (             -- e-mails, phones, web addresses of a contact
  id {ID}, contact_id {INT} NOT NULL REFERENCES contact(id), kind {TEXT} NOT NULL, -- email, phone, web
  value {TEXT} NOT NULL, match_key {TEXT} NOT NULL, label {TEXT} NOT NULL DEFAULT '', is_default {INT} NOT NULL DEFAULT 0);
CREATE INDEX contact_point_contact ON contact_point(contact_id);
CREATE INDEX contact_point_key ON contact_point(kind, match_key);

CREATE TABLE address (
  id {ID}, contact_id {INT} NOT NULL REFERENCES contact(id), kind {TEXT} NOT NULL DEFAULT 'office',
  street {TEXT} NOT NULL DEFAULT '', city {TEXT} NOT NULL DEFAULT '', postal_code {TEXT} NOT NULL DEFAULT '',
  county {TEXT} NOT NULL DEFAULT '', country {TEXT} NOT NULL DEFAULT '', is_default {INT} NOT NULL DEFAULT 0);
CREATE INDEX address_contact ON address(contact_id);

CREATE TABLE card (
  id {ID}, module_id {INT} NOT NULL REFERENCES module(id), number {INT} NOT NULL,
  status_id {INT} NOT NULL REFERENCES status(id), status_at {INT} NOT NULL, -- since when it is in this status
  owner_id {INT} REFERENCES member(id), assigned_at {INT} NOT NULL DEFAULT 0, seen_by_owner {INT} NOT NULL DEFAULT 0,
  contact_id {INT} REFERENCES contact(id),     -- the customer: a person, or a company
  company_id {INT} REFERENCES contact(id),     -- the customer's company, kept for lists and "other cards"
  name {TEXT} NOT NULL, name_key {TEXT} NOT NULL, sort_key {BLOB},
  value_minor {INT}, source {TEXT} NOT NULL DEFAULT '',
  sales_state {INT}, qualification {INT}, rating {INT}, -- see core/pipeline.h; NULL = not set
  qualified_at {INT} NOT NULL DEFAULT 0, qualified_by {INT} NOT NULL DEFAULT 0, qualification_note {TEXT} NOT NULL DEFAULT '',
  next_due_at {INT} NOT NULL,            -- of the next open task; NO_DUE when there is none
  next_task_id {INT}, last_contact_at {INT} NOT NULL DEFAULT 0,
  wake_at {INT} NOT NULL DEFAULT 0,      -- when the module's rule must look at it again (forgotten, deferred, silent)
  n_open_tasks {INT} NOT NULL DEFAULT 0, demo {INT} NOT NULL DEFAULT 0, import_id {INT} NOT NULL DEFAULT 0,
  created_at {INT} NOT NULL, created_by {INT} NOT NULL, updated_at {INT} NOT NULL, updated_by {INT} NOT NULL,
  trashed_at {INT} NOT NULL DEFAULT 0, version {INT} NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX card_number ON card(module_id, number);
CREATE INDEX card_due ON card(module_id, next_due_at, id) WHERE trashed_at = 0;
CREATE INDEX card_status_due ON card(module_id, status_id, next_due_at, id) WHERE trashed_at = 0;
CREATE INDEX card_owner_due ON card(module_id, owner_id, next_due_at, id) WHERE trashed_at = 0;
CREATE INDEX card_owner_status_due ON card(module_id, owner_id, status_id, next_due_at, id) WHERE trashed_at = 0;
CREATE INDEX card_created ON card(module_id, created_at, id) WHERE trashed_at = 0;
CREATE INDEX card_value ON card(module_id, value_minor, id) WHERE trashed_at = 0;
CREATE INDEX card_sort ON card(module_id, sort_key, id) WHERE trashed_at = 0;
CREATE INDEX card_contact ON card(contact_id);
CREATE INDEX card_company ON card(company_id);
CREATE INDEX card_wake ON card(wake_at) WHERE wake_at > 0 AND trashed_at = 0;
CREATE INDEX card_owner_wake ON card(owner_id, wake_at) WHERE wake_at > 0 AND trashed_at = 0;
CREATE INDEX card_assigned ON card(owner_id, assigned_at) WHERE seen_by_owner = 0 AND trashed_at = 0;
CREATE INDEX card_box ON card(module_id, qualification, rating, next_due_at, owner_id, status_id) WHERE trashed_at = 0;
CREATE INDEX card_import ON card(import_id) WHERE import_id > 0;
CREATE INDEX card_demo ON card(id) WHERE demo = 1;
CREATE INDEX card_trash ON card(module_id, trashed_at) WHERE trashed_at > 0;

CREATE TABLE counter (                   -- maintained in the transaction that changes a card; live cards only
  module_id {INT} NOT NULL, status_id {INT} NOT NULL, owner_id {INT} NOT NULL, -- owner 0 = nobody
  qualification {INT} NOT NULL, rating {INT} NOT NULL, -- -1 = not set
  n {INT} NOT NULL, value_minor {INT} NOT NULL,
  PRIMARY KEY (module_id, status_id, owner_id, qualification, rating));

CREATE TABLE task (
  id {ID}, card_id {INT} NOT NULL REFERENCES card(id), text {TEXT} NOT NULL, type_id {INT} REFERENCES task_type(id),
  assignee_id {INT} REFERENCES member(id), due_at {INT} NOT NULL, -- date-only: the last ms of that day; NO_DUE = none
  due_has_time {INT} NOT NULL DEFAULT 0, duration_min {INT} NOT NULL DEFAULT 0, reminder_min {INT} NOT NULL DEFAULT 0,
  address {TEXT} NOT NULL DEFAULT '', state {INT} NOT NULL DEFAULT 0, -- 0 open, 1 done, 2 successful, 3 failed
  result {TEXT} NOT NULL DEFAULT '', closed_at {INT} NOT NULL DEFAULT 0, closed_by {INT} NOT NULL DEFAULT 0,
  guest {INT} NOT NULL DEFAULT 1,        -- 0: the assignee owns the card; so what one sees by a task alone is found at once
  demo {INT} NOT NULL DEFAULT 0, created_at {INT} NOT NULL, created_by {INT} NOT NULL, updated_at {INT} NOT NULL,
  version {INT} NOT NULL DEFAULT 1);
CREATE INDEX task_card ON task(card_id, state, due_at);
CREATE INDEX task_assignee ON task(assignee_id, state, due_at);
CREATE INDEX task_due ON task(due_at) WHERE state = 0;
CREATE INDEX task_guest ON task(assignee_id, card_id) WHERE state = 0 AND guest = 1;

CREATE TABLE change (                    -- what one request, bulk step or import did; the unit of undo
  id {ID}, at {INT} NOT NULL, member_id {INT} NOT NULL, kind {TEXT} NOT NULL, -- card.edit, card.move, task.close, bulk, import …
  summary {TEXT} NOT NULL DEFAULT '{}',  -- JSON arguments of the sentence
  n {INT} NOT NULL DEFAULT 0, parent_id {INT} NOT NULL DEFAULT 0, -- a bulk run's or import's first change
  undone_at {INT} NOT NULL DEFAULT 0, undone_by {INT} NOT NULL DEFAULT 0, undo_of {INT} NOT NULL DEFAULT 0,
  request_id {TEXT} NOT NULL DEFAULT '');
CREATE INDEX change_member ON change(member_id, id);
CREATE INDEX change_parent ON change(parent_id, id) WHERE parent_id > 0;

CREATE TABLE event (                     -- append-only history
  id {ID}, at {INT} NOT NULL, change_id {INT} NOT NULL REFERENCES change(id), member_id {INT} NOT NULL, -- 0 = the system
  card_id {INT}, contact_id {INT}, task_id {INT},
  kind {TEXT} NOT NULL,                  -- created, field, status, owner, task_added, task_closed, call, meeting, note …
  field {TEXT} NOT NULL DEFAULT '',      -- column code for kind field
  old_value {TEXT}, new_value {TEXT},    -- as JSON values: exact, so that undo can put them back
  text {TEXT} NOT NULL DEFAULT '', is_contact {INT} NOT NULL DEFAULT 0);
CREATE INDEX event_card ON event(card_id, id) WHERE card_id IS NOT NULL;
CREATE INDEX event_contact ON event(contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX event_change ON event(change_id, id);

CREATE TABLE card_link (
  id {ID}, card_id {INT} NOT NULL REFERENCES card(id), other_id {INT} NOT NULL REFERENCES card(id),
  kind {TEXT} NOT NULL DEFAULT '', note {TEXT} NOT NULL DEFAULT '', created_at {INT} NOT NULL);
CREATE UNIQUE INDEX card_link_pair ON card_link(card_id, other_id);
CREATE INDEX card_link_other ON card_link(other_id);

CREATE TABLE saved_view (
  id {ID}, module_id {INT} NOT NULL REFERENCES module(id), member_id {INT} NOT NULL REFERENCES member(id),
  label {TEXT} NOT NULL, shared {INT} NOT NULL DEFAULT 0, position {INT} NOT NULL DEFAULT 0,
  config {TEXT} NOT NULL,                -- JSON: mode, filter, columns, widths, sort
  version {INT} NOT NULL DEFAULT 1);
CREATE INDEX saved_view_module ON saved_view(module_id, position);

CREATE TABLE job (
  id {ID}, kind {TEXT} NOT NULL, member_id {INT} NOT NULL, payload {TEXT} NOT NULL,
  state {TEXT} NOT NULL,                 -- waiting, running, done, failed, cancelled
  run_at {INT} NOT NULL, lease_until {INT} NOT NULL DEFAULT 0, attempts {INT} NOT NULL DEFAULT 0,
  progress {INT} NOT NULL DEFAULT 0, total {INT} NOT NULL DEFAULT 0, position {TEXT} NOT NULL DEFAULT '', -- where to resume
  result {TEXT} NOT NULL DEFAULT '{}', change_id {INT} NOT NULL DEFAULT 0, created_at {INT} NOT NULL, ended_at {INT} NOT NULL DEFAULT 0);
CREATE INDEX job_due ON job(run_at) WHERE state IN ('waiting', 'running');

CREATE TABLE import (
  id {ID}, member_id {INT} NOT NULL, module_id {INT} NOT NULL REFERENCES module(id), file_name {TEXT} NOT NULL,
  file_path {TEXT} NOT NULL, size_bytes {INT} NOT NULL, encoding {TEXT} NOT NULL, delimiter {TEXT} NOT NULL,
  n_rows {INT} NOT NULL DEFAULT 0, mapping {TEXT} NOT NULL DEFAULT '{}', state {TEXT} NOT NULL, -- uploaded, previewed, running, done, failed, undone
  job_id {INT} NOT NULL DEFAULT 0, change_id {INT} NOT NULL DEFAULT 0, report {TEXT} NOT NULL DEFAULT '{}',
  created_at {INT} NOT NULL);

CREATE TABLE idempotency (               -- replies to creating posts, for 24 hours
  key {TEXT} NOT NULL, member_id {INT} NOT NULL, request_hash {TEXT} NOT NULL, status {INT} NOT NULL, reply {TEXT} NOT NULL,
  at {INT} NOT NULL, PRIMARY KEY (member_id, key));
CREATE INDEX idempotency_at ON idempotency(at);

CREATE TABLE search_doc (                -- one row per findable thing; the full-text index stands over text_key
  id {ID}, kind {INT} NOT NULL,          -- 0 card, 1 person, 2 company
  ref_id {INT} NOT NULL, text_key {TEXT} NOT NULL);
CREATE UNIQUE INDEX search_doc_ref ON search_doc(kind, ref_id);
{SEARCH_INDEX}
