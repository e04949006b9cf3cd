/* module_shapes - the objects of the routes by which administrators shape modules. */
#pragma once
#include "api/route.h"
#include "api/shapes.h"

extern const struct shape sh_label, sh_module_brief, sh_module_shape, sh_template, sh_shape_out,
        sh_change_out;

/* A name that may be given; needed: it must be. */
#define I_LABEL(n)                                                                                           \
    {                                                                                                        \
        .name = (n), .type = SH_OBJECT, .sub = &sh_label                                                     \
    }
#define I_LABEL_NEEDED(n)                                                                                    \
    {                                                                                                        \
        .name = (n), .type = SH_OBJECT, .flags = SH_REQUIRED, .sub = &sh_label                               \
    }

/* reply_shape - {"module": ModuleShape, "change"}; reply_shape_members without the braces. */
enum err reply_shape(struct call *c, int64_t module_id);
enum err reply_shape_members(struct call *c, int64_t module_id);
/* reply_shape_made - the same with the id of what was added. */
enum err reply_shape_made(struct call *c, int64_t module_id, int64_t id);
