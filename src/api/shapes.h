/* shapes - the objects of the API that more than one route gives or takes; the names are OpenAPI's schema names. */
#pragma once
#include "api/shape.h"

extern const struct shape sh_scopes;
extern const char *const v_reaches[],
        *const v_languages[],
                *const v_themes[],
                        *const v_groups[],
                                *const v_days[],
                                        *const v_task_states[],
                                                *const v_close_states[],
                                                        *const v_log_kinds[],
                                                                *const v_contact_kinds[],
                                                                        *const v_name_orders[],
                                                                                *const v_job_states[],
                                                                                        *const v_separators[];

extern const struct shape sh_signed_in, sh_empty, sh_problem, sh_member, sh_me, sh_change, sh_brief,
        sh_contact_brief, sh_card_row, sh_card, sh_task, sh_task_in, sh_event, sh_point, sh_address,
        sh_contact, sh_contact_in, sh_field, sh_module, sh_view, sh_meta, sh_card_brief, sh_card_place,
        sh_task_row, sh_view_config, sh_import, sh_job, sh_comment;
extern const struct member_shape q_page[], q_cards[], q_export[];
