#include "api/route.h"
#include "api/shapes.h"
#include "core/demo.h"
#include "core/home.h"

static const struct shape sh_home_counts = {
        "HomeCounts", (const struct member_shape[]){R_INT("must_close"), R_INT("focus"),
                              R_INT("actions_today"), R_INT("overdue"), SHAPE_END}};
static const struct shape sh_home_team = {
        "HomeTeam", (const struct member_shape[]){R_INT("member_id"), R_INT("overdue"), R_INT("today"),
                            R_INT("must_close"), R_INT("open"), SHAPE_END}};
static const struct shape sh_home = {
        "Home", (const struct member_shape[]){R_OBJ("counts", &sh_home_counts), R_ARR("today", &sh_card_row),
                        R_ARR("new_leads", &sh_card_row), R_ARR("must_close", &sh_card_row),
                        R_ARR("forgotten_soon", &sh_card_row), N_ARR("team", &sh_home_team), SHAPE_END}};
static const struct shape sh_demo_job = {
        "DemoJob", (const struct member_shape[]){R_INT("job_id"), SHAPE_END}};

static const struct member_shape q_home[] = {{.name = "member",
                                                     .type = SH_TEXT,
                                                     .max = 20,
                                                     .doc = "Managers: a member's id, or `team`; default me"},
        SHAPE_END};

static enum err get_home(struct call *c)
{
    return home_write(c->cx, q_text(c, "member", NULL), c->out);
}

static enum err reply_job(struct call *c, enum err e, int64_t job_id)
{
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_demo(struct call *c)
{
    int64_t job_id = 0;
    enum err e = demo_load(c->cx, &job_id);
    return reply_job(c, e, job_id);
}

static enum err delete_demo(struct call *c)
{
    int64_t job_id = 0;
    enum err e = demo_remove(c->cx, &job_id);
    return reply_job(c, e, job_id);
}

static const struct route routes[] = {
        {"GET", "/api/home", AUTH_MEMBER, TX_READ, 0, NULL, &sh_home, q_home, get_home,
                "My day over all modules: tasks, new leads, must close, soon forgotten.", NULL},
        {"POST", "/api/demo", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_empty, &sh_demo_job, NULL, post_demo,
                "Fill the modules with demo data.", NULL},
        {"DELETE", "/api/demo", AUTH_ADMINISTRATOR, TX_WRITE, 0, NULL, &sh_demo_job, NULL, delete_demo,
                "Take all demo data out again.", NULL},
};
const struct route_list home_routes = {"Home", routes, sizeof routes / sizeof *routes};
