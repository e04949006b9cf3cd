/* err - the one list of error codes. Whatever can fail returns `enum err`; 0 is success. "No row" is
 * ERR_NOT_FOUND and never the same answer as a failure. */
#pragma once

enum err {
#define ERR(code, status, name, sentence) code,
#include "base/err.def"
#undef ERR
    N_ERR
};

/* err_status - HTTP status of a code. */
int err_status(enum err e);
/* err_name - stable machine name of a code, as in the API. */
const char *err_name(enum err e);
/* err_sentence - English sentence of a code. */
const char *err_sentence(enum err e);
