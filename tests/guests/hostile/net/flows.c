/* Drivers that interfere while frames are under way, or that never take what comes. */
#include "net.h"

#define CROWD 64
#define ROUNDS 50
#define RINGS 40

static struct descriptor *const table = (struct descriptor *)TABLE_PLACE;

static void wait_parts(uint64_t parts)
{
    for (uint64_t end = ticks() + parts * ticks_per_millisecond() / 1000; ticks() < end;) {
    }
}

/* Frames that wait to be sent, in one ring, all from one place. */
static bool send_crowd(void)
{
    bool is_started = raw_start(0, SIZE);
    raw_chain(0);
    for (int count = 0; count < SIZE; count++) {
        raw_offer(0);
    }
    raw_ring();
    return is_started;
}

/* Buffers for the frames of a crowd that the host sends meanwhile. */
static bool receive_crowd(void)
{
    bool is_started = raw_start(0, SIZE);
    raw_chain(0);
    for (int count = 0; count < SIZE; count++) {
        raw_offer(0);
    }
    raw_ring();
    have_sent(FRAME_LENGTH, CROWD);
    return is_started;
}

/* After a reset the device must not access the driver's memory. */
static const char *is_left_alone(void)
{
    raw_clear();
    wait_milliseconds(5);
    return raw_is_data_touched() ? "data was written after the reset" : raw_used() ? "the ring was written after the reset" : NULL;
}

static const char *reset_among(bool (*start)(void), uint64_t microseconds)
{
    if (!start()) {
        return "the device does not start";
    }
    wait_parts(microseconds);
    device_reset(target.device);
    return is_left_alone();
}

static const char *reset_often(bool (*start)(void))
{
    for (uint64_t count = 0; count < ROUNDS; count++) {
        const char *why = reset_among(start, count * 4);
        if (why) {
            return why;
        }
    }
    return NULL;
}

static const char *reset_sends_at_once(void) { return reset_among(send_crowd, 0); }
static const char *reset_sends_soon(void) { return reset_among(send_crowd, 20); }
static const char *reset_sends_often(void) { return reset_often(send_crowd); }
static const char *reset_receives_at_once(void) { return reset_among(receive_crowd, 0); }
static const char *reset_receives_soon(void) { return reset_among(receive_crowd, 200); }
static const char *reset_receives_late(void) { return reset_among(receive_crowd, 3000); }
static const char *reset_receives_often(void) { return reset_often(receive_crowd); }

static const char *fail_among(void)
{
    if (!receive_crowd()) {
        return "the device does not start";
    }
    device_write(target.device, STATUS, FAILED);
    return device_read(target.device, STATUS) & FAILED ? NULL : "it does not know that the driver has failed";
}

static const char *answers_never_looked_at(void)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    raw_chain(0);
    for (uint16_t count = 1; count <= RINGS * SIZE; count++) {
        raw_offer(0);
        raw_ring();
        target.provoke(1);
        if (!raw_wait_used(count)) {
            return "no answer";
        }
    }
    return NULL;
}

/* Another processor could do this; here the device runs concurrently with the only one. No length is another, so that no frame is. */
static const char *descriptors_that_change(void)
{
    if (!raw_start(FEATURE_INDIRECT, SIZE)) {
        return "the device does not start";
    }
    raw_chain(0);
    for (uint16_t count = 1; count <= 300; count++) {
        raw_offer(0);
        raw_ring();
        target.provoke(1);
        uint64_t end = ticks() + 1000 * ticks_per_millisecond();
        for (uint64_t turn = 0; raw_used() != count && ticks() < end; turn++) {
            volatile struct descriptor *victim = &table[turn % 3];
            uint64_t address = victim->address;
            uint16_t flags = victim->flags;
            victim->address = turn % 2 ? UINT64_MAX : HOLE;
            victim->flags = (uint16_t)(turn % 16);
            victim->address = address;
            victim->flags = flags;
        }
        if (raw_used() != count && !(device_read(target.device, STATUS) & NEEDS_RESET)) {
            /* A receive chain that was refused is gone, and its frame waits. */
            return target.queue == 0 ? NULL : "no answer";
        }
    }
    return NULL;
}

static const char *rings_that_change(void)
{
    volatile struct available_ring *available = (volatile struct available_ring *)AVAILABLE_PLACE;
    volatile struct used_ring *used = (volatile struct used_ring *)USED_PLACE;
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    for (uint64_t turn = 0; turn < 200000; turn++) {
        used->index = (uint16_t)turn;
        used->flags = (uint16_t)turn;
        available->flags = (uint16_t)turn;
        available->index = (uint16_t)(turn % 64 ? 1 : turn);
        if (turn % 20000 == 0) {
            raw_ring();
            target.provoke(1);
        }
    }
    return NULL;
}

static const struct {
    const char *name;
    bool sends;
    const char *(*play)(void);
} scenes[] = {
    {"a reset among sends at once", true, reset_sends_at_once},
    {"a reset among sends soon", true, reset_sends_soon},
    {"fifty resets among sends", true, reset_sends_often},
    {"a reset among receives at once", false, reset_receives_at_once},
    {"a reset among receives soon", false, reset_receives_soon},
    {"a reset among receives late", false, reset_receives_late},
    {"fifty resets among receives", false, reset_receives_often},
    {"a driver that fails among receives", false, fail_among},
    {"answers of sends that are never looked at", true, answers_never_looked_at},
    {"answers of receives that are never looked at", false, answers_never_looked_at},
    {"descriptors of sends that change under way", true, descriptors_that_change},
    {"descriptors of receives that change under way", false, descriptors_that_change},
    {"rings of sends that change under way", true, rings_that_change},
    {"rings of receives that change under way", false, rings_that_change},
};

void run_flows(void)
{
    for (size_t index = 0; index < sizeof(scenes) / sizeof(scenes[0]); index++) {
        if (scenes[index].sends) {
            attack_sending();
        } else {
            attack_receiving();
        }
        judge(scenes[index].name, scenes[index].play());
    }
}
