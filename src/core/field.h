/* field - an administrator's work on the fields of a module: adding, changing, ordering, trashing, changing the type.
 * Bodies are the API's, checked against their shapes. What takes long (an index, filling a column) is a job. */
#pragma once
#include "core/job.h"
#include "core/piece.h"

/* field_add - type, label and as field_edit. Errors: ERR_INVALID with the member, ERR_CONFLICT too many. */
enum err field_add(struct ctx *cx, int64_t module_id, const json_t *in, int64_t *out_id);
/* field_edit - label, help, group, required, required_from, read_only, unique, filterable, default, min, max, options: as
 * far as given. Options: the whole list in its order; a choice left out is retired, never lost. */
enum err field_edit(struct ctx *cx, int64_t id, int64_t version, const json_t *in, int64_t *out_module_id);
/* fields_order - [{label, fields: [ids]}]: every live field of the module. version: the module's. */
enum err fields_order(struct ctx *cx, int64_t module_id, int64_t version, const json_t *groups);
/* field_trash - its values stay in their column. Errors: ERR_CONFLICT the module's rules, or a view or rule, name it. */
enum err field_trash(struct ctx *cx, int64_t id, int64_t version, int64_t *out_module_id);
enum err field_restore(struct ctx *cx, int64_t id, int64_t *out_module_id);

/* field_convert_preview - {"n","converts","lost","samples"}: what another type would make of its values. */
enum err field_convert_preview(struct ctx *cx, struct jw *w, int64_t id, const char *type);
/* field_convert - a new field of that type takes its place, filled from the old one by a job; the old one goes into the
 * trash with all its values. */
enum err field_convert(
        struct ctx *cx, int64_t id, const char *type, int64_t *out_module_id, int64_t *out_job_id);
/* field_fill_step, field_index_step - the job kinds "field_fill" and "field_index". */
enum err field_fill_step(struct ctx *cx, struct job *job, bool *out_more);
/* field_index_apart - what of "field_index" is done outside of transactions, before its step. */
enum err field_index_apart(struct store *s, struct arena *a, const struct job *job);
enum err field_index_step(struct ctx *cx, struct job *job, bool *out_more);

/* fields_follow - after a field was changed, made or brought back: its index. Called by piece_save. */
enum err field_follow(struct ctx *cx, const struct piece *p, bool filterable_set);
/* fields_leave_status - a status is gone: fields required from it on are required from `to` on. */
enum err fields_leave_status(struct ctx *cx, int64_t module_id, int64_t status_id, int64_t to);

/* For field_*.c only. */
/* field_of_row - a field as its type's functions need it, from rows that the snapshot does not have yet. */
struct field *field_of_row(struct ctx *cx, const struct val *row, const struct rows *options);
/* field_get - its row, for whoever may change it, in a live module. */
enum err field_get(struct ctx *cx, int64_t id, struct piece *out_piece, struct piece *out_module);
/* field_options - take the list over. */
enum err field_options(struct ctx *cx, int64_t module_id, int64_t field_id, const json_t *list);
