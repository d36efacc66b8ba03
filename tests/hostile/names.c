/* Ways to what the host knows by names that are no files. */
#include "hostile.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

/* Memory that processes of the host share: KEY. */
static int shared_memory(char **arguments)
{
    return error_of(syscall(SYS_shmget, atoi(arguments[0]), 0, 0));
}

/* A queue of the host's: NAME. */
static int message_queue(char **arguments)
{
    return error_of(syscall(SYS_mq_open, arguments[0], O_RDONLY, 0, NULL));
}

/* The host's own name: NAME. */
static int host_name(char **arguments)
{
    return error_of(syscall(SYS_sethostname, arguments[0], strlen(arguments[0])));
}

static int reach(int family, const void *address, socklen_t length)
{
    int connection = syscall(SYS_socket, family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connection < 0 ? errno : error_of(connect(connection, address, length));
}

/* A server of the host that has a name and no file: NAME. */
static int abstract_socket(char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(arguments[0]);
    memcpy(address.sun_path + 1, arguments[0], length);
    return reach(AF_UNIX, &address, offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

/* A server of the host that trusts the host: PORT. */
static int loopback(char **arguments)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(atoi(arguments[0])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return reach(AF_INET, &address, sizeof address);
}

const struct attempt name_attempts[] = {
    {"shared-memory", shared_memory, 1},
    {"message-queue", message_queue, 1},
    {"host-name", host_name, 1},
    {"abstract-socket", abstract_socket, 1},
    {"loopback", loopback, 1},
    {0},
};
