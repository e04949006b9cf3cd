#include "store/erase_store.h"
#include "store/query.h"

static enum err run(struct db *db, const char *const *list, const struct val *params, size_t n)
{
    enum err e = ERR_OK;
    for (; !e && *list; list++)
        e = db_exec(db, *list, params, n, NULL);
    return e;
}

/* Changes tell by name what they were about. */
static enum err drop_summaries(struct db *db, int64_t card_id, int64_t contact_id)
{
    return db_exec(db,
            "UPDATE change SET summary = '{}' WHERE id IN (SELECT e.change_id FROM event e WHERE e.card_id = "
            "?1 UNION SELECT e.change_id FROM event e WHERE e.contact_id = ?2) AND summary LIKE "
            "'{\"name\":%'",
            P(card_id ? val_int(card_id) : val_null(), contact_id ? val_int(contact_id) : val_null()), NULL);
}

enum err erase_store_contact(struct db *db, int64_t id, const struct nameless *as, int64_t at)
{
    static const char *const parts[] = {"DELETE FROM contact_point WHERE contact_id = ?1",
            "DELETE FROM address WHERE contact_id = ?1", "DELETE FROM consent WHERE contact_id = ?1",
            "DELETE FROM contact_tag WHERE contact_id = ?1",
            "DELETE FROM contact_radar WHERE contact_id = ?1",
            "DELETE FROM duplicate WHERE a_id = ?1 OR b_id = ?1",
            "UPDATE event SET old_value = NULL, new_value = NULL, text = '' WHERE contact_id = ?1", NULL};
    enum err e = drop_summaries(db, 0, id);
    if (!e)
        e = run(db, parts, P(val_int(id)));
    if (e)
        return e;
    return db_exec(db,
            "UPDATE contact SET name = ?2, name_key = ?3, sort_key = ?4, first_name = '', last_name = '', "
            "company_id = NULL, position = '', tax_no = '', eu_tax_no = '', registration_no = '', "
            "bank_account = '', industry = '', region = '', employees = NULL, revenue_minor = NULL, "
            "founded_year = NULL, tags = '', note = '', trashed_at = ?5, erased_at = ?5, updated_at = ?5, "
            "looked_at = ?5, version = version + 1 WHERE id = ?1",
            P(val_int(id), val_text(as->name), val_text(as->name_key), as->sort_key, val_int(at)), NULL);
}

enum err erase_store_cards(
        struct db *db, int64_t contact_id, int64_t after_id, int max, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id, module_id FROM card WHERE contact_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            P(val_int(contact_id), val_int(after_id), val_int(max)), out_rows);
}

/* The module's fields of free text and of files, whether in the trash or not: id, code. */
static enum err free_texts(struct db *db, int64_t module_id, struct rows *out_rows)
{
    return db_query(db,
            "SELECT id, code FROM field WHERE module_id = ?1 AND type IN ('text', 'long_text', 'email', "
            "'phone', 'link', 'file') ORDER BY id",
            P(val_int(module_id)), out_rows);
}

static enum err drop_texts(struct db *db, int64_t id, int64_t module_id, const struct rows *fields)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "UPDATE m_");
    query_int(&q, module_id);
    for (size_t i = 0; i < fields->n; i++) {
        query_sql(&q, i ? ", f_" : " SET f_");
        query_int(&q, row_of(fields, i)[0].i);
        query_sql(&q, " = NULL");
    }
    query_sql(&q, " WHERE card_id = ");
    query_param(&q, val_int(id));
    return fields->n ? query_exec(&q, db, NULL) : ERR_OK;
}

static enum err drop_texts_told(struct db *db, int64_t id, const struct rows *fields)
{
    struct query q;
    query_init(&q, db_arena(db));
    query_sql(&q, "UPDATE event SET old_value = NULL, new_value = NULL WHERE card_id = ");
    query_param(&q, val_int(id));
    query_sql(&q, " AND kind = 'field' AND field IN ('qualification_note'");
    for (size_t i = 0; i < fields->n; i++) {
        query_sql(&q, ", ");
        query_param(&q, row_of(fields, i)[1]);
    }
    query_sql(&q, ")");
    return query_exec(&q, db, NULL);
}

enum err erase_store_card(struct db *db, int64_t id, int64_t module_id, const struct nameless *as, int64_t at)
{
    static const char *const parts[] = {"UPDATE event SET old_value = NULL, new_value = NULL WHERE card_id = "
                                        "?1 AND kind NOT IN ('field', "
                                        "'status', 'owner', 'linked', 'unlinked')",
            "UPDATE event SET text = '' WHERE card_id = ?1",
            "UPDATE card_link SET note = '' WHERE card_id = ?1 OR other_id = ?1", NULL};
    struct rows fields;
    enum err e = free_texts(db, module_id, &fields);
    if (!e)
        e = drop_texts(db, id, module_id, &fields);
    if (!e)
        e = drop_texts_told(db, id, &fields);
    if (!e)
        e = drop_summaries(db, id, 0);
    if (!e)
        e = run(db, parts, P(val_int(id)));
    if (!e)
        e = db_exec(db,
                "UPDATE event SET old_value = ?2, new_value = ?2 WHERE card_id = ?1 AND kind = 'field' AND "
                "field = 'name'",
                P(val_int(id), val_text(as->name_json)), NULL);
    if (!e)
        e = db_exec(db,
                "UPDATE task SET text = ?2, result = '', address = '', repeat_keeps = '{}', updated_at = ?3, "
                "version = version + 1 "
                "WHERE card_id = ?1",
                P(val_int(id), val_text(as->name), val_int(at)), NULL);
    if (!e)
        e = db_exec(db, "UPDATE checklist_item SET text = ?2, version = version + 1 WHERE card_id = ?1",
                P(val_int(id), val_text(as->name)), NULL);
    if (e)
        return e;
    return db_exec(db,
            "UPDATE card SET name = ?2, name_key = ?3, sort_key = ?4, qualification_note = '', "
            "updated_at = ?5, version = version + 1 WHERE id = ?1",
            P(val_int(id), val_text(as->name), val_text(as->name_key), as->sort_key, val_int(at)), NULL);
}
