/* Drivers that lie about their room, and drivers that exceed the device's. */
#include "vsock.h"

#define NOTHING 0
#define ANY UINT16_MAX

/* What the host's echo has for the guest when the lie is told, unread. */
#define WAITING 1000

/* More than the device and the host's socket have room for. */
#define FLOOD 40

struct credit_case {
    const char *name;
    /* What comes for more data: it, or a question for credit. */
    uint16_t answer;
    uint32_t buffer;
    uint32_t forwarded;
};

static const struct credit_case cases[] = {
    {"all taken", RW, 65536, WAITING},
    {"nothing taken", RW, 65536, 0},
    {"room for one byte", RW, WAITING + 1, 0},
    {"all room there can be", RW, UINT32_MAX, WAITING},
    {"all room there can be, and nothing taken", RW, UINT32_MAX, 0},
    {"no room", CREDIT_REQUEST, 0, WAITING},
    {"no room, and nothing taken", CREDIT_REQUEST, 0, 0},
    {"exactly as much room as is full", CREDIT_REQUEST, WAITING, 0},
    {"less room than is full", CREDIT_REQUEST, WAITING - 1, 0},
    {"room for one byte, and nothing taken", CREDIT_REQUEST, 1, 0},
    {"one byte more taken than sent", ANY, 65536, WAITING + 1},
    {"64 KiB more taken than sent", ANY, 65536, WAITING + 65536},
    {"2^31 more taken than sent", ANY, 65536, WAITING + 0x80000000},
    {"everything taken there can be", ANY, 65536, UINT32_MAX},
    {"everything taken, and all room", ANY, UINT32_MAX, UINT32_MAX},
    {"everything taken, and no room", ANY, 0, UINT32_MAX},
};

static uint32_t own_port;

static const char *open(uint32_t port)
{
    struct vsock_header answer;
    own_port = OWN_PORT;
    return begin() && put(packet_of(own_port, port, REQUEST), 0) && take(&answer) == RESPONSE ? NULL : "it does not open";
}

static bool send_data(uint32_t port, uint32_t length, uint32_t buffer, uint32_t forwarded)
{
    struct vsock_header packet = packet_of(own_port, port, RW);
    packet.length = length;
    packet.buffer = buffer;
    packet.forwarded = forwarded;
    return put(packet, length);
}

/* As many bytes go to the host's echo and come back, and are not said to be taken. */
static const char *fill(uint32_t length)
{
    struct vsock_header packet;
    if (!send_data(ECHO_PORT, length, 65536, 0)) {
        return "data is not taken";
    }
    for (uint32_t got = 0; got < length; got += packet.length) {
        if (take(&packet) != RW) {
            return "data does not come back";
        }
    }
    return NULL;
}

static const char *play(const struct credit_case *one)
{
    const char *why = open(ECHO_PORT);
    why = why ? why : fill(WAITING);
    if (why) {
        return why;
    }
    struct vsock_header packet;
    if (!send_data(ECHO_PORT, 8, one->buffer, one->forwarded)) {
        return "data is not taken";
    }
    if (one->answer == ANY) {
        return NULL;
    }
    if (take(&packet) != one->answer) {
        return "another answer";
    }
    if (one->answer == RW) {
        return NULL;
    }
    /* The truth is told: what waited comes. */
    packet = packet_of(own_port, ECHO_PORT, CREDIT_UPDATE);
    packet.forwarded = WAITING;
    return put(packet, 0) && take(&packet) == RW && packet.length == 8 ? NULL : "what waited does not come";
}

/* The host's program reads nothing: its socket fills, then the device's room, and then the connection is at its end. */
static const char *overflow(void)
{
    const char *why = open(DEAF_PORT);
    struct vsock_header packet;
    for (int count = 0; !why && count < FLOOD; count++) {
        why = send_data(DEAF_PORT, 65536, 65536, 0) ? NULL : "data is not taken";
    }
    if (why) {
        return why;
    }
    /* Credit that was told before does not matter. */
    uint16_t operation;
    while ((operation = take(&packet)) == CREDIT_UPDATE) {
    }
    return operation == RST && packet.target_port == own_port ? NULL : "it goes on beyond its room";
}

static const char *overflow_and_reset(void)
{
    const char *why = open(DEAF_PORT);
    for (int count = 0; !why && count < FLOOD; count++) {
        why = send_data(DEAF_PORT, 65536, 65536, 0) ? NULL : "data is not taken";
    }
    return why ? why : put(packet_of(own_port, DEAF_PORT, RST), 0) ? NULL : "a reset is not taken";
}

static const char *overflow_and_end(void)
{
    const char *why = open(DEAF_PORT);
    for (int count = 0; !why && count < FLOOD; count++) {
        why = send_data(DEAF_PORT, 65536, 65536, 0) ? NULL : "data is not taken";
    }
    struct vsock_header packet = packet_of(own_port, DEAF_PORT, SHUTDOWN);
    packet.flags = NO_MORE_RECEIVED | NO_MORE_SENT;
    return why ? why : put(packet, 0) ? NULL : "an end is not taken";
}

/* A thousand questions, each of which must be answered by what fits the queue, or not at all. */
static const char *questions(void)
{
    const char *why = open(ECHO_PORT);
    for (int count = 0; !why && count < 1000; count++) {
        why = put(packet_of(own_port, ECHO_PORT, CREDIT_REQUEST), 0) ? NULL : "a question is not taken";
    }
    return why ? why : converse(own_port, ECHO_PORT);
}

void run_credit(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
    judge("more than there is room for", overflow());
    judge("more than there is room for, and a reset", overflow_and_reset());
    judge("more than there is room for, and an end", overflow_and_end());
    judge("a thousand questions for credit", questions());
}
