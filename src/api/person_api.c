#include "api/card_reply.h"
#include "api/download.h"
#include "api/shapes.h"
#include "core/audit.h"
#include "core/consent.h"
#include "core/person.h"

static const char *const v_how[] = {"form", "email", "phone", "paper", "in_person", "other", NULL};

static const struct shape sh_consent = {
        "Consent", (const struct member_shape[]){R_INT("id"), R_INT("contact_id"), R_TEXT("purpose"),
                           R_ENUM("how", v_how), R_TEXT("note"), R_TIME("given_at"), N_TIME("withdrawn_at"),
                           R_TEXT("withdrawn_how"), R_TIME("created_at"), R_INT("created_by"), SHAPE_END}};
static const struct shape sh_consents = {
        "Consents", (const struct member_shape[]){R_ARR("rows", &sh_consent), SHAPE_END}};
static const struct shape sh_consents_out = {"ConsentsOut",
        (const struct member_shape[]){R_ARR("rows", &sh_consent), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_consent_in = {"ConsentIn",
        (const struct member_shape[]){{.name = "purpose",
                                              .type = SH_TEXT,
                                              .flags = SH_REQUIRED,
                                              .min = 1,
                                              .max = 200,
                                              .doc = "What was agreed to"},
                {.name = "how", .type = SH_TEXT, .flags = SH_REQUIRED, .values = v_how}, I_TEXT("note", 2000),
                {.name = "given_at", .type = SH_TIME, .doc = "Left out = now"}, SHAPE_END}};
static const struct shape sh_withdraw_in = {
        "ConsentWithdrawIn", (const struct member_shape[]){I_TEXT("how", 500), SHAPE_END}};
static const struct shape sh_erase_in = {
        "EraseIn", (const struct member_shape[]){{.name = "confirm",
                                                         .type = SH_TEXT,
                                                         .flags = SH_REQUIRED,
                                                         .max = 300,
                                                         .doc = "The person's name, as typed by who asks"},
                           SHAPE_END}};
static const struct shape sh_erase_out = {
        "EraseOut", (const struct member_shape[]){R_INT("job_id"), SHAPE_END}};

static enum err reply_consents(struct call *c, int64_t contact_id)
{
    jw_obj(c->out);
    jw_key(c->out, "rows");
    enum err e = consent_rows_write(c->cx, contact_id, c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return e;
}

static enum err get_consents(struct call *c)
{
    return consent_list_write(c->cx, c->id[0], c->out);
}

static enum err post_consent(struct call *c)
{
    enum err e = consent_give(c->cx, c->id[0], in_text(c, "purpose", ""), in_text(c, "how", "other"),
            in_text(c, "note", ""), in_int(c, "given_at", 0));
    return e ? e : reply_consents(c, c->id[0]);
}

static enum err post_withdraw(struct call *c)
{
    int64_t contact_id;
    enum err e = consent_withdraw(c->cx, c->id[0], in_text(c, "how", ""), &contact_id);
    return e ? e : reply_consents(c, contact_id);
}

static enum err post_erase(struct call *c)
{
    int64_t job_id;
    enum err e = person_erase(c->cx, c->id[0], in_text(c, "confirm", ""), &job_id);
    if (e)
        return e;
    jw_obj(c->out);
    jw_kint(c->out, "job_id", job_id);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err write_export(struct call *c)
{
    const char *name = NULL;
    enum err e = person_export(c->cx, c->id[0], c->out->out, &name);
    if (e)
        return e;
    c->rq->reply.content_type = "application/zip";
    http_reply_header(c->rq, "Content-Disposition",
            download_name(
                    c->rq->arena, "attachment", "person.zip", arena_printf(c->cx->arena, "%s.zip", name)));
    return ERR_OK;
}

/* Whose it was stands there by number: he may want to be forgotten. The log is written when the reading transaction has ended: nobody holds two at once. */
static enum err get_export(struct call *c)
{
    enum err e = call_read(c, write_export);
    if (!e)
        audit_apart(c->account, c->cx, c->session->member_id, NULL, AUDIT_PERSON_EXPORTED,
                arena_printf(c->cx->arena, "#%lld", (long long)c->id[0]));
    return e;
}

static const struct route routes[] = {
        {"GET", "/api/contacts/{id}/consents", AUTH_MEMBER, TX_READ, 0, NULL, &sh_consents, NULL,
                get_consents, "What a person agreed to, the latest first.", NULL},
        {"POST", "/api/contacts/{id}/consents", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY,
                &sh_consent_in, &sh_consents_out, NULL, post_consent, "Note a consent.", NULL},
        {"POST", "/api/consents/{id}/withdraw", AUTH_MEMBER, TX_WRITE, 0, &sh_withdraw_in, &sh_consents_out,
                NULL, post_withdraw, "Note that a consent was withdrawn; it stays on record.", NULL},
        {"GET", "/api/contacts/{id}/export", AUTH_MEMBER, TX_NONE, ROUTE_LONG | ROUTE_NOTED, NULL, NULL, NULL,
                get_export, "All that is known of a person, as a ZIP file of JSON and CSV.",
                "application/zip"},
        {"POST", "/api/contacts/{id}/erase", AUTH_ADMINISTRATOR, TX_WRITE, 0, &sh_erase_in, &sh_erase_out,
                NULL, post_erase,
                "Forget a person for good; cards stay without his name. A job that cannot be undone.", NULL},
};
const struct route_list person_routes = {
        "Consent, erasure and export of a person", routes, sizeof routes / sizeof *routes};
