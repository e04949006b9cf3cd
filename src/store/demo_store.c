#include "store/demo_store.h"
#include "store/meta_store.h"

/* The cards of this step; the same set in every statement of it, until the last one deletes them. */
#define CARDS "(SELECT id FROM card WHERE demo = 1 ORDER BY id LIMIT ?1)"
/* Contacts nobody but the demo uses. */
#define CONTACTS                                                                                             \
    "(SELECT c.id FROM contact c WHERE c.demo = 1 AND NOT EXISTS (SELECT 1 FROM card k WHERE k.contact_id "  \
    "= c.id) "                                                                                               \
    "AND NOT EXISTS (SELECT 1 FROM card k WHERE k.company_id = c.id) "                                       \
    "AND NOT EXISTS (SELECT 1 FROM contact p WHERE p.company_id = c.id AND p.demo = 0) "                     \
    "ORDER BY c.kind, c.id LIMIT ?1)"

enum err demo_store_count(struct db *db, int64_t *out_n)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT (SELECT count(*) FROM card WHERE demo = 1) + (SELECT count(*) FROM contact WHERE demo = "
            "1)",
            P0, &v);
    if (!e)
        *out_n = v[0].i;
    return e;
}

enum err demo_store_modules(struct db *db, struct rows *out_ids)
{
    return db_query(
            db, "SELECT id FROM module WHERE " MODULE_HAS_CARDS " ORDER BY id LIMIT 1000", P0, out_ids);
}

enum err demo_store_drop_own_rows(struct db *db, int64_t module_id, int max)
{
    const char *sql =
            arena_printf(db_arena(db), "DELETE FROM m_%lld WHERE card_id IN " CARDS, (long long)module_id);
    return db_exec(db, sql, P(val_int(max)), NULL);
}

enum err demo_store_drop_contact_rows(struct db *db, int64_t place, int max)
{
    const char *sql =
            arena_printf(db_arena(db), "DELETE FROM m_%lld WHERE card_id IN " CONTACTS, (long long)place);
    return db_exec(db, sql, P(val_int(max)), NULL);
}

static enum err run_all(struct db *db, const char *const *list, int max, int64_t *out_last)
{
    enum err e = ERR_OK;
    for (; !e && *list; list++)
        e = db_exec(db, *list, P(val_int(max)), out_last);
    return e;
}

/* entries: SELECT kind, ref_id */
static enum err drop_search(struct db *db, const char *entries, int max)
{
    struct rows found;
    enum err e = db_query(db, entries, P(val_int(max)), &found);
    for (size_t i = 0; !e && i < found.n; i++)
        e = db_search_drop(db, (int)row_of(&found, i)[0].i, row_of(&found, i)[1].i);
    return e;
}

/* Changes that said nothing but of the removed rows. */
static enum err drop_changes(struct db *db, const struct rows *ids)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < ids->n; i++)
        e = db_exec(db,
                "DELETE FROM change WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM event WHERE change_id = ?1)",
                P(row_of(ids, i)[0]), NULL);
    return e;
}

enum err demo_store_remove(struct db *db, int max, int64_t *out_n)
{
    static const char *const cards[] = {
            "INSERT INTO counter (module_id, status_id, owner_id, qualification, rating, n, value_minor) "
            "SELECT module_id, status_id, coalesce(owner_id, 0), coalesce(qualification, -1), "
            "coalesce(rating, -1), "
            "-count(*), -coalesce(sum(value_minor), 0) FROM card WHERE trashed_at = 0 AND id IN " CARDS
            " GROUP BY module_id, status_id, coalesce(owner_id, 0), coalesce(qualification, -1), "
            "coalesce(rating, -1) "
            "ON CONFLICT (module_id, status_id, owner_id, qualification, rating) DO UPDATE SET "
            "n = counter.n + excluded.n, value_minor = counter.value_minor + excluded.value_minor",
            "DELETE FROM reminder WHERE task_id IN (SELECT t.id FROM task t WHERE t.card_id IN " CARDS ")",
            "DELETE FROM comment WHERE card_id IN " CARDS, "DELETE FROM follower WHERE card_id IN " CARDS,
            "DELETE FROM notification WHERE card_id IN " CARDS, "DELETE FROM task WHERE card_id IN " CARDS,
            "DELETE FROM card_private WHERE card_id IN " CARDS,
            "DELETE FROM card_guest WHERE card_id IN " CARDS,
            "DELETE FROM checklist_item WHERE card_id IN " CARDS, "DELETE FROM event WHERE card_id IN " CARDS,
            "DELETE FROM card_link WHERE card_id IN " CARDS " OR other_id IN " CARDS,
            "DELETE FROM attachment WHERE card_id IN " CARDS, "DELETE FROM card WHERE id IN " CARDS, NULL};
    static const char *const contacts[] = {"DELETE FROM contact_radar WHERE contact_id IN " CONTACTS,
            "DELETE FROM contact_tag WHERE contact_id IN " CONTACTS,
            "DELETE FROM consent WHERE contact_id IN " CONTACTS,
            "DELETE FROM duplicate WHERE a_id IN " CONTACTS " OR b_id IN " CONTACTS,
            "DELETE FROM contact_point WHERE contact_id IN " CONTACTS,
            "DELETE FROM address WHERE contact_id IN " CONTACTS,
            "DELETE FROM event WHERE contact_id IN " CONTACTS,
            "DELETE FROM attachment WHERE contact_id IN " CONTACTS,
            "DELETE FROM comment WHERE contact_id IN " CONTACTS,
            "DELETE FROM follower WHERE contact_id IN " CONTACTS,
            "DELETE FROM notification WHERE contact_id IN " CONTACTS,
            /* people go before the companies they belong to: kind 0 sorts first, and a company is taken only by a step
             * that finds no person of the demo left */
            "DELETE FROM contact WHERE id IN " CONTACTS, NULL};
    struct rows changes;
    enum err e = db_query(
            db, "SELECT DISTINCT change_id FROM event WHERE card_id IN " CARDS, P(val_int(max)), &changes);
    if (!e)
        e = drop_search(db, "SELECT kind, ref_id FROM search_doc WHERE kind = 0 AND ref_id IN " CARDS, max);
    if (!e)
        e = run_all(db, cards, max, out_n);
    if (!e)
        e = drop_changes(db, &changes);
    if (e || *out_n)
        return e;
    const struct val *v;
    e = db_one(db, "SELECT count(*) FROM contact WHERE demo = 1 AND kind = 0 AND id IN " CONTACTS,
            P(val_int(max)), &v);
    if (e)
        return e;
    if (v[0].i) /* this step: only as many as there are people, so that no company goes before its people */
        max = (int)v[0].i;
    e = db_query(db, "SELECT DISTINCT change_id FROM event WHERE contact_id IN " CONTACTS, P(val_int(max)),
            &changes);
    if (!e)
        e = drop_search(
                db, "SELECT kind, ref_id FROM search_doc WHERE kind IN (1, 2) AND ref_id IN " CONTACTS, max);
    if (!e)
        e = run_all(db, contacts, max, out_n);
    return e ? e : drop_changes(db, &changes);
}

#define DEMO_MEMBERS "(SELECT id FROM member WHERE login_id < 0)"

enum err demo_store_end(struct db *db)
{
    static const char *const ends[] = {"UPDATE contact SET demo = 0 WHERE demo = 1",
            "DELETE FROM counter WHERE n = 0 AND value_minor = 0",
            "UPDATE file SET keep_until = 1 WHERE kind = 'attachment' AND keep_until = 0 AND NOT EXISTS "
            "(SELECT "
            "1 FROM attachment a WHERE a.file_id = file.id)",
            "DELETE FROM saved_view WHERE member_id IN " DEMO_MEMBERS " AND shared = 0",
            "DELETE FROM card_guest WHERE member_id IN " DEMO_MEMBERS,
            "DELETE FROM team_member WHERE member_id IN " DEMO_MEMBERS,
            "UPDATE team SET leader_id = NULL WHERE leader_id IN " DEMO_MEMBERS,
            "DELETE FROM member WHERE login_id < 0 "
            "AND NOT EXISTS (SELECT 1 FROM card WHERE owner_id = member.id) "
            "AND NOT EXISTS (SELECT 1 FROM task WHERE assignee_id = member.id) "
            "AND NOT EXISTS (SELECT 1 FROM contact WHERE owner_id = member.id) "
            "AND NOT EXISTS (SELECT 1 FROM saved_view WHERE member_id = member.id)",
            "UPDATE member SET active = 0, login_id = -1000 - id WHERE login_id < 0 AND login_id > -1000",
            NULL};
    enum err e = ERR_OK;
    for (int i = 0; !e && ends[i]; i++)
        e = db_exec(db, ends[i], P0, NULL);
    return e;
}
