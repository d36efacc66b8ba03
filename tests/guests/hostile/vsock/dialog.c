/* What a hostile driver says, packet by packet, and what it hears. */
#include "vsock.h"

/* What comes at all comes by then: the host's program is another process. */
#define PATIENCE_MILLISECONDS 1000

/* How long nothing must come, once what was sent later is answered. */
#define SILENCE_MILLISECONDS 2

/* Where nobody is: a packet from there is answered by RST. */
#define NOBODY 3
#define NOWHERE 4

static struct descriptor *const table = (struct descriptor *)TABLE_PLACE;
static uint16_t sent;

bool begin(void)
{
    attack_sending();
    sent = 0;
    return raw_start(0, SIZE);
}

struct vsock_header packet_of(uint32_t own_port, uint32_t peer_port, uint16_t operation)
{
    return (struct vsock_header){
        .source_cid = vsock.cid, .target_cid = VSOCK_HOST, .source_port = own_port, .target_port = peer_port, .type = VSOCK_STREAM,
        .operation = operation, .buffer = DEVICE_BUFFER,
    };
}

/* The payload is what lies behind the header, and its length the chain's, not the header's. */
bool put(struct vsock_header packet, uint32_t payload)
{
    *(volatile struct vsock_header *)PLACE = packet;
    table[0] = (struct descriptor){PLACE, VSOCK_HEADER + payload, 0, 0};
    raw_offer(0);
    raw_ring();
    return raw_wait_used(++sent) && raw_element((uint16_t)(sent - 1) % SIZE).written == 0;
}

/* The operation of the next packet; zero when none comes. */
uint16_t take(struct vsock_header *packet)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    vsock_publish(&vsock);
    while (ticks() < end) {
        uint16_t head;
        const struct vsock_header *got = vsock_receive(&vsock, &head);
        if (got) {
            *packet = *got;
            vsock_give_back(&vsock, head);
            vsock_publish(&vsock);
            return packet->operation;
        }
        __asm__ volatile("pause");
    }
    return 0;
}

/* The device may reset what it does not know before it answers others: what is there when that has come counts, too. */
static bool take_at_once(struct vsock_header *packet)
{
    uint64_t end = ticks() + SILENCE_MILLISECONDS * ticks_per_millisecond();
    while (ticks() < end) {
        uint16_t head;
        const struct vsock_header *got = vsock_receive(&vsock, &head);
        if (got) {
            *packet = *got;
            vsock_give_back(&vsock, head);
            vsock_publish(&vsock);
            return true;
        }
    }
    return false;
}

const char *answer_of(struct vsock_header *answer)
{
    *answer = (struct vsock_header){0};
    if (!put(packet_of(NOBODY, NOWHERE, CREDIT_REQUEST), 0)) {
        return "a packet from nobody is not taken";
    }
    struct vsock_header packet;
    bool has_probe = false;
    while (has_probe ? take_at_once(&packet) : take(&packet) != 0) {
        if (packet.source_port == NOWHERE && packet.target_port == NOBODY) {
            if (has_probe || packet.operation != RST) {
                return "a packet from nobody is not reset";
            }
            has_probe = true;
        } else if (answer->operation == 0 && packet.source_port != ASK_PORT) {
            *answer = packet;
        }
    }
    return has_probe ? NULL : "a packet from nobody is not answered";
}

uint16_t take_of(uint32_t own_port, struct vsock_header *packet)
{
    while (take(packet)) {
        if (packet->target_port == own_port) {
            return packet->operation;
        }
    }
    return 0;
}

/* Whether data goes to the host and comes back. */
const char *converse(uint32_t own_port, uint32_t peer_port)
{
    struct vsock_header packet = packet_of(own_port, peer_port, RW);
    packet.length = 8;
    if (!put(packet, 8)) {
        return "data is not taken";
    }
    while (take(&packet)) {
        if (packet.target_port == own_port && packet.operation == RW) {
            return NULL;
        }
        if (packet.target_port == own_port && packet.operation == RST) {
            return "the connection is gone";
        }
    }
    return "data does not come back";
}
