/* security_api - the account's rules for logging in. */
#include "api/app.h"
#include "api/route.h"
#include "api/shapes.h"
#include "core/audit.h"
#include "core/security.h"

static const struct shape sh_security = {
        "Security", (const struct member_shape[]){{.name = "audit_days",
                                                          .type = SH_INT,
                                                          .flags = SH_REQUIRED,
                                                          .min = AUDIT_DAYS_MIN,
                                                          .max = AUDIT_DAYS_MAX,
                                                          .doc = "How long the audit log reaches back"},
                            SHAPE_END}};
static const struct shape sh_security_in = {"SecurityIn",
        (const struct member_shape[]){I_INT("audit_days", AUDIT_DAYS_MIN, AUDIT_DAYS_MAX), SHAPE_END}};

static void write_security(struct call *c, const struct security *s)
{
    jw_obj(c->out);
    jw_kint(c->out, "audit_days", s->audit_days);
    jw_obj_end(c->out);
}

static enum err get_security(struct call *c)
{
    const struct security s = security_of(c->cx->meta);
    write_security(c, &s);
    return ERR_OK;
}

static enum err patch_security(struct call *c)
{
    struct security s = security_of(c->cx->meta);
    s.audit_days = in_int(c, "audit_days", s.audit_days);
    enum err e = security_update(c->cx, &s);
    if (!e)
        write_security(c, &s);
    return e;
}

static const struct route routes[] = {
        {"GET", "/api/security", AUTH_ADMINISTRATOR, TX_NONE, 0, NULL, &sh_security, NULL, get_security,
                "The account's rules for logging in.", NULL},
        {"PATCH", "/api/security", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_security_in, &sh_security, NULL,
                patch_security, "Change them.", NULL},
};
const struct route_list security_routes = {"Security", routes, sizeof routes / sizeof *routes};
