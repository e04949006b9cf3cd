#include "store/event_store.h"
#include "base/buf.h"

/* Rows per statement: few different texts, so that prepared statements are found again. */
#define ROWS_MAX 8

enum err event_store_change(struct db *db, const struct change_row *in, int64_t *out_id)
{
    return db_add(db,
            "INSERT INTO change (at, member_id, kind, summary, n, parent_id, request_id) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            P(val_int(in->at), val_int(in->member_id), val_text(in->kind), val_text(in->summary),
                    val_int(in->n), val_int(in->parent_id), val_text(in->request_id)),
            out_id);
}

static const char *insert_sql(struct arena *a, size_t n)
{
    struct buf b;
    buf_init(&b, a);
    buf_puts(&b, "INSERT INTO event (at, change_id, member_id, card_id, contact_id, task_id, kind, field, "
                 "old_value, "
                 "new_value, text, is_contact) VALUES ");
    for (size_t r = 0; r < n; r++) {
        buf_puts(&b, r ? ", (" : "(");
        for (size_t c = 0; c < EVENT_COLS; c++) {
            buf_puts(&b, c ? ", ?" : "?");
            buf_int(&b, (long long)r * EVENT_COLS + (long long)c + 1);
        }
        buf_putc(&b, ')');
    }
    return buf_str(&b);
}

enum err event_store_add(struct db *db, const struct val *v, size_t n)
{
    enum err e = ERR_OK;
    while (n && e == ERR_OK) {
        size_t k = n < ROWS_MAX ? n : ROWS_MAX;
        e = db_exec(db, insert_sql(db_arena(db), k), v, k * EVENT_COLS, NULL);
        v += k * EVENT_COLS;
        n -= k;
    }
    return e;
}
