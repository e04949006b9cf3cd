/* hand_over_api - what somebody leaves behind, and to whom it goes. */
#include "api/people.h"
#include "api/shapes.h"
#include "core/hand_over.h"
#include "core/member.h"

static enum err get_holdings(struct call *c)
{
    return hand_over_write(c->cx, c->id[0], c->out);
}

/* The teams go over before he leaves them. */
static enum err post_hand_over(struct call *c)
{
    const struct hand_over in = {.member_id = c->id[0],
            .to = in_int(c, "to", 0),
            .modules = in_json(c, "modules"),
            .privates = in_bool(c, "private", false)};
    const struct member_edit gone = {.set = MEMBER_ACTIVE, .active = false};
    const bool deactivate = in_bool(c, "deactivate", false);
    int64_t job_id, change_id;
    enum err e = hand_over_begin(c->cx, &in, &job_id, &change_id);
    if (!e && deactivate)
        e = member_update(c->cx, c->id[0], in_int(c, "version", 0), &gone);
    if (!e && deactivate)
        e = people_sign_out(c, c->id[0], false);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_kint(c->out, "change_id", change_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

#define COUNTS                                                                                               \
    R_INT("cards"), R_INT("private_cards"), R_INT("tasks"), R_INT("private_tasks"), R_INT("series"),         \
            R_INT("views")

static const struct shape sh_of_module = {
        "HoldingsInModule", (const struct member_shape[]){R_INT("id"), COUNTS, SHAPE_END}};
static const struct shape sh_holdings = {
        "Holdings", (const struct member_shape[]){R_ARR("modules", &sh_of_module), COUNTS, R_INT("followed"),
                            R_INT("teams"), SHAPE_END}};
static const struct shape sh_wish = {"HandOverModule",
        (const struct member_shape[]){
                {.name = "module_id", .type = SH_INT, .flags = SH_REQUIRED, .min = 1, .max = SHAPE_INT_MAX},
                I_NID("to"), SHAPE_END}};
static const struct shape sh_hand_over_in = {"HandOverIn",
        (const struct member_shape[]){{.name = "to",
                                              .type = SH_INT,
                                              .flags = SH_NULL,
                                              .min = 1,
                                              .max = SHAPE_INT_MAX,
                                              .doc = "Who gets it all; null = it is left as it is"},
                {.name = "modules",
                        .type = SH_ARRAY,
                        .max = 100,
                        .sub = &sh_wish,
                        .doc = "Modules whose cards, tasks and views go another way"},
                {.name = "private", .type = SH_BOOL, .doc = "Private cards, too, and tasks on them"},
                {.name = "deactivate", .type = SH_BOOL, .doc = "In the same moment"}, I_VERSION, SHAPE_END}};
static const struct shape sh_handing = {
        "HandingOver", (const struct member_shape[]){R_INT("job_id"), R_INT("change_id"), SHAPE_END}};

static const struct route routes[] = {
        {"GET", "/api/members/{id}/holdings", AUTH_ADMINISTRATOR, TX_READ, 0, NULL, &sh_holdings, NULL,
                get_holdings, "What a user would leave behind: open cards, open tasks, private views.", NULL},
        {"POST", "/api/members/{id}/hand-over", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_hand_over_in,
                &sh_handing, NULL, post_hand_over,
                "Hand a user's open cards, open tasks and private views over to colleagues, as a job.", NULL},
};
const struct route_list hand_over_routes = {"Handing over", routes, sizeof routes / sizeof *routes};
