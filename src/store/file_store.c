#include "store/file_store.h"

#include <string.h>

enum err file_store_insert(struct db *db, const struct file_row *in, int64_t *out_id)
{
    return db_insert(db,
            "INSERT INTO file (kind, name, type, keep_until, created_at, created_by) VALUES (?1, ?2, ?3, ?4, "
            "?5, ?6)",
            P(val_text(in->kind), val_text(in->name), val_text(in->type), val_int(in->keep_until),
                    val_int(in->created_at), val_int(in->created_by)),
            out_id);
}

enum err file_store_get(struct db *db, int64_t id, struct file_row *out_row)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id, size_bytes, n_chunks, keep_until, created_at, created_by, kind, name, type, sha256 "
            "FROM file WHERE id = ?1",
            P(val_int(id)), &v);
    if (!e)
        *out_row = (struct file_row){.id = v[0].i,
                .size_bytes = v[1].i,
                .n_chunks = v[2].i,
                .keep_until = v[3].i,
                .created_at = v[4].i,
                .created_by = v[5].i,
                .kind = val_s(v[6], ""),
                .name = val_s(v[7], ""),
                .type = val_s(v[8], ""),
                .sha256 = val_s(v[9], "")};
    return e;
}

enum err file_store_append(struct db *db, int64_t id, const void *bytes, size_t n)
{
    int64_t done;
    enum err e = db_exec(db,
            "INSERT INTO file_chunk (file_id, no, bytes) SELECT f.id, f.n_chunks, ?2 FROM file f WHERE f.id "
            "= "
            "?1",
            P(val_int(id), val_blob(bytes, n)), &done);
    if (e || !done)
        return e ? e : ERR_NOT_FOUND;
    return db_exec(db, "UPDATE file SET n_chunks = n_chunks + 1, size_bytes = size_bytes + ?2 WHERE id = ?1",
            P(val_int(id), val_int((int64_t)n)), NULL);
}

enum err file_store_whole(struct db *db, int64_t id, const char *sha256, int64_t keep_until)
{
    return db_exec(db, "UPDATE file SET sha256 = ?2, keep_until = ?3 WHERE id = ?1",
            P(val_int(id), val_text(sha256), val_int(keep_until)), NULL);
}

struct into {
    char *to;
    size_t n;
};

static enum err copy_chunk(void *arg, const struct val *row)
{
    struct into *in = arg;
    if (row[0].type != VAL_BLOB || row[0].len > FILE_CHUNK_BYTES)
        return ERR_INTERNAL;
    in->n = row[0].len;
    memcpy(in->to, row[0].s, in->n);
    return ERR_OK;
}

enum err file_store_chunk(struct db *db, int64_t id, int64_t no, char *to, size_t *out_n)
{
    struct into in = {.to = to};
    enum err e = db_each(db, "SELECT bytes FROM file_chunk WHERE file_id = ?1 AND no = ?2",
            P(val_int(id), val_int(no)), copy_chunk, &in);
    if (!e && !in.n)
        return ERR_NOT_FOUND;
    *out_n = in.n;
    return e;
}

enum err file_store_expired(struct db *db, int64_t now_at, int64_t *out_id)
{
    const struct val *v;
    enum err e = db_one(db,
            "SELECT id FROM file WHERE keep_until > 0 AND keep_until <= ?1 ORDER BY keep_until LIMIT 1",
            P(val_int(now_at)), &v);
    if (!e)
        *out_id = v[0].i;
    return e;
}

enum err file_store_next_at(struct db *db, int64_t *out_at)
{
    const struct val *v;
    enum err e = db_one(
            db, "SELECT coalesce(min(keep_until), 253402300800000) FROM file WHERE keep_until > 0", P0, &v);
    if (!e)
        *out_at = v[0].i;
    return e;
}

enum err file_store_drop(struct db *db, int64_t id, int64_t max_chunks, bool *out_gone)
{
    int64_t n;
    enum err e = db_exec(db,
            "DELETE FROM file_chunk WHERE file_id = ?1 AND no >= (SELECT coalesce(max(c.no), 0) - ?2 + 1 "
            "FROM "
            "file_chunk c WHERE c.file_id = ?1)",
            P(val_int(id), val_int(max_chunks)), &n);
    *out_gone = !e && n < max_chunks;
    return e || !*out_gone ? e : db_exec(db, "DELETE FROM file WHERE id = ?1", P(val_int(id)), NULL);
}
