/* meta_json - the snapshot as the object "Meta" of the API, in the member's language. */
#pragma once
#include "api/route.h"

enum err meta_write(struct call *c);
