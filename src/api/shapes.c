#include "api/shapes.h"
#include "base/recur.h"

#define REQ SH_REQUIRED
#define NUL SH_NULL
#define LIST(...)                                                                                            \
    {                                                                                                        \
        __VA_ARGS__, NULL                                                                                    \
    }

const char *const v_languages[] = LIST("en", "hu", "ro");
const char *const v_themes[] = LIST("auto", "light", "dark");
const char *const v_groups[] = LIST("lead", "open", "success", "failed");
const char *const v_days[] = LIST("overdue", "today", "tomorrow", "this_week", "next_week", "later_month",
        "next_month", "later", "none");
const char *const v_task_states[] = LIST("open", "done", "success", "failed");
const char *const v_close_states[] = LIST("done", "success", "failed");
const char *const v_log_kinds[] = LIST("call", "meeting", "note", "email", "sms", "form");
const char *const v_contact_kinds[] = LIST("person", "company");
const char *const v_name_orders[] = LIST("given_first", "family_first");
const char *const v_job_states[] = LIST("waiting", "running", "done", "failed", "cancelled");
static const char *const v_module_kinds[] = LIST("autosales", "sales", "leads", "free");
static const char *const v_point_kinds[] = LIST("email", "phone", "web");
static const char *const v_modes[] = LIST("list", "board", "box", "table");
static const char *const v_encodings[] = LIST("utf-8", "windows-1250");
static const char *const v_import_states[] =
        LIST("uploaded", "previewed", "running", "done", "failed", "undone");

const struct shape sh_empty = {"Empty", (const struct member_shape[]){SHAPE_END}};

static const struct shape sh_missing = {
        "Missing", (const struct member_shape[]){R_TEXT("code"), R_TEXT("label"), R_TEXT("type"), SHAPE_END}};
const struct shape sh_problem = {"Problem",
        (const struct member_shape[]){R_TEXT("type"), R_TEXT("title"), R_INT("status"),
                {.name = "code",
                        .type = SH_TEXT,
                        .flags = REQ,
                        .doc = "Stable name of the error; see `describe errors`"},
                {.name = "detail",
                        .type = SH_TEXT,
                        .flags = REQ,
                        .doc = "A sentence in the member's language"},
                {.name = "field", .type = SH_TEXT, .doc = "Path of the member that is wrong: fields.rating"},
                {.name = "rule", .type = SH_TEXT, .doc = "The rule that was hurt: error.too_long"},
                {.name = "limit", .type = SH_INT, .doc = "The limit that was hurt"}, R_TEXT("request_id"),
                {.name = "current", .type = SH_ANY, .doc = "Stale writes: the thing as it is now"},
                {.name = "your_version", .type = SH_INT, .doc = "Stale writes: the version that was sent"},
                {.name = "fields", .type = SH_MAP, .doc = "Stale writes: {code: {yours, theirs}}"},
                {.name = "n", .type = SH_INT, .doc = "error.bulk_count_changed: the number now"},
                {.name = "missing",
                        .type = SH_ARRAY,
                        .sub = &sh_missing,
                        .doc = "error.required_at: the fields that must be filled in first"},
                {.name = "at", .type = SH_INT, .doc = "A formula: where it is wrong, in characters"},
                {.name = "length", .type = SH_INT, .doc = "A formula: how many characters of it"},
                SHAPE_END}};

#define MEMBER_MEMBERS                                                                                       \
    R_INT("id"), R_TEXT("name"), R_TEXT("initials"), R_TEXT("email"), R_TEXT("role"), R_BOOL("locked"),      \
            R_BOOL("sees_all"), R_BOOL("active"), R_ENUM("language", v_languages), R_TEXT("zone"),           \
            R_ENUM("theme", v_themes), R_INT("version"),                                                     \
    {                                                                                                        \
        .name = "pending", .type = SH_BOOL, .flags = REQ, .doc = "Invited, has not joined yet"               \
    }

const struct shape sh_member = {"Member", (const struct member_shape[]){MEMBER_MEMBERS, SHAPE_END}};
const struct shape sh_me = {"Me", (const struct member_shape[]){MEMBER_MEMBERS, R_TEXT("company"),
                                          R_TEXT("currency"), R_BOOL("demo"), SHAPE_END}};

const struct shape sh_change = {
        "Change", (const struct member_shape[]){
                          {.name = "id",
                                  .type = SH_INT,
                                  .flags = REQ,
                                  .doc = "0 when nothing really changed; else POST /api/changes/{id}/undo"},
                          R_TEXT("kind"), R_INT("n"), SHAPE_END}};

const struct shape sh_brief = {
        "Brief", (const struct member_shape[]){R_INT("id"), R_TEXT("name"), SHAPE_END}};
const struct shape sh_contact_brief = {
        "ContactBrief", (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_contact_kinds),
                                R_TEXT("name"), {.name = "company", .type = SH_TEXT, .flags = NUL},
                                N_TEXT("position"), N_TEXT("email"), N_TEXT("phone"), SHAPE_END}};
static const struct shape sh_customer = {
        "Customer", (const struct member_shape[]){R_INT("id"), R_TEXT("name"),
                            R_ENUM("kind", v_contact_kinds), N_TEXT("company"), SHAPE_END}};
const struct shape sh_card_place = {"CardPlace", (const struct member_shape[]){R_INT("id"), R_TEXT("name"),
                                                         R_INT("module_id"), R_INT("status_id"), SHAPE_END}};
const struct shape sh_card_brief = {
        "CardBrief", (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_INT("module_id"),
                             R_INT("status_id"), R_INT("number"), SHAPE_END}};

static const struct shape sh_checks = {
        "Checks", (const struct member_shape[]){R_INT("n"), R_INT("done"), SHAPE_END}};

static const struct shape sh_next_task = {
        "NextTask", (const struct member_shape[]){R_INT("id"), R_TEXT("text"), N_INT("type_id"),
                            N_INT("assignee_id"), N_TIME("due_at"), R_BOOL("due_has_time"), R_INT("version"),
                            N_OBJ("checks", &sh_checks), R_BOOL("repeats"), SHAPE_END}};

#define CARD_ROW_MEMBERS                                                                                     \
    R_INT("id"), R_INT("number"), R_INT("module_id"), R_INT("status_id"), R_TEXT("name"), N_INT("owner_id"), \
            N_OBJ("contact", &sh_customer), N_OBJ("company", &sh_brief), N_TEXT("phone"), N_TEXT("email"),   \
            N_INT("value_minor"), N_OBJ("next_task", &sh_next_task), N_TIME("next_due_at"),                  \
            R_INT("n_open_tasks"), N_OBJ("checks", &sh_checks), N_INT("qualification"), N_INT("rating"),     \
            N_INT("sales_state"), N_TIME("last_contact_at"), N_TIME("wake_at"), R_BOOL("review_due"),        \
            R_BOOL("stalled"), R_TIME("status_at"), R_TIME("created_at"), R_TIME("updated_at"),              \
            R_INT("version"), N_TIME("trashed_at"),                                                          \
    {                                                                                                        \
        .name = "fields", .type = SH_MAP, .flags = REQ,                                                      \
        .doc = "Values by field code; lists give only those asked for by `columns`"                          \
    }

const struct shape sh_card_row = {"CardRow", (const struct member_shape[]){CARD_ROW_MEMBERS, SHAPE_END}};

static const struct shape sh_permissions = {"Permissions",
        (const struct member_shape[]){R_BOOL("edit"), R_BOOL("trash"), R_BOOL("move"), SHAPE_END}};
static const struct shape sh_privacy = {
        "Privacy", (const struct member_shape[]){R_BOOL("private"), R_INTS("guests"), SHAPE_END}};
static const struct shape sh_related = {"Related",
        (const struct member_shape[]){R_INT("module_id"),
                R_ARR("cards",
                        (&(const struct shape){"RelatedCard",
                                (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_INT("status_id"),
                                        N_INT("value_minor"), R_INT("number"), SHAPE_END}})),
                SHAPE_END}};
static const struct shape sh_card_link = {
        "CardLink", (const struct member_shape[]){R_INT("id"), R_OBJ("card", &sh_card_brief), R_TEXT("kind"),
                            N_TEXT("note"), SHAPE_END}};

static const char *const v_repeat_from[] = LIST("due", "closing");
static const char *const v_scopes[] = LIST("this", "following");
static const struct shape sh_repeat = {"Repeat",
        (const struct member_shape[]){
                {.name = "rrule", .type = SH_TEXT, .flags = REQ, .doc = "As RFC 5545 writes it"},
                {.name = "from",
                        .type = SH_TEXT,
                        .flags = REQ,
                        .values = v_repeat_from,
                        .doc = "What the next one is counted from: the regular time, or the day of closing"},
                {.name = "no", .type = SH_INT, .flags = REQ, .doc = "The how manieth it is"}, SHAPE_END}};
static const struct shape sh_repeat_in = {
        "RepeatIn", (const struct member_shape[]){
                            {.name = "rrule",
                                    .type = SH_TEXT,
                                    .flags = REQ,
                                    .min = 1,
                                    .max = RECUR_TEXT_MAX,
                                    .doc = "FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, BYDAY, "
                                           "BYMONTHDAY, BYMONTH, BYSETPOS, UNTIL (a day) or COUNT"},
                            I_ENUM("from", v_repeat_from), SHAPE_END}};

#define TASK_MEMBERS                                                                                         \
    R_INT("id"), R_INT("card_id"), R_TEXT("text"), N_INT("type_id"), N_INT("assignee_id"), N_TIME("due_at"), \
            R_BOOL("due_has_time"), R_INT("duration_min"), R_INT("reminder_min"), R_TEXT("address"),         \
            R_ENUM("state", v_task_states), R_TEXT("result"), N_TIME("closed_at"), N_INT("closed_by"),       \
            R_TIME("created_at"), R_INT("created_by"), R_INT("version"), N_OBJ("repeat", &sh_repeat),        \
            N_OBJ("checks", &sh_checks)

const struct shape sh_task = {"Task", (const struct member_shape[]){TASK_MEMBERS, SHAPE_END}};
const struct shape sh_task_row = {
        "TaskRow", (const struct member_shape[]){TASK_MEMBERS, R_OBJ("card", &sh_card_place), SHAPE_END}};

const struct shape sh_card = {"Card",
        (const struct member_shape[]){CARD_ROW_MEMBERS,
                {.name = "reason", .type = SH_TEXT, .flags = REQ | NUL, .doc = "Why it stands in its status"},
                N_TEXT("wake_reason"), N_TIME("qualified_at"), N_INT("qualified_by"),
                N_TEXT("qualification_note"), N_INT("created_by"), N_INT("updated_by"), N_TEXT("source"),
                R_OBJ("permissions", &sh_permissions), R_OBJ("privacy", &sh_privacy),
                R_ARR("people", &sh_contact_brief), R_ARR("related", &sh_related),
                R_ARR("links", &sh_card_link), R_ARR("tasks", &sh_task), SHAPE_END}};

const struct shape sh_task_in = {"TaskIn",
        (const struct member_shape[]){{.name = "text", .type = SH_TEXT, .min = 1, .max = 2000},
                I_NID("type_id"), I_NID("assignee_id"), I_NTIME("due_at"),
                {.name = "due_date",
                        .type = SH_TEXT,
                        .flags = NUL,
                        .min = 10,
                        .max = 10,
                        .doc = "YYYY-MM-DD: the end of that day in the member's zone"},
                I_BOOL("due_has_time"), I_INT("duration_min", 0, 10080), I_INT("reminder_min", 0, 40320),
                I_TEXT("address", 500),
                {.name = "repeat",
                        .type = SH_OBJECT,
                        .flags = NUL,
                        .sub = &sh_repeat_in,
                        .doc = "null: it comes no more"},
                {.name = "scope",
                        .type = SH_TEXT,
                        .values = v_scopes,
                        .doc = "Of a task that comes again: is this one changed alone, or those that "
                               "follow too (the default)?"},
                I_VERSION, SHAPE_END}};

const struct shape sh_comment = {
        "Comment", (const struct member_shape[]){R_INT("id"), N_INT("card_id"), N_INT("contact_id"),
                           R_INT("member_id"), R_TEXT("text"),
                           {.name = "mentions",
                                   .type = SH_ARRAY_INT,
                                   .flags = REQ,
                                   .doc = "Members called by name; in the text stands @ and the name"},
                           R_TIME("created_at"), N_TIME("edited_at"), R_INT("version"), SHAPE_END}};
const struct shape sh_event = {"Event",
        (const struct member_shape[]){R_INT("id"), R_TIME("at"),
                {.name = "member_id", .type = SH_INT, .flags = REQ, .doc = "0 = the system"}, R_TEXT("kind"),
                N_TEXT("field"), N_TEXT("field_label"), N_TEXT("old"), N_TEXT("new"), R_TEXT("text"),
                R_BOOL("is_contact"), R_INT("change_id"), R_BOOL("undoable"), R_BOOL("undone"),
                {.name = "comment",
                        .type = SH_OBJECT,
                        .flags = REQ | NUL,
                        .sub = &sh_comment,
                        .doc = "As it stands now"},
                {.name = "task_id", .type = SH_INT, .flags = NUL},
                {.name = "card_id", .type = SH_INT, .flags = NUL}, SHAPE_END}};

const struct shape sh_point = {
        "ContactPoint", (const struct member_shape[]){R_ENUM("kind", v_point_kinds),
                                {.name = "value", .type = SH_TEXT, .flags = REQ, .min = 1, .max = 254},
                                I_TEXT("label", 60), I_BOOL("is_default"), SHAPE_END}};
const struct shape sh_address = {
        "Address", (const struct member_shape[]){I_TEXT("kind", 40), I_TEXT("street", 200),
                           I_TEXT("city", 100), I_TEXT("postal_code", 20), I_TEXT("county", 100),
                           I_TEXT("country", 60), I_BOOL("is_default"), SHAPE_END}};

#define CONTACT_TEXTS                                                                                        \
    I_TEXT("first_name", 100), I_TEXT("last_name", 100), I_TEXT("position", 100), I_TEXT("tax_no", 40),      \
            I_TEXT("eu_tax_no", 40), I_TEXT("registration_no", 60), I_TEXT("bank_account", 80),              \
            I_TEXT("industry", 100), I_TEXT("region", 100), I_TEXT("tags", 500), I_TEXT("note", 10000)
#define CONTACT_NUMBERS                                                                                      \
    {.name = "employees", .type = SH_INT, .flags = NUL, .max = 100000000},                                   \
            {.name = "revenue_minor", .type = SH_INT, .flags = NUL},                                         \
    {                                                                                                        \
        .name = "founded_year", .type = SH_INT, .flags = NUL, .min = 1000, .max = 2200                       \
    }

const struct shape sh_contact_in = {"ContactIn",
        (const struct member_shape[]){I_ENUM("kind", v_contact_kinds),
                {.name = "name",
                        .type = SH_TEXT,
                        .max = 200,
                        .doc = "Companies; a person's is made of the two names"},
                CONTACT_TEXTS, CONTACT_NUMBERS, I_NID("company_id"), I_NID("owner_id"),
                {.name = "points", .type = SH_ARRAY, .sub = &sh_point, .max = 50},
                {.name = "addresses", .type = SH_ARRAY, .sub = &sh_address, .max = 20},
                {.name = "fields", .type = SH_MAP, .doc = "Its own fields, by code"}, I_VERSION, SHAPE_END}};

const struct shape sh_contact = {"Contact",
        (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_contact_kinds), R_TEXT("name"),
                R_TEXT("first_name"), R_TEXT("last_name"), R_TEXT("position"), R_TEXT("tax_no"),
                R_TEXT("eu_tax_no"), R_TEXT("registration_no"), R_TEXT("bank_account"), R_TEXT("industry"),
                R_TEXT("region"), R_TEXT("tags"), R_TEXT("note"), N_INT("employees"), N_INT("revenue_minor"),
                N_INT("founded_year"), N_INT("company_id"), N_OBJ("company", &sh_brief), N_INT("owner_id"),
                R_ARR("points", &sh_point), R_ARR("addresses", &sh_address), R_MAP("fields"),
                R_ARR("people", &sh_contact_brief), R_ARR("cards", &sh_card_brief), R_TIME("created_at"),
                R_TIME("updated_at"), N_TIME("trashed_at"),
                {.name = "merged_into",
                        .type = SH_INT,
                        .flags = REQ | NUL,
                        .doc = "The contact that goes on in its place"},
                {.name = "erased_at",
                        .type = SH_TIME,
                        .flags = REQ | NUL,
                        .doc = "When all that was known of the person was erased"},
                R_INT("version"), SHAPE_END}};

static const struct shape sh_option = {
        "Option", (const struct member_shape[]){R_INT("id"), R_TEXT("code"), R_TEXT("label"),
                          R_TEXT("colour"), R_BOOL("retired"), SHAPE_END}};
const char *const v_reaches[] = LIST("none", "own", "team", "all");
const struct shape sh_scopes = {
        "Scopes", (const struct member_shape[]){R_ENUM("see", v_reaches), R_ENUM("edit", v_reaches),
                          R_ENUM("delete", v_reaches), SHAPE_END}};
static const struct shape sh_team = {"Team",
        (const struct member_shape[]){R_INT("id"), R_TEXT("name"), N_INT("leader_id"),
                {.name = "member_ids", .type = SH_ARRAY_INT, .flags = REQ}, R_INT("version"), SHAPE_END}};
const struct shape sh_field = {"Field",
        (const struct member_shape[]){R_INT("id"), R_TEXT("code"), R_TEXT("type"), R_TEXT("label"),
                R_TEXT("help"), R_TEXT("group"), R_TEXT("role"), R_BOOL("required"), R_BOOL("filterable"),
                R_BOOL("sortable"), R_BOOL("editable"), R_BOOL("nullable"), R_TEXTS("ops"), N_INT("min"),
                N_INT("max"), R_ARR("options", &sh_option), SHAPE_END}};
static const struct shape sh_status = {
        "Status", (const struct member_shape[]){R_INT("id"), R_ENUM("group", v_groups), R_INT("position"),
                          R_TEXT("label"), R_TEXT("colour"), R_TEXT("role"), R_INT("cadence_days"),
                          R_TEXT("cadence_label"), R_INT("stalled_days"), R_INT("probability_pct"),
                          {.name = "needs",
                                  .type = SH_ARRAY_TEXT,
                                  .flags = REQ,
                                  .doc = "Codes of fields asked for on entering"},
                          SHAPE_END}};
static const struct shape sh_task_type = {
        "TaskType", (const struct member_shape[]){R_INT("id"), R_TEXT("code"), R_TEXT("label"),
                            R_TEXT("icon"), R_INT("duration_min"), R_INT("reminder_min"),
                            R_BOOL("is_contact"), R_BOOL("retired"), SHAPE_END}};

static const struct shape sh_view_column = {"ViewColumn",
        (const struct member_shape[]){{.name = "code", .type = SH_TEXT, .flags = REQ, .min = 1, .max = 100},
                I_INT("width", 30, 2000), SHAPE_END}};
const struct shape sh_view_config = {"ViewConfig",
        (const struct member_shape[]){{.name = "mode", .type = SH_TEXT, .flags = REQ, .values = v_modes},
                {.name = "filter",
                        .type = SH_ANY,
                        .doc = "As the `filter` parameter of card lists; null = none"},
                I_NTEXT("q", 200),
                {.name = "owner", .type = SH_ANY, .doc = "Member id, \"none\", \"me\" or null"},
                {.name = "status", .type = SH_INT, .flags = NUL}, I_NTEXT("sort", 100), I_BOOL("desc"),
                {.name = "columns", .type = SH_ARRAY, .sub = &sh_view_column, .max = 60}, SHAPE_END}};
const struct shape sh_view = {"View",
        (const struct member_shape[]){R_INT("id"), R_INT("module_id"), R_INT("member_id"), R_TEXT("label"),
                R_BOOL("shared"), R_OBJ("config", &sh_view_config), R_INT("version"), SHAPE_END}};

static const struct shape sh_group = {
        "GroupLabel", (const struct member_shape[]){R_ENUM("group", v_groups), R_TEXT("label"), SHAPE_END}};
const struct shape sh_module = {"Module",
        (const struct member_shape[]){R_INT("id"), R_ENUM("kind", v_module_kinds), R_TEXT("template"),
                R_TEXT("label"), R_TEXT("item_label"), R_TEXT("items_label"), R_TEXT("colour"),
                R_TEXT("icon"), R_INT("position"), R_INT("version"),
                {.name = "fixed", .type = SH_BOOL, .flags = REQ, .doc = "Cards move by rules, not by hand"},
                R_TEXT("fixed_reason"), R_BOOL("has_key_fields"), R_MAP("settings"),
                R_ARR("groups", &sh_group), R_ARR("statuses", &sh_status), R_ARR("fields", &sh_field),
                R_ARR("task_types", &sh_task_type), R_ARR("views", &sh_view),
                {.name = "may",
                        .type = SH_OBJECT,
                        .flags = REQ,
                        .sub = &sh_scopes,
                        .doc = "How far my role reaches"},
                SHAPE_END}};
static const struct shape sh_account = {"Account",
        (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_TEXT("currency"), R_TEXT("country"),
                R_TEXT("zone"), R_ENUM("language", v_languages), R_ENUM("name_order", v_name_orders),
                R_BOOL("demo"), R_MAP("work_hours"), SHAPE_END}};
static const struct shape sh_contact_shapes = {
        "ContactShapes", (const struct member_shape[]){N_INT("person"), N_INT("company"), SHAPE_END}};
const struct shape sh_meta = {"Meta",
        (const struct member_shape[]){R_INT("serial"), R_OBJ("account", &sh_account), R_OBJ("me", &sh_member),
                R_ARR("members", &sh_member), R_ARR("modules", &sh_module),
                R_ARR("contact_fields", &sh_field), R_ARR("person_fields", &sh_field),
                R_ARR("company_fields", &sh_field), R_OBJ("contact_shapes", &sh_contact_shapes),
                {.name = "rights",
                        .type = SH_ARRAY_TEXT,
                        .flags = REQ,
                        .doc = "What my role may beside: export, bulk, import, send, configure, manage"},
                R_ARR("teams", &sh_team), SHAPE_END}};

const struct shape sh_job = {
        "Job", (const struct member_shape[]){R_INT("id"), R_TEXT("kind"), R_ENUM("state", v_job_states),
                       R_INT("progress"), R_INT("total"), R_MAP("result"), N_INT("change_id"), SHAPE_END}};

static const struct shape sh_import_column = {
        "ImportColumn", (const struct member_shape[]){R_INT("index"), R_TEXT("header"), R_TEXTS("samples"),
                                R_INT("n_filled"), R_TEXTS("distinct"), R_TEXT("kind"), SHAPE_END}};
static const struct shape sh_import_sample = {
        "ImportSample", (const struct member_shape[]){R_INT("row"), R_TEXT("kind"), N_TEXT("title"),
                                R_ARR("changes", (&(const struct shape){"ImportSampleChange",
                                                         (const struct member_shape[]){N_TEXT("field"),
                                                                 N_TEXT("old"), N_TEXT("new"), SHAPE_END}})),
                                {.name = "error", .type = SH_TEXT, .flags = NUL}, SHAPE_END}};
static const struct shape sh_import_report = {
        "ImportReport", (const struct member_shape[]){R_INT("created"), R_INT("updated"), R_INT("unchanged"),
                                R_INT("refused"), R_INT("new_options"), R_INT("contacts_created"),
                                R_INT("contacts_matched"), R_ARR("sample", &sh_import_sample), SHAPE_END}};
const struct shape sh_import = {"Import",
        (const struct member_shape[]){R_INT("id"), R_INT("module_id"), R_INT("member_id"),
                R_TEXT("file_name"), R_INT("size_bytes"), R_ENUM("encoding", v_encodings),
                R_TEXT("delimiter"), N_INT("n_rows"), R_ENUM("state", v_import_states),
                R_ARR("columns", &sh_import_column), R_MAP("mapping"), N_OBJ("report", &sh_import_report),
                N_INT("job_id"), N_INT("change_id"), R_TIME("created_at"), SHAPE_END}};

#define PAGE_MEMBERS                                                                                         \
    {.name = "cursor", .type = SH_TEXT, .max = 2000, .doc = "`next` of the page before"},                    \
    {                                                                                                        \
        .name = "limit", .type = SH_INT, .min = 1, .max = 200, .doc = "Rows a page, 50 when left out"        \
    }

const struct shape sh_signed_in = {"SignedIn",
        (const struct member_shape[]){N_OBJ("me", &sh_member),
                {.name = "two_step",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "Not null: a code is still wanted; goes to /api/login/code with it"},
                {.name = "job_id", .type = SH_INT, .doc = "Set-up with demo data: the job that makes it"},
                SHAPE_END}};
const struct member_shape q_page[] = {PAGE_MEMBERS, SHAPE_END};
#define WHICH_CARDS                                                                                          \
    {.name = "status", .type = SH_INT, .min = 1}, I_ENUM("group", v_groups),                                 \
            {.name = "owner", .type = SH_TEXT, .max = 20, .doc = "A member's id, `me` or `none`"},           \
            {.name = "cell",                                                                                 \
                    .type = SH_INT,                                                                          \
                    .max = 8,                                                                                \
                    .doc = "Cell of the 9-box: qualification * 3 + rating"},                                 \
            {.name = "q", .type = SH_TEXT, .max = 200, .doc = "Words to search for"},                        \
            {.name = "filter",                                                                               \
                    .type = SH_TEXT,                                                                         \
                    .max = 8000,                                                                             \
                    .doc = "JSON: {\"all\":[…]}, {\"any\":[…]}, {\"not\":…} or "                       \
                           "{\"field\",\"op\",\"value\"}"},                                                  \
            I_ENUM("day", v_days), I_BOOL("trash")

const struct member_shape q_cards[] = {WHICH_CARDS,
        {.name = "sort",
                .type = SH_TEXT,
                .max = 100,
                .doc = "Code of a sortable field; next action when left out"},
        I_BOOL("desc"),
        {.name = "columns",
                .type = SH_TEXT,
                .max = 2000,
                .doc = "Codes of further fields, separated by commas"},
        PAGE_MEMBERS, SHAPE_END};

const char *const v_separators[] = LIST("comma", "semicolon", "tab");
const struct member_shape q_export[] = {WHICH_CARDS,
        {.name = "columns",
                .type = SH_TEXT,
                .max = 2000,
                .doc = "Codes of fields, separated by commas; all of them when left out"},
        {.name = "separator",
                .type = SH_TEXT,
                .values = v_separators,
                .doc = "Between cells; with `semicolon` numbers have a decimal comma"},
        SHAPE_END};
