/* openapi - the server prints itself: the route tables as OpenAPI 3.1, as a readable page, and as a plain list. */
#pragma once
#include "base/buf.h"

void openapi_write(struct buf *out);
/* docs_write, docs_css_write - one HTML page without scripts, and its style sheet. */
void docs_write(struct buf *out);
void docs_css_write(struct buf *out);
/* routes_write - one JSON array: method, path, who may, transaction, summary. */
void routes_write(struct buf *out);
/* errors_write - the list of base/err.def as JSON. */
void errors_write(struct buf *out);
