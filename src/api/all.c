/* all - the list of route lists; a new *_api.c is added here and nowhere else. */
#include "api/route.h"

extern const struct route_list session_routes, member_routes, meta_routes, module_routes, pipeline_routes,
        field_routes, task_type_routes, list_routes, export_routes, card_routes, history_routes, task_routes,
        contact_routes, view_routes, bulk_routes, import_routes, home_routes, live_routes, backup_routes,
        ops_routes;

const struct route_list *const all_routes[] = {&session_routes, &member_routes, &meta_routes, &module_routes,
        &pipeline_routes, &field_routes, &task_type_routes, &list_routes, &export_routes, &card_routes,
        &history_routes, &task_routes, &contact_routes, &view_routes, &bulk_routes, &import_routes,
        &home_routes, &live_routes, &backup_routes, &ops_routes, NULL};
