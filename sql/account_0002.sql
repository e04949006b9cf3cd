-- Lists sorted by the last change, the last contact, the time in a status: each index has the order of a page.
CREATE INDEX card_updated ON card(module_id, updated_at, id) WHERE trashed_at = 0;
CREATE INDEX card_contacted ON card(module_id, last_contact_at, id) WHERE trashed_at = 0;
CREATE INDEX card_status_at ON card(module_id, status_at, id) WHERE trashed_at = 0;

-- An open task of a card in the trash is nobody's work: guest 2, so that what is due is counted in the index alone.
UPDATE task SET guest = 2 WHERE state = 0 AND card_id IN (SELECT c.id FROM card c WHERE c.trashed_at > 0);
DROP INDEX task_assignee;
CREATE INDEX task_assignee ON task(assignee_id, state, due_at, guest);
DROP INDEX task_due;
CREATE INDEX task_due ON task(due_at) WHERE state = 0 AND guest < 2;
