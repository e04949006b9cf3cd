/* search - one folded index over cards, people, companies, phones, mails; answers as you type. */
#pragma once
#include "core/ctx.h"

enum search_kind { SEARCH_CARD, SEARCH_PERSON, SEARCH_COMPANY };

/* search_put - (re)write the entry of one thing; texts are folded here. NULL text removes it. */
enum err search_put(struct ctx *cx, enum search_kind kind, int64_t id, const char *text);
/* search_add - the same for a thing just made. */
enum err search_add(struct ctx *cx, enum search_kind kind, int64_t id, const char *text);
/* search_phone_words - what a number's key (text_phone_key) adds to the text of an entry, so that it is found
 * by its international form, its national form and its last seven digits: "36301234567 301234567 1234567". */
char *search_phone_words(struct arena *a, const char *phone_key);
/* search_phone_digits - when a typed text may mean a phone number (five digits or more and no letters): its digits without
 * what stands before them at home or abroad (0, 06, 00), a prefix of one of search_phone_words; otherwise NULL. */
char *search_phone_digits(struct arena *a, const char *text);
/* search_write - {"hits":[{kind,id,title,subtitle,module_id,status_id}],"partial"}: every word a prefix, at most `limit`
 * (<= 50), what the member may not see is not found; partial: not all could be looked at for him. Digits are also matched as a phone number. */
enum err search_write(struct ctx *cx, const char *text, int limit, struct jw *w);
