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
