/* listen - the server's listening socket. */
#pragma once
#include "base/err.h"

/* listen_open - a non-blocking socket on an IPv4 or IPv6 address; port 0 = any free one.
 * Errors: ERR_CONFLICT the port is taken, ERR_INVALID not an address, ERR_INTERNAL */
enum err listen_open(const char *address, int port, int *out_fd, int *out_port);
