/* The content of the available ring: index, heads, flags; and when the doorbell rings. */
#include "hostile.h"

struct ring_case {
    const char *name;
    enum outcome outcome;
    /* The driver's index, and the head in each entry. */
    uint16_t index;
    uint16_t head;
    uint16_t flags;
    /* The index at which the driver requests an interrupt. */
    uint16_t event;
    /* The expected number of completions; every chain is the same correct one. */
    uint16_t answers;
};

static const struct ring_case cases[] = {
    {"one entry", DONE, .index = 1, .answers = 1},
    {"one chain in two entries", DONE, .index = 2, .answers = 2},
    {"one chain in every entry", DONE, .index = SIZE, .answers = SIZE},
    {"flags that nobody has defined in the ring", DONE, .index = 1, .flags = 0xffff, .answers = 1},
    {"an interrupt wanted long ago", DONE, .index = 1, .event = 0x8000, .answers = 1},
    {"an interrupt wanted for the entry before", DONE, .index = 1, .event = 0xffff, .answers = 1},
    {"an index one further than the ring", BROKEN, .index = SIZE + 1},
    {"an index two rings further", BROKEN, .index = 2 * SIZE},
    {"an index 255 further", BROKEN, .index = 255},
    {"an index 256 further", BROKEN, .index = 256},
    {"an index 32768 further", BROKEN, .index = 0x8000},
    {"an index 65535 further", BROKEN, .index = 0xffff},
    {"a head one too far", BROKEN, .index = 1, .head = SIZE},
    {"a head of 255", BROKEN, .index = 1, .head = 255},
    {"a head of 256", BROKEN, .index = 1, .head = 256},
    {"a head of 32768", BROKEN, .index = 1, .head = 0x8000},
    {"a head of 65535", BROKEN, .index = 1, .head = 0xffff},
    {"an index and a head too far", BROKEN, .index = 0xffff, .head = 0xffff},
};

static volatile struct available_ring *const available = (volatile struct available_ring *)AVAILABLE_PLACE;

static const char *play(const struct ring_case *one)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    raw_chain(0);
    for (int index = 0; index < SIZE; index++) {
        available->heads[index] = one->head;
    }
    available->heads[SIZE] = one->event;
    available->flags = one->flags;
    available->index = one->index;
    raw_ring();
    if (one->outcome != BROKEN) {
        target.provoke(one->answers);
    }
    if (one->answers > 1) {
        return raw_wait_used(one->answers) ? NULL : "another number of answers";
    }
    return raw_expect(one->outcome, one->head, target.written);
}

/* Offers the one chain once more, and waits until that many were completed in all. */
static bool complete(uint16_t count)
{
    raw_offer(0);
    raw_ring();
    target.provoke(1);
    return raw_wait_used(count);
}

/* Begins with one correct request that completes. */
static bool begin(void)
{
    bool is_started = raw_start(0, SIZE);
    raw_chain(0);
    return is_started && complete(1);
}

static const char *index_goes_back(void)
{
    if (!begin()) {
        return "no first answer";
    }
    available->index = 0;
    raw_ring();
    return raw_expect_broken();
}

static const char *bad_head_behind_a_good_one(void)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    raw_chain(0);
    available->heads[1] = SIZE;
    available->index = 2;
    raw_ring();
    const char *why = raw_expect_broken();
    return why || raw_used() <= 1 ? why : "more than the good one was answered";
}

static const char *doorbell_for(uint32_t queue)
{
    if (!begin()) {
        return "no first answer";
    }
    device_write(target.device, QUEUE_NOTIFY, queue);
    return complete(2) ? NULL : "no answer afterwards";
}

static const char *doorbell_for_1(void) { return doorbell_for(1); }
static const char *doorbell_for_2(void) { return doorbell_for(2); }
static const char *doorbell_for_255(void) { return doorbell_for(255); }
static const char *doorbell_for_65536(void) { return doorbell_for(65536); }
static const char *doorbell_for_any(void) { return doorbell_for(UINT32_MAX); }

static const char *doorbell_without_a_request(void)
{
    if (!begin()) {
        return "no first answer";
    }
    for (int count = 0; count < 1000; count++) {
        raw_ring();
    }
    return complete(2) ? NULL : "no answer afterwards";
}

static const char *doorbell_before_the_driver(void)
{
    device_reset(target.device);
    raw_ring();
    device_write(target.device, STATUS, ACKNOWLEDGE);
    raw_ring();
    return begin() ? NULL : "no answer afterwards";
}

static const char *doorbell_before_it_is_ok(void)
{
    if (!raw_agree(0)) {
        return "the device does not agree";
    }
    raw_queue(SIZE, TABLE_PLACE, AVAILABLE_PLACE, USED_PLACE);
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    const char *why = raw_expect(IGNORED, 0, 0);
    if (why || !raw_begin()) {
        return why ? why : "the device does not start";
    }
    target.provoke(1);
    return raw_expect(DONE, 0, target.written);
}

static const char *bad_index_before_it_is_ok(void)
{
    if (!raw_agree(0)) {
        return "the device does not agree";
    }
    raw_queue(SIZE, TABLE_PLACE, AVAILABLE_PLACE, USED_PLACE);
    available->index = SIZE + 1;
    raw_ring();
    target.prepare();
    device_write(target.device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    return raw_expect_broken();
}

static const char *requests_to_a_broken_ring(void)
{
    const char *why = index_goes_back();
    if (why) {
        return why;
    }
    available->index = 2;
    available->heads[1] = 0;
    raw_ring();
    return raw_expect_broken();
}

static const struct {
    const char *name;
    const char *(*play)(void);
} scenes[] = {
    {"an index that goes back", index_goes_back},
    {"a bad head behind a good one", bad_head_behind_a_good_one},
    {"a good ring after a broken one, without a reset", requests_to_a_broken_ring},
    {"a doorbell for queue 1", doorbell_for_1},
    {"a doorbell for queue 2", doorbell_for_2},
    {"a doorbell for queue 255", doorbell_for_255},
    {"a doorbell for queue 65536", doorbell_for_65536},
    {"a doorbell for any queue", doorbell_for_any},
    {"a thousand doorbells without a request", doorbell_without_a_request},
    {"a doorbell before there is a driver", doorbell_before_the_driver},
    {"a doorbell before the driver is ready", doorbell_before_it_is_ok},
    {"a bad index before the driver is ready", bad_index_before_it_is_ok},
};

void run_rings(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
    for (size_t index = 0; index < sizeof(scenes) / sizeof(scenes[0]); index++) {
        judge(scenes[index].name, scenes[index].play());
    }
}
