#include "core/verify.h"
#include "core/counter.h"
#include "meta/field_type.h"
#include "store/contact_own_store.h"
#include "store/verify_store.h"

#include <string.h>

static enum err check_files(struct ctx *cx, const struct module *mod, int64_t *wrong)
{
    enum err e = ERR_OK;
    for (int i = mod->n_fields - mod->n_custom; !e && i < mod->n_fields; i++) {
        int64_t n = 0;
        if (strcmp(mod->fields[i].type->name, "file") != 0)
            continue;
        e = verify_store_file_field(cx->db, mod->id, mod->fields[i].id, &n);
        *wrong += n;
    }
    return e;
}

enum err verify_account(struct ctx *cx, struct verify_result out[static VERIFY_CHECKS], int *out_n)
{
    int n = 0;
    out[n].check = "counters";
    enum err e = counter_check(cx, &out[n++].wrong);
    for (const struct verify_check *c = verify_checks; !e && c->name; c++) {
        out[n].check = c->name;
        e = verify_store_run(cx->db, c, &out[n++].wrong);
    }
    if (!e) {
        out[n].check = "search index";
        e = db_search_check(cx->db, &out[n++].wrong);
    }
    int64_t own = 0, files = 0;
    for (int i = 0; !e && i < cx->meta->n_modules; i++) {
        int64_t wrong = 0;
        e = verify_store_own_rows(cx->db, cx->meta->modules[i].id, &wrong);
        own += wrong;
        if (!e)
            e = check_files(cx, &cx->meta->modules[i], &files);
    }
    for (int kind = 0; !e && kind < 2; kind++) {
        const struct module *place = cx->meta->contacts[kind];
        int64_t wrong = 0;
        e = place ? contact_own_store_orphans(cx->db, place->id, kind, &wrong) : ERR_OK;
        own += wrong;
    }
    out[n++] = (struct verify_result){"rows of modules", own};
    out[n++] = (struct verify_result){"files of fields", files};
    *out_n = n;
    return e;
}
