/* Either queue of a socket device as a target. The others are a correct driver's. */
#include "vsock.h"

#define RECEIVE_QUEUE 0
#define SEND_QUEUE 1
#define QUEUES 3
#define CONFIGURATION_LENGTH 8

/* A packet that is not taken by then never will be. */
#define PATIENCE_MILLISECONDS 100

/* Where a chain of three descriptors is divided. */
#define HEADER_PART 20
#define ROOM 1000

/* Where nobody is: each packet from there is answered by RST, which is all of a packet. */
#define NOBODY 1
#define NOWHERE 2

struct target target;

static const struct vsock_choice choice = {.queue_size = MAXIMUM_QUEUE_SIZE, .chain = 4096, .parts = 1};

static bool prepare_sending(void)
{
    vsock.choice = choice;
    return vsock_set_up_send(&vsock) && vsock_set_up_event(&vsock);
}

static bool prepare_receiving(void)
{
    vsock.choice = choice;
    return vsock_set_up_receive(&vsock) && vsock_set_up_event(&vsock);
}

/* Waits until the device has taken what was sent, unless it wants to be reset. */
static void settle(void)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (vsock.send.used->index != vsock.send.published && ticks() < end && !(device_read(&vsock.device, STATUS) & NEEDS_RESET)) {
    }
}

static void have_reset(uint16_t count)
{
    for (; count > 0; count--) {
        struct vsock_header *packet = vsock_room(&vsock);
        *packet = packet_of(NOBODY, NOWHERE, CREDIT_REQUEST);
        vsock_send(&vsock, packet, 0);
    }
    vsock_publish(&vsock);
    settle();
}

static void send_nothing(uint16_t count)
{
    (void)count;
}

static void lay_out_room(struct descriptor *chain, uint16_t first)
{
    chain[0] = (struct descriptor){HEADER_PLACE, HEADER_PART, WN, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){DATA_PLACE, VSOCK_HEADER - HEADER_PART, WN, (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){DATA_PLACE + VSOCK_HEADER - HEADER_PART, ROOM, W, 0};
}

static void lay_out_packet(struct descriptor *chain, uint16_t first)
{
    volatile struct vsock_header *packet = (volatile struct vsock_header *)HEADER_PLACE;
    *packet = packet_of(NOBODY, NOWHERE, RW);
    packet->length = ROOM;
    chain[0] = (struct descriptor){HEADER_PLACE, HEADER_PART, N, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){HEADER_PLACE + HEADER_PART, VSOCK_HEADER - HEADER_PART, N, (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){DATA_PLACE, ROOM, 0, 0};
}

static const char *compare_received(enum outcome outcome)
{
    if (outcome != DONE) {
        return raw_is_data_touched() ? "a packet was written" : NULL;
    }
    struct vsock_header packet;
    uint8_t *to = (uint8_t *)&packet;
    for (uint32_t index = 0; index < VSOCK_HEADER; index++) {
        to[index] = index < HEADER_PART ? ((volatile uint8_t *)HEADER_PLACE)[index] : ((volatile uint8_t *)DATA_PLACE)[index - HEADER_PART];
    }
    bool is_right = packet.source_cid == VSOCK_HOST && packet.target_cid == vsock.cid && packet.source_port == NOWHERE && packet.target_port == NOBODY
        && packet.operation == RST && packet.type == VSOCK_STREAM && packet.length == 0 && packet.flags == 0 && packet.buffer == 0 && packet.forwarded == 0;
    return is_right ? NULL : "another packet";
}

/* Whoever sends must not write. */
static const char *compare_sent(enum outcome outcome)
{
    (void)outcome;
    return raw_is_data_touched() ? "the packet was changed" : NULL;
}

void attack_receiving(void)
{
    target = (struct target){
        .device = &vsock.device, .queue = RECEIVE_QUEUE, .queues = QUEUES, .kind = VSOCK_ID, .configuration = CONFIGURATION_LENGTH,
        .high_features = (FEATURE_VERSION_1 | FEATURE_IN_ORDER) >> 32,
        .written = VSOCK_HEADER, .is_lazy = true, .prepare = prepare_sending, .lay_out = lay_out_room, .provoke = have_reset, .compare = compare_received,
        .good_round = good_round,
    };
}

void attack_sending(void)
{
    target = (struct target){
        .device = &vsock.device, .queue = SEND_QUEUE, .queues = QUEUES, .kind = VSOCK_ID, .configuration = CONFIGURATION_LENGTH,
        .high_features = (FEATURE_VERSION_1 | FEATURE_IN_ORDER) >> 32,
        .prepare = prepare_receiving, .lay_out = lay_out_packet, .provoke = send_nothing, .compare = compare_sent, .good_round = good_round,
    };
}
