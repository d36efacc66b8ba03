#include "vsock.h"

/* A packet that is not taken in this time never will be. */
#define PATIENCE_MILLISECONDS 5000

#define RECEIVE_QUEUE 0
#define SEND_QUEUE 1
#define EVENT_QUEUE 2

/* As many as Linux offers. */
#define EVENTS 8

/* The number of the one event that there is (5.10.6.7). */
#define TRANSPORT_RESET 0

/* A receive chain of the longest packet for each entry, and a little more. */
#define CHAIN_MEMORY (18u << 20)

/* A packet in memory, aligned. */
#define ROOM (MOST_PAYLOAD + 64)

static void read_cid(struct vsock *vsock)
{
    vsock->cid = device_read(&vsock->device, CONFIGURATION) | (uint64_t)device_read(&vsock->device, CONFIGURATION + 4) << 32;
}

bool vsock_find(struct vsock *vsock, const char *line)
{
    if (!device_find(&vsock->device, line, VSOCK_ID, 0)) {
        return false;
    }
    queue_make(&vsock->receive, &vsock->device, RECEIVE_QUEUE);
    queue_make(&vsock->send, &vsock->device, SEND_QUEUE);
    queue_make(&vsock->event, &vsock->device, EVENT_QUEUE);
    vsock->memory = take_memory(CHAIN_MEMORY, 4096);
    vsock->send_memory = take_memory((size_t)ROOM * MOST_SENDING, 4096);
    vsock->events = take_memory(EVENTS * sizeof(struct vsock_event), 4096);
    return true;
}

static bool offer(struct vsock *vsock, uint8_t *memory)
{
    const struct vsock_choice *choice = &vsock->choice;
    struct buffer buffers[MAXIMUM_BUFFERS];
    uint32_t part = choice->chain / (uint32_t)choice->parts;
    for (int index = 0; index < choice->parts; index++) {
        uint32_t length = index < choice->parts - 1 ? part : choice->chain - part * (uint32_t)index;
        buffers[index] = (struct buffer){memory + part * (uint32_t)index, length, true};
    }
    uint16_t head;
    if (!queue_offer(&vsock->receive, buffers, choice->parts, &head)) {
        return false;
    }
    vsock->chains[head] = memory;
    return true;
}

static void offer_event(struct vsock *vsock, struct vsock_event *event)
{
    event->number = UINT32_MAX;
    struct buffer buffer = {event, sizeof(*event), true};
    uint16_t head;
    queue_offer(&vsock->event, &buffer, 1, &head);
}

bool vsock_set_up_receive(struct vsock *vsock)
{
    bool is_there = queue_set_up(&vsock->receive, vsock->choice.queue_size, false);
    uint8_t *memory = vsock->memory;
    while (is_there && memory + vsock->choice.chain <= vsock->memory + CHAIN_MEMORY && offer(vsock, memory)) {
        memory += vsock->choice.chain;
    }
    return is_there;
}

bool vsock_set_up_send(struct vsock *vsock)
{
    uint32_t most = vsock->choice.queue_size / (vsock->choice.is_whole ? 1 : 2);
    vsock->free_rooms = most < MOST_SENDING ? most : MOST_SENDING;
    for (uint32_t index = 0; index < vsock->free_rooms; index++) {
        vsock->rooms[index] = vsock->send_memory + index * ROOM;
    }
    return queue_set_up(&vsock->send, vsock->choice.queue_size, false);
}

bool vsock_set_up_event(struct vsock *vsock)
{
    bool is_there = queue_set_up(&vsock->event, vsock->choice.queue_size, false);
    for (int index = 0; is_there && index < EVENTS; index++) {
        offer_event(vsock, &vsock->events[index]);
    }
    return is_there;
}

bool vsock_start(struct vsock *vsock, const struct vsock_choice *choice)
{
    vsock->choice = *choice;
    if (!device_agree(&vsock->device, choice->features) || !vsock_set_up_receive(vsock) || !vsock_set_up_send(vsock) || !vsock_set_up_event(vsock)
        || !device_begin(&vsock->device)) {
        return false;
    }
    read_cid(vsock);
    vsock_publish(vsock);
    return true;
}

/* What holds for every packet of the device. */
static void check(const struct vsock *vsock, const struct vsock_header *packet, uint32_t written)
{
    if (packet->source_cid != VSOCK_HOST || packet->target_cid != vsock->cid || packet->type != VSOCK_STREAM) {
        fail("vsock: a packet that is not for this guest");
    }
    if (packet->operation < REQUEST || packet->operation > CREDIT_REQUEST || (packet->flags != 0 && packet->operation != SHUTDOWN)) {
        fail("vsock: a packet that there cannot be");
    }
    if (written != VSOCK_HEADER + packet->length || (packet->length > 0) != (packet->operation == RW)) {
        fail("vsock: a packet of another length");
    }
}

const struct vsock_header *vsock_receive(struct vsock *vsock, uint16_t *head)
{
    struct used_element element;
    if (!queue_collect(&vsock->receive, &element)) {
        return NULL;
    }
    *head = (uint16_t)element.head;
    const struct vsock_header *packet = (const struct vsock_header *)vsock->chains[element.head];
    check(vsock, packet, element.written);
    return packet;
}

void vsock_give_back(struct vsock *vsock, uint16_t head)
{
    offer(vsock, vsock->chains[head]);
}

static void take_back(struct vsock *vsock)
{
    struct used_element element;
    while (queue_collect(&vsock->send, &element)) {
        if (element.written != 0) {
            fail("vsock: a packet that was sent was written to");
        }
        vsock->rooms[vsock->free_rooms++] = vsock->sending[element.head];
    }
}

struct vsock_header *vsock_room(struct vsock *vsock)
{
    take_back(vsock);
    if (vsock->free_rooms == 0) {
        vsock_publish(vsock);
        uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
        while (vsock->free_rooms == 0) {
            if (ticks() > end) {
                fail("vsock: a packet was not taken");
            }
            __asm__ volatile("pause");
            take_back(vsock);
        }
    }
    return (struct vsock_header *)vsock->rooms[--vsock->free_rooms];
}

void vsock_send(struct vsock *vsock, struct vsock_header *packet, uint32_t length)
{
    packet->source_cid = vsock->cid;
    packet->target_cid = VSOCK_HOST;
    packet->type = VSOCK_STREAM;
    packet->length = length;
    bool is_whole = vsock->choice.is_whole || length == 0;
    struct buffer parts[2] = {{packet, VSOCK_HEADER, false}, {packet + 1, length, false}};
    struct buffer whole = {packet, VSOCK_HEADER + length, false};
    uint16_t head;
    if (!queue_offer(&vsock->send, is_whole ? &whole : parts, is_whole ? 1 : 2, &head)) {
        fail("vsock: no room to send");
    }
    vsock->sending[head] = (uint8_t *)packet;
}

void vsock_publish(struct vsock *vsock)
{
    queue_publish(&vsock->receive);
    queue_publish(&vsock->send);
    queue_publish(&vsock->event);
}

bool vsock_was_reset(struct vsock *vsock)
{
    struct used_element element;
    bool was_reset = false;
    while (queue_collect(&vsock->event, &element)) {
        struct vsock_event *event = (struct vsock_event *)vsock->event.table[element.head].address;
        if (event->number != TRANSPORT_RESET || element.written != sizeof(*event)) {
            fail("vsock: another event");
        }
        was_reset = true;
        offer_event(vsock, event);
    }
    if (was_reset) {
        read_cid(vsock);
    }
    return was_reset;
}
