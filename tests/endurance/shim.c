/* Stands between the program and the kernel, by LD_PRELOAD, for files below FAULT_FOLDER.
 *
 * Each write and each sync is a point, counted over all threads of a process from 1. From point FAULT_AT on (0: never)
 *   FAULT_KIND=kill   the process is killed before the call
 *   FAULT_KIND=torn   the process is killed after half of the bytes were written
 *   FAULT_KIND=5, 28, 30 ...   the call fails with this errno, until the file FAULT_OVER exists
 *   FAULT_KIND=lie    syncs say that they are done and do nothing: a disk that lies
 * FAULT_COUNT names a file that is told the number of points when the process ends in order.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *folder, *over, *count_file;
static long at;
static int number; /* the errno, or one of these */
enum { KILL = -1, TORN = -2, LIE = -3 };
static atomic_long points;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);

/* Also called by a process that was forked off one with another environment. */
__attribute__((constructor)) void begin(void) {
    const char *kind = getenv("FAULT_KIND"), *when = getenv("FAULT_AT");
    folder = getenv("FAULT_FOLDER");
    over = getenv("FAULT_OVER");
    count_file = getenv("FAULT_COUNT");
    at = when ? atol(when) : 0;
    number = !kind ? 0 : !strcmp(kind, "kill") ? KILL : !strcmp(kind, "torn") ? TORN : !strcmp(kind, "lie") ? LIE : atoi(kind);
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
}

__attribute__((destructor)) void tell(void) {
    char text[32];
    int file = count_file ? real_open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (file >= 0) {
        real_write(file, text, snprintf(text, sizeof text, "%ld\n", atomic_load(&points)));
        close(file);
    }
}

static int below(const char *path) { return folder && !strncmp(path, folder, strlen(folder)); }

static int ours(int file) {
    char link[32], path[PATH_MAX];
    if (!folder || !at)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size <= 0)
        return 0;
    path[size] = 0;
    return below(path);
}

/* The errno with which this call shall fail; 0 for none. Does not come back where the process shall die. */
static int fault(void) {
    if (atomic_fetch_add(&points, 1) + 1 < at || number == LIE || number == TORN)
        return 0;
    if (number == KILL)
        kill(getpid(), SIGKILL);
    return number > 0 && !(over && !access(over, F_OK)) ? number : 0;
}

static int tears(void) { return number == TORN && atomic_load(&points) >= at; }

#define FAIL(is_ours)                                                                                                  \
    do {                                                                                                               \
        int failed = (is_ours) ? fault() : 0;                                                                          \
        if (failed) {                                                                                                  \
            errno = failed;                                                                                            \
            return -1;                                                                                                 \
        }                                                                                                              \
    } while (0)

ssize_t write(int file, const void *bytes, size_t size) {
    int mine = ours(file);
    FAIL(mine);
    if (mine && tears()) {
        real_write(file, bytes, size / 2);
        kill(getpid(), SIGKILL);
    }
    return real_write(file, bytes, size);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t place) {
    int mine = ours(file);
    FAIL(mine);
    if (mine && tears()) {
        real_pwrite(file, bytes, size / 2, place);
        kill(getpid(), SIGKILL);
    }
    return real_pwrite(file, bytes, size, place);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t place) { return pwrite64(file, bytes, size, place); }

#define SYNC(name)                                                                                                     \
    int name(int file) {                                                                                               \
        int (*real)(int) = dlsym(RTLD_NEXT, #name);                                                                    \
        int mine = ours(file);                                                                                         \
        FAIL(mine);                                                                                                    \
        return mine && number == LIE ? 0 : real(file);                                                                 \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                                                                                 \
    int name(int file, off_t size) {                                                                                   \
        int (*real)(int, off_t) = dlsym(RTLD_NEXT, #name);                                                             \
        FAIL(ours(file));                                                                                              \
        return real(file, size);                                                                                       \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    FAIL(at && below(path));
    return real(path);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    FAIL(at && below(to));
    return real(from, to);
}

int mkdir(const char *path, mode_t mode) {
    int (*real)(const char *, mode_t) = dlsym(RTLD_NEXT, "mkdir");
    FAIL(at && below(path));
    return real(path, mode);
}

/* Opening is a point only where it makes a file. */
static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, name);
    FAIL(at && (flags & O_CREAT) && below(path) && access(path, F_OK));
    return real(path, flags, mode);
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;                                      \
        va_end(rest);                                                                                                  \
        return opened(#name, path, flags, mode);                                                                       \
    }
OPEN(open)
OPEN(open64)
