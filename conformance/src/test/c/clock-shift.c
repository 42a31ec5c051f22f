/*
 * A clock that is set while a process runs.
 *
 *   gcc -O2 -shared -fPIC -o clock-shift.so clock-shift.c -ldl
 *   LD_PRELOAD=./clock-shift.so CLOCK_SHIFT=/tmp/shift java ...
 *
 * CLOCK_SHIFT is a file of 8 bytes: by how many seconds the time of day is shifted, a number of this machine. What ticks
 * (CLOCK_MONOTONIC) is left alone, as when somebody sets the clock.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void start(void) {
    real_clock_gettime = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    const char *name = getenv("CLOCK_SHIFT");
    int fd = name ? open(name, O_RDONLY) : -1;
    if (fd >= 0) {
        void *page = mmap(0, sizeof *shift, PROT_READ, MAP_SHARED, fd, 0);
        shift = page == MAP_FAILED ? 0 : page;
        close(fd);
    }
}

int clock_gettime(clockid_t which, struct timespec *now) {
    if (!real_clock_gettime)
        start();
    int result = real_clock_gettime(which, now);
    if (!result && shift && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += *shift;
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    (void) zone;
    struct timespec precise;
    int result = clock_gettime(CLOCK_REALTIME, &precise);
    if (!result) {
        now->tv_sec = precise.tv_sec;
        now->tv_usec = precise.tv_nsec / 1000;
    }
    return result;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}
