#include "jobs/kinds.h"
#include "core/bulk.h"
#include "core/compute.h"
#include "core/demo.h"
#include "core/due_times.h"
#include "core/event.h"
#include "core/field.h"
#include "core/hand_over.h"
#include "core/import.h"
#include "core/merge.h"
#include "core/person.h"
#include "core/qualify.h"
#include "core/radar.h"
#include "core/rewake.h"
#include "core/status.h"
#include "core/task_type.h"

const struct job_kind job_kinds[] = {
        {"bulk", bulk_step, ORIGIN_BULK},
        {"undo", undo_step, ORIGIN_UNDO},
        {"import_preview", import_preview_step, ORIGIN_IMPORT},
        {"import_run", import_run_step, ORIGIN_IMPORT},
        {"qualify", qualify_step, ORIGIN_BULK},
        {"rewake", rewake_step, ORIGIN_BULK},
        {"compute", compute_step, ORIGIN_BULK},
        {"due_hours", due_times_step, ORIGIN_BULK},
        {"compute_daily", compute_daily_step, ORIGIN_TIMER},
        {"field_index", field_index_step, ORIGIN_BULK},
        {"field_fill", field_fill_step, ORIGIN_BULK},
        {"status_remove", status_remove_step, ORIGIN_BULK},
        {"task_type_retire", task_type_retire_step, ORIGIN_BULK},
        {"hand_over", hand_over_step, ORIGIN_BULK},
        {"radar", radar_step, ORIGIN_BULK},
        {"merge", merge_step, ORIGIN_BULK},
        {"person_erase", person_erase_step, ORIGIN_BULK},
        {"demo_load", demo_load_step, ORIGIN_IMPORT},
        {"demo_remove", demo_remove_step, ORIGIN_IMPORT},
        {0},
};

const struct job_kind *job_kind_named(const char *name)
{
    for (const struct job_kind *k = job_kinds; k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

enum err job_apart(struct store *s, struct arena *a, const struct job *job)
{
    return strcmp(job->kind, "field_index") == 0 ? field_index_apart(s, a, job) : ERR_OK;
}
