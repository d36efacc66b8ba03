/* Other users of the host, who write where they may while jails are built. */
#include "hostile.h"

#include <poll.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/wait.h>

static int is_over(void)
{
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

/* Puts a link in the place of something, and that back, again and again: DIRECTORY NAME TARGET. Says at last how often. */
static int swap(char **arguments)
{
    char away[256];
    int swaps = 0, kept = 0;
    if (chdir(arguments[0]) != 0)
        die(arguments[0]);
    dprintf(1, "ready\n");
    while (!is_over()) {
        snprintf(away, sizeof away, "%s.away%d", arguments[1], kept);
        if (rename(arguments[1], away) == 0) {
            swaps += symlink(arguments[2], arguments[1]) == 0;
            usleep(200);
            unlink(arguments[1]);
            /* A jailer may have made another one meanwhile. */
            kept += rename(away, arguments[1]) != 0;
        }
        usleep(300);
    }
    dprintf(1, "swaps %d\n", swaps);
    return 0;
}

/* Renames something over a name at the moment when that comes to be: DIRECTORY NAME SOURCE. */
static int replace(char **arguments)
{
    _Alignas(struct inotify_event) char events[4096];
    int watch = inotify_init1(IN_CLOEXEC);
    if (chdir(arguments[0]) != 0 || inotify_add_watch(watch, ".", IN_CREATE) < 0)
        die(arguments[0]);
    dprintf(1, "ready\n");
    for (ssize_t length; (length = read(watch, events, sizeof events)) > 0;)
        for (char *place = events; place < events + length; place += sizeof(struct inotify_event) + ((struct inotify_event *)place)->len)
            if (strcmp(((struct inotify_event *)place)->name, arguments[1]) == 0) {
                int error = error_of(rename(arguments[2], arguments[1]));
                dprintf(1, "replaced %d\n", error);
                return error;
            }
    return 1;
}

/* A file system of a user's own that answers nobody, while a command runs: DIRECTORY USER COMMAND... */
static int silent_mount(char **arguments)
{
    char options[128];
    int status;
    int device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (device < 0)
        die("/dev/fuse");
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=%s,group_id=%s", device, arguments[1], arguments[1]);
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
        || mount("silent", arguments[0], "fuse", MS_NOSUID | MS_NODEV, options) != 0)
        die("mount");
    pid_t child = fork();
    if (child == 0) {
        execv(arguments[2], arguments + 2);
        die(arguments[2]);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 66;
}

const struct attempt planter_roles[] = {
    {"swap", swap, 3},
    {"replace", replace, 3},
    {"silent-mount", silent_mount, 3},
    {0},
};
