/* Ways to files and devices of the host. */
#include "hostile.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

static int make_device(const char *name, mode_t kind, unsigned major_number, unsigned minor_number)
{
    return error_of(syscall(SYS_mknodat, AT_FDCWD, name, kind | 0600, makedev(major_number, minor_number)));
}

/* The host's disk, by a node of its own making: MAJOR MINOR. */
static int disk(char **arguments)
{
    char sector[512];
    int error = make_device("disk", S_IFBLK, atoi(arguments[0]), atoi(arguments[1]));
    if (error)
        return error;
    int device = open("disk", O_RDONLY);
    return device < 0 ? errno : error_of(read(device, sector, sizeof sector));
}

/* Memory of the host. Whether the kernel has the device at all is its configuration. */
static int memory(char **arguments)
{
    (void)arguments;
    return make_device("memory", S_IFCHR, 1, 1);
}

/* The kernel's log. */
static int kernel_log(char **arguments)
{
    (void)arguments;
    int error = make_device("log", S_IFCHR, 1, 11);
    return error ? error : error_of(open("log", O_RDONLY | O_NONBLOCK));
}

/* A file above the root: PATH. */
static int dots(char **arguments)
{
    return read_secret(AT_FDCWD, upwards(arguments[0]));
}

/* Another process's root: PID PATH. */
static int process_root(char **arguments)
{
    char path[512];
    snprintf(path, sizeof path, "/proc/%s/root%s", arguments[0], arguments[1]);
    int error = read_secret(AT_FDCWD, path);
    return error ? read_secret(AT_FDCWD, upwards(path)) : 0;
}

static int open_up(const char *path, int flags)
{
    return open(path, flags) < 0 ? error_of(open(upwards(path), flags)) : 0;
}

/* Whose contents the kernel executes as root. Opened for writing, not written. */
static int core_pattern(char **arguments)
{
    (void)arguments;
    return open_up("/proc/sys/kernel/core_pattern", O_WRONLY);
}

/* What this process runs, by the name that leads to the file itself. */
static int own_image(char **arguments)
{
    (void)arguments;
    return open_up("/proc/self/exe", O_RDONLY);
}

/* Who dies first when memory is short. */
static int own_oom_score(char **arguments)
{
    (void)arguments;
    return open_up("/proc/self/oom_score_adj", O_WRONLY);
}

/* A directory of the host that the jailer's caller had open: NAME. */
static int descriptor(char **arguments)
{
    int error = EBADF;
    for (int number = 3; number < 256 && error; number++) {
        int failure = read_secret(number, arguments[0]);
        error = failure == ENOTDIR ? error : failure;
    }
    return error;
}

/* A file by its number in the file system, whatever the root is: TYPE HANDLE, in hexadecimal. */
static int handle(char **arguments)
{
    struct {
        struct file_handle head;
        unsigned char bytes[MAX_HANDLE_SZ];
    } whole = {0};
    whole.head.handle_type = atoi(arguments[0]);
    whole.head.handle_bytes = strlen(arguments[1]) / 2;
    for (unsigned index = 0; index < whole.head.handle_bytes && index < MAX_HANDLE_SZ; index++)
        sscanf(arguments[1] + 2 * index, "%2hhx", &whole.bytes[index]);
    int root = open("/", O_RDONLY | O_DIRECTORY);
    int directory = syscall(SYS_open_by_handle_at, root, &whole.head, O_RDONLY);
    return directory < 0 ? errno : read_secret(directory, arguments[2]);
}

/* The file by which the operator knows which process to signal: NAME. */
static int pid_file(char **arguments)
{
    return error_of(open(arguments[0], O_WRONLY));
}

/* Its directory, to root, which would do without asking whose quota pays. */
static int give_away(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_fchownat, AT_FDCWD, "/", 0, 0, 0));
}

const struct attempt path_attempts[] = {
    {"disk", disk, 2},
    {"memory", memory, 0},
    {"kernel-log", kernel_log, 0},
    {"dots", dots, 1},
    {"process-root", process_root, 2},
    {"core-pattern", core_pattern, 0},
    {"own-image", own_image, 0},
    {"own-oom-score", own_oom_score, 0},
    {"descriptor", descriptor, 1},
    {"handle", handle, 3},
    {"pid-file", pid_file, 1},
    {"give-away", give_away, 0},
    {0},
};
