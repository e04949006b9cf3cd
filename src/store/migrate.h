/* migrate - bring a database to this program's schema. The steps are the files sql/account_NNNN.sql and
 * sql/directory_NNNN.sql, embedded in the binary: numbered from 1 without gaps, forward only, one transaction
 * each, noted in the table schema_version. */
#pragma once
#include "base/embed.h"
#include "store/db.h"

enum migrate_kind { MIGRATE_ACCOUNT, MIGRATE_DIRECTORY };

/* What migrate_run found and did. */
struct migration {
    int from, to;         /* schema versions; from 0 = the database was empty */
    int newest;           /* that this program knows */
    const char *snapshot; /* file of the copy made before an existing database was touched, or NULL; in the
                             arena */
    const char *error;    /* the database's own words; for the log */
};

/* migrate_run - apply what is missing.
 * Takes:   path of the database file: the snapshot goes beside it (PATH.before-NNNN); NULL = no snapshot
 * Errors:  ERR_CONFLICT the database is newer than this program (out->from > out->newest): nothing was
 * touched; ERR_FULL, ERR_BUSY, ERR_INTERNAL Effects: out is filled also on failure. */
enum err migrate_run(struct store *s, enum migrate_kind kind, const char *path, struct arena *a,
        int64_t now_at, struct migration *out);
/* migrate_to - an empty database up to an older version, for what was made there; migrate_run goes on from it.
 * Errors: ERR_INVALID this program knows no such version */
enum err migrate_to(struct store *s, enum migrate_kind kind, int version, struct arena *a, int64_t now_at,
        struct migration *out);
/* migrate_newest - the version that this program brings a database to. */
int migrate_newest(enum migrate_kind kind);
/* migrate_check - for a database opened beside the server that works on it: is it of this program's schema? Changes
 * nothing. Errors: ERR_CONFLICT it is older or newer */
enum err migrate_check(struct store *s, enum migrate_kind kind, struct arena *a, struct migration *out);
/* migrate_list - the same with any list of steps (tests). */
enum err migrate_list(struct store *s, const struct embedded *steps, const char *path, struct arena *a,
        int64_t now_at, struct migration *out);
/* migrate_drop_copies - the copies of an account's file that were made before its migrations. */
void migrate_drop_copies(const char *path);
