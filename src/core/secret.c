#include "core/secret.h"
#include "base/crypt.h"
#include "base/log.h"
#include "core/directory_impl.h"
#include "store/login_store.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define KEY_FILE "secret.key"

/* Gives ERR_NOT_FOUND when there is none. */
static enum err file_read(const char *path, unsigned char key[static CRYPT_KEY_BYTES])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL;
    ssize_t n = read(fd, key, CRYPT_KEY_BYTES);
    close(fd);
    return n == CRYPT_KEY_BYTES ? ERR_OK : ERR_INTERNAL;
}

static bool write_whole(const char *path, const unsigned char key[static CRYPT_KEY_BYTES])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    bool ok = write(fd, key, CRYPT_KEY_BYTES) == CRYPT_KEY_BYTES && fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

/* The file's name, too, must last before anything is sealed with it. */
static bool folder_sync(struct arena *a, const char *path)
{
    int fd = open(
            arena_strn(a, path, (size_t)(strrchr(path, '/') - path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

/* Whole or not at all, and never over one that is there. */
static enum err file_make(struct arena *a, const char *path, unsigned char key[static CRYPT_KEY_BYTES])
{
    const char *fresh = arena_printf(a, "%s.%d", path, (int)getpid());
    crypt_random(key, CRYPT_KEY_BYTES);
    bool ok = write_whole(fresh, key) && link(fresh, path) == 0;
    unlink(fresh);
    ok = ok && folder_sync(a, path);
    return ok ? ERR_OK : ERR_INTERNAL;
}

struct key_use {
    const char *path;
    unsigned char key[CRYPT_KEY_BYTES];
};

static enum err mark_find(struct db *db, struct ctx *cx, void *arg)
{
    struct key_use *u = arg;
    const char *mark = NULL;
    enum err e = secret_mark(db, &mark);
    bool marked = !e;
    if (e && e != ERR_NOT_FOUND)
        return e;
    e = file_read(u->path, u->key);
    if (e == ERR_NOT_FOUND && !marked)
        e = file_make(cx->arena, u->path, u->key);
    if (e)
        return e;
    const char *now = crypt_hash(cx->arena, u->key, CRYPT_KEY_BYTES);
    if (!marked)
        return secret_mark_set(db, now);
    return strcmp(mark, now) == 0 ? ERR_OK : ERR_CONFLICT;
}

static enum err key_find(struct directory *dir, struct ctx *cx, struct key_use *u)
{
    u->path = arena_printf(cx->arena, "%s/" KEY_FILE, directory_data_dir(dir));
    enum err e = directory_write(dir, cx, mark_find, u);
    if (!e)
        return ERR_OK;
    log_msg(LOG_ERROR, "%s: %s", u->path,
            e == ERR_NOT_FOUND
                    ? "is missing, but the directory holds secrets that it sealed: put it back, or "
                      "copy that of another server"
            : e == ERR_CONFLICT ? "is another one than sealed the directory's secrets"
                                : "cannot be read or made");
    return ERR_INTERNAL;
}

enum err secret_seal(
        struct directory *dir, struct ctx *cx, const char *purpose, const char *plain, char **out_sealed)
{
    struct key_use u;
    enum err e = key_find(dir, cx, &u);
    if (!e)
        *out_sealed = crypt_seal(cx->arena, u.key, purpose, plain);
    return e;
}

enum err secret_open(
        struct directory *dir, struct ctx *cx, const char *purpose, const char *sealed, char **out_plain)
{
    struct key_use u = {.path = arena_printf(cx->arena, "%s/" KEY_FILE, directory_data_dir(dir))};
    char *plain = file_read(u.path, u.key) ? NULL : crypt_unseal(cx->arena, u.key, purpose, sealed);
    if (!plain) {
        log_msg(LOG_ERROR, "%s: cannot open what was sealed for %s", u.path, purpose);
        return ERR_INTERNAL;
    }
    *out_plain = plain;
    return ERR_OK;
}
