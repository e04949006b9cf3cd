/* cmd_data - the command line's work on one open account: import, counts, verify. main.c parses the arguments, opens the
 * account and hands it over. Each returns the program's exit code; results go to stdout, complaints to stderr. */
#pragma once
#include "core/account.h"

/* cmd_import - import a file with a mapping file (docs/import.md), without a browser.
 * Takes:  module: template, kind or label of the module, NULL = the mapping's
 *         "module"; member_id who imports; dry: only the preview
 * Gives:  prints the report as JSON; exit code 0, also when rows were refused; 1 when the import failed */
int cmd_import(struct account *acc, const char *module, const char *mapping_path, const char *file_path,
        int64_t member_id, bool dry);

/* cmd_counts - {"module":…,"total":…,"statuses":[{"role","label","group","n","value_minor"}]} from the counters. */
int cmd_counts(struct account *acc, const char *module);

/* cmd_verify - counters against a recount, next tasks, search entries, orphans; one line a check; 1 when any is wrong. */
int cmd_verify(struct account *acc);
/* cmd_export - write a module's cards as CSV to standard output. Takes: columns and filter (JSON) may be NULL; separator
 * comma, semicolon or tab, NULL = comma; member_id whose rights count */
int cmd_export(struct account *acc, const char *module, const char *columns, const char *filter,
        const char *separator, int64_t member_id);
