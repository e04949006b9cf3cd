/* directory_impl - what directory.c and set_up.c share; nobody else includes it. */
#pragma once
#include "core/directory.h"

const char *directory_path(struct directory *dir);
/* password_check - length and UTF-8. Errors: ERR_INVALID field "password" */
enum err password_check(struct ctx *cx, const char *password);
