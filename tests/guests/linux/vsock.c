/* The guest's side of socket connections to the host, all at once in one process:
 *
 *     vsock cid                            prints the cid that the kernel has
 *     vsock listen echo|sum PORT           serves everybody who connects, until it is killed
 *     vsock connect echo|send PORT COUNT [BYTES]
 *     vsock keep PORT                      talks to the host, and connects again when the transport was reset
 *
 * echo sends back all that comes, and shuts its side when the host has and all is back. sum reads until the host shuts its side, and then answers how
 * much came, and its hash (FNV-1a, 64 bits), as two hexadecimal numbers. send sends BYTES of a pattern, shuts its side, and reads the answer: what
 * came is printed for each connection. The host is always cid 2: the kernel itself answers on cid 1. */
#include <errno.h>
#include <fcntl.h>
#include <linux/vm_sockets.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* A connection that takes that long to be answered is refused: an emulated kernel is slow. */
enum { CONNECT_SECONDS = 60 };

enum { MOST = 128, ROOM = 16 << 10, ANSWER = 64 };

enum role { ECHO, SUM, SEND };

struct end {
    int fd;
    enum role role;
    unsigned number;
    bool is_connecting, has_read_all, has_shut;
    /* What was read and is not written yet. */
    char room[ROOM];
    int first, count;
    uint64_t in, out, hash;
};

static struct end ends[MOST];
static unsigned end_count, opened, lost;
static uint64_t bytes;

static void fail(const char *what)
{
    printf("vsock: %s: %s\n", what, strerror(errno));
    exit(1);
}

static unsigned own_cid(void)
{
    unsigned cid;
    int fd = open("/dev/vsock", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, IOCTL_VM_SOCKETS_GET_LOCAL_CID, &cid) < 0)
        fail("/dev/vsock");
    close(fd);
    return cid;
}

static uint64_t hash_on(uint64_t hash, const char *data, int length)
{
    for (int index = 0; index < length; index++)
        hash = (hash ^ (unsigned char)data[index]) * 0x100000001b3;
    return hash;
}

static void add(int fd, enum role role, bool is_connecting)
{
    if (end_count == MOST) {
        close(fd);
        return;
    }
    struct end *end = &ends[end_count++];
    memset(end, 0, sizeof *end);
    end->fd = fd;
    end->role = role;
    end->number = opened++;
    end->is_connecting = is_connecting;
    end->hash = 0xcbf29ce484222325;
}

/* The last one takes the place of the one that ends. */
static void part(struct end *end, const char *why)
{
    if (why) {
        lost++;
        printf("vsock: connection %u %s\n", end->number, why);
    } else if (end->role == SEND) {
        printf("vsock: connection %u sent %llu, answer of %llu bytes %llx\n", end->number, (unsigned long long)end->out,
            (unsigned long long)end->in, (unsigned long long)end->hash);
    }
    fflush(stdout);
    close(end->fd);
    *end = ends[--end_count];
}

static void open_to_host(enum role role, unsigned port)
{
    struct sockaddr_vm to = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = port };
    struct timeval patience = { .tv_sec = CONNECT_SECONDS };
    int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fail("socket");
    setsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS)
        fail("connect");
    add(fd, role, true);
}

/* Fills the room of a sender with the pattern, and that of a summer with its answer. */
static void refill(struct end *end)
{
    if (end->count > 0)
        return;
    end->first = 0;
    if (end->role == SEND && end->out < bytes) {
        end->count = bytes - end->out < ROOM ? bytes - end->out : ROOM;
        for (int index = 0; index < end->count; index++)
            end->room[index] = (char)((end->number * 167 + (uint32_t)end->out + index) * 0x9e3779b1 >> 24);
    } else if (end->role == SUM && end->has_read_all && end->out == 0) {
        end->count = snprintf(end->room, ANSWER, "%016llx bytes %016llx\n", (unsigned long long)end->in, (unsigned long long)end->hash);
    }
}

static bool wants_to_read(const struct end *end)
{
    return !end->has_read_all && (end->role != ECHO || end->count == 0);
}

/* False when the connection has ended. */
static bool take(struct end *end)
{
    char scratch[ROOM];
    char *to = end->role == ECHO ? end->room : scratch;
    int length = recv(end->fd, to, ROOM, 0);
    if (length < 0) {
        if (errno == EAGAIN || errno == EINTR)
            return true;
        part(end, strerror(errno));
        return false;
    }
    end->in += length;
    end->hash = hash_on(end->hash, to, length);
    end->has_read_all = length == 0;
    if (end->role == ECHO) {
        end->first = 0;
        end->count = length;
    }
    return true;
}

static bool give(struct end *end)
{
    int length = send(end->fd, end->room + end->first, end->count, MSG_NOSIGNAL);
    if (length < 0) {
        if (errno == EAGAIN || errno == EINTR)
            return true;
        part(end, strerror(errno));
        return false;
    }
    end->first += length;
    end->count -= length;
    end->out += length;
    return true;
}

static bool is_all_given(const struct end *end)
{
    switch (end->role) {
    case SEND:
        return end->out == bytes;
    case SUM:
        return end->has_read_all && end->out > 0 && end->count == 0;
    default:
        return end->has_read_all && end->count == 0;
    }
}

static void step(struct end *end, short events)
{
    if (end->is_connecting) {
        int error = 0;
        socklen_t length = sizeof error;
        if (events == 0)
            return;
        getsockopt(end->fd, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error) {
            part(end, strerror(error));
            return;
        }
        end->is_connecting = false;
    }
    refill(end);
    if (end->count > 0 && !give(end))
        return;
    if (wants_to_read(end) && (events & (POLLIN | POLLHUP | POLLERR)) && !take(end))
        return;
    refill(end);
    if (is_all_given(end) && !end->has_shut) {
        end->has_shut = true;
        shutdown(end->fd, SHUT_WR);
    }
    if (end->has_shut && end->has_read_all)
        part(end, NULL);
}

/* Until all have ended; forever when somebody listens. */
static void serve(int listener, enum role role)
{
    while (end_count > 0 || listener >= 0) {
        struct pollfd polled[MOST + 1];
        for (unsigned index = 0; index < end_count; index++) {
            struct end *end = &ends[index];
            refill(end);
            short wanted = (end->is_connecting || end->count > 0 ? POLLOUT : 0) | (!end->is_connecting && wants_to_read(end) ? POLLIN : 0);
            polled[index] = (struct pollfd){ .fd = end->fd, .events = wanted };
        }
        unsigned count = end_count;
        polled[count] = (struct pollfd){ .fd = listener, .events = POLLIN };
        if (poll(polled, count + 1, -1) < 0 && errno != EINTR)
            fail("poll");
        if (polled[count].revents) {
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd >= 0)
                add(fd, role, false);
        }
        /* From behind: one that ends is replaced by the last. */
        for (unsigned index = count; index-- > 0;)
            if (polled[index].revents)
                step(&ends[index], polled[index].revents);
    }
}

static int listen_on(unsigned port)
{
    struct sockaddr_vm own = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_ANY, .svm_port = port };
    int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) < 0 || listen(fd, MOST) < 0)
        fail("listen");
    printf("vsock: listens on %u\n", port);
    fflush(stdout);
    return fd;
}

/* One line goes to the host and comes back, again and again, over one connection until that is lost. */
static void keep(unsigned port)
{
    struct sockaddr_vm to = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = port };
    for (unsigned generation = 0;; generation++) {
        int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct timeval patience = { .tv_sec = CONNECT_SECONDS };
        setsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT, &patience, sizeof patience);
        if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0) {
            char line[ANSWER], answer[ANSWER];
            int length = snprintf(line, sizeof line, "generation %u\n", generation);
            int got = -1;
            while (send(fd, line, length, MSG_NOSIGNAL) == length && (got = recv(fd, answer, length, MSG_WAITALL)) == length)
                ;
            printf("vsock: generation %u lost: %s\n", generation, got == 0 ? "end" : strerror(errno));
            fflush(stdout);
        }
        close(fd);
        sleep(1);
    }
}

static enum role role_of(const char *name)
{
    return strcmp(name, "echo") == 0 ? ECHO : strcmp(name, "sum") == 0 ? SUM : SEND;
}

int main(int count, char **words)
{
    if (count >= 2 && strcmp(words[1], "cid") == 0) {
        printf("vsock: cid %u\n", own_cid());
    } else if (count >= 4 && strcmp(words[1], "listen") == 0) {
        serve(listen_on(atoi(words[3])), role_of(words[2]));
    } else if (count >= 5 && strcmp(words[1], "connect") == 0) {
        bytes = count > 5 ? strtoull(words[5], NULL, 10) : 0;
        int connections = atoi(words[4]);
        for (int index = 0; index < connections && index < MOST; index++)
            open_to_host(role_of(words[2]), atoi(words[3]));
        serve(-1, SEND);
        printf("vsock: %u connections, %u lost\n", opened, lost);
    } else if (count >= 3 && strcmp(words[1], "keep") == 0) {
        keep(atoi(words[2]));
    } else {
        return 2;
    }
    return 0;
}
