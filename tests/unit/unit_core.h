/* unit_core - what tests of the core include. */
#pragma once
#include "unit_store.h"

#undef fail /* cmocka's; the core has a function of this name */
