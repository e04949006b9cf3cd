/* machine - put before a server (LD_PRELOAD), it makes the machine fail as the file named by FAULTS says:
 *   fsync        no fsync succeeds any more (EIO)
 *   full NAME    nothing can be written to files whose path ends in NAME (ENOSPC)
 *   clock MS     the wall clock stands so many milliseconds further
 * A missing or empty file: all is well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int order(const char *verb, char *rest, size_t size)
{
    char text[256];
    const char *path = getenv("FAULTS");
    int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    long n = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    text[n > 0 ? n : 0] = 0;
    size_t len = strlen(verb);
    if (strncmp(text, verb, len) != 0)
        return 0;
    const char *at = text + len + strspn(text + len, " ");
    snprintf(rest, size, "%.*s", (int)strcspn(at, "\n"), at);
    return 1;
}

static int is_full(int fd)
{
    char tail[200], link[64], path[PATH_MAX];
    if (!order("full", tail, sizeof tail))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return 0;
    path[n] = 0;
    size_t len = strlen(tail);
    return (size_t)n >= len && strcmp(path + n - len, tail) == 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define NO_SPACE(fd)                                                                                         \
    if (is_full(fd)) {                                                                                       \
        errno = ENOSPC;                                                                                      \
        return -1;                                                                                           \
    }

ssize_t write(int fd, const void *p, size_t n)
{
    NO_SPACE(fd)
    return REAL(write)(fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    NO_SPACE(fd)
    return REAL(pwrite)(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    NO_SPACE(fd)
    return REAL(pwrite64)(fd, p, n, at);
}

static int sync_fails(void)
{
    char none[8];
    if (!order("fsync", none, sizeof none))
        return 0;
    errno = EIO;
    return 1;
}

int fsync(int fd)
{
    return sync_fails() ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    return sync_fails() ? -1 : REAL(fdatasync)(fd);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    char ms[32];
    int rc = (int)syscall(SYS_clock_gettime, id, t);
    if (rc == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) && order("clock", ms, sizeof ms))
        t->tv_sec += atoll(ms) / 1000;
    return rc;
}
