/* The correct driver after each case: it opens a connection to the host's echo, and one line goes there and comes back. */
#include "vsock.h"

#define PATIENCE_MILLISECONDS 10000

#define MOST_LINE 1200

/* Its connections have ports that no case has. */
#define FIRST_PORT 1000000

static uint8_t line[MOST_LINE];
static uint32_t length;
static uint32_t port;

static void make_line(void)
{
    length = 1 + (uint32_t)case_count * 37 % MOST_LINE;
    port = FIRST_PORT + (uint32_t)case_count;
    for (uint32_t index = 0; index < length; index++) {
        line[index] = (uint8_t)((case_count * 167 + index) * 0x9e3779b1 >> 24);
    }
}

static void say_packet(enum vsock_operation operation, uint32_t flags, uint32_t forwarded, uint32_t count)
{
    struct vsock_header *packet = vsock_room(&vsock);
    *packet = packet_of(port, ECHO_PORT, (uint16_t)operation);
    packet->flags = flags;
    packet->forwarded = forwarded;
    for (uint32_t index = 0; index < count; index++) {
        ((uint8_t *)(packet + 1))[index] = line[index];
    }
    vsock_send(&vsock, packet, count);
    vsock_publish(&vsock);
}

/* The next packet, which must be for this connection. */
static const struct vsock_header *hear(uint16_t *head)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (ticks() < end) {
        const struct vsock_header *packet = vsock_receive(&vsock, head);
        if (packet) {
            return packet;
        }
        __asm__ volatile("pause");
    }
    return NULL;
}

static bool is_same(const uint8_t *data, uint32_t from, uint32_t count)
{
    for (uint32_t index = 0; index < count; index++) {
        if (from + index >= length || data[index] != line[from + index]) {
            return false;
        }
    }
    return true;
}

static const char *expect(enum vsock_operation operation)
{
    uint16_t head;
    const struct vsock_header *packet = hear(&head);
    if (!packet) {
        return "a good driver waits in vain";
    }
    bool is_right = packet->operation == operation && packet->target_port == port && packet->source_port == ECHO_PORT;
    vsock_give_back(&vsock, head);
    return is_right ? NULL : "a good driver is answered otherwise";
}

static const char *expect_line(void)
{
    for (uint32_t got = 0; got < length;) {
        uint16_t head;
        const struct vsock_header *packet = hear(&head);
        if (!packet) {
            return "a good driver's line does not come back";
        }
        bool is_right = packet->operation == RW && packet->target_port == port && is_same((const uint8_t *)(packet + 1), got, packet->length);
        got += packet->length;
        vsock_give_back(&vsock, head);
        if (!is_right) {
            return "a good driver receives what nobody has sent";
        }
    }
    return NULL;
}

const char *good_round(void)
{
    struct vsock_choice choice = {.features = FEATURE_EVENT_INDEX, .queue_size = MAXIMUM_QUEUE_SIZE, .chain = 4096, .parts = 1};
    if (!vsock_start(&vsock, &choice)) {
        return "a good driver is not served";
    }
    make_line();
    say_packet(REQUEST, 0, 0, 0);
    const char *why = expect(RESPONSE);
    if (!why) {
        say_packet(RW, 0, 0, length);
        why = expect_line();
    }
    if (!why) {
        say_packet(SHUTDOWN, NO_MORE_RECEIVED | NO_MORE_SENT, length, 0);
        why = expect(RST);
    }
    return why;
}
