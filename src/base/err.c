#include "base/err.h"

static const struct {
    int status;
    const char *name;
    const char *sentence;
} errs[] = {
#define ERR(code, status, name, sentence) {status, name, sentence},
#include "base/err.def"
#undef ERR
};

int err_status(enum err e)
{
    return errs[e].status;
}

const char *err_name(enum err e)
{
    return errs[e].name;
}

const char *err_sentence(enum err e)
{
    return errs[e].sentence;
}
