#include "store/member_store.h"

#define COLUMNS                                                                                              \
    "id, login_id, name, initials, email, role, language, zone, theme, sees_all, active, created_at, "       \
    "version, locked"

static enum err read_one(enum err e, const struct val *v, struct member_row *out)
{
    if (!e)
        *out = (struct member_row){.id = v[0].i,
                .login_id = v[1].i,
                .name = val_s(v[2], ""),
                .initials = val_s(v[3], ""),
                .email = val_s(v[4], ""),
                .role = val_s(v[5], ""),
                .language = val_s(v[6], ""),
                .zone = val_s(v[7], ""),
                .theme = val_s(v[8], ""),
                .sees_all = v[9].i != 0,
                .active = v[10].i != 0,
                .created_at = v[11].i,
                .version = v[12].i,
                .locked = v[13].i != 0};
    return e;
}

enum err member_row_get(struct db *db, int64_t id, struct member_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM member WHERE id = ?1", P(val_int(id)), &v);
    return read_one(e, v, out_row);
}

enum err member_row_by_login(struct db *db, int64_t login_id, struct member_row *out_row)
{
    const struct val *v = NULL;
    enum err e = db_one(db, "SELECT " COLUMNS " FROM member WHERE login_id = ?1", P(val_int(login_id)), &v);
    return read_one(e, v, out_row);
}

enum err member_row_add(struct db *db, const struct member_row *m, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO member (login_id, name, initials, email, role, language, zone, theme, sees_all, "
            "active,"
            " created_at, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)",
            P(val_int(m->login_id), val_text(m->name), val_text(m->initials), val_text(m->email),
                    val_text(m->role), val_text(m->language), val_text(m->zone), val_text(m->theme),
                    val_int(m->sees_all), val_int(m->active), val_int(m->created_at)),
            out_id);
}

enum err member_row_save(struct db *db, const struct member_row *m)
{
    return db_exec(db,
            "UPDATE member SET name = ?2, initials = ?3, role = ?4, language = ?5, zone = ?6, theme = ?7,"
            " sees_all = ?8, active = ?9, locked = ?10, version = version + 1 WHERE id = ?1",
            P(val_int(m->id), val_text(m->name), val_text(m->initials), val_text(m->role),
                    val_text(m->language), val_text(m->zone), val_text(m->theme), val_int(m->sees_all),
                    val_int(m->active), val_int(m->locked)),
            NULL);
}

static enum err count(struct db *db, const char *sql, int64_t id, int64_t *out_n)
{
    const struct val *v;
    enum err e = db_one(db, sql, P(val_int(id)), &v);
    if (!e)
        *out_n = v[0].i;
    return e;
}

enum err member_count_administrators(struct db *db, int64_t but_id, int64_t *out_n)
{
    return count(db,
            "SELECT COUNT(*) FROM member WHERE role = 'administrator' AND active = 1 AND locked = 0 AND id "
            "<> ?1",
            but_id, out_n);
}

enum err member_count(struct db *db, int64_t *out_n)
{
    return count(db, "SELECT COUNT(*) FROM member WHERE id > ?1", 0, out_n);
}

enum err setting_put(struct db *db, const char *name, const char *json)
{
    return db_exec(db,
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = "
            "excluded.value",
            P(val_text(name), val_text(json)), NULL);
}
