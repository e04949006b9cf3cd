#include "api/route.h"
#include "api/shapes.h"

static const char *const v_sorts[] = {"name", "updated_at", NULL};
static const char *const v_reasons[] = {"email", "phone", "name", NULL};
static const char *const v_hits[] = {"card", "person", "company", NULL};

static const struct shape sh_contact_row = {
        "ContactRow", (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_contact_kinds),
                              R_TEXT("name"), N_OBJ("company", &sh_brief), N_TEXT("email"), N_TEXT("phone"),
                              N_TEXT("city"), R_INT("n_cards"), R_TIME("updated_at"), SHAPE_END}};
static const struct shape sh_contact_rows = {"ContactRows",
        (const struct member_shape[]){R_ARR("rows", &sh_contact_row), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_contact_out = {"ContactOut",
        (const struct member_shape[]){R_OBJ("contact", &sh_contact), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_contact_gone = {
        "ContactGone", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_contact_events = {
        "ContactEvents", (const struct member_shape[]){R_ARR("rows", &sh_event), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_duplicate = {
        "Duplicate", (const struct member_shape[]){R_INT("id"), R_TEXT("name"),
                             R_ENUM("kind", v_contact_kinds), R_ENUM("reason", v_reasons), SHAPE_END}};
static const struct shape sh_duplicates = {
        "Duplicates", (const struct member_shape[]){R_ARR("rows", &sh_duplicate), SHAPE_END}};
static const struct shape sh_hit = {
        "Hit", (const struct member_shape[]){R_ENUM("kind", v_hits), R_INT("id"), R_TEXT("title"),
                       R_TEXT("subtitle"), N_INT("module_id"), N_INT("status_id"), SHAPE_END}};
static const struct shape sh_hits = {
        "Hits", (const struct member_shape[]){R_ARR("hits", &sh_hit), SHAPE_END}};

static const struct member_shape q_contacts[] = {I_ENUM("kind", v_contact_kinds), I_TEXT("q", 200),
        {.name = "company", .type = SH_INT, .min = 1, .doc = "Only people of this company"},
        I_ENUM("sort", v_sorts), I_BOOL("trash"), {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};
static const struct member_shape q_search[] = {
        {.name = "q", .type = SH_TEXT, .flags = SH_REQUIRED, .max = 200},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 50}, SHAPE_END};

static const struct route routes[] = {
        {"GET", "/api/contacts", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact_rows, q_contacts, NULL,
                "People and companies, page by page.", NULL},
        {"POST", "/api/contacts", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY, &sh_contact_in,
                &sh_contact_out, NULL, NULL, "Make a person or a company.", NULL},
        {"GET", "/api/contacts/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact, NULL, NULL,
                "One contact with its people and cards.", NULL},
        {"PATCH", "/api/contacts/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_contact_in, &sh_contact_out, NULL, NULL,
                "Change a contact; lists of points and addresses replace the old ones.", NULL},
        {"DELETE", "/api/contacts/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_contact_gone, NULL, NULL,
                "Put a contact into the trash.", NULL},
        {"POST", "/api/contacts/{id}/restore", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_contact_out, NULL,
                NULL, "Take a contact out of the trash.", NULL},
        {"GET", "/api/contacts/{id}/events", AUTH_MEMBER, TX_READ, 0, NULL, &sh_contact_events, q_page, NULL,
                "A contact's history, newest first.", NULL},
        {"POST", "/api/contacts/duplicates", AUTH_MEMBER, TX_READ, 0, &sh_contact_in, &sh_duplicates, NULL,
                NULL, "Contacts with the same e-mail, phone or name.", NULL},
        {"GET", "/api/search", AUTH_MEMBER, TX_READ, 0, NULL, &sh_hits, q_search, NULL,
                "Find cards, people, companies, phone numbers and e-mails; every word is a beginning.", NULL},
};
const struct route_list contact_routes = {"Contacts", routes, sizeof routes / sizeof *routes};
