/* security_api - the account's rules for logging in. */
#include "api/app.h"
#include "api/route.h"
#include "api/shapes.h"
#include "core/audit.h"
#include "core/security.h"
#include "core/two_step.h"

static const struct shape sh_security = {"Security",
        (const struct member_shape[]){{.name = "audit_days",
                                              .type = SH_INT,
                                              .flags = SH_REQUIRED,
                                              .doc = "How long the audit log reaches back"},
                {.name = "two_step_required",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "Who has no second step must set one up before anything else; keys go on"},
                {.name = "two_step_members",
                        .type = SH_ARRAY_INT,
                        .flags = SH_REQUIRED,
                        .doc = "Users whose log-in has a second step"},
                SHAPE_END}};
static const struct shape sh_security_in = {
        "SecurityIn", (const struct member_shape[]){I_INT("audit_days", AUDIT_DAYS_MIN, AUDIT_DAYS_MAX),
                              I_BOOL("two_step_required"), SHAPE_END}};

static enum err write_security(struct call *c, const struct security *s)
{
    int64_t *ids;
    size_t n;
    enum err e = two_step_members_of(c->app->dir, c->cx, c->session->account_id, &ids, &n);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "audit_days", s->audit_days);
    jw_kbool(c->out, "two_step_required", s->two_step_required);
    jw_key(c->out, "two_step_members");
    jw_arr(c->out);
    for (size_t i = 0; i < n; i++)
        jw_int(c->out, ids[i]);
    jw_arr_end(c->out);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err get_security(struct call *c)
{
    const struct security s = security_of(c->cx->meta);
    return write_security(c, &s);
}

static enum err patch_security(struct call *c)
{
    struct security s = security_of(c->cx->meta);
    s.audit_days = in_int(c, "audit_days", s.audit_days);
    s.two_step_required = in_bool(c, "two_step_required", s.two_step_required);
    enum err e = security_update(c->cx, &s);
    return e ? e : write_security(c, &s);
}

static const struct route routes[] = {
        {"GET", "/api/security", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_security, NULL, get_security,
                "The account's rules for logging in.", NULL},
        {"PATCH", "/api/security", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_security_in, &sh_security, NULL,
                patch_security, "Change them.", NULL},
};
const struct route_list security_routes = {"Security", routes, sizeof routes / sizeof *routes};
