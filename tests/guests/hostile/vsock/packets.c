/* Single packets of a pair that the device does not know: the fields of their headers, and what is answered. */
#include "vsock.h"

/* Stands for the case's own port. */
#define OWN 0

#define NOTHING 0
/* Whatever is answered. */
#define ANY UINT16_MAX

struct packet_case {
    const char *name;
    uint16_t answer;
    uint16_t operation;
    /* Differences from a packet of this guest's to the host's echo. */
    uint32_t payload;
    uint32_t length;
    uint32_t flags;
    uint32_t buffer;
    uint32_t forwarded;
    /* Added to the right ones, modulo 2^64 and 2^16. */
    uint64_t source_cid;
    uint64_t target_cid;
    uint16_t type;
    uint32_t own_port;
    uint32_t peer_port;
};

static const struct packet_case cases[] = {
    /* What opens a connection. */
    {"a request", RESPONSE, .operation = REQUEST},
    {"a request to nobody", RST, .operation = REQUEST, .peer_port = CLOSED_PORT},
    {"a request to port 1", RST, .operation = REQUEST, .peer_port = 1},
    {"a request to port 2^31", RST, .operation = REQUEST, .peer_port = 0x80000000},
    {"a request to the last port", RST, .operation = REQUEST, .peer_port = UINT32_MAX},
    {"a request from the last port", RESPONSE, .operation = REQUEST, .own_port = UINT32_MAX},
    {"a request from a port of the host's", RESPONSE, .operation = REQUEST, .own_port = 0x40000000},
    {"a request with a payload", RESPONSE, .operation = REQUEST, .payload = 100, .length = 100},
    {"a request with more than it says", RESPONSE, .operation = REQUEST, .payload = 100},
    {"a request with flags", RESPONSE, .operation = REQUEST, .flags = UINT32_MAX},
    {"a request without room", RESPONSE, .operation = REQUEST, .buffer = 1},
    {"a request with all room", RESPONSE, .operation = REQUEST, .buffer = UINT32_MAX},
    {"a request that has taken something", RESPONSE, .operation = REQUEST, .forwarded = 1000},
    {"a request that has taken everything", RESPONSE, .operation = REQUEST, .forwarded = UINT32_MAX},

    /* Operations of a pair that there is not. */
    {"no operation", RST, .operation = 0},
    {"a response to nothing", RST, .operation = RESPONSE},
    {"a reset of nothing", NOTHING, .operation = RST},
    {"an end of nothing", RST, .operation = SHUTDOWN, .flags = 3},
    {"data for nothing", RST, .operation = RW, .payload = 100, .length = 100},
    {"no data for nothing", RST, .operation = RW},
    {"credit for nothing", RST, .operation = CREDIT_UPDATE},
    {"credit wanted of nothing", RST, .operation = CREDIT_REQUEST},
    {"operation 8", RST, .operation = 8},
    {"operation 255", RST, .operation = 255},
    {"operation 257", RST, .operation = 257},
    {"operation 2^15", RST, .operation = 0x8000},
    {"the last operation", RST, .operation = UINT16_MAX},
    {"a reset of nothing, to nobody", NOTHING, .operation = RST, .peer_port = CLOSED_PORT},
    {"a reset of nothing with a payload", NOTHING, .operation = RST, .payload = 100, .length = 100},

    /* Types. */
    {"type 0", RST, .operation = REQUEST, .type = UINT16_MAX},
    {"a sequence of packets", RST, .operation = REQUEST, .type = 1},
    {"type 3", RST, .operation = REQUEST, .type = 2},
    {"type 257", RST, .operation = REQUEST, .type = 256},
    {"the last type", RST, .operation = REQUEST, .type = UINT16_MAX - 1},
    {"data of type 2", RST, .operation = RW, .type = 1, .payload = 10, .length = 10},

    /* To whom, and from whom. */
    {"a request to cid 0", NOTHING, .operation = REQUEST, .target_cid = (uint64_t)-2},
    {"a request to cid 1", NOTHING, .operation = REQUEST, .target_cid = (uint64_t)-1},
    {"a request to this guest", NOTHING, .operation = REQUEST, .target_cid = 1},
    {"a request to cid 2^32 and 2", NOTHING, .operation = REQUEST, .target_cid = 1ull << 32},
    {"a request to cid 2^63 and 2", NOTHING, .operation = REQUEST, .target_cid = 1ull << 63},
    {"a request to the last cid", NOTHING, .operation = REQUEST, .target_cid = (uint64_t)-3},
    {"data to another guest", NOTHING, .operation = RW, .target_cid = 5, .payload = 10, .length = 10},
    {"a request from another guest", ANY, .operation = REQUEST, .source_cid = 5},
    {"a request from the host", ANY, .operation = REQUEST, .source_cid = (uint64_t)-1},
    {"a request from cid 2^32 and this guest's", ANY, .operation = REQUEST, .source_cid = 1ull << 32},

    /* Lengths: a packet that is longer than its chain, or than any, is not one. */
    {"a byte more than there is", NOTHING, .operation = RW, .payload = 100, .length = 101},
    {"a byte where there is none", NOTHING, .operation = RW, .length = 1},
    {"a header more than there is", NOTHING, .operation = RW, .payload = 100, .length = 100 + VSOCK_HEADER},
    {"2^31 bytes", NOTHING, .operation = RW, .payload = 100, .length = 0x80000000},
    {"as many bytes as there can be", NOTHING, .operation = RW, .payload = 100, .length = UINT32_MAX},
    {"as many bytes as wrap", NOTHING, .operation = RW, .payload = 100, .length = UINT32_MAX - VSOCK_HEADER + 1},
    {"64 KiB", RST, .operation = RW, .payload = 65536, .length = 65536},
    {"64 KiB and a byte", NOTHING, .operation = RW, .payload = 65537, .length = 65537},
    {"64 KiB and a byte that it does not say", RST, .operation = RW, .payload = 65537, .length = 65536},
    {"a mebibyte", NOTHING, .operation = RW, .payload = 1 << 20, .length = 1 << 20},
    {"fewer bytes than there are", RST, .operation = RW, .payload = 100, .length = 1},
    {"a request with a byte more than there is", NOTHING, .operation = REQUEST, .payload = 100, .length = 101},
    {"a reset with as many bytes as there can be", NOTHING, .operation = RST, .length = UINT32_MAX},
};

static const char *play(const struct packet_case *one)
{
    if (!begin()) {
        return "the device does not start";
    }
    struct vsock_header packet = packet_of(one->own_port ? one->own_port : OWN_PORT, one->peer_port ? one->peer_port : ECHO_PORT, one->operation);
    packet.length = one->length;
    packet.flags = one->flags;
    packet.buffer = one->buffer ? one->buffer : DEVICE_BUFFER;
    packet.forwarded = one->forwarded;
    packet.source_cid += one->source_cid;
    packet.target_cid += one->target_cid;
    packet.type += one->type;
    if (!put(packet, one->payload)) {
        return "it is not taken";
    }
    struct vsock_header answer;
    const char *why = answer_of(&answer);
    if (why || one->answer == ANY) {
        return why;
    }
    if (answer.operation != one->answer) {
        return answer.operation ? "another answer" : "no answer";
    }
    bool is_there = answer.operation != NOTHING;
    return is_there && (answer.source_port != packet.target_port || answer.target_port != packet.source_port) ? "an answer to others" : NULL;
}

void run_packets(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
