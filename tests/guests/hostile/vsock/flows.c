/* Storms of packets, ports that are used again, and drivers that interfere while connections are under way. */
#include "vsock.h"

#define ROUNDS 50
#define STORM 1000
/* What the device allows, and more. */
#define MOST_CONNECTIONS 1023
#define CROWD 1100

static struct descriptor *const table = (struct descriptor *)TABLE_PLACE;

static const char *resets_of_nothing(void)
{
    if (!begin()) {
        return "the device does not start";
    }
    for (uint32_t count = 0; count < STORM; count++) {
        if (!put(packet_of(OWN_PORT + count, ECHO_PORT, RST), 0)) {
            return "a reset is not taken";
        }
    }
    struct vsock_header answer;
    const char *why = answer_of(&answer);
    return why ? why : answer.operation ? "a reset is answered" : NULL;
}

/* Nobody takes the answers meanwhile: what does not fit is lost, and afterwards all is well. */
static const char *questions_of_nobody(void)
{
    if (!begin()) {
        return "the device does not start";
    }
    for (uint32_t count = 0; count < STORM; count++) {
        if (!put(packet_of(OWN_PORT + count, ECHO_PORT, CREDIT_REQUEST), 0)) {
            return "a packet is not taken";
        }
    }
    struct vsock_header answer;
    uint32_t resets = 0;
    while (resets < STORM && take(&answer) == RST) {
        resets++;
    }
    return resets >= MAXIMUM_QUEUE_SIZE ? NULL : "fewer resets than the device must keep";
}

/* As many connections as there can be; what comes behind is refused. */
static const char *crowd(void)
{
    if (!begin()) {
        return "the device does not start";
    }
    uint32_t opened = 0;
    for (uint32_t count = 0; count < CROWD; count++) {
        struct vsock_header answer;
        if (!put(packet_of(100000 + count, DEAF_PORT, REQUEST), 0)) {
            return "a request is not taken";
        }
        uint16_t operation = take(&answer);
        if (answer.target_port != 100000 + count || (operation != RESPONSE && operation != RST)) {
            return "a request is not answered";
        }
        opened += operation == RESPONSE;
    }
    return opened == MOST_CONNECTIONS ? NULL : "another number of connections";
}

static const char *open(uint32_t own_port, uint32_t peer_port)
{
    struct vsock_header answer;
    return put(packet_of(own_port, peer_port, REQUEST), 0) && take(&answer) == RESPONSE && answer.target_port == own_port ? NULL : "it does not open";
}

static const char *same_port_after(uint16_t operation, uint32_t flags)
{
    const char *why = begin() ? NULL : "the device does not start";
    for (int count = 0; !why && count < ROUNDS; count++) {
        why = open(OWN_PORT, ECHO_PORT);
        why = why ? why : converse(OWN_PORT, ECHO_PORT);
        struct vsock_header packet = packet_of(OWN_PORT, ECHO_PORT, operation);
        packet.flags = flags;
        if (!why && !put(packet, 0)) {
            why = "the end is not taken";
        }
        if (!why && operation == SHUTDOWN && take(&packet) != RST) {
            why = "the end is not answered";
        }
    }
    return why;
}

static const char *same_port_after_reset(void) { return same_port_after(RST, 0); }
static const char *same_port_after_end(void) { return same_port_after(SHUTDOWN, NO_MORE_RECEIVED | NO_MORE_SENT); }

/* The answers of both are in the queue at once. */
static const char *reset_and_request_at_once(void)
{
    const char *why = begin() ? open(OWN_PORT, ECHO_PORT) : "the device does not start";
    if (why) {
        return why;
    }
    volatile struct vsock_header *packets = (volatile struct vsock_header *)PLACE;
    packets[0] = packet_of(OWN_PORT, ECHO_PORT, RST);
    packets[1] = packet_of(OWN_PORT, ECHO_PORT, REQUEST);
    for (uint16_t index = 1; index <= 2; index++) {
        table[index] = (struct descriptor){(uint64_t)&packets[index - 1], VSOCK_HEADER, 0, 0};
        raw_offer(index);
    }
    raw_ring();
    struct vsock_header answer;
    return take(&answer) == RESPONSE && answer.target_port == OWN_PORT ? NULL : "the second connection does not open";
}

static const char *two_pairs_of_one_port(void)
{
    const char *why = begin() ? open(OWN_PORT, ECHO_PORT) : "the device does not start";
    why = why ? why : open(OWN_PORT, DEAF_PORT);
    why = why ? why : open(OWN_PORT + 1, ECHO_PORT);
    why = why ? why : converse(OWN_PORT, ECHO_PORT);
    return why ? why : converse(OWN_PORT + 1, ECHO_PORT);
}

static const char *reset_under_way(void)
{
    for (uint64_t round = 0; round < ROUNDS; round++) {
        const char *why = begin() ? open(OWN_PORT, ECHO_PORT) : "the device does not start";
        if (why) {
            return why;
        }
        struct vsock_header packet = packet_of(OWN_PORT, ECHO_PORT, RW);
        packet.length = 60000;
        *(volatile struct vsock_header *)PLACE = packet;
        table[0] = (struct descriptor){PLACE, VSOCK_HEADER + 60000, 0, 0};
        raw_offer(0);
        raw_ring();
        for (uint64_t end = ticks() + round * ticks_per_millisecond() / 50; ticks() < end;) {
        }
        device_reset(target.device);
        raw_clear();
        wait_milliseconds(1);
        if (raw_used()) {
            return "the ring was written after the reset";
        }
    }
    return NULL;
}

static const char *fail_under_way(void)
{
    const char *why = begin() ? open(OWN_PORT, ECHO_PORT) : "the device does not start";
    why = why ? why : converse(OWN_PORT, ECHO_PORT);
    device_write(target.device, STATUS, FAILED);
    return why ? why : device_read(target.device, STATUS) & FAILED ? NULL : "it does not know that the driver has failed";
}

/* Another processor could do this; here the device runs concurrently with the only one. */
static const char *headers_that_change(void)
{
    const char *why = begin() ? open(OWN_PORT, ECHO_PORT) : "the device does not start";
    if (why) {
        return why;
    }
    volatile struct vsock_header *header = (volatile struct vsock_header *)PLACE;
    for (uint16_t count = 2; count <= 300; count++) {
        *header = packet_of(OWN_PORT, ECHO_PORT, RW);
        header->length = 8;
        table[0] = (struct descriptor){PLACE, VSOCK_HEADER + 8, 0, 0};
        raw_offer(0);
        raw_ring();
        uint64_t end = ticks() + 1000 * ticks_per_millisecond();
        for (uint32_t turn = 0; raw_used() != count && ticks() < end; turn++) {
            header->length = turn % 2 ? UINT32_MAX : 8;
            header->operation = (uint16_t)(turn % 9);
            header->target_cid = turn % 4;
            table[0].length = turn % 3 ? VSOCK_HEADER + 8 : 1;
        }
        if (raw_used() != count) {
            return "no answer";
        }
    }
    return NULL;
}

static const char *rings_that_change(void)
{
    volatile struct available_ring *available = (volatile struct available_ring *)AVAILABLE_PLACE;
    volatile struct used_ring *used = (volatile struct used_ring *)USED_PLACE;
    if (!begin()) {
        return "the device does not start";
    }
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    for (uint64_t turn = 0; turn < 200000; turn++) {
        used->index = (uint16_t)turn;
        available->flags = (uint16_t)turn;
        available->index = (uint16_t)(turn % 64 ? 1 : turn);
        if (turn % 20000 == 0) {
            raw_ring();
        }
    }
    return NULL;
}

static const struct {
    const char *name;
    const char *(*play)(void);
} scenes[] = {
    {"a thousand resets of nothing", resets_of_nothing},
    {"a thousand questions of nobody, and no room for answers", questions_of_nobody},
    {"more connections than there can be", crowd},
    {"one port again and again, after a reset", same_port_after_reset},
    {"one port again and again, after an end", same_port_after_end},
    {"a reset and a request at once", reset_and_request_at_once},
    {"two pairs of one port", two_pairs_of_one_port},
    {"fifty resets of the device under way", reset_under_way},
    {"a driver that fails under way", fail_under_way},
    {"headers that change under way", headers_that_change},
    {"rings that change under way", rings_that_change},
};

void run_flows(void)
{
    for (size_t index = 0; index < sizeof(scenes) / sizeof(scenes[0]); index++) {
        judge(scenes[index].name, scenes[index].play());
    }
}
