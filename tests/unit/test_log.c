#include "unit.h"

#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

/* Everything written to stderr between capture() and captured(). */
static int real_stderr;
static FILE *file;

static void capture(void)
{
    fflush(stderr);
    real_stderr = dup(STDERR_FILENO);
    file = tmpfile();
    dup2(fileno(file), STDERR_FILENO);
}

static char *captured(struct arena *a)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    long n = lseek(fileno(file), 0, SEEK_END);
    char *text = arena_zalloc(a, (size_t)n + 1);
    assert_int_equal(pread(fileno(file), text, (size_t)n, 0), n);
    fclose(file);
    return text;
}

static void members(struct jw *w, void *arg)
{
    jw_kint(w, "status", *(int *)arg);
    jw_kstr(w, "path", "/api/\"x\"\n");
}

static void lines_are_json(void **state)
{
    int status = 404;
    capture();
    log_line(LOG_INFO, "request", members, &status);
    char *line = captured(*state);
    json_t *j = NULL;
    const char *why = "";
    assert_int_equal(json_read(*state, line, strlen(line), &j, &why), ERR_OK);
    assert_int_equal(line[strlen(line) - 1], '\n');
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    assert_string_equal(json_string_value(json_object_get(j, "level")), "info");
    assert_string_equal(json_string_value(json_object_get(j, "msg")), "request");
    assert_int_equal(json_integer_value(json_object_get(j, "status")), 404);
    assert_string_equal(json_string_value(json_object_get(j, "path")), "/api/\"x\"\n");
    assert_int_equal(strlen(json_string_value(json_object_get(j, "at"))), 24);
}

static void lines_below_the_level_are_dropped(void **state)
{
    log_set_level(LOG_WARN);
    capture();
    log_msg(LOG_INFO, "no");
    log_line(LOG_DEBUG, "no", NULL, NULL);
    log_msg(LOG_ERROR, "yes %d", 5);
    char *text = captured(*state);
    log_set_level(LOG_INFO);
    assert_null(strstr(text, "no"));
    assert_non_null(strstr(text, "\"level\":\"error\",\"msg\":\"yes 5\"}"));
}

static void errno_survives(void **state)
{
    capture();
    errno = EDOM;
    log_msg(LOG_INFO, "a line");
    int after = errno;
    captured(*state);
    assert_int_equal(after, EDOM);
}

static void *chatter(void *arg)
{
    for (int i = 0; i < 100; i++)
        log_msg(LOG_INFO, "thread %s says %0200d", (const char *)arg, i);
    return NULL;
}

static void threads_do_not_mix_lines(void **state)
{
    pthread_t t[4];
    static char names[][2] = {"a", "b", "c", "d"};
    capture();
    for (int i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, chatter, names[i]);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    char *text = captured(*state);
    int lines = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        json_t *j = NULL;
        const char *why = "";
        assert_int_equal(json_read(*state, line, strlen(line), &j, &why), ERR_OK);
    }
    assert_int_equal(lines, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            arena_test(lines_are_json),
            arena_test(lines_below_the_level_are_dropped),
            arena_test(errno_survives),
            arena_test(threads_do_not_mix_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
