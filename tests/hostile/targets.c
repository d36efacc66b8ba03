/* What there is outside the jail to be attacked, and callers of the jailer that leave things behind. */
#include "hostile.h"

#include <arpa/inet.h>
#include <linux/keyctl.h>
#include <mqueue.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>

/* A process with a secret in its memory; says where. */
static int victim(char **arguments)
{
    static char secret[] = SECRET;
    char line[64];
    (void)arguments;
    /* Where only a parent may trace (Yama), this one lets everybody of its user. */
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
    snprintf(line, sizeof line, "%lx", (unsigned long)secret);
    serve(line);
    return 0;
}

/* Memory and a queue for everybody: KEY NAME. */
static int queues(char **arguments)
{
    char name[64];
    snprintf(name, sizeof name, "/%s", arguments[1]);
    int memory = shmget(atoi(arguments[0]), 4096, IPC_CREAT | IPC_EXCL | 0666);
    if (memory < 0)
        die("shmget");
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0666, NULL);
    /* Whatever the umask is. */
    if (queue < 0 || fchmod(queue, 0666) != 0)
        die("mq_open");
    serve("ready");
    shmctl(memory, IPC_RMID, NULL);
    mq_unlink(name);
    return 0;
}

/* Two servers that serve nobody: NAME. Says the port of the second. */
static int servers(char **arguments)
{
    struct sockaddr_un named = {.sun_family = AF_UNIX};
    struct sockaddr_in numbered = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof numbered;
    char line[16];
    size_t name = strlen(arguments[0]);
    int first = socket(AF_UNIX, SOCK_STREAM, 0), second = socket(AF_INET, SOCK_STREAM, 0);
    memcpy(named.sun_path + 1, arguments[0], name);
    if (bind(first, (void *)&named, offsetof(struct sockaddr_un, sun_path) + 1 + name) != 0 || listen(first, 8) != 0
        || bind(second, (void *)&numbered, length) != 0 || listen(second, 8) != 0
        || getsockname(second, (void *)&numbered, &length) != 0)
        die("servers");
    snprintf(line, sizeof line, "%d", ntohs(numbered.sin_port));
    serve(line);
    return 0;
}

/* Says TYPE and HANDLE of a directory: PATH. */
static int handle_of(char **arguments)
{
    struct {
        struct file_handle head;
        unsigned char bytes[MAX_HANDLE_SZ];
    } whole = {.head = {.handle_bytes = MAX_HANDLE_SZ}};
    int mount;
    if (name_to_handle_at(AT_FDCWD, arguments[0], &whole.head, &mount, 0) != 0)
        die("name_to_handle_at");
    printf("%d ", whole.head.handle_type);
    for (unsigned index = 0; index < whole.head.handle_bytes; index++)
        printf("%02x", whole.bytes[index]);
    puts("");
    return 0;
}

/* A caller with a key in its session: NAME COMMAND... */
static int key_holder(char **arguments)
{
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0
        || syscall(SYS_add_key, "user", arguments[0], SECRET, sizeof SECRET - 1, KEY_SPEC_SESSION_KEYRING) < 0)
        die("key");
    return error_of(execvp(arguments[1], arguments + 1));
}

/* A caller with a directory open: PATH COMMAND... */
static int opener(char **arguments)
{
    return open(arguments[0], O_RDONLY | O_DIRECTORY) < 0 ? errno : error_of(execvp(arguments[1], arguments + 1));
}

/* A caller that wants its children to end with it: COMMAND... */
static int strict_parent(char **arguments)
{
    prctl(PR_SET_PDEATHSIG, SIGURG, 0, 0, 0);
    return error_of(execvp(arguments[0], arguments));
}

/* A caller whose alarm goes off two seconds later, and who is in no hurry: COMMAND... */
static int restless_parent(char **arguments)
{
    struct itimerval alarm = {.it_value.tv_sec = 2};
    if (setitimer(ITIMER_REAL, &alarm, NULL) != 0 || prctl(PR_SET_TIMERSLACK, 1000000000ul, 0, 0, 0) != 0)
        die("setitimer");
    return error_of(execvp(arguments[0], arguments));
}

/* A caller that may not read the time stamp counter: COMMAND... */
static int timeless_parent(char **arguments)
{
    if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0) != 0)
        die("prctl");
    return error_of(execvp(arguments[0], arguments));
}

/* A caller that has its pages merged: COMMAND... */
static int merging_parent(char **arguments)
{
    /* PR_SET_MEMORY_MERGE of newer headers. */
    if (prctl(67, 1, 0, 0, 0) != 0)
        die("prctl");
    return error_of(execvp(arguments[0], arguments));
}

/* A host with a name of its own, which it tells when the command has ended: COMMAND... */
static int named_host(char **arguments)
{
    char name[65] = "";
    if (unshare(CLONE_NEWUTS) != 0)
        die("unshare");
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[0], arguments);
        die(arguments[0]);
    }
    waitpid(child, NULL, 0);
    gethostname(name, sizeof name - 1);
    dprintf(1, "the host is %s\n", name);
    return 0;
}

const struct attempt target_roles[] = {
    {"victim", victim, 0},
    {"queues", queues, 2},
    {"servers", servers, 1},
    {"handle-of", handle_of, 1},
    {"key-holder", key_holder, 2},
    {"opener", opener, 2},
    {"strict-parent", strict_parent, 1},
    {"named-host", named_host, 1},
    {"restless-parent", restless_parent, 1},
    {"timeless-parent", timeless_parent, 1},
    {"merging-parent", merging_parent, 1},
    {0},
};
