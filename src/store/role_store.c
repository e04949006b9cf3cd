#include "store/role_store.h"

enum err role_row_put(struct db *db, const struct role_row *r)
{
    return db_exec(db,
            "INSERT INTO role (code, label, rights, version) VALUES (?1, ?2, ?3, 1) "
            "ON CONFLICT (code) DO UPDATE SET label = excluded.label, rights = excluded.rights, "
            "version = role.version + 1",
            P(val_text(r->code), val_text(r->label), val_text(r->rights)), NULL);
}

enum err role_row_remove(struct db *db, const char *code)
{
    return db_exec(db, "DELETE FROM role WHERE code = ?1", P(val_text(code)), NULL);
}

enum err role_store_rights(struct db *db, const char *code, const char **out_rights)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT rights FROM role WHERE code = ?1", P(val_text(code)), &row);
    if (!e)
        *out_rights = val_s(row[0], "{}");
    return e;
}

enum err role_store_give(struct db *db, const char *from, const char *to)
{
    return db_exec(db, "UPDATE member SET role = ?2, version = version + 1 WHERE role = ?1",
            P(val_text(from), val_text(to)), NULL);
}

enum err role_store_members(struct db *db, const char *code, int64_t *out_n)
{
    const struct val *row;
    enum err e = db_one(db, "SELECT COUNT(*) FROM member WHERE role = ?1", P(val_text(code)), &row);
    if (!e)
        *out_n = row[0].i;
    return e;
}

static struct val leader_of(const struct team_row *r)
{
    return r->leader_id ? val_int(r->leader_id) : val_null();
}

enum err team_row_get(struct db *db, int64_t id, struct team_row *out)
{
    const struct val *v;
    enum err e =
            db_one(db, "SELECT id, name, leader_id, version FROM team WHERE id = ?1", P(val_int(id)), &v);
    if (!e)
        *out = (struct team_row){
                .id = v[0].i, .name = val_s(v[1], ""), .leader_id = val_i(v[2], 0), .version = v[3].i};
    return e;
}

enum err team_row_add(struct db *db, const struct team_row *r, int64_t *out_id)
{
    return db_insert(db, "INSERT INTO team (name, leader_id) VALUES (?1, ?2)",
            P(val_text(r->name), leader_of(r)), out_id);
}

enum err team_row_save(struct db *db, const struct team_row *r)
{
    return db_exec(db, "UPDATE team SET name = ?2, leader_id = ?3, version = version + 1 WHERE id = ?1",
            P(val_int(r->id), val_text(r->name), leader_of(r)), NULL);
}

static enum err members_clear(struct db *db, int64_t id)
{
    return db_exec(db, "DELETE FROM team_member WHERE team_id = ?1", P(val_int(id)), NULL);
}

enum err team_row_remove(struct db *db, int64_t id)
{
    enum err e = members_clear(db, id);
    return e ? e : db_exec(db, "DELETE FROM team WHERE id = ?1", P(val_int(id)), NULL);
}

enum err team_store_members(struct db *db, int64_t id, const int64_t *member_ids, size_t n)
{
    enum err e = members_clear(db, id);
    for (size_t i = 0; i < n && !e; i++)
        e = db_exec(db, "INSERT INTO team_member (team_id, member_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                P(val_int(id), val_int(member_ids[i])), NULL);
    return e;
}

enum err team_store_lead(struct db *db, int64_t from_id, int64_t to_id)
{
    return db_exec(db, "UPDATE team SET leader_id = ?2, version = version + 1 WHERE leader_id = ?1",
            P(val_int(from_id), val_int(to_id)), NULL);
}

enum err team_store_leave(struct db *db, int64_t member_id)
{
    enum err e = db_exec(db, "DELETE FROM team_member WHERE member_id = ?1", P(val_int(member_id)), NULL);
    return e ? e
             : db_exec(db, "UPDATE team SET leader_id = NULL, version = version + 1 WHERE leader_id = ?1",
                       P(val_int(member_id)), NULL);
}
