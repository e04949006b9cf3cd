#include "store/notify_store.h"

#include <stdlib.h>

#define CHOICES_MAX 100

enum err notify_store_insert(struct db *db, const struct notification *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO notification (member_id, at, kind, actor_id, card_id, contact_id, task_id, "
            "comment_id, "
            "job_id, change_id, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            P(val_int(in->member_id), val_int(in->at), val_text(in->kind), val_int(in->actor_id),
                    val_int(in->card_id), val_int(in->contact_id), val_int(in->task_id),
                    val_int(in->comment_id), val_int(in->job_id), val_int(in->change_id),
                    val_int(in->n ? in->n : 1)),
            out_id);
}

enum err notify_store_more(struct db *db, const struct notification *in)
{
    int64_t changed = 0;
    enum err e = db_exec(db,
            "UPDATE notification SET n = n + ?4 WHERE member_id = ?1 AND read_at = 0 AND kind = ?2 AND "
            "change_id = "
            "?3",
            P(val_int(in->member_id), val_text(in->kind), val_int(in->change_id), val_int(in->n ? in->n : 1)),
            &changed);
    return e ? e : changed ? ERR_OK : ERR_NOT_FOUND;
}

enum err notify_store_trim(struct db *db, int64_t member_id, int keep)
{
    return db_exec(db,
            "DELETE FROM notification WHERE member_id = ?1 AND id <= (SELECT o.id FROM notification o WHERE "
            "o.member_id = ?1 ORDER BY o.id DESC LIMIT 1 OFFSET ?2)",
            P(val_int(member_id), val_int(keep)), NULL);
}

#define SELECT_NOTES                                                                                         \
    "SELECT n.id, n.at, n.kind, n.actor_id, n.n, n.read_at, n.card_id, c.name, c.module_id, c.owner_id, "    \
    "n.contact_id, k.name, n.task_id, t.text, t.due_at, n.comment_id, m.text, n.job_id, j.kind, j.state, "   \
    "g.summary "                                                                                             \
    "FROM notification n LEFT JOIN card c ON c.id = n.card_id AND c.trashed_at = 0 "                         \
    "LEFT JOIN contact k ON k.id = n.contact_id AND k.trashed_at = 0 LEFT JOIN task t ON t.id = n.task_id "  \
    "LEFT JOIN comment m ON m.id = n.comment_id AND m.trashed_at = 0 LEFT JOIN job j ON j.id = n.job_id "    \
    "LEFT JOIN change g ON g.id = n.change_id "                                                              \
    "WHERE n.member_id = ?1 AND n.id < ?2"

enum err notify_store_list(
        struct db *db, int64_t member_id, bool unread, int64_t before_id, int max, struct rows *out_rows)
{
    return db_query(db,
            unread ? SELECT_NOTES " AND n.read_at = 0 ORDER BY n.id DESC LIMIT ?3"
                   : SELECT_NOTES " ORDER BY n.id DESC LIMIT ?3",
            P(val_int(member_id), val_int(before_id), val_int(max)), out_rows);
}

enum err notify_store_read(struct db *db, int64_t member_id, int64_t up_to_id, int64_t at)
{
    return db_exec(db,
            "UPDATE notification SET read_at = ?3 WHERE member_id = ?1 AND read_at = 0 AND id <= ?2",
            P(val_int(member_id), val_int(up_to_id), val_int(at)), NULL);
}

enum err notify_store_read_one(struct db *db, int64_t member_id, int64_t id, int64_t at)
{
    return db_exec(db,
            "UPDATE notification SET read_at = ?3 WHERE member_id = ?1 AND read_at = 0 AND id = ?2",
            P(val_int(member_id), val_int(id), val_int(at)), NULL);
}

enum err notify_store_choices(struct db *db, int64_t member_id, struct rows *out_rows)
{
    return db_query(db, "SELECT kind, in_app, push FROM notify_choice WHERE member_id = ?1 LIMIT ?2",
            P(val_int(member_id), val_int(CHOICES_MAX)), out_rows);
}

enum err notify_store_choose(struct db *db, int64_t member_id, const char *kind, bool in_app, bool push)
{
    return db_exec(db,
            "INSERT INTO notify_choice (member_id, kind, in_app, push) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
            "(member_id, kind) DO UPDATE SET in_app = excluded.in_app, push = excluded.push",
            P(val_int(member_id), val_text(kind), val_int(in_app), val_int(push)), NULL);
}

/* Reminders */

enum err remind_store_put(struct db *db, int64_t task_id, int64_t at)
{
    if (!at)
        return db_exec(db, "DELETE FROM reminder WHERE task_id = ?1", P(val_int(task_id)), NULL);
    return db_exec(db,
            "INSERT INTO reminder (task_id, at) VALUES (?1, ?2) ON CONFLICT (task_id) DO UPDATE SET at = "
            "excluded.at",
            P(val_int(task_id), val_int(at)), NULL);
}

static enum err time_of(struct db *db, const char *sql, const struct val *params, size_t n, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(db, sql, params, n, &v);
    if (!e)
        *out_at = v[0].i;
    return e;
}

enum err remind_store_next_at(struct db *db, int64_t *out_at)
{
    return time_of(db, "SELECT coalesce(min(at), 253402300800000) FROM reminder", P0, out_at);
}

enum err remind_store_due(struct db *db, int64_t now_at, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT r.task_id, r.at, c.id, t.assignee_id, t.due_at FROM reminder r "
            "LEFT JOIN task t ON t.id = r.task_id AND t.state = 0 "
            "LEFT JOIN card c ON c.id = t.card_id AND c.trashed_at = 0 "
            "WHERE r.at <= ?1 ORDER BY r.at LIMIT ?2",
            P(val_int(now_at), val_int(max)), out_rows);
}

enum err remind_store_wakes(
        struct db *db, int64_t module_id, int64_t after_at, int64_t to_at, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT owner_id, count(*), min(id) FROM card WHERE wake_at > ?1 AND wake_at <= ?2 AND wake_at > "
            "0 "
            "AND trashed_at = 0 AND module_id = ?3 AND owner_id IS NOT NULL GROUP BY owner_id LIMIT ?4",
            P(val_int(after_at), val_int(to_at), val_int(module_id), val_int(max)), out_rows);
}

enum err remind_store_first_wake(struct db *db, int64_t after_at, int64_t *out_at)
{
    return time_of(db,
            "SELECT coalesce(min(wake_at), 253402300800000) FROM card WHERE wake_at > ?1 AND wake_at > 0 AND "
            "trashed_at = 0",
            P(val_int(after_at)), out_at);
}

enum err remind_store_told(struct db *db, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(db, "SELECT value FROM setting WHERE name = 'forgotten_told'", P0, &v);
    if (!e)
        *out_at = strtoll(val_s(v[0], "0"), NULL, 10);
    return e;
}

enum err remind_store_tell(struct db *db, int64_t at)
{
    const char *text = arena_printf(db_arena(db), "%lld", (long long)at);
    return db_exec(db,
            "INSERT INTO setting (name, value) VALUES ('forgotten_told', ?1) ON CONFLICT (name) DO UPDATE "
            "SET "
            "value = excluded.value",
            P(val_text(text)), NULL);
}
