/* cmd_describe - the server prints itself. */
#include "api/openapi.h"
#include "main/command.h"

#include <stdio.h>

int cmd_describe(struct cli *cli)
{
    static const struct {
        const char *name;
        void (*write)(struct buf *out);
    } parts[] = {{"openapi", openapi_write}, {"routes", routes_write}, {"errors", errors_write},
            {"settings", settings_write}};
    struct buf b;
    buf_init(&b, cli->arena);
    for (size_t i = 0; cli->n_words == 1 && i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, cli->words[0]) == 0) {
            parts[i].write(&b);
            puts(buf_str(&b));
            return 0;
        }
    cli_complain("describe what? openapi, routes, errors or settings");
    return EXIT_USAGE;
}
