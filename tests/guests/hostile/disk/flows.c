/* Drivers that interfere while requests are in flight, or that never take completions. */
#include "disk.h"

#define CROWD 32
#define CROWD_BYTES 0x10000
#define CROWD_SECTORS (CROWD_BYTES / SECTOR)

static struct disk_choice choice = {.features = FEATURE_INDIRECT | FEATURE_EVENT_INDEX | FEATURE_FLUSH, .queue_size = MAXIMUM_QUEUE_SIZE};
static uint64_t *crowd;

static void fill_crowd(uint64_t value)
{
    for (size_t index = 0; index < (size_t)CROWD * CROWD_BYTES / sizeof(uint64_t); index++) {
        crowd[index] = value;
    }
}

/* Offers a number of requests without waiting for them. Writes go to sectors that may change. */
static bool start_crowd(enum request_type type)
{
    if (!disk_start(&disk, &choice)) {
        return false;
    }
    for (uint16_t slot = 0; slot < CROWD; slot++) {
        uint32_t length = type == REQUEST_OUT ? SECTOR : CROWD_BYTES;
        struct buffer buffer = {(uint8_t *)crowd + (size_t)slot * CROWD_BYTES, length, type != REQUEST_OUT};
        uint64_t sector = type == REQUEST_OUT ? SPARE_SECTOR + (uint64_t)slot : (uint64_t)slot * CROWD_SECTORS % disk.sectors;
        if (!disk_offer(&disk, slot, type, sector, &buffer, 1)) {
            return false;
        }
    }
    queue_publish(&disk.queue);
    return true;
}

/* After a reset the device must not access the driver's memory. */
static const char *is_crowd_left_alone(void)
{
    fill_crowd(DATA_PATTERN);
    uint16_t index = disk.queue.used->index;
    wait_milliseconds(5);
    for (size_t word = 0; word < (size_t)CROWD * CROWD_BYTES / sizeof(uint64_t); word++) {
        if (crowd[word] != DATA_PATTERN) {
            return "data was written after the reset";
        }
    }
    return disk.queue.used->index == index ? NULL : "the ring was written after the reset";
}

static const char *reset_among(enum request_type type, uint64_t microseconds)
{
    if (!start_crowd(type)) {
        return "the device does not start";
    }
    for (uint64_t end = ticks() + microseconds * ticks_per_millisecond() / 1000; ticks() < end;) {
    }
    device_reset(&disk.device);
    return is_crowd_left_alone();
}

static const char *reset_at_once(void) { return reset_among(REQUEST_IN, 0); }
static const char *reset_soon(void) { return reset_among(REQUEST_IN, 50); }
static const char *reset_late(void) { return reset_among(REQUEST_IN, 500); }
static const char *reset_among_writes(void) { return reset_among(REQUEST_OUT, 20); }

static const char *reset_often(void)
{
    for (uint64_t count = 0; count < 50; count++) {
        if (!start_crowd(REQUEST_IN)) {
            return "the device does not start";
        }
        for (uint64_t end = ticks() + count * ticks_per_millisecond() / 200; ticks() < end;) {
        }
        device_reset(&disk.device);
    }
    return is_crowd_left_alone();
}

static const char *fail_among(void)
{
    if (!start_crowd(REQUEST_IN)) {
        return "the device does not start";
    }
    device_write(&disk.device, STATUS, FAILED);
    return device_read(&disk.device, STATUS) & FAILED ? NULL : "it does not know that the driver has failed";
}

static const char *resets_alone(void)
{
    for (int count = 0; count < 200; count++) {
        device_reset(&disk.device);
    }
    return NULL;
}

static const char *forgets_at_reset(void)
{
    raw_start(0, SIZE);
    device_reset(&disk.device);
    device_write(&disk.device, QUEUE_SELECT, 0);
    return device_read(&disk.device, QUEUE_READY) ? "the queue is still ready"
        : device_read(&disk.device, INTERRUPT_STATUS) ? "an interrupt is still pending" : NULL;
}

/* The features were written at the wrong time, so indirect descriptors are not negotiated. */
static const char *features_at(uint32_t status)
{
    device_reset(&disk.device);
    raw_clear();
    for (uint32_t step = 1; step <= 11; step = step == 1 ? 3 : step + 8) {
        device_write(&disk.device, STATUS, step);
        if (step == status) {
            device_write(&disk.device, DRIVER_FEATURES_SELECT, 0);
            device_write(&disk.device, DRIVER_FEATURES, (uint32_t)FEATURE_INDIRECT);
        }
    }
    raw_queue(SIZE, TABLE_PLACE, AVAILABLE_PLACE, USED_PLACE);
    if (!device_begin(&disk.device)) {
        return "the device does not start";
    }
    struct descriptor *table = (struct descriptor *)TABLE_PLACE;
    struct descriptor *indirect = (struct descriptor *)INDIRECT_PLACE;
    raw_request(1, REQUEST_IN, READ_SECTOR);
    for (int index = 0; index < 3; index++) {
        indirect[index] = table[index + 1];
        indirect[index].next = (uint16_t)(index + 1);
    }
    table[0] = (struct descriptor){INDIRECT_PLACE, 48, DESCRIPTOR_INDIRECT, 0};
    raw_offer(0);
    raw_ring();
    return raw_expect(status == 3 ? DONE : RETURNED, 0, status == 3 ? SECTOR + 1 : 0);
}

static const char *features_in_time(void) { return features_at(3); }
static const char *features_before_the_driver(void) { return features_at(1); }
static const char *features_afterwards(void) { return features_at(11); }

static const char *answers_never_looked_at(void)
{
    raw_start(0, SIZE);
    raw_request(0, REQUEST_IN, READ_SECTOR);
    for (uint16_t count = 1; count <= 40 * SIZE; count++) {
        raw_offer(0);
        raw_ring();
        if (!raw_wait_used(count)) {
            return "no answer";
        }
    }
    return NULL;
}

/* Another processor could do this; here the device runs concurrently with the only one. */
static const char *descriptors_that_change(void)
{
    struct descriptor *table = (struct descriptor *)TABLE_PLACE;
    raw_start(FEATURE_INDIRECT, SIZE);
    raw_request(0, REQUEST_IN, READ_SECTOR);
    for (uint16_t count = 1; count <= 500; count++) {
        raw_offer(0);
        raw_ring();
        uint64_t end = ticks() + 2000 * ticks_per_millisecond();
        for (uint64_t turn = 0; raw_used() != count && ticks() < end; turn++) {
            volatile struct descriptor *victim = &table[turn % 3];
            uint32_t length = victim->length;
            uint16_t flags = victim->flags;
            victim->length = turn % 2 ? UINT32_MAX : 0;
            victim->flags = (uint16_t)(turn % 16);
            victim->length = length;
            victim->flags = flags;
        }
        if (raw_used() != count) {
            return device_read(&disk.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : "no answer";
        }
    }
    return NULL;
}

static const char *rings_that_change(void)
{
    volatile struct available_ring *available = (volatile struct available_ring *)AVAILABLE_PLACE;
    volatile struct used_ring *used = (volatile struct used_ring *)USED_PLACE;
    raw_start(0, SIZE);
    raw_request(0, REQUEST_IN, READ_SECTOR);
    raw_offer(0);
    raw_ring();
    for (uint64_t turn = 0; turn < 200000; turn++) {
        used->index = (uint16_t)turn;
        used->flags = (uint16_t)turn;
        available->flags = (uint16_t)turn;
        available->index = (uint16_t)(turn % 64 ? 1 : turn);
        if (turn % 1000 == 0) {
            raw_ring();
        }
    }
    return NULL;
}

static const struct {
    const char *name;
    const char *(*play)(void);
} scenes[] = {
    {"a reset among 32 reads at once", reset_at_once},
    {"a reset among 32 reads soon", reset_soon},
    {"a reset among 32 reads late", reset_late},
    {"a reset among 32 writes", reset_among_writes},
    {"fifty resets among 32 reads", reset_often},
    {"a driver that fails among 32 reads", fail_among},
    {"two hundred resets", resets_alone},
    {"a reset forgets everything", forgets_at_reset},
    {"features in time", features_in_time},
    {"features before the driver", features_before_the_driver},
    {"features after the agreement", features_afterwards},
    {"answers that are never looked at", answers_never_looked_at},
    {"descriptors that change under way", descriptors_that_change},
    {"rings that change under way", rings_that_change},
};

void run_flows(void)
{
    crowd = take_memory((size_t)CROWD * CROWD_BYTES, 4096);
    for (size_t index = 0; index < sizeof(scenes) / sizeof(scenes[0]); index++) {
        judge(scenes[index].name, scenes[index].play());
    }
}
