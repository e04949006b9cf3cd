#include "core/export.h"
#include "core/access.h"
#include "core/csv.h"
#include "core/list_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PIECE_ROWS  2000
#define KNOWN_DAYS  1024 /* of which the zone's offset is remembered */
#define COLUMNS_MAX 300

/* The zone's offset on one UTC day; most days have one. */
struct day_offset {
    int64_t day; /* since 1970 */
    int64_t offset_ms;
    bool known, changes;
};

/* How a column's values are written; asked for once, not for each of millions of cells. */
enum cell { CELL_TEXT, CELL_TIME, CELL_USER, CELL_STATUS, CELL_MONEY, CELL_NUMBER, CELL_SHOWN };

struct card_export {
    struct account *acc;
    struct meta *meta; /* pinned: the fields below are its */
    int64_t member_id, after_id, rows;
    struct list_query q;
    struct list_spec spec;
    const struct field **fields;
    struct list_column *cols;
    enum cell *cells;
    int n_cols;
    struct arena *arena; /* of a piece */
    enum lang lang;
    const char *zone;
    char separator, decimal;
    bool begun;
    struct day_offset days[KNOWN_DAYS];
};

/* One piece while its rows come. */
struct piece {
    struct card_export *x;
    struct buf *b;
    int n;
};

static bool is_contact_id(const struct field *f)
{
    return strcmp(f->type->name, "contact") == 0 && f->table != IN_CONTACT;
}

/* Every field, but the customer's name once. */
static void all_fields(struct ctx *cx, struct card_export *x)
{
    int n_contact, n = 0;
    const struct field *contact = fixed_contact_fields(&n_contact);
    const struct module *mod = x->q.module;
    x->fields = arena_array(cx->arena, const struct field *, (size_t)(mod->n_fields + n_contact));
    for (int i = 0; i < mod->n_fields; i++)
        if (!(access_marks(cx, mod, &mod->fields[i]) & MARK_HIDDEN))
            x->fields[n++] = &mod->fields[i];
    for (int i = 0; i < n_contact; i++)
        if (strcmp(contact[i].code, "contact.name") != 0)
            x->fields[n++] = &contact[i];
    x->n_cols = n;
}

static enum cell cell_of(const struct field *f)
{
    static const struct {
        const char *type;
        enum cell cell;
    } cells[] = {{"datetime", CELL_TIME}, {"user", CELL_USER}, {"status", CELL_STATUS}, {"money", CELL_MONEY},
            {"number", CELL_NUMBER}, {"bool", CELL_SHOWN}, {"choice", CELL_SHOWN}, {"choices", CELL_SHOWN}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (strcmp(f->type->name, cells[i].type) == 0)
            return cells[i].cell;
    return CELL_TEXT;
}

static void columns_init(struct ctx *cx, struct card_export *x)
{
    x->cols = arena_array(cx->arena, struct list_column, (size_t)x->n_cols);
    x->cells = arena_array(cx->arena, enum cell, (size_t)x->n_cols);
    for (int i = 0; i < x->n_cols; i++) {
        list_column_of(x->fields[i], &x->cols[i]);
        x->cols[i].contact = is_contact_id(x->fields[i]);
        x->cols[i].file = strcmp(x->fields[i]->type->name, "file") == 0;
        x->cells[i] = cell_of(x->fields[i]);
    }
}

static void export_end(void *arg)
{
    struct card_export *x = arg;
    arena_free(x->arena);
    meta_unpin(x->meta);
}

enum err export_begin(struct account *acc, struct ctx *cx, const struct list_query *q,
        enum export_separator separator, struct card_export **out_export)
{
    struct card_export *x = arena_new_of(cx->arena, struct card_export);
    *x = (struct card_export){.acc = acc,
            .member_id = cx->member ? cx->member->id : 0,
            .q = *q,
            .lang = cx->lang,
            .zone = arena_str(cx->arena, cx->zone),
            .separator = separator == EXPORT_TAB         ? '\t'
                         : separator == EXPORT_SEMICOLON ? ';'
                                                         : ',',
            .decimal = separator == EXPORT_SEMICOLON ? ',' : '.'};
    enum err e = list_spec_of(cx, q, false, &x->spec);
    if (e)
        return e;
    if (q->n_columns) {
        x->fields = (const struct field **)(uintptr_t)q->columns;
        x->n_cols = q->n_columns;
    } else
        all_fields(cx, x);
    if (x->n_cols > COLUMNS_MAX)
        return fail_limit(cx, ERR_INVALID, "columns", "error.too_many", COLUMNS_MAX);
    columns_init(cx, x);
    x->meta = meta_pin((struct meta *)(uintptr_t)cx->meta);
    x->arena = arena_new(0);
    arena_cleanup(cx->arena, export_end, x);
    *out_export = x;
    return ERR_OK;
}

/* Times */

static int64_t offset_at(const struct card_export *x, int64_t at)
{
    struct civil c;
    int64_t local_at;
    clock_local(at, x->zone, &c);
    return clock_from_local(&c, "UTC", &local_at) ? local_at - at / MS_SECOND * MS_SECOND : 0;
}

/* Asking the calendar costs as much as the rest of a cell; so a day's offset is kept unless it changes within the day. */
static int64_t offset_of(struct card_export *x, int64_t at)
{
    int64_t day = at / MS_DAY;
    struct day_offset *d = &x->days[day % KNOWN_DAYS];
    if (!d->known || d->day != day) {
        int64_t from = offset_at(x, day * MS_DAY), to = offset_at(x, (day + 1) * MS_DAY - MS_SECOND);
        *d = (struct day_offset){.day = day, .offset_ms = from, .known = true, .changes = from != to};
    }
    return d->changes ? offset_at(x, at) : d->offset_ms;
}

static char *two(char *p, int n)
{
    *p++ = (char)('0' + n / 10 % 10);
    *p++ = (char)('0' + n % 10);
    return p;
}

static void time_add(struct card_export *x, struct buf *b, int64_t at)
{
    if (at <= 0 || at >= NO_DUE)
        return;
    struct tm tm;
    time_t local = (time_t)((at + offset_of(x, at)) / MS_SECOND);
    gmtime_r(&local, &tm);
    char text[16], *p = two(two(text, tm.tm_year / 100 + 19), tm.tm_year % 100);
    *p++ = '-';
    p = two(p, tm.tm_mon + 1);
    *p++ = '-';
    p = two(p, tm.tm_mday);
    *p++ = ' ';
    p = two(p, tm.tm_hour);
    *p++ = ':';
    two(p, tm.tm_min);
    buf_add(b, text, sizeof text);
}

/* Cells */

static void real_add(struct card_export *x, struct buf *b, double v)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%.15g", v);
    char *dot = strchr(text, '.');
    if (dot)
        *dot = x->decimal;
    buf_add(b, text, (size_t)n);
}

static void money_add(struct card_export *x, struct buf *b, int64_t minor)
{
    char cents[4] = {x->decimal, (char)('0' + llabs(minor) / 10 % 10), (char)('0' + llabs(minor) % 10), 0};
    if (minor < 0)
        buf_putc(b, '-');
    buf_int(b, llabs(minor) / 100);
    if (minor % 100)
        buf_puts(b, cents);
}

static void cell_add(struct card_export *x, struct buf *b, int i, struct val v)
{
    const struct member *m;
    const struct status *st;
    if (v.type == VAL_NULL)
        return;
    switch (x->cells[i]) {
    case CELL_TEXT:
        csv_write_text(b, val_s(v, ""));
        break;
    case CELL_TIME:
        time_add(x, b, v.i);
        break;
    case CELL_USER:
        csv_write_text(b, (m = meta_member(x->meta, v.i)) ? m->name : "");
        break;
    case CELL_STATUS:
        csv_write_text(b, (st = module_status(x->q.module, v.i)) ? label_in(&st->label, x->lang) : "");
        break;
    case CELL_MONEY:
        money_add(x, b, v.i);
        break;
    case CELL_NUMBER:
        if (v.type == VAL_REAL)
            real_add(x, b, v.d);
        else
            buf_int(b, v.i);
        break;
    case CELL_SHOWN:
        csv_write_text(b, x->fields[i]->type->show(x->arena, x->fields[i], v, x->lang, x->zone));
        break;
    }
}

static enum err row_each(void *arg, const struct val *row)
{
    struct piece *p = arg;
    struct card_export *x = p->x;
    x->after_id = row[0].i;
    for (int i = 0; i < x->n_cols; i++) {
        if (i)
            buf_putc(p->b, x->separator);
        cell_add(x, p->b, i, row[i + 1]);
    }
    buf_puts(p->b, "\r\n");
    p->n++;
    return ERR_OK;
}

/* The byte order mark tells spreadsheets that it is UTF-8. */
static void header_add(struct card_export *x, struct buf *b)
{
    buf_puts(b, "\xef\xbb\xbf");
    for (int i = 0; i < x->n_cols; i++) {
        if (i)
            buf_putc(b, x->separator);
        csv_write_text(b, label_in(&x->fields[i]->label, x->lang));
    }
    buf_puts(b, "\r\n");
    x->begun = true;
}

enum err export_piece(struct card_export *x, struct buf *b)
{
    struct piece p = {.x = x, .b = b};
    arena_reset(x->arena);
    struct ctx cx = {.arena = x->arena, .now_at = clock_now_at(), .origin = ORIGIN_USER};
    enum err e = tx_read(x->acc, &cx, x->member_id);
    if (e)
        return e;
    if (!x->begun)
        header_add(x, b);
    x->spec.sees = access_sees_in(&cx, x->spec.module_id);
    e = list_store_values(cx.db, &x->spec, x->cols, x->n_cols, x->after_id, PIECE_ROWS, row_each, &p);
    e = tx_end(x->acc, &cx, e, NULL, NULL);
    x->rows += p.n;
    return e ? e : p.n < PIECE_ROWS ? ERR_NOT_FOUND : ERR_OK;
}

int64_t export_rows(const struct card_export *x)
{
    return x->rows;
}
