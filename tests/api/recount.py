#!/usr/bin/env python3
"""recount FILE - compare what an account's database maintains with what its rows say; one line for each difference.

The server maintains counters, next tasks and the search index in the transaction that changes a card. This counts
them again from nothing, by means that share no code with the server.
"""
import sqlite3
import sys

NO_DUE = 253402300800000

# Each gives the rows that are wrong; the text says what is.
CHECKS = {
    "counter differs from the cards (module, status, owner, n, value)": """
        SELECT module_id, status_id, owner_id, sum(n), sum(value) FROM (
            SELECT module_id, status_id, owner_id, qualification, rating, n, value_minor AS value FROM counter
            UNION ALL
            SELECT module_id, status_id, coalesce(owner_id, 0), coalesce(qualification, -1), coalesce(rating, -1),
                -count(*), -sum(coalesce(value_minor, 0)) FROM card WHERE trashed_at = 0 GROUP BY 1, 2, 3, 4, 5)
        GROUP BY module_id, status_id, owner_id, qualification, rating HAVING sum(n) <> 0 OR sum(value) <> 0""",
    "open tasks of the card are counted wrongly": """
        SELECT id, n_open_tasks FROM card
        WHERE n_open_tasks <> (SELECT count(*) FROM task WHERE card_id = card.id AND state = 0)""",
    f"next_due_at is not that of the first open task": f"""
        SELECT id, next_due_at FROM card WHERE next_due_at <>
            coalesce((SELECT min(due_at) FROM task WHERE card_id = card.id AND state = 0), {NO_DUE})""",
    "next_task_id is no open task due then": """
        SELECT id, next_task_id FROM card WHERE n_open_tasks > 0 AND NOT EXISTS (SELECT 1 FROM task
            WHERE task.id = next_task_id AND card_id = card.id AND state = 0 AND due_at = next_due_at)""",
    "card without the event of its creation": """
        SELECT id FROM card WHERE NOT EXISTS (SELECT 1 FROM event WHERE card_id = card.id AND kind = 'created')""",
    "task without the event of its planning": """
        SELECT id FROM task WHERE demo = 0
            AND id NOT IN (SELECT task_id FROM event WHERE task_id IS NOT NULL AND kind = 'task_added')""",
    "closed task without the event of its closing": """
        SELECT id FROM task WHERE state > 0 AND demo = 0
            AND id NOT IN (SELECT task_id FROM event WHERE task_id IS NOT NULL AND kind = 'task_closed')""",
    "event without its change": """
        SELECT id FROM event WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.id = event.change_id)""",
    "change without events": """
        SELECT id, kind FROM change WHERE parent_id = 0 AND kind LIKE 'card.%'
            AND NOT EXISTS (SELECT 1 FROM event WHERE event.change_id = change.id)""",
    "card that search does not know": """
        SELECT id FROM card WHERE trashed_at = 0
            AND NOT EXISTS (SELECT 1 FROM search_doc WHERE kind = 0 AND ref_id = card.id)""",
    "contact that search does not know": """
        SELECT id FROM contact WHERE trashed_at = 0
            AND NOT EXISTS (SELECT 1 FROM search_doc WHERE kind = 1 + contact.kind AND ref_id = contact.id)""",
    "card in a status of another module": """
        SELECT card.id FROM card JOIN status ON status.id = card.status_id WHERE status.module_id <> card.module_id""",
}


def recount(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    found = [f"integrity: {row[0]}" for row in db.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
    found += [f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check").fetchmany(5)]
    for what, sql in CHECKS.items():
        found += [f"{what}: {row}" for row in db.execute(sql).fetchmany(5)]
    for (module,) in db.execute("SELECT id FROM module").fetchall():
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (f"m_{module}",)).fetchone():
            key = db.execute(f"PRAGMA table_info(m_{module})").fetchone()[1]
            rows = db.execute(f"SELECT id FROM card WHERE module_id = ? AND id NOT IN (SELECT {key} FROM m_{module})", (module,))
            found += [f"card without its row of fields: {row}" for row in rows.fetchmany(5)]
    return found


if len(sys.argv) != 2:
    sys.exit("usage: recount.py FILE")
faults = recount(sys.argv[1])
print("\n".join(faults))
sys.exit(1 if faults else 0)
