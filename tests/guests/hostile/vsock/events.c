/* The queue of events, which the device uses only when the machine is saved: whatever it holds, connections go on, unless the device wants a reset. */
#include "vsock.h"

struct event_case {
    const char *name;
    uint16_t index;
    uint16_t head;
    struct descriptor buffer;
};

#define GOOD {DATA_PLACE, 4, W, 0}

static const struct event_case cases[] = {
    {"a good event buffer", 1, 0, GOOD},
    {"an event buffer to read", 1, 0, {DATA_PLACE, 4, 0, 0}},
    {"an empty event buffer", 1, 0, {DATA_PLACE, 0, W, 0}},
    {"an event buffer of three bytes", 1, 0, {DATA_PLACE, 3, W, 0}},
    {"an event buffer of 4 GiB", 1, 0, {DATA_PLACE, UINT32_MAX, W, 0}},
    {"an event buffer behind the memory", 1, 0, {TOP, 4, W, 0}},
    {"an event buffer in the hole", 1, 0, {HOLE, 4, W, 0}},
    {"an event buffer that wraps", 1, 0, {LAST, 64, W, 0}},
    {"event buffers that go round", 1, 0, {DATA_PLACE, 4, WN, 0}},
    {"a table of events", 1, 0, {INDIRECT_PLACE, 16, I, 0}},
    {"an event head too far", 1, SIZE, GOOD},
    {"the last event head", 1, UINT16_MAX, GOOD},
    {"more events than the ring has", SIZE + 1, 0, GOOD},
    {"as many events as there can be", UINT16_MAX, 0, GOOD},
    {"no event buffer", 0, 0, GOOD},
};

static bool prepare_others(void)
{
    return vsock_set_up_receive(&vsock) && vsock_set_up_send(&vsock);
}

static void send_nothing(uint16_t count)
{
    (void)count;
}

/* Nothing has happened that is told. */
static const char *compare_events(enum outcome outcome)
{
    (void)outcome;
    return raw_is_data_touched() ? "an event was written" : NULL;
}

static void attack_events(void)
{
    target = (struct target){
        .device = &vsock.device, .queue = 2, .queues = 3, .kind = VSOCK_ID, .configuration = 8, .prepare = prepare_others, .provoke = send_nothing,
        .compare = compare_events, .good_round = good_round,
    };
}

static const char *reset_of_nobody(void)
{
    struct vsock_header *packet = vsock_room(&vsock);
    *packet = packet_of(5, 6, CREDIT_REQUEST);
    vsock_send(&vsock, packet, 0);
    struct vsock_header answer;
    return take(&answer) == RST ? NULL : "the other queues do not go on";
}

static const char *play(const struct event_case *one)
{
    attack_events();
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    volatile struct available_ring *available = (volatile struct available_ring *)AVAILABLE_PLACE;
    *(struct descriptor *)TABLE_PLACE = one->buffer;
    for (int index = 0; index < SIZE; index++) {
        available->heads[index] = one->head;
    }
    available->index = one->index;
    raw_ring();
    wait_milliseconds(1);
    if (device_read(target.device, STATUS) & NEEDS_RESET) {
        return one->index > 0 && (one->index > SIZE || one->head >= SIZE) ? NULL : "it wants to be reset";
    }
    return raw_used() != 0 || raw_is_data_touched() ? "something was answered" : reset_of_nobody();
}

static const char *kick_often(void)
{
    attack_events();
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    for (int count = 0; count < 1000; count++) {
        raw_ring();
    }
    return reset_of_nobody();
}

/* A queue that the driver does not set up. */
static const char *no_events(void)
{
    attack_events();
    if (!raw_agree(0) || !prepare_others()) {
        return "the device does not agree";
    }
    device_begin(target.device);
    return NULL;
}

void run_events(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
    judge("a thousand doorbells of no event", kick_often());
    judge("no queue of events", no_events());
}
