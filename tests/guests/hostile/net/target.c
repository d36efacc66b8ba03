/* Either queue of a network interface as a target. The other one is a correct driver's. */
#include "net.h"

#define CONFIGURATION_LENGTH 12
#define RECEIVE_QUEUE 0
#define SEND_QUEUE 1

/* A frame that is not taken by then never will be. */
#define PATIENCE_MILLISECONDS 100

/* Where a chain of three descriptors is divided. */
#define PART (FRAME_LENGTH / 2)
#define ROOM 1500

struct target target;

static uint8_t outgoing[NET_HEADER + 1514];

static bool prepare_sending(void)
{
    return queue_set_up(&net.send, MAXIMUM_QUEUE_SIZE, false);
}

/* Without buffers: what the host sends back waits for the correct driver. */
static bool prepare_receiving(void)
{
    return queue_set_up(&net.receive, SIZE, false);
}

/* Waits until the device has taken what was sent, unless it wants to be reset. */
static void settle(void)
{
    struct used_element element;
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (net.send.collected != net.send.published && ticks() < end) {
        queue_collect(&net.send, &element);
    }
}

void have_sent(uint32_t length, uint16_t count)
{
    make_frame(outgoing + NET_HEADER, case_number(), length);
    for (; count > 0; count--) {
        struct buffer whole = {outgoing, NET_HEADER + length, false};
        uint16_t head;
        if (!queue_offer(&net.send, &whole, 1, &head)) {
            fail("hostile: no room to send");
        }
    }
    queue_publish(&net.send);
    settle();
}

static void have_one_sent(uint16_t count)
{
    have_sent(FRAME_LENGTH, count);
}

static void send_nothing(uint16_t count)
{
    (void)count;
}

static void lay_out_room(struct descriptor *chain, uint16_t first)
{
    chain[0] = (struct descriptor){HEADER_PLACE, NET_HEADER, WN, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){DATA_PLACE, PART, WN, (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){DATA_PLACE + PART, ROOM, W, 0};
}

static void lay_out_frame(struct descriptor *chain, uint16_t first)
{
    make_frame((volatile uint8_t *)DATA_PLACE, case_number(), FRAME_LENGTH);
    chain[0] = (struct descriptor){HEADER_PLACE, NET_HEADER, N, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){DATA_PLACE, PART, N, (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){DATA_PLACE + PART, FRAME_LENGTH - PART, 0, 0};
}

static const char *compare_received(enum outcome outcome)
{
    const volatile struct net_header *header = (const volatile struct net_header *)HEADER_PLACE;
    if (outcome != DONE) {
        return raw_is_data_touched() ? "a frame was written" : NULL;
    }
    return header->buffers != 1 ? "another number of buffers" : is_frame((const volatile uint8_t *)DATA_PLACE, case_number(), FRAME_LENGTH) ? NULL : "another frame";
}

/* Whoever sends must not write. */
static const char *compare_sent(enum outcome outcome)
{
    (void)outcome;
    return raw_is_data_touched() && !is_frame((const volatile uint8_t *)DATA_PLACE, case_number(), FRAME_LENGTH) ? "the frame was changed" : NULL;
}

void attack_receiving(void)
{
    target = (struct target){
        .device = &net.device, .queue = RECEIVE_QUEUE, .queues = 2, .kind = NET_ID, .configuration = CONFIGURATION_LENGTH,
        .high_features = FEATURE_VERSION_1 >> 32,
        .written = NET_HEADER + FRAME_LENGTH, .prepare = prepare_sending, .lay_out = lay_out_room, .provoke = have_one_sent,
        .compare = compare_received, .good_round = good_round,
    };
}

void attack_sending(void)
{
    target = (struct target){
        .device = &net.device, .queue = SEND_QUEUE, .queues = 2, .kind = NET_ID, .configuration = CONFIGURATION_LENGTH,
        .high_features = FEATURE_VERSION_1 >> 32,
        .prepare = prepare_receiving, .lay_out = lay_out_frame, .provoke = send_nothing, .compare = compare_sent, .good_round = good_round,
    };
}
