/* stream - what the server and the event-stream hub share behind sse.h. */
#pragma once
#include "base/buf.h"
#include "http/sse.h"

#include <stdbool.h>
#include <stddef.h>

/* sse_attach - the client's stream begins: the hub takes a copy of the socket and sends the head first.
 * Gives:  false when that is not possible; then sse_drop it */
bool sse_attach(struct sse_client *c, int fd, const char *head, size_t head_len);
/* sse_drop - forget a client that was never attached. */
void sse_drop(struct sse_client *c);
