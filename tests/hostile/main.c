#include "hostile.h"

#include <sched.h>
#include <sys/mount.h>

static const struct attempt *const attempts[] = {path_attempts, mount_attempts, identity_attempts, process_attempts, machine_attempts,
    limit_attempts, name_attempts};
static const struct attempt *const roles[] = {target_roles, planter_roles};

static const char *current = "none";

/* Neither stdio nor anything else that makes other calls than this one: filters see every call. */
static void tell(const char *outcome, const char *detail)
{
    char line[256];
    int length = snprintf(line, sizeof line, "%s: %s %s\n", current, outcome, detail);
    if (write(1, line, length) != length)
        _exit(3);
}

/* A program that was taken over would catch the signal, too. */
static void trapped(int signal, siginfo_t *information, void *context)
{
    char number[16];
    (void)signal;
    (void)context;
    snprintf(number, sizeof number, "%d", information->si_syscall);
    tell("filtered", number);
    _exit(2);
}

static const struct attempt *find(const struct attempt *const *tables, size_t count, const char *name, int given)
{
    for (size_t table = 0; table < count; table++)
        for (const struct attempt *entry = tables[table]; entry->name; entry++)
            if (strcmp(entry->name, name) == 0 && given >= entry->argument_count)
                return entry;
    fprintf(stderr, "hostile: no %s with %d arguments\n", name, given);
    exit(64);
}

static int run_attempt(int count, char **words)
{
    const struct attempt *attempt = find(attempts, sizeof attempts / sizeof *attempts, words[0], count - 1);
    current = attempt->name;
    int result = attempt->function(words + 1);
    if (result == 0)
        tell("done", "");
    else
        tell("refused", result == UNCHANGED ? "UNCHANGED" : strerrorname_np(result));
    return result != 0;
}

/* The jailer puts options of its own in front; what is meant for this program begins with one of these words. */
int main(int count, char **words)
{
    for (int index = 1; index < count - 1; index++) {
        char **rest = words + index + 1;
        int given = count - index - 1;
        if (strcmp(words[index], "role") == 0) {
            const struct attempt *role = find(roles, sizeof roles / sizeof *roles, rest[0], given - 1);
            return role->function(rest + 1);
        }
        if (strcmp(words[index], "attempt") == 0 || strcmp(words[index], "plainly") == 0) {
            struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO};
            if (words[index][0] == 'a' && sigaction(SIGSYS, &action, NULL) != 0)
                die("sigaction");
            return run_attempt(given, rest);
        }
        /* With every capability, in namespaces that the kernel gives to everybody. */
        if (strcmp(words[index], "in-namespace") == 0) {
            current = rest[0];
            if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
                die("unshare");
            tell("entered", "");
            return run_attempt(given, rest);
        }
    }
    return 64;
}

int error_of(long result)
{
    return result == -1 ? errno : 0;
}

int read_secret(int directory, const char *path)
{
    char text[sizeof SECRET];
    int file = openat(directory, path, O_RDONLY);
    if (file < 0)
        return errno;
    ssize_t length = read(file, text, sizeof text);
    if (length < 0)
        return errno;
    return length == sizeof SECRET - 1 && memcmp(text, SECRET, length) == 0 ? 0 : UNCHANGED;
}

const char *upwards(const char *path)
{
    static char longer[4096];
    snprintf(longer, sizeof longer, "../../../../../../../../../..%s", path);
    return longer;
}

void serve(const char *line)
{
    char byte;
    dprintf(1, "%s\n", line);
    while (read(0, &byte, 1) > 0) {
    }
}

void die(const char *what)
{
    dprintf(2, "hostile: %s: %s\n", what, strerrorname_np(errno));
    _exit(65);
}
