#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/merge.h"
#include "core/radar.h"

#define PAGE_ROWS 50
#define PAGE_MAX  100

static const char *const v_states[] = {"open", "two", NULL};
static const char *const v_why[] = {"email", "phone", "tax", "name", "words", "typo", NULL};
static const char *const v_wins[] = {"keep", "drop", "both", NULL};

static const struct shape sh_pair_side = {"PairSide",
        (const struct member_shape[]){R_INT("id"), R_TEXT("name"), N_TEXT("company"), N_TEXT("email"),
                N_TEXT("phone"), N_TEXT("city"), R_INT("n_cards"), R_TIME("created_at"), SHAPE_END}};
static const struct shape sh_pair = {"DuplicatePair",
        (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_contact_kinds),
                {.name = "score",
                        .type = SH_INT,
                        .flags = SH_REQUIRED,
                        .doc = "How likely they are the same, per cent"},
                {.name = "reasons", .type = SH_ARRAY_TEXT, .flags = SH_REQUIRED, .values = v_why},
                R_OBJ("a", &sh_pair_side), R_OBJ("b", &sh_pair_side), SHAPE_END}};
static const struct shape sh_pairs = {
        "DuplicatePairs", (const struct member_shape[]){R_ARR("rows", &sh_pair), N_TEXT("next"),
                                  {.name = "n",
                                          .type = SH_INT,
                                          .flags = SH_REQUIRED,
                                          .doc = "How many there are, at most 1,000"},
                                  R_BOOL("capped"),
                                  {.name = "looking",
                                          .type = SH_BOOL,
                                          .flags = SH_REQUIRED,
                                          .doc = "Contacts that changed are still to be compared"},
                                  SHAPE_END}};
static const struct shape sh_pair_in = {"DuplicatePairIn",
        (const struct member_shape[]){
                {.name = "state", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_states}, SHAPE_END}};

static const struct shape sh_merge_field = {
        "MergeField", (const struct member_shape[]){R_TEXT("name"),
                              {.name = "keep", .type = SH_ANY, .flags = SH_REQUIRED | SH_NULL},
                              {.name = "drop", .type = SH_ANY, .flags = SH_REQUIRED | SH_NULL},
                              R_ENUM("wins", v_wins), SHAPE_END}};
static const struct shape sh_merge_preview = {"MergePreview",
        (const struct member_shape[]){R_OBJ("keep", &sh_contact), R_OBJ("drop", &sh_contact),
                R_ARR("fields", &sh_merge_field), R_ARR("points", &sh_point), R_ARR("addresses", &sh_address),
                R_INT("n_people"), R_INT("n_cards"), SHAPE_END}};
static const struct shape sh_merge_in = {
        "MergeIn", (const struct member_shape[]){
                           {.name = "other_id",
                                   .type = SH_INT,
                                   .flags = SH_REQUIRED,
                                   .min = 1,
                                   .doc = "The one that goes into the trash and points at this one"},
                           {.name = "take",
                                   .type = SH_ARRAY_TEXT,
                                   .max = 50,
                                   .doc = "Members of which the other one's value goes on"},
                           {.name = "other_version", .type = SH_INT, .min = 1}, I_VERSION, SHAPE_END}};
static const struct shape sh_merge_out = {"MergeOut",
        (const struct member_shape[]){R_INT("id"), R_INT("change_id"), N_INT("job_id"), SHAPE_END}};
static const struct shape sh_merges_in = {"MergesIn",
        (const struct member_shape[]){
                {.name = "ids", .type = SH_ARRAY_INT, .max = MERGE_PAIRS, .doc = "Pairs; or give min_score"},
                I_INT("min_score", 30, 100), I_ENUM("kind", v_contact_kinds),
                {.name = "expect",
                        .type = SH_INT,
                        .flags = SH_REQUIRED,
                        .max = MERGE_PAIRS,
                        .doc = "How many pairs the question named; refused when the number now differs"},
                SHAPE_END}};
static const struct shape sh_merges_out = {"MergesOut",
        (const struct member_shape[]){R_INT("n"), R_INT("change_id"), R_INT("job_id"), SHAPE_END}};

static const struct member_shape q_pairs[] = {I_ENUM("kind", v_contact_kinds), I_ENUM("state", v_states),
        {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = PAGE_MAX}, SHAPE_END};
static const struct member_shape q_merge[] = {
        {.name = "other", .type = SH_INT, .flags = SH_REQUIRED, .min = 1}, SHAPE_END};

static int kind_named(const char *kind)
{
    return !kind ? -1 : strcmp(kind, "company") == 0 ? CONTACT_COMPANY : CONTACT_PERSON;
}

static enum err get_pairs(struct call *c)
{
    const struct pairs_query q = {.kind = kind_named(q_text(c, "kind", NULL)),
            .two = strcmp(q_text(c, "state", "open"), "two") == 0,
            .cursor = q_text(c, "cursor", NULL),
            .limit = (int)q_int(c, "limit", PAGE_ROWS)};
    return pairs_write(c->cx, &q, c->out);
}

static enum err post_look(struct call *c)
{
    enum err e = radar_soon(c->cx);
    jw_obj(c->out);
    jw_obj_end(c->out);
    return e;
}

static enum err patch_pair(struct call *c)
{
    enum err e = pair_decide(c->cx, c->id[0], strcmp(in_text(c, "state", ""), "two") == 0);
    jw_obj(c->out);
    jw_obj_end(c->out);
    return e;
}

static void job_id_write(struct call *c, int64_t job_id)
{
    jw_kval(c->out, "job_id", job_id ? val_int(job_id) : val_null());
}

static enum err post_merges(struct call *c)
{
    const json_t *list = in_json(c, "ids");
    const size_t n = json_array_size(list);
    int64_t *ids = arena_array(c->cx->arena, int64_t, n + 1), done, change_id, job_id;
    if (!n && !in_has(c, "min_score"))
        return fail(c->cx, ERR_INVALID, "ids", "error.required");
    for (size_t i = 0; i < n; i++)
        ids[i] = json_integer_value(json_array_get(list, i));
    enum err e = merge_pairs(c->cx, ids, n, (int)in_int(c, "min_score", 0),
            kind_named(in_text(c, "kind", NULL)), in_int(c, "expect", 0), &done, &change_id, &job_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "n", done);
    jw_kint(c->out, "change_id", change_id);
    job_id_write(c, job_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_merge(struct call *c)
{
    return merge_preview_write(c->cx, c->id[0], q_int(c, "other", 0), c->out);
}

static enum err post_merge(struct call *c)
{
    const struct merge m = {.keep_id = c->id[0],
            .drop_id = in_int(c, "other_id", 0),
            .keep_version = in_int(c, "version", 0),
            .drop_version = in_int(c, "other_version", 0),
            .take = in_json(c, "take")};
    int64_t change_id, job_id;
    enum err e = merge_run(c->cx, &m, &change_id, &job_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "id", m.keep_id);
    jw_kint(c->out, "change_id", change_id);
    job_id_write(c, job_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static const struct route routes[] = {
        {"GET", "/api/duplicates", AUTH_MANAGER, TX_READ, 0, NULL, &sh_pairs, q_pairs, get_pairs,
                "Pairs of contacts that may be the same, the likeliest first.", NULL},
        {"POST", "/api/duplicates/look", AUTH_MANAGER, TX_WRITE, 0, &sh_empty, &sh_empty, NULL, post_look,
                "Have the contacts compared that are still to be compared.", NULL},
        {"PATCH", "/api/duplicates/{id}", AUTH_MANAGER, TX_WRITE, 0, &sh_pair_in, &sh_empty, NULL, patch_pair,
                "Say that a pair are two different contacts (kept for good), or take that back.", NULL},
        {"POST", "/api/duplicates/merge", AUTH_MANAGER, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_merges_in,
                &sh_merges_out, NULL, post_merges, "Merge many pairs, as one undoable change; a job.", NULL},
        {"GET", "/api/contacts/{id}/merge", AUTH_MANAGER, TX_READ, 0, NULL, &sh_merge_preview, q_merge,
                get_merge, "What would become of two contacts if they were merged.", NULL},
        {"POST", "/api/contacts/{id}/merge", AUTH_MANAGER, TX_WRITE, ROUTE_IDEMPOTENT_KEY, &sh_merge_in,
                &sh_merge_out, NULL, post_merge,
                "Merge another contact into this one; a job when much moves.", NULL},
};
const struct route_list duplicate_routes = {"Duplicates", routes, sizeof routes / sizeof *routes};
