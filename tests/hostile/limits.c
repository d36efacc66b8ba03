/* Ways to take more than the jail's share. */
#include "hostile.h"

#include <sys/resource.h>
#include <sys/wait.h>

/* Above what any of these tests gives, far below what would hurt the host. */
#define MANY_PROCESSES 64
#define MANY_DESCRIPTORS 4000
#define LARGE_FILE (4 << 20)

/* A hard limit, raised by one. */
static int raise_limit(char **arguments)
{
    struct rlimit limit;
    (void)arguments;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return errno;
    limit.rlim_max++;
    return error_of(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, NULL));
}

/* An image of memory in a file. */
static int dump_memory(char **arguments)
{
    int status;
    (void)arguments;
    pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        syscall(SYS_kill, getpid(), SIGSEGV);
    if (child < 0 || waitpid(child, &status, 0) != child)
        return errno;
    return WCOREDUMP(status) ? 0 : UNCHANGED;
}

/* Processes that wait for their parent's end, until there are no more. */
static int many_processes(char **arguments)
{
    int ends[2];
    char byte;
    int error = 0;
    (void)arguments;
    if (pipe(ends) != 0)
        return errno;
    for (int made = 0; made < MANY_PROCESSES && !error; made++) {
        pid_t child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
        error = error_of(child);
        if (child == 0) {
            close(ends[1]);
            _exit(read(ends[0], &byte, 1) != 0);
        }
    }
    close(ends[1]);
    while (waitpid(-1, NULL, 0) > 0) {
    }
    return error;
}

static int many_descriptors(char **arguments)
{
    (void)arguments;
    for (int opened = 0; opened < MANY_DESCRIPTORS; opened++)
        if (open("/", O_RDONLY | O_CLOEXEC | O_DIRECTORY) < 0)
            return errno;
    return 0;
}

static int large_file(char **arguments)
{
    static const char piece[65536];
    (void)arguments;
    signal(SIGXFSZ, SIG_IGN);
    int file = open("large", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0)
        return errno;
    for (int written = 0; written < LARGE_FILE; written += sizeof piece)
        if (write(file, piece, sizeof piece) < 0)
            return errno;
    return error_of(ftruncate(file, 0));
}

const struct attempt limit_attempts[] = {
    {"raise-limit", raise_limit, 0},
    {"dump-memory", dump_memory, 0},
    {"many-processes", many_processes, 0},
    {"many-descriptors", many_descriptors, 0},
    {"large-file", large_file, 0},
    {0},
};
