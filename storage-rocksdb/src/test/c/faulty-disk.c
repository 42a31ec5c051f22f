/*
 * A disk that fails on command and remembers what was synced, for one directory of one process.
 *
 *   gcc -O2 -shared -fPIC -o faulty-disk.so faulty-disk.c -ldl
 *   LD_PRELOAD=./faulty-disk.so DISK_ROOT=/data DISK_LOG=/tmp/events DISK_CONTROL=/tmp/control java ...
 *
 * DISK_CONTROL is a file of 4096 bytes that the test writes; see struct control. DISK_LOG receives a
 * line for each event: "S length path" synced, "C path" created, "R from to" renamed, "U path"
 * removed. From it, a test can work out what a power cut would have left.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum operation { NONE, WRITE, SYNC, OPEN, SHORT_WRITE };

struct control {
    volatile int operation;  /* which calls fail */
    volatile int error;      /* with which errno */
    volatile int sticky;     /* 0: only the first */
    volatile int hits;       /* how many calls failed */
    char match[64];          /* only files with this in their path */
};

static const char *root;
static size_t root_length;
static int event_log = -1;
static struct control *control;

__attribute__((constructor)) static void start(void) {
    root = getenv("DISK_ROOT");
    root_length = root ? strlen(root) : 0;
    const char *log = getenv("DISK_LOG");
    if (log)
        event_log = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    const char *name = getenv("DISK_CONTROL");
    int fd = name ? syscall(SYS_openat, AT_FDCWD, name, O_RDWR, 0) : -1;
    if (fd >= 0)
        control = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

static int is_ours(const char *path) {
    return root && !strncmp(path, root, root_length);
}

/* The path of a descriptor, if it lies in our directory. */
static int path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return is_ours(path);
}

static void event(const char *format, ...) {
    if (event_log < 0)
        return;
    char line[2100];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    syscall(SYS_write, event_log, line, length);
}

/* The error with which this call fails, or 0. */
static int failure(int operation, const char *path) {
    if (!control || control->operation != operation)
        return 0;
    if (control->match[0] && !strstr(path, (const char *)control->match))
        return 0;
    int before = __sync_fetch_and_add(&control->hits, 1);
    return before == 0 || control->sticky ? control->error : 0;
}

#define REAL(name)                      \
    static __typeof__(name) *real;      \
    if (!real)                          \
    real = dlsym(RTLD_NEXT, #name)

static int fails(int error) {
    errno = error;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write);
    char path[1024];
    if (control && control->operation && path_of(fd, path, sizeof path)) {
        int error = failure(WRITE, path);
        if (error)
            return fails(error);
        error = failure(SHORT_WRITE, path);
        if (error) {
            real(fd, bytes, count / 2);
            return fails(error);
        }
    }
    return real(fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    char path[1024];
    if (control && control->operation && path_of(fd, path, sizeof path)) {
        int error = failure(WRITE, path);
        if (error)
            return fails(error);
    }
    return real(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

static int sync_file(int fd, int (*real)(int)) {
    char path[1024];
    if (!path_of(fd, path, sizeof path))
        return real(fd);
    int error = failure(SYNC, path);
    if (error)
        return fails(error);
    struct stat status;
    int known = !fstat(fd, &status) && S_ISREG(status.st_mode);
    int result = real(fd);
    if (!result && known)
        event("S %ld %s\n", (long)status.st_size, path);
    return result;
}

int fsync(int fd) {
    REAL(fsync);
    return sync_file(fd, real);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return sync_file(fd, real);
}

int open64(const char *path, int flags, ...) {
    static int (*real)(const char *, int, ...);
    if (!real)
        real = dlsym(RTLD_NEXT, "open64");
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    int error = is_ours(path) ? failure(OPEN, path) : 0;
    if (error)
        return fails(error);
    int creates = is_ours(path) && flags & O_CREAT && faccessat(AT_FDCWD, path, F_OK, 0);
    int fd = real(path, flags, mode);
    if (creates && fd >= 0)
        event("C %s\n", path);
    return fd;
}

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open64(path, flags, mode);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    int result = real(from, to);
    if (!result && is_ours(from))
        event("R %s %s\n", from, to);
    return result;
}

int unlink(const char *path) {
    REAL(unlink);
    int result = real(path);
    if (!result && is_ours(path))
        event("U %s\n", path);
    return result;
}
