/* text - UTF-8 text: validity, trimming, folding for search and comparison, collation keys. */
#pragma once
#include "base/arena.h"
#include "base/val.h"

#include <stdbool.h>
#include <stddef.h>

enum lang { LANG_EN, LANG_HU, LANG_RO, N_LANG };

/* lang_code - "en", "hu", "ro". */
const char *lang_code(enum lang l);
/* lang_from - the language of a code such as "hu" or "hu-HU"; LANG_EN when unknown, then *out_known is false.
 * out_known may be NULL. */
enum lang lang_from(const char *code, bool *out_known);

/* text_utf8_len - length in bytes of the first code point, 0 when it is not valid UTF-8 (RFC 3629). */
size_t text_utf8_len(const char *s, size_t n);
/* text_valid - is it UTF-8 throughout, without NUL? */
bool text_valid(const char *s, size_t n);
/* text_chars - code points in valid UTF-8. */
size_t text_chars(const char *s, size_t n);
/* text_trim - copy without white space at both ends; control characters but \n and \t, and bytes that
 * are no UTF-8, are dropped. */
char *text_trim(struct arena *a, const char *s);
/* text_fold - the search key of a text: case folded, accents removed (NFKD), ł đ ø æ ß ı mapped, runs of anything
 * that is not a letter or digit become one blank, trimmed. "  Szűcs-Popescu Ștefan" -> "szucs popescu stefan". */
char *text_fold(struct arena *a, const char *s);
/* text_phone_key - digits in international form without '+': "06 30/123-4567" (HU) -> "36301234567";
 * "0722 123 456" with country "RO" -> "40722123456". Gives "" when there are fewer than 5 digits. */
char *text_phone_key(struct arena *a, const char *s, const char *country);
/* text_email_key - lower-cased, trimmed address, or NULL when it does not look like one (one @, a dot in the domain,
 * no blanks, at most 254 bytes). */
char *text_email_key(struct arena *a, const char *s);
/* text_company_key - folded name without company forms (kft, zrt, bt, nyrt, srl, sa, ltd, gmbh, ...). */
char *text_company_key(struct arena *a, const char *s);
/* text_sort_key - ICU sort key for the language (cs, gy, dzs, s-comma, t-comma sort right); memcmp order. */
struct val text_sort_key(struct arena *a, const char *s, enum lang l);
/* text_cut - at most the first max bytes, cut between characters. */
char *text_cut(struct arena *a, const char *s, size_t max);
