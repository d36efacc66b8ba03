#include "net.h"

/* A frame that is not taken in this time never will be. */
#define PATIENCE_MILLISECONDS 5000

#define RECEIVE_QUEUE 0
#define SEND_QUEUE 1

/* The header's last field: how many chains a frame fills. */
#define COUNT_OFFSET 10

#define MEMORY (32u << 20)

static void copy(uint8_t *to, const uint8_t *from, uint32_t length)
{
    uint64_t count = length;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}

bool net_find(struct net *net, const char *line, uint64_t place)
{
    if (!device_find(&net->device, line, NET_ID, place)) {
        return false;
    }
    queue_make(&net->receive, &net->device, RECEIVE_QUEUE);
    queue_make(&net->send, &net->device, SEND_QUEUE);
    net->memory = take_memory(MEMORY, 4096);
    /* A byte more than a device sends. */
    net->frame = take_memory(NET_HEADER + MOST_FRAME + 1, 4096);
    return true;
}

static bool offer(struct net *net, uint8_t *memory)
{
    struct buffer buffers[MAXIMUM_BUFFERS];
    uint32_t part = net->choice.chain / (uint32_t)net->choice.parts;
    for (int index = 0; index < net->choice.parts; index++) {
        uint32_t length = index < net->choice.parts - 1 ? part : net->choice.chain - part * (uint32_t)index;
        buffers[index] = (struct buffer){memory + part * (uint32_t)index, length, true};
    }
    uint16_t head;
    if (!queue_offer(&net->receive, buffers, net->choice.parts, &head)) {
        return false;
    }
    net->chains[head] = memory;
    return true;
}

bool net_prepare(struct net *net, const struct net_choice *choice)
{
    net->choice = *choice;
    if (!device_agree(&net->device, choice->features) || !queue_set_up(&net->receive, choice->queue_size, false)
        || !queue_set_up(&net->send, choice->queue_size, false) || !device_begin(&net->device)) {
        return false;
    }
    for (uint8_t *memory = net->memory; memory + choice->chain <= net->memory + MEMORY && offer(net, memory); memory += choice->chain) {
    }
    return true;
}

bool net_start(struct net *net, const struct net_choice *choice)
{
    bool is_ready = net_prepare(net, choice);
    if (is_ready) {
        queue_publish(&net->receive);
    }
    return is_ready;
}

/* Collects a chain that the device must have used together with another one. */
static uint8_t *collect(struct net *net, uint32_t *written)
{
    struct used_element element;
    if (!queue_collect(&net->receive, &element)) {
        return NULL;
    }
    *written = element.written;
    return net->chains[element.head];
}

/* Copies the frame unless there is no room for it, and offers its chains again, unpublished. */
static uint32_t take(struct net *net, uint8_t *frame)
{
    uint32_t written;
    uint8_t *memory = collect(net, &written);
    if (!memory) {
        return 0;
    }
    uint32_t count = memory[COUNT_OFFSET] | (uint32_t)memory[COUNT_OFFSET + 1] << 8;
    uint32_t length = 0;
    for (uint32_t index = 0; index < count; index++) {
        uint32_t skipped = index == 0 ? NET_HEADER : 0;
        if (index > 0 && !(memory = collect(net, &written))) {
            fail("net: a frame came in part");
        }
        if (frame) {
            copy(frame + length, memory + skipped, written - skipped);
        }
        length += written - skipped;
        offer(net, memory);
    }
    return length;
}

uint32_t net_receive(struct net *net, uint8_t *frame)
{
    uint32_t length = take(net, frame);
    queue_publish(&net->receive);
    return length;
}

uint32_t net_discard(struct net *net)
{
    return take(net, NULL);
}

void net_send(struct net *net, const uint8_t *frame, uint32_t length)
{
    for (uint32_t index = 0; index < NET_HEADER; index++) {
        net->frame[index] = 0;
    }
    copy(net->frame + NET_HEADER, frame, length);
    /* No chain may be longer than its queue, not even an indirect one (2.7.5.3.1). */
    struct buffer buffers[2] = {{net->frame, NET_HEADER, false}, {net->frame + NET_HEADER, length, false}};
    struct buffer whole = {net->frame, NET_HEADER + length, false};
    bool is_short = net->choice.queue_size < 2;
    uint16_t head;
    struct used_element element;
    if (!queue_offer(&net->send, is_short ? &whole : buffers, is_short ? 1 : 2, &head)) {
        fail("net: no room to send");
    }
    queue_publish(&net->send);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (!queue_collect(&net->send, &element)) {
        if (ticks() > end) {
            fail("net: a frame was not taken");
        }
        __asm__ volatile("pause");
    }
}
