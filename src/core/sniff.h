/* sniff - what a file is, by its first bytes and never by its name. Nothing is unpacked or decoded. */
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SNIFF_BYTES 65536 /* looked at from the beginning */

/* sniff_type - its media type, "application/octet-stream" when nobody knows. Any thread. */
const char *sniff_type(struct arena *a, const void *bytes, size_t n);
/* sniff_picture - width and height of a PNG, GIF, JPEG or WebP as its header tells them; 0 and 0 when it is none, or
 * hides them. The stream's position is anywhere afterwards. */
void sniff_picture(FILE *f, const char *type, int64_t *out_width, int64_t *out_height);
/* sniff_shown - may a browser be given such a type to show, instead of a file to keep? */
bool sniff_shown(const char *type);
