/* Each operation in each state of a connection: what is answered, and whether the connection is still there. */
#include "vsock.h"

#define NOTHING 0
#define ANY UINT16_MAX

/* How far the connection is. */
enum stage {
    /* This guest has opened it. */
    OPENED,
    /* The host has asked for it, and was not answered; or was. */
    ASKED,
    ACCEPTED,
    /* This guest has said that it sends no more; that it receives no more. The host's program reads nothing, so that it does not close. */
    HALF_SENT,
    HALF_DEAF,
};

enum rest { TALKS, KNOWN, GONE, UNSEEN };

struct state_case {
    const char *name;
    enum stage stage;
    uint16_t operation;
    uint16_t answer;
    enum rest rest;
    uint32_t flags;
    uint32_t length;
};

static const struct state_case cases[] = {
    {"opened: no operation", OPENED, 0, NOTHING, .rest = TALKS},
    {"opened: a request", OPENED, REQUEST, NOTHING, .rest = TALKS},
    {"opened: a response", OPENED, RESPONSE, NOTHING, .rest = TALKS},
    {"opened: a reset", OPENED, RST, NOTHING, .rest = GONE},
    {"opened: a reset with a payload", OPENED, RST, NOTHING, .rest = GONE, .length = 100},
    {"opened: the end of nothing", OPENED, SHUTDOWN, NOTHING, .rest = TALKS},
    {"opened: an end that nobody has defined", OPENED, SHUTDOWN, NOTHING, .rest = TALKS, .flags = 0xfffffffc},
    {"opened: both ends", OPENED, SHUTDOWN, RST, .rest = GONE, .flags = 3},
    {"opened: every end there can be", OPENED, SHUTDOWN, RST, .rest = GONE, .flags = UINT32_MAX},
    {"opened: both ends with a payload", OPENED, SHUTDOWN, RST, .rest = GONE, .flags = 3, .length = 100},
    {"opened: it receives no more", OPENED, SHUTDOWN, NOTHING, .rest = KNOWN, .flags = 1},
    {"opened: no data", OPENED, RW, NOTHING, .rest = TALKS},
    {"opened: credit", OPENED, CREDIT_UPDATE, NOTHING, .rest = TALKS},
    {"opened: credit with a payload", OPENED, CREDIT_UPDATE, NOTHING, .rest = TALKS, .length = 100},
    {"opened: credit wanted", OPENED, CREDIT_REQUEST, CREDIT_UPDATE, .rest = TALKS},
    {"opened: operation 8", OPENED, 8, NOTHING, .rest = TALKS},
    {"opened: operation 261", OPENED, 261, NOTHING, .rest = TALKS},
    {"opened: the last operation", OPENED, UINT16_MAX, NOTHING, .rest = TALKS},

    {"asked: no operation", ASKED, 0, NOTHING, .rest = TALKS},
    {"asked: a request", ASKED, REQUEST, NOTHING, .rest = TALKS},
    {"asked: a response", ASKED, RESPONSE, ANY, .rest = UNSEEN},
    {"asked: a reset", ASKED, RST, NOTHING, .rest = GONE},
    {"asked: both ends", ASKED, SHUTDOWN, NOTHING, .rest = TALKS, .flags = 3},
    {"asked: data", ASKED, RW, NOTHING, .rest = TALKS, .length = 100},
    {"asked: credit", ASKED, CREDIT_UPDATE, NOTHING, .rest = TALKS},
    {"asked: credit wanted", ASKED, CREDIT_REQUEST, NOTHING, .rest = TALKS},
    {"asked: operation 8", ASKED, 8, NOTHING, .rest = TALKS},

    {"accepted: a request", ACCEPTED, REQUEST, NOTHING, .rest = TALKS},
    {"accepted: a second response", ACCEPTED, RESPONSE, NOTHING, .rest = TALKS},
    {"accepted: a reset", ACCEPTED, RST, NOTHING, .rest = GONE},
    {"accepted: both ends", ACCEPTED, SHUTDOWN, RST, .rest = GONE, .flags = 3},
    {"accepted: credit wanted", ACCEPTED, CREDIT_REQUEST, CREDIT_UPDATE, .rest = TALKS},

    {"sends no more: a request", HALF_SENT, REQUEST, NOTHING, .rest = UNSEEN},
    {"sends no more: a response", HALF_SENT, RESPONSE, NOTHING, .rest = UNSEEN},
    {"sends no more: a reset", HALF_SENT, RST, NOTHING, .rest = GONE},
    {"sends no more: data", HALF_SENT, RW, NOTHING, .rest = UNSEEN, .length = 100},
    {"sends no more: it again", HALF_SENT, SHUTDOWN, NOTHING, .rest = UNSEEN, .flags = 2},
    {"sends no more: the end of nothing", HALF_SENT, SHUTDOWN, NOTHING, .rest = UNSEEN},
    {"sends no more: the other end", HALF_SENT, SHUTDOWN, RST, .rest = GONE, .flags = 1},
    {"sends no more: both ends", HALF_SENT, SHUTDOWN, RST, .rest = GONE, .flags = 3},
    {"sends no more: credit", HALF_SENT, CREDIT_UPDATE, NOTHING, .rest = UNSEEN},
    {"sends no more: credit wanted", HALF_SENT, CREDIT_REQUEST, ANY, .rest = UNSEEN},

    {"receives no more: a request", HALF_DEAF, REQUEST, NOTHING, .rest = KNOWN},
    {"receives no more: a response", HALF_DEAF, RESPONSE, NOTHING, .rest = KNOWN},
    {"receives no more: a reset", HALF_DEAF, RST, NOTHING, .rest = GONE},
    {"receives no more: data", HALF_DEAF, RW, NOTHING, .rest = KNOWN, .length = 100},
    {"receives no more: it again", HALF_DEAF, SHUTDOWN, NOTHING, .rest = KNOWN, .flags = 1},
    {"receives no more: the other end", HALF_DEAF, SHUTDOWN, RST, .rest = GONE, .flags = 2},
    {"receives no more: both ends", HALF_DEAF, SHUTDOWN, RST, .rest = GONE, .flags = 3},
    {"receives no more: credit", HALF_DEAF, CREDIT_UPDATE, NOTHING, .rest = KNOWN},
    {"receives no more: credit wanted", HALF_DEAF, CREDIT_REQUEST, CREDIT_UPDATE, .rest = KNOWN},
};

static uint32_t own_port;
static uint32_t peer_port;

static const char *open(uint32_t port)
{
    struct vsock_header answer;
    own_port = OWN_PORT;
    peer_port = port;
    return put(packet_of(own_port, peer_port, REQUEST), 0) && take(&answer) == RESPONSE ? NULL : "it does not open";
}

/* Has the host open a connection: the line goes to it over one of this guest's. */
static const char *have_asked(void)
{
    static const char line[] = "CONNECT 7777\n";
    struct vsock_header packet = packet_of(OWN_PORT + 1, ASK_PORT, REQUEST);
    if (!put(packet, 0) || take(&packet) != RESPONSE) {
        return "the host is not there";
    }
    packet = packet_of(OWN_PORT + 1, ASK_PORT, RW);
    packet.length = sizeof(line) - 1;
    for (uint32_t index = 0; index < sizeof(line) - 1; index++) {
        ((volatile uint8_t *)PLACE)[VSOCK_HEADER + index] = (uint8_t)line[index];
    }
    if (!put(packet, sizeof(line) - 1) || take(&packet) != REQUEST || packet.target_port != ASKED_PORT) {
        return "the host does not ask";
    }
    own_port = ASKED_PORT;
    peer_port = packet.source_port;
    return peer_port >= 0x40000000 && peer_port < 0x80000000 ? NULL : "a port that the host must not have";
}

/* The host sends back the line that the device gives it. */
static const char *accept(void)
{
    struct vsock_header packet;
    return put(packet_of(own_port, peer_port, RESPONSE), 0) && take(&packet) == RW && packet.length > 0 ? NULL : "it is not accepted";
}

static const char *shut(uint32_t flags)
{
    struct vsock_header packet = packet_of(own_port, peer_port, SHUTDOWN);
    packet.flags = flags;
    return put(packet, 0) ? NULL : "it does not shut";
}

static const char *go_to(enum stage stage)
{
    const char *why;
    switch (stage) {
    case OPENED:
        return open(ECHO_PORT);
    case ASKED:
        return have_asked();
    case ACCEPTED:
        why = have_asked();
        return why ? why : accept();
    default:
        why = open(DEAF_PORT);
        return why ? why : shut(stage == HALF_SENT ? NO_MORE_SENT : NO_MORE_RECEIVED);
    }
}

static const char *look(const struct state_case *one)
{
    struct vsock_header answer;
    if (one->rest == UNSEEN) {
        return NULL;
    }
    if (one->rest == TALKS) {
        const char *why = one->stage == ASKED ? accept() : NULL;
        return why ? why : converse(own_port, peer_port);
    }
    if (!put(packet_of(own_port, peer_port, CREDIT_REQUEST), 0) || !take_of(own_port, &answer)) {
        return "no answer afterwards";
    }
    bool is_gone = answer.operation == RST;
    return is_gone == (one->rest == GONE) ? NULL : is_gone ? "the connection is gone" : "the connection is still there";
}

static const char *play(const struct state_case *one)
{
    const char *why = begin() ? go_to(one->stage) : "the device does not start";
    if (why) {
        return why;
    }
    struct vsock_header packet = packet_of(own_port, peer_port, one->operation);
    packet.flags = one->flags;
    packet.length = one->length;
    if (!put(packet, one->length)) {
        return "it is not taken";
    }
    struct vsock_header answer;
    why = answer_of(&answer);
    if (!why && one->answer != ANY && answer.operation != one->answer) {
        why = answer.operation ? "another answer" : "no answer";
    }
    return why ? why : look(one);
}

void run_states(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
