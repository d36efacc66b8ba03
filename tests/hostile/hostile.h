/* A program that does what a compromised monitor would: one attempt per run. */
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

/* Returned when the kernel examined the arguments instead of refusing by permission. */
#define PERMITTED 0

/* The text of the files outside the jail that attempts try to read, and of the memory of other processes. */
#define SECRET "secret of the host"

/* Returns 0 on success, an error number, or UNCHANGED. */
typedef int attempt_function(char **arguments);

struct attempt {
    const char *name;
    attempt_function *function;
    int argument_count;
};

extern const struct attempt path_attempts[], mount_attempts[], identity_attempts[], process_attempts[], machine_attempts[], limit_attempts[],
    name_attempts[];

/* Roles played outside the jail: targets of attacks, and users who plant files. They return a status. */
extern const struct attempt target_roles[], planter_roles[];

/* 0, or the error number of a call that returned -1. */
int error_of(long result);

/* 0 when the file's text is the secret; the error number of opening or reading it; UNCHANGED for another text. */
int read_secret(int directory, const char *path);

/* A way up out of any directory, and then a path from the root. */
const char *upwards(const char *path);

/* Prints that a role is ready, and waits until standard input ends. */
void serve(const char *line);

_Noreturn void die(const char *what);
