/* Ways to other processes. */
#include "hostile.h"

#include <sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

/* Takes control of a process: PID. It is let go when this program ends. */
static int trace(char **arguments)
{
    return error_of(syscall(SYS_ptrace, PTRACE_SEIZE, atoi(arguments[0]), 0, 0));
}

/* Reads another process's memory: PID ADDRESS. */
static int read_memory(char **arguments)
{
    char text[sizeof SECRET];
    struct iovec here = {text, sizeof text};
    struct iovec there = {(void *)strtoul(arguments[1], NULL, 16), sizeof text};
    if (syscall(SYS_process_vm_readv, atoi(arguments[0]), &here, 1, &there, 1, 0) < 0)
        return errno;
    return memcmp(text, SECRET, sizeof text) == 0 ? 0 : UNCHANGED;
}

/* Ends another process: PID. */
static int end(char **arguments)
{
    return error_of(syscall(SYS_kill, atoi(arguments[0]), SIGTERM));
}

/* Ends another process by the call with which the threads of a process signal each other: PID. */
static int end_by_thread(char **arguments)
{
    return error_of(syscall(SYS_tgkill, atoi(arguments[0]), atoi(arguments[0]), SIGABRT));
}

/* Takes a descriptor of another process, its standard input: PID. */
static int take_descriptor(char **arguments)
{
    int process = syscall(SYS_pidfd_open, atoi(arguments[0]), 0);
    return process < 0 ? errno : error_of(syscall(SYS_pidfd_getfd, process, 0, 0));
}

/* A process of its own, without whatever guards this one. */
static int make_process(char **arguments)
{
    (void)arguments;
    pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    return child < 0 ? errno : error_of(waitpid(child, NULL, 0));
}

static int make_namespace(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_unshare, CLONE_NEWUSER));
}

static int real_time(char **arguments)
{
    struct sched_param parameters = {.sched_priority = 1};
    (void)arguments;
    return error_of(syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters));
}

static int raise_priority(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_setpriority, PRIO_PROCESS, 0, -20));
}

const struct attempt process_attempts[] = {
    {"trace", trace, 1},
    {"read-memory", read_memory, 2},
    {"end", end, 1},
    {"end-by-thread", end_by_thread, 1},
    {"take-descriptor", take_descriptor, 1},
    {"make-process", make_process, 0},
    {"make-namespace", make_namespace, 0},
    {"real-time", real_time, 0},
    {"raise-priority", raise_priority, 0},
    {0},
};
