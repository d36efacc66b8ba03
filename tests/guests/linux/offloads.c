/*
 * Reads and sets what a network interface leaves to its device: offloads NAME [on|off]. Runs in the guest, whose driver it tells, and on the host,
 * where a tap shows what the monitor has asked for. No library, as for init.
 */
#include <stddef.h>

#define SYS_WRITE 1
#define SYS_IOCTL 16
#define SYS_SOCKET 41
#define SYS_EXIT 60

#define AF_INET 2
#define SOCK_DGRAM 2

/* linux/sockios.h and linux/ethtool.h. */
#define SIOCETHTOOL 0x8946
#define ETHTOOL_GTXCSUM 0x16
#define ETHTOOL_STXCSUM 0x17
#define ETHTOOL_GSG 0x18
#define ETHTOOL_SSG 0x19
#define ETHTOOL_GTSO 0x1e
#define ETHTOOL_STSO 0x1f
#define ETHTOOL_GGSO 0x23
#define ETHTOOL_SGSO 0x24
#define ETHTOOL_GGRO 0x2b
#define ETHTOOL_SGRO 0x2c

#define NAME_LENGTH 16

/* struct ethtool_value. */
struct value {
    unsigned int command, data;
};

/* struct ifreq. */
struct request {
    char name[NAME_LENGTH];
    struct value *data;
    char rest[16];
};

/* In the order in which they can be turned on: segments need checksums, and both need lists of buffers. */
static const struct {
    const char *name;
    unsigned int get, set;
} offloads[] = {
    {"checksums", ETHTOOL_GTXCSUM, ETHTOOL_STXCSUM}, {"lists", ETHTOOL_GSG, ETHTOOL_SSG}, {"segments", ETHTOOL_GTSO, ETHTOOL_STSO},
    {"any-segments", ETHTOOL_GGSO, ETHTOOL_SGSO},    {"merging", ETHTOOL_GGRO, ETHTOOL_SGRO},
};

#define COUNT ((int)(sizeof(offloads) / sizeof(offloads[0])))

static long call(long number, long a, long b, long c)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

static void say(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    call(SYS_WRITE, 1, (long)text, (long)length);
}

static _Noreturn void leave(int status)
{
    for (;;) {
        call(SYS_EXIT, status, 0, 0);
    }
}

static int ask(long socket, const char *name, unsigned int command, unsigned int *data)
{
    struct value value = {command, *data};
    struct request request = {.data = &value};
    for (int index = 0; index < NAME_LENGTH - 1 && name[index] != '\0'; index++) {
        request.name[index] = name[index];
    }
    long result = call(SYS_IOCTL, socket, SIOCETHTOOL, (long)&request);
    *data = value.data;
    return result == 0;
}

__attribute__((used)) static _Noreturn void work(long *stack)
{
    long count = stack[0];
    char **words = (char **)(stack + 1);
    long socket = call(SYS_SOCKET, AF_INET, SOCK_DGRAM, 0);
    if (count < 2 || socket < 0) {
        say("usage: offloads NAME [on|off]\n");
        leave(2);
    }
    if (count > 2) {
        unsigned int data = words[2][1] == 'n';
        for (int index = 0; index < COUNT; index++) {
            if (!ask(socket, words[1], offloads[index].set, &data)) {
                say(offloads[index].name);
                say(" cannot be set\n");
                leave(1);
            }
        }
    }
    for (int index = 0; index < COUNT; index++) {
        unsigned int data = 0;
        if (!ask(socket, words[1], offloads[index].get, &data)) {
            say("there is no such interface\n");
            leave(1);
        }
        say(index > 0 ? " " : "");
        say(offloads[index].name);
        say(data ? "=on" : "=off");
    }
    say("\n");
    leave(0);
}

__asm__(".globl _start\n_start:\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall work\n");
