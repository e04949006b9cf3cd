/* Values on PostgreSQL's wire, in binary. */
#include "base/buf.h"
#include "base/mem.h"
#include "store/pg.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>

/* Object ids of the types that pg_catalog has had since ever. Source: PostgreSQL, pg_type.dat */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_OID = 26,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700
};

Oid pg_type_of(struct val v)
{
    static const Oid types[] = {[VAL_NULL] = 0,
            [VAL_INT] = OID_INT8,
            [VAL_REAL] = OID_FLOAT8,
            [VAL_TEXT] = OID_TEXT,
            [VAL_BLOB] = OID_BYTEA};
    return types[v.type];
}

bool pg_takes(Oid type, struct val v)
{
    switch (v.type) {
    case VAL_NULL:
        return true;
    case VAL_INT:
        return type == OID_INT8 || type == OID_FLOAT8;
    case VAL_REAL:
        return type == OID_FLOAT8;
    case VAL_TEXT:
        return type == OID_TEXT || type == OID_VARCHAR;
    case VAL_BLOB:
        return type == OID_BYTEA;
    }
    return false;
}

static const char *put_64(struct arena *a, uint64_t bits, int *out_len)
{
    uint64_t wire = htobe64(bits);
    *out_len = sizeof wire;
    return arena_copy(a, &wire, sizeof wire);
}

static const char *put_double(struct arena *a, double d, int *out_len)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return put_64(a, bits, out_len);
}

const char *pg_encode(struct arena *a, Oid type, struct val v, int *out_len)
{
    *out_len = 0;
    switch (v.type) {
    case VAL_NULL:
        return NULL;
    case VAL_INT:
        return type == OID_FLOAT8 ? put_double(a, (double)v.i, out_len) : put_64(a, (uint64_t)v.i, out_len);
    case VAL_REAL:
        return put_double(a, v.d, out_len);
    default:
        *out_len = (int)v.len;
        return v.s ? v.s : "";
    }
}

static uint16_t get_16(const char *p)
{
    uint16_t x;
    memcpy(&x, p, sizeof x);
    return be16toh(x);
}

static uint32_t get_32(const char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return be32toh(x);
}

static uint64_t get_64(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return be64toh(x);
}

static double get_float(const char *p)
{
    uint32_t bits = get_32(p);
    float f;
    memcpy(&f, &bits, sizeof f);
    return (double)f;
}

static double get_double(const char *p)
{
    uint64_t bits = get_64(p);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* A sum of whole numbers is one in SQLite, and so here: a numeric without decimals that fits. Digits are groups of four;
 * the first is worth 10000^weight. */
static struct val numeric(struct arena *a, const char *p)
{
    enum { NEGATIVE = 0x4000, NOT_A_NUMBER = 0xc000 };
    int n = get_16(p), weight = (int16_t)get_16(p + 2), sign = get_16(p + 4), scale = get_16(p + 6);
    struct buf b;
    if (sign >= NOT_A_NUMBER)
        return val_null();
    buf_init(&b, a);
    buf_puts(&b, sign == NEGATIVE ? "-0" : "0");
    for (int i = 0; i <= weight || i < n; i++) {
        if (i == weight + 1)
            buf_putc(&b, '.');
        buf_printf(&b, "%04d", i < n ? get_16(p + 8 + 2 * i) : 0);
    }
    if (weight < -1 && n)
        buf_printf(&b, "e%d", 4 * (weight - n + 1));
    const char *text = buf_str(&b);
    if (scale == 0) {
        char *end;
        errno = 0;
        long long whole = strtoll(text, &end, 10);
        if (!errno && !*end)
            return val_int(whole);
    }
    return val_real(strtod(text, NULL));
}

struct val pg_decode(struct arena *a, const PGresult *res, int row, int col)
{
    if (PQgetisnull(res, row, col))
        return val_null();
    const char *p = PQgetvalue(res, row, col);
    switch (PQftype(res, col)) {
    case OID_INT8:
        return val_int((int64_t)get_64(p));
    case OID_INT4:
        return val_int((int32_t)get_32(p));
    case OID_INT2:
        return val_int((int16_t)get_16(p));
    case OID_OID:
        return val_int(get_32(p));
    case OID_BOOL:
        return val_int(*p != 0);
    case OID_FLOAT8:
        return val_real(get_double(p));
    case OID_FLOAT4:
        return val_real(get_float(p));
    case OID_NUMERIC:
        return numeric(a, p);
    case OID_BYTEA:
        return val_blob(p, (size_t)PQgetlength(res, row, col));
    default:
        return (struct val){.type = VAL_TEXT, .len = (uint32_t)PQgetlength(res, row, col), .s = p};
    }
}
