/* move_dialect - the triggers of move_store.h, in the words of either database; only move_store.c includes this. */
#pragma once
#include "store/move_store.h"

/* Texts for db_script. id, key: the columns that become a note's number and text, NULL = none. */
const char *move_watch_begin(struct db *db);
const char *move_watch_table(struct db *db, const char *table, int64_t no, const char *id, const char *key);
const char *move_refuse_begin(struct db *db);
const char *move_refuse_table(struct db *db, const char *table, int64_t no);
/* move_end_script - drop what there is of all this. */
enum err move_end_script(struct db *db, char **out_sql);
