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

-- Several servers on one PostgreSQL (SQLite keeps these rows, too, and does not look at them): whoever writes the account
-- locks the row of `turn`, and finds there whether metadata or the schema has changed under it. Its id's sequence numbers
-- what servers tell each other. A later migration begins with UPDATE turn SET schema = <its own number>.
CREATE TABLE turn (id {ID}, schema {INT} NOT NULL, stamp {INT} NOT NULL);
INSERT INTO turn (id, schema, stamp) VALUES (1, 3, 1);
CREATE TABLE committed (                 -- transactions of the last minutes, for who lost the answer to a COMMIT
  token {INT} PRIMARY KEY, at {INT} NOT NULL);

{SEARCH_STORED}
