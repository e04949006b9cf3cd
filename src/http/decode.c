#include "http/decode.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool is_token_char(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool decode_token(const char *s)
{
    const char *p = s;
    while (is_token_char((unsigned char)*p))
        p++;
    return p > s && !*p;
}

bool decode_field_value(const char *s)
{
    for (; *s; s++)
        if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
            return false;
    return true;
}

bool decode_length(const char *s, int64_t *out_n)
{
    int64_t n = 0;
    size_t digits = strspn(s, "0123456789");
    if (!digits || digits > 18 || s[digits])
        return false;
    for (; *s; s++)
        n = n * 10 + (*s - '0');
    *out_n = n;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

char *decode_percent(struct arena *a, const char *s, size_t n, bool plus)
{
    char *out = arena_alloc(a, n + 1), *w = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] != '%') {
            *w++ = s[i];
            if (plus && s[i] == '+')
                w[-1] = ' ';
            continue;
        }
        int high = i + 2 < n ? hex_digit(s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s[i + 2]) : -1;
        if (low < 0)
            return NULL;
        *w++ = (char)(high * 16 + low);
        i += 2;
    }
    *w = 0;
    return text_valid(out, (size_t)(w - out)) ? out : NULL;
}

/* Does the decoded path have a segment "." or ".."? Such paths mean different things to different readers. */
static bool has_dot_segment(const char *path)
{
    for (const char *s = path; s; s = strchr(s, '/')) {
        s += *s == '/';
        size_t n = strcspn(s, "/");
        if ((n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
            return true;
    }
    return false;
}

static bool has_encoded_slash(const char *s, size_t n)
{
    for (size_t i = 0; i + 2 < n; i++)
        if (s[i] == '%' && s[i + 1] == '2' && (s[i + 2] == 'f' || s[i + 2] == 'F'))
            return true;
    return false;
}

/* Where the path of an absolute-form target begins; the target itself in origin form, NULL for anything else. */
static const char *target_path(const char *target)
{
    if (target[0] == '/')
        return target;
    size_t scheme = strncasecmp(target, "http://", 7) == 0    ? 7
                    : strncasecmp(target, "https://", 8) == 0 ? 8
                                                              : 0;
    if (!scheme)
        return NULL;
    size_t host = strcspn(target + scheme, "/?");
    return host ? target + scheme + host : NULL;
}

char *decode_path(struct arena *a, const char *target, const char **out_query, const char **out_why)
{
    *out_query = NULL;
    for (const char *p = target; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '#') {
            *out_why = "The request target has a character that must be percent-encoded.";
            return NULL;
        }
    const char *path = target_path(target);
    if (!path) {
        *out_why = "The request target must be a path or an http address.";
        return NULL;
    }
    size_t n = strcspn(path, "?");
    if (path[n] == '?')
        *out_query = path + n + 1;
    if (has_encoded_slash(path, n)) {
        *out_why = "The path has an encoded slash.";
        return NULL;
    }
    char *decoded = n ? decode_percent(a, path, n, false) : arena_str(a, "/");
    if (!decoded)
        *out_why = "The path is not percent-encoded UTF-8.";
    else if (has_dot_segment(decoded))
        *out_why = "The path has a dot segment.";
    else
        return decoded;
    return NULL;
}

struct http_header *decode_query(struct arena *a, const char *query, size_t *out_n, const char **out_why)
{
    struct http_header *params = arena_array(a, struct http_header, HTTP_MAX_QUERY_PARAMS);
    size_t n = 0;
    for (const char *s = query; *s; s += *s == '&') {
        size_t len = strcspn(s, "&"), name = strcspn(s, "&=");
        if (len && n == HTTP_MAX_QUERY_PARAMS) {
            *out_why = "The query has more than 64 parameters.";
            return NULL;
        }
        if (len) {
            size_t value = name < len ? name + 1 : len;
            params[n].name = decode_percent(a, s, name, true);
            params[n].value = decode_percent(a, s + value, len - value, true);
            if (!params[n].name || !params[n].value) {
                *out_why = "The query is not percent-encoded UTF-8.";
                return NULL;
            }
            n++;
        }
        s += len;
    }
    *out_n = n;
    return params;
}

char *decode_cookie(struct arena *a, const char *header, const char *name)
{
    size_t name_len = strlen(name);
    for (const char *s = header; *s; s += *s == ';') {
        s += strspn(s, " \t");
        size_t len = strcspn(s, ";");
        if (len > name_len && s[name_len] == '=' && memcmp(s, name, name_len) == 0) {
            const char *value = s + name_len + 1;
            size_t n = len - name_len - 1;
            while (n && (value[n - 1] == ' ' || value[n - 1] == '\t'))
                n--;
            bool quoted = n >= 2 && value[0] == '"' && value[n - 1] == '"';
            return quoted ? arena_strn(a, value + 1, n - 2) : arena_strn(a, value, n);
        }
        s += len;
    }
    return NULL;
}
