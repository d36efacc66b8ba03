/* Ways to more privilege, and what is left of the caller's. */
#include "hostile.h"

#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static int capability_sets(struct __user_cap_data_struct *sets, int number)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    return error_of(syscall(number, &header, sets));
}

static int become_root(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_setuid, 0));
}

static int become_roots_group(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_setgid, 0));
}

static int take_groups(char **arguments)
{
    gid_t group = 0;
    (void)arguments;
    return error_of(syscall(SYS_setgroups, 1, &group));
}

/* The one that is nearly all of them. */
static int take_capabilities(char **arguments)
{
    struct __user_cap_data_struct sets[2] = {{.effective = 1u << CAP_SYS_ADMIN, .permitted = 1u << CAP_SYS_ADMIN}};
    (void)arguments;
    return capability_sets(sets, SYS_capset);
}

/* Becomes a program, which tells what it got: FILE ATTEMPT. */
static int execute(char **arguments)
{
    char *words[] = {arguments[0], "attempt", arguments[1], NULL};
    char *none[] = {NULL};
    return error_of(execve(arguments[0], words, none));
}

static int being_root(char **arguments)
{
    (void)arguments;
    return geteuid() == 0 ? 0 : UNCHANGED;
}

static int being_capable(char **arguments)
{
    struct __user_cap_data_struct sets[2] = {0};
    (void)arguments;
    int error = capability_sets(sets, SYS_capget);
    return error ? error : sets[0].effective ? 0 : UNCHANGED;
}

/* A key that the caller put into its session: NAME. */
static int key(char **arguments)
{
    char text[sizeof SECRET];
    long serial = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", arguments[0], 0);
    if (serial < 0)
        return errno;
    long length = syscall(SYS_keyctl, KEYCTL_READ, serial, text, sizeof text);
    return length < 0 ? errno : length == sizeof SECRET - 1 ? 0 : UNCHANGED;
}

static int add_key(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_add_key, "user", "hostile", "x", 1, KEY_SPEC_PROCESS_KEYRING));
}

static int predictable_addresses(char **arguments)
{
    (void)arguments;
    int flags = syscall(SYS_personality, 0xFFFFFFFF);
    return flags == -1 ? errno : flags & ADDR_NO_RANDOMIZE ? 0 : UNCHANGED;
}

static int callers_nice(char **arguments)
{
    (void)arguments;
    /* The kernel's own call returns 20 minus the value. */
    long value = syscall(SYS_getpriority, PRIO_PROCESS, 0);
    return value == -1 ? errno : value > 20 ? 0 : UNCHANGED;
}

static int parents_signal(char **arguments)
{
    int number = 0;
    (void)arguments;
    int error = error_of(syscall(SYS_prctl, PR_GET_PDEATHSIG, &number, 0, 0, 0));
    return error ? error : number ? 0 : UNCHANGED;
}

/* Pages merged with equal ones of other processes, which the time of a write tells. */
static int merged_pages(char **arguments)
{
    (void)arguments;
    /* PR_GET_MEMORY_MERGE of newer headers. */
    int merged = syscall(SYS_prctl, 68, 0, 0, 0, 0);
    return merged == -1 ? errno : merged ? 0 : UNCHANGED;
}

const struct attempt identity_attempts[] = {
    {"become-root", become_root, 0},
    {"become-roots-group", become_roots_group, 0},
    {"take-groups", take_groups, 0},
    {"take-capabilities", take_capabilities, 0},
    {"execute", execute, 2},
    {"being-root", being_root, 0},
    {"being-capable", being_capable, 0},
    {"key", key, 1},
    {"add-key", add_key, 0},
    {"predictable-addresses", predictable_addresses, 0},
    {"callers-nice", callers_nice, 0},
    {"parents-signal", parents_signal, 0},
    {"merged-pages", merged_pages, 0},
    {0},
};
