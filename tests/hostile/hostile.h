/* A program that does what a monitor that was taken over would do: one attempt a run. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* What an attempt returns when nothing was refused and nothing was gained. */
#define UNCHANGED (-1)

/* What an attempt returns when the kernel looked at what it was asked to do instead of refusing to look. */
#define PERMITTED 0

/* The text of the files outside the jail that attempts try to read, and of the memory of other processes. */
#define SECRET "secret of the host"

/* Returns 0 when it got what it wanted, an error number, or UNCHANGED. */
typedef int attempt_function(char **arguments);

struct attempt {
    const char *name;
    attempt_function *function;
    int argument_count;
};

extern const struct attempt path_attempts[], mount_attempts[], identity_attempts[], process_attempts[], machine_attempts[], limit_attempts[],
    name_attempts[];

/* Roles that the tests need outside the jail: what there is to be attacked, and who plants things. They return a status. */
extern const struct attempt target_roles[], planter_roles[];

/* 0, or the error number of a call that returned -1. */
int error_of(long result);

/* 0 when the file's text is the secret; the error number of opening or reading it; UNCHANGED for another text. */
int read_secret(int directory, const char *path);

/* A way up out of any directory, and then a path from the root. */
const char *upwards(const char *path);

/* Says that a role is ready, and waits until its standard input ends. */
void serve(const char *line);

_Noreturn void die(const char *what);
