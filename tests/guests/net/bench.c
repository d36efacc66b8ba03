#include "net.h"

#define MOST_DEPTH MAXIMUM_QUEUE_SIZE
#define MTU_FRAME 1514
#define ALIGNMENT 64

/* What each part of a segment carries, under an MTU of 1,500 bytes. */
#define SEGMENT 1448

/* A buffer of a long frame, as operating systems have them, and as many as a chain takes. */
#define PART 4128

/* Frames taken before their buffers are offered again, all at once. */
#define BATCH 32

#define WARM_UP_MILLISECONDS 50

/* Frames that the host has sent come in this time, or not at all. */
#define PATIENCE_MILLISECONDS 3000

static void tell(const char *name, uint64_t value)
{
    say(" ");
    say(name);
    say(" ");
    say_number(value);
}

static void report(const char *what, const struct queue *queue, uint64_t doorbells, uint64_t frames, uint64_t elapsed)
{
    say("net: ");
    say(what);
    tell("frames", frames);
    tell("ticks", elapsed);
    tell("doorbells", queue->doorbells - doorbells);
    tell("khz", ticks_per_millisecond());
    say_line("");
}

/* To nobody: the host drops it at once. A long one is TCP over IPv4 with an incomplete checksum. */
static void make_frame(uint8_t *memory, uint32_t length)
{
    uint8_t *frame = memory + NET_HEADER;
    frame[0] = frame[6] = 2;
    frame[12] = 0x88;
    frame[13] = 0xb7;
    if (length <= MTU_FRAME) {
        return;
    }
    /* Flags, TCP over IPv4, the length of the headers and of a part, where the checksum begins, and where it is from there. */
    static const uint8_t header[] = {1, 1, 54, 0, SEGMENT & 255, SEGMENT >> 8, 34, 0, 16, 0};
    for (uint32_t index = 0; index < sizeof(header); index++) {
        memory[index] = header[index];
    }
    frame[12] = 0x08;
    frame[13] = 0x00;
    frame[14] = 0x45;
    frame[16] = (uint8_t)((length - 14) >> 8);
    frame[17] = (uint8_t)(length - 14);
    frame[22] = 64;
    frame[23] = 6;
    frame[46] = 0x50;
    frame[47] = 0x10;
}

static void send_one(struct net *net, uint8_t *memory, uint32_t length, uint8_t **heads)
{
    struct buffer buffers[MAXIMUM_BUFFERS];
    int count = 0;
    for (uint32_t rest = length + NET_HEADER, at = 0; rest > 0; count++) {
        uint32_t part = rest < PART ? rest : PART;
        buffers[count] = (struct buffer){memory + at, part, false};
        at += part;
        rest -= part;
    }
    uint16_t head;
    if (!queue_offer(&net->send, buffers, count, &head)) {
        fail("net: no room to send");
    }
    heads[head] = memory;
}

/* Each frame that the device has taken goes out again at once, until the time is over. */
static uint64_t keep_sending(struct net *net, uint32_t length, uint8_t **heads, uint64_t milliseconds)
{
    uint64_t end = ticks() + milliseconds * ticks_per_millisecond();
    uint64_t sent = 0;
    while (ticks() < end) {
        struct used_element element;
        for (int batch = 0; batch < BATCH && queue_collect(&net->send, &element); batch++, sent++) {
            send_one(net, heads[element.head], length, heads);
        }
        queue_publish(&net->send);
    }
    return sent;
}

void bench_sending(struct net *net, const struct net_choice *choice, const char *line)
{
    static uint8_t *heads[MAXIMUM_QUEUE_SIZE];
    uint32_t length = (uint32_t)number_of(line, "length", MTU_FRAME);
    uint32_t depth = (uint32_t)number_of(line, "depth", MOST_DEPTH);
    uint64_t settle = number_of(line, "settle", 0);
    uint32_t room = (NET_HEADER + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    uint8_t *memory = take_memory((uint64_t)room * depth, 4096);
    if (!net_start(net, choice)) {
        fail("net: it does not start");
    }
    for (uint32_t index = 0; index < depth; index++) {
        make_frame(memory + index * room, length);
        send_one(net, memory + index * room, length, heads);
    }
    queue_publish(&net->send);
    keep_sending(net, length, heads, WARM_UP_MILLISECONDS);
    say_line("net: begin");
    wait_milliseconds(settle);
    uint64_t doorbells = net->send.doorbells;
    uint64_t start = ticks();
    uint64_t sent = keep_sending(net, length, heads, number_of(line, "milliseconds", 500));
    report("sent", &net->send, doorbells, sent, ticks() - start);
    wait_milliseconds(settle);
}

void bench_receiving(struct net *net, const struct net_choice *choice, const char *line)
{
    uint64_t frames = number_of(line, "frames", 1000);
    uint64_t settle = number_of(line, "settle", 0);
    if (!net_prepare(net, choice)) {
        fail("net: it does not start");
    }
    say_line("net: begin");
    wait_milliseconds(settle);
    uint64_t start = ticks();
    queue_publish(&net->receive);
    uint64_t limit = start + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    uint64_t taken = 0;
    uint64_t last = start;
    while (taken < frames && ticks() < limit) {
        uint64_t before = taken;
        for (int batch = 0; batch < BATCH && taken < frames && net_discard(net) > 0; batch++) {
            taken++;
        }
        if (taken > before) {
            last = ticks();
            queue_publish(&net->receive);
        }
    }
    report("received", &net->receive, 0, taken, last - start);
    wait_milliseconds(settle);
}
