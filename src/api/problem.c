#include "api/problem.h"
#include "base/log.h"
#include "base/text.h"

/* The members of one JSON object, as further members of another. */
static void add_extra(struct jw *w, const char *json)
{
    size_t n = strlen(json);
    if (n > 2 && json[0] == '{' && json[n - 1] == '}') {
        buf_putc(w->out, ',');
        buf_add(w->out, json + 1, n - 2);
    }
}

static void log_failure(struct jw *w, void *arg)
{
    const struct http_request *rq = arg;
    jw_kstr(w, "request_id", rq->id);
    jw_kstr(w, "method", rq->method);
    jw_kstr(w, "route", rq->route);
}

/* The sentence of a code that nobody said more about; "too large" is also a rule of numbers, hence its other name. */
static const char *plain_key(struct arena *a, enum err e)
{
    return e == ERR_TOO_LARGE ? "error.request_too_large" : arena_printf(a, "error.%s", err_name(e));
}

void problem_reply(struct http_request *rq, const struct ctx *cx, enum err e)
{
    const struct fault *f = &cx->fault;
    bool told = f->code == e && f->key;
    const char *key = told ? f->key : plain_key(rq->arena, e);
    struct jw w;
    rq->reply.status = err_status(e);
    rq->reply.content_type = "application/problem+json; charset=utf-8";
    buf_init(&rq->reply.body, rq->arena);
    jw_init(&w, &rq->reply.body);
    jw_obj(&w);
    jw_kstr(&w, "type", arena_printf(rq->arena, "/api/docs#error-%s", err_name(e)));
    jw_kstr(&w, "title", err_sentence(e));
    jw_kint(&w, "status", err_status(e));
    jw_kstr(&w, "code", err_name(e));
    jw_kstr(&w, "detail",
            message(rq->arena, cx->lang, key, told ? f->field : NULL, told ? f->arg : NULL,
                    told ? f->limit : 0));
    if (told && f->field)
        jw_kstr(&w, "field", f->field);
    if (told)
        jw_kstr(&w, "rule", f->key);
    if (told && f->limit)
        jw_kint(&w, "limit", f->limit);
    jw_kstr(&w, "request_id", rq->id);
    if (told && f->extra_json)
        add_extra(&w, f->extra_json);
    jw_obj_end(&w);
    if (e == ERR_INTERNAL || e == ERR_FULL)
        log_line(LOG_ERROR, err_sentence(e), log_failure, rq);
}

enum lang problem_language(const struct http_request *rq)
{
    const char *s = http_header(rq, "Accept-Language");
    for (int i = 0; s && *s && i < 20; i++) {
        char code[4] = {0};
        bool known;
        s += strspn(s, " \t,");
        for (size_t k = 0; k < 3 && ((s[k] >= 'a' && s[k] <= 'z') || (s[k] >= 'A' && s[k] <= 'Z')); k++)
            code[k] = (char)(s[k] | 0x20);
        enum lang l = lang_from(code, &known);
        if (known)
            return l;
        s += strcspn(s, ",");
    }
    return LANG_EN;
}

/* The sentence of a status; the English ones of the HTTP room say more than ours and stay. */
const char *problem_refusal(
        void *arg, const struct http_request *rq, int status, const char *why, int64_t limit)
{
    enum lang lang = problem_language(rq);
    enum err e = ERR_OK;
    if (lang == LANG_EN)
        return NULL;
    if (status == 414 || status == 431)
        return message(rq->arena, lang, "error.head_too_large", NULL, NULL, 0);
    while (e < N_ERR && err_status(e) != status)
        e++;
    if (e == N_ERR || (e == ERR_MALFORMED && !why))
        return NULL;
    return message(rq->arena, lang, plain_key(rq->arena, e), NULL, why, limit);
}
