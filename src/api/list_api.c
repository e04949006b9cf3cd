#include "api/card_reply.h"
#include "api/shapes.h"

#define COUNT_MAX 100000

static enum err get_cards(struct call *c)
{
    const struct module *mod;
    struct list_query q;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_list(c, mod, &q);
    return e ? e : list_write(c->cx, &q, c->out);
}

static enum err get_groups(struct call *c)
{
    const struct module *mod;
    struct list_query q;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_list(c, mod, &q);
    return e ? e : list_groups_write(c->cx, &q, c->out);
}

static enum err get_board(struct call *c)
{
    const struct module *mod;
    struct list_query q;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_list(c, mod, &q);
    return e ? e : board_write(c->cx, &q, c->out);
}

static enum err get_count(struct call *c)
{
    const struct module *mod;
    struct list_query q;
    int64_t n;
    bool capped;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_list(c, mod, &q);
    if (!e)
        e = list_count(c->cx, &q, COUNT_MAX, &n, &capped);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "n", n);
    jw_kbool(c->out, "capped", capped);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_pipeline(struct call *c)
{
    const struct module *mod;
    int64_t owner_id;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_owner(c, "owner", &owner_id);
    return e ? e : pipeline_write(c->cx, mod, owner_id, c->out);
}

static enum err get_box(struct call *c)
{
    const struct module *mod;
    int64_t owner_id;
    enum err e = find_module(c, &mod);
    if (!e)
        e = read_owner(c, "owner", &owner_id);
    return e ? e : box_write(c->cx, mod, owner_id, c->out);
}

#define R_PARTIAL                                                                                            \
    {                                                                                                        \
        .name = "partial", .type = SH_BOOL, .flags = SH_REQUIRED,                                            \
        .doc = "A filter that no index serves was followed for as long as one request may: there may be "    \
               "more, although fewer rows came than were asked for, or none; go on with next"                \
    }

static const struct shape sh_rows = {"CardRows",
        (const struct member_shape[]){R_ARR("rows", &sh_card_row), N_TEXT("next"), R_PARTIAL, SHAPE_END}};
static const struct shape sh_day_group = {
        "DayGroup", (const struct member_shape[]){R_ENUM("day", v_days), N_TIME("from_at"), N_TIME("to_at"),
                            R_INT("n"), R_BOOL("capped"), SHAPE_END}};
static const struct shape sh_groups = {"DayGroups",
        (const struct member_shape[]){R_TIME("now_at"), R_ARR("groups", &sh_day_group), SHAPE_END}};
static const struct shape sh_pipeline_status = {"PipelineStatus",
        (const struct member_shape[]){R_INT("id"), R_INT("n"), R_INT("value_minor"), SHAPE_END}};
static const struct shape sh_pipeline = {
        "Pipeline", (const struct member_shape[]){R_ARR("statuses", &sh_pipeline_status), R_INT("overdue"),
                            R_BOOL("overdue_capped"), SHAPE_END}};
static const struct shape sh_cell = {
        "BoxCell", (const struct member_shape[]){R_INT("cell"), R_INT("qualification"), R_INT("rating"),
                           R_TEXT("role"), R_INT("status_id"), R_INT("n"), R_INT("value_minor"),
                           R_INT("n_overdue"), R_BOOL("overdue_capped"), SHAPE_END}};
static const struct shape sh_box = {
        "Box", (const struct member_shape[]){R_ARR("cells", &sh_cell), SHAPE_END}};
static const struct shape sh_count = {
        "Count", (const struct member_shape[]){R_INT("n"), R_BOOL("capped"), SHAPE_END}};
static const struct shape sh_board_column = {"BoardColumn",
        (const struct member_shape[]){R_INT("status_id"), R_INT("n"), R_BOOL("capped"), R_INT("value_minor"),
                R_ARR("rows", &sh_card_row), N_TEXT("next"), R_PARTIAL, SHAPE_END}};
static const struct shape sh_board = {
        "Board", (const struct member_shape[]){R_ARR("columns", &sh_board_column), SHAPE_END}};

static const struct member_shape q_owner[] = {
        {.name = "owner", .type = SH_TEXT, .max = 20, .doc = "A member's id, `me` or `none`"}, SHAPE_END};

static const struct route routes[] = {
        {"GET", "/api/modules/{id}/cards", AUTH_MEMBER, TX_READ, 0, NULL, &sh_rows, q_cards, get_cards,
                "Cards of a module, next action first, page by page.", NULL},
        {"GET", "/api/modules/{id}/groups", AUTH_MEMBER, TX_READ, 0, NULL, &sh_groups, q_cards, get_groups,
                "How many cards stand in each group of the day; each count stops at 1,000.", NULL},
        {"GET", "/api/modules/{id}/pipeline", AUTH_MEMBER, TX_READ, 0, NULL, &sh_pipeline, q_owner,
                get_pipeline, "Count and value of each status, from maintained counters.", NULL},
        {"GET", "/api/modules/{id}/box", AUTH_MEMBER, TX_READ, 0, NULL, &sh_box, q_owner, get_box,
                "The nine cells of the 9-box.", NULL},
        {"GET", "/api/modules/{id}/count", AUTH_MEMBER, TX_READ, 0, NULL, &sh_count, q_cards, get_count,
                "How many cards match; stops at 100,000.", NULL},
        {"GET", "/api/modules/{id}/board", AUTH_MEMBER, TX_READ, 0, NULL, &sh_board, q_cards, get_board,
                "The first cards of every status.", NULL},
};
const struct route_list list_routes = {"Lists of cards", routes, sizeof routes / sizeof *routes};
