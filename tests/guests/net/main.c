/*
 * Echoes frames: each of EtherType 0x88b5, or to an address that starts with 02:ec, goes back to where it came from; one of 0x88b7 is answered by one
 * of as many counting bytes as it says; one of 0x88b6 ends the guest. "net=" says which device, from zero; "size=" how many entries its queues have;
 * "chain=" how long its receive chains are and "parts=" how many buffers each has; "merge=off", "indirect=off" and "events=off" leave those features
 * out, "long=on" takes frames longer than the MTU; "times=" resets the device and begins again that often, each after "frames="; "hold=on" takes no
 * frame before something is typed. With "mode=" it is measured instead: see net.h.
 */
#include "net.h"

#define ETHERTYPE_OFFSET 12
#define ADDRESS 6
#define ECHO 0x88b5
#define END 0x88b6
#define ASK 0x88b7

/* Where a frame says how long the answer is, in four bytes. */
#define ASKED_OFFSET 14

/* The first two bytes of an address whose frames are echoed whatever they carry. */
#define ECHO_ADDRESS_FIRST 0x02
#define ECHO_ADDRESS_SECOND 0xec

/* Room for one byte more than a device sends. */
static uint8_t frame[MOST_FRAME + 1];

static uint32_t type_of(const uint8_t *data)
{
    return (uint32_t)data[ETHERTYPE_OFFSET] << 8 | data[ETHERTYPE_OFFSET + 1];
}

static bool wants_echo(const uint8_t *data)
{
    return type_of(data) == ECHO || (data[0] == ECHO_ADDRESS_FIRST && data[1] == ECHO_ADDRESS_SECOND);
}

static void swap_addresses(uint8_t *data)
{
    for (int index = 0; index < ADDRESS; index++) {
        uint8_t value = data[index];
        data[index] = data[ADDRESS + index];
        data[ADDRESS + index] = value;
    }
}

/* Makes the answer of the asked frame; its length. */
static uint32_t answer(void)
{
    uint32_t length = (uint32_t)frame[ASKED_OFFSET] << 24 | (uint32_t)frame[ASKED_OFFSET + 1] << 16 | (uint32_t)frame[ASKED_OFFSET + 2] << 8 | frame[ASKED_OFFSET + 3];
    if (length > sizeof(frame)) {
        fail("net: so long a frame was not foreseen");
    }
    for (uint32_t index = ASKED_OFFSET; index < length; index++) {
        frame[index] = (uint8_t)(index + index / 256);
    }
    return length;
}

static void hold(void)
{
    say_line("net: holds");
    while (!(in8(SERIAL_LINE_STATUS) & SERIAL_DATA_READY)) {
        wait_milliseconds(1);
    }
}

/* False when the host has said the end. */
static bool echo(struct net *net, uint64_t *echoed, uint64_t most)
{
    while (*echoed < most) {
        uint32_t length = net_receive(net, frame);
        if (length == 0) {
            __asm__ volatile("pause");
        } else if (type_of(frame) == END) {
            return false;
        } else if (type_of(frame) == ASK) {
            swap_addresses(frame);
            net_send(net, frame, answer());
        } else if (wants_echo(frame)) {
            swap_addresses(frame);
            net_send(net, frame, length);
            ++*echoed;
        }
    }
    return true;
}

void guest_main(const uint8_t *zero_page)
{
    static struct net net;
    const char *line = command_line(zero_page);
    if (!net_find(&net, line, number_of(line, "net", 0))) {
        fail("net: there is none");
    }
    bool is_long = word_is(line, "long", "on");
    struct net_choice choice = {
        .features = FEATURE_CHECKSUM | FEATURE_HOST_TSO4 | (word_is(line, "indirect", "off") ? 0 : FEATURE_INDIRECT) | (word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX)
            | (word_is(line, "merge", "off") ? 0 : FEATURE_MERGE)
            | (is_long ? FEATURE_GUEST_CHECKSUM | FEATURE_GUEST_TSO4 | FEATURE_GUEST_TSO6 : 0),
        .queue_size = (uint16_t)number_of(line, "size", MAXIMUM_QUEUE_SIZE),
        .chain = (uint32_t)number_of(line, "chain", 4096),
        .parts = (int)number_of(line, "parts", 1),
    };
    if (word_is(line, "mode", "send")) {
        bench_sending(&net, &choice, line);
        leave();
    }
    if (word_is(line, "mode", "receive")) {
        bench_receiving(&net, &choice, line);
        leave();
    }
    uint64_t times = number_of(line, "times", 1);
    uint64_t frames = number_of(line, "frames", UINT64_MAX);
    uint64_t echoed = 0;
    bool goes_on = true;
    for (uint64_t time = 1; goes_on && time <= times; time++) {
        if (!net_start(&net, &choice)) {
            fail("net: it does not start");
        }
        if (time == 1) {
            say_line("net: ready");
            if (word_is(line, "hold", "on")) {
                hold();
            }
        }
        goes_on = echo(&net, &echoed, time == times ? UINT64_MAX : frames * time);
    }
    say("net: ");
    say_number(echoed);
    say_line(" frames");
    leave();
}
