#include "api/route.h"
#include "api/shapes.h"

static const struct shape sh_imports = {
        "Imports", (const struct member_shape[]){R_ARR("rows", &sh_import), SHAPE_END}};
static const char *const v_encodings[] = {"utf-8", "windows-1250", NULL};
static const char *const v_delimiters[] = {",", ";", "\t", NULL};
static const struct shape sh_import_in = {"ImportIn",
        (const struct member_shape[]){{.name = "mapping", .type = SH_MAP, .doc = "See docs/import.md"},
                I_ENUM("encoding", v_encodings), I_ENUM("delimiter", v_delimiters), SHAPE_END}};
static const struct shape sh_import_job = {
        "ImportJob", (const struct member_shape[]){R_INT("job_id"), SHAPE_END}};
static const struct shape sh_import_run = {
        "ImportRun", (const struct member_shape[]){R_INT("job_id"), N_INT("change_id"), SHAPE_END}};

static const struct member_shape q_upload[] = {
        {.name = "module", .type = SH_INT, .flags = SH_REQUIRED, .min = 1},
        {.name = "name",
                .type = SH_TEXT,
                .flags = SH_REQUIRED,
                .min = 1,
                .max = 200,
                .doc = "The file's name"},
        SHAPE_END};

static const struct route routes[] = {
        {"POST", "/api/imports", AUTH_MEMBER, TX_WRITE, ROUTE_CREATED | ROUTE_FILE_BODY | ROUTE_LONG, NULL,
                &sh_import, q_upload, NULL,
                "Upload a CSV file; the reply says what it looks like and guesses the mapping.", NULL},
        {"GET", "/api/imports", AUTH_MEMBER, TX_READ, 0, NULL, &sh_imports, NULL, NULL,
                "The latest 50 imports.", NULL},
        {"GET", "/api/imports/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_import, NULL, NULL, "One import.",
                NULL},
        {"PATCH", "/api/imports/{id}", AUTH_MEMBER, TX_WRITE, ROUTE_LONG, &sh_import_in, &sh_import, NULL,
                NULL, "Keep a mapping, or read the file with another encoding or delimiter.", NULL},
        {"POST", "/api/imports/{id}/preview", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_import_job, NULL, NULL,
                "Say what the import would do, without doing it.", NULL},
        {"POST", "/api/imports/{id}/run", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_import_run, NULL, NULL,
                "Run the import as a job; undone as one change.", NULL},
        {"GET", "/api/imports/{id}/refused", AUTH_MEMBER, TX_READ, 0, NULL, NULL, NULL, NULL,
                "The refused rows with their reasons, as CSV.", "text/csv"},
};
const struct route_list import_routes = {"Import", routes, sizeof routes / sizeof *routes};
