/* Register accesses at the wrong time, with the wrong width, or at undefined offsets: what is written, and what must read back. */
#include "hostile.h"

#define MOST_STEPS 10

/* Placeholders for numbers of the device: the first queue that it lacks, its type, its features from bit 32 on, the end of its configuration. */
#define ABSENT_QUEUE 0x51554555
#define OWN_KIND 0x4b494e44
#define HIGH_FEATURES 0x48494748
#define CONFIGURATION_END 0x800

/* The driver's progress when a case begins. */
enum stage { AT_RESET, AT_ACKNOWLEDGE, AT_DRIVER, AT_FEATURES, AT_WORK };

enum kind { END, WRITE, READ };

struct step {
    enum kind kind;
    uint8_t width;
    uint32_t offset;
    uint64_t value;
};

struct register_case {
    const char *name;
    enum stage stage;
    struct step steps[MOST_STEPS];
};

#define SET(offset, value) {WRITE, 4, offset, value}
#define SET_WIDE(width, offset, value) {WRITE, width, offset, value}
#define SEE(offset, value) {READ, 4, offset, value}
#define SEE_WIDE(width, offset, value) {READ, width, offset, value}

static const struct register_case cases[] = {
    /* The status must advance one step at a time. */
    {"status 2 first", AT_RESET, {SET(STATUS, 2), SEE(STATUS, 0)}},
    {"status 3 first", AT_RESET, {SET(STATUS, 3), SEE(STATUS, 0)}},
    {"status 4 first", AT_RESET, {SET(STATUS, 4), SEE(STATUS, 0)}},
    {"status 8 first", AT_RESET, {SET(STATUS, 8), SEE(STATUS, 0)}},
    {"everything at once", AT_RESET, {SET(STATUS, 15), SEE(STATUS, 0)}},
    {"a driver that wants to be reset", AT_RESET, {SET(STATUS, NEEDS_RESET), SEE(STATUS, 0)}},
    {"status 257", AT_RESET, {SET(STATUS, 0x101), SEE(STATUS, 0)}},
    {"status 2^31", AT_RESET, {SET(STATUS, 0x80000000), SEE(STATUS, 0)}},
    {"a driver that has failed before it began", AT_RESET, {SET(STATUS, FAILED), SEE(STATUS, FAILED), SET(STATUS, 1), SEE(STATUS, FAILED)}},
    {"the same step twice", AT_ACKNOWLEDGE, {SET(STATUS, 1), SEE(STATUS, 1)}},
    {"the features before the driver", AT_ACKNOWLEDGE, {SET(STATUS, 9), SEE(STATUS, 1)}},
    {"a step without the one before", AT_ACKNOWLEDGE, {SET(STATUS, 2), SEE(STATUS, 1)}},
    {"ready without features", AT_DRIVER, {SET(STATUS, 7), SEE(STATUS, 3)}},
    {"ready and features at once", AT_DRIVER, {SET(STATUS, 15), SEE(STATUS, 3)}},
    {"a step back", AT_DRIVER, {SET(STATUS, 1), SEE(STATUS, 3)}},
    {"features given up", AT_FEATURES, {SET(STATUS, 3), SEE(STATUS, 11)}},
    {"ready without a queue", AT_FEATURES, {SET(STATUS, 15), SEE(STATUS, 15 | NEEDS_RESET), SEE(INTERRUPT_STATUS, INTERRUPT_CONFIGURATION)}},
    {"ready without a queue, twice", AT_FEATURES,
        {SET(STATUS, 15), SET(STATUS, 15), SEE(STATUS, 15 | NEEDS_RESET), SET(STATUS, 79), SEE(STATUS, 15 | NEEDS_RESET)}},
    {"ready twice", AT_WORK, {SET(STATUS, 15), SEE(STATUS, 15)}},
    {"a step back at work", AT_WORK, {SET(STATUS, 11), SEE(STATUS, 15), SET(STATUS, 1), SEE(STATUS, 15)}},
    {"a driver that wants the device to want a reset", AT_WORK, {SET(STATUS, 15 | NEEDS_RESET), SEE(STATUS, 15)}},
    {"a driver that has failed", AT_WORK, {SET(STATUS, FAILED), SEE(STATUS, 15 | FAILED), SET(STATUS, 15), SEE(STATUS, 15 | FAILED)}},
    {"a status in one byte", AT_RESET, {SET_WIDE(1, STATUS, 1), SEE(STATUS, 0)}},
    {"a status in two bytes", AT_RESET, {SET_WIDE(2, STATUS, 1), SEE(STATUS, 0)}},
    {"a status in eight bytes", AT_RESET, {SET_WIDE(8, STATUS, 1), SEE(STATUS, 0)}},
    {"a reset in one byte", AT_WORK, {SET_WIDE(1, STATUS, 0), SEE(STATUS, 15)}},
    {"a reset in eight bytes", AT_WORK, {SET_WIDE(8, STATUS, 0), SEE(STATUS, 15)}},
    {"a reset beside the status", AT_WORK, {SET(STATUS + 1, 0), SET(STATUS - 1, 0), SET(STATUS + 4, 0), SEE(STATUS, 15)}},

    /* Features. */
    {"pages of features that there are none", AT_DRIVER,
        {SET(DEVICE_FEATURES_SELECT, 1), SEE(DEVICE_FEATURES, HIGH_FEATURES), SET(DEVICE_FEATURES_SELECT, 2), SEE(DEVICE_FEATURES, 0),
         SET(DEVICE_FEATURES_SELECT, UINT32_MAX), SEE(DEVICE_FEATURES, 0)}},
    {"every feature there can be", AT_DRIVER,
        {SET(DRIVER_FEATURES_SELECT, 0), SET(DRIVER_FEATURES, UINT32_MAX), SET(DRIVER_FEATURES_SELECT, 1), SET(DRIVER_FEATURES, UINT32_MAX),
         SET(DRIVER_FEATURES_SELECT, 2), SET(DRIVER_FEATURES, UINT32_MAX), SET(STATUS, 11), SEE(STATUS, 11)}},
    {"features of the last page there can be", AT_DRIVER,
        {SET(DRIVER_FEATURES_SELECT, UINT32_MAX), SET(DRIVER_FEATURES, UINT32_MAX), SET(STATUS, 11), SEE(STATUS, 11)}},
    {"features in odd widths", AT_DRIVER,
        {SET_WIDE(1, DRIVER_FEATURES, 0xff), SET_WIDE(2, DRIVER_FEATURES, 0xffff), SET_WIDE(8, DRIVER_FEATURES, UINT64_MAX), SEE(STATUS, 3)}},
    {"features at work", AT_WORK, {SET(DRIVER_FEATURES_SELECT, 0), SET(DRIVER_FEATURES, UINT32_MAX), SEE(STATUS, 15)}},

    /* Queues. */
    {"queues that are not there", AT_FEATURES,
        {SET(QUEUE_SELECT, ABSENT_QUEUE), SEE(QUEUE_MAXIMUM, 0), SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0), SET(QUEUE_SELECT, 0), SEE(QUEUE_READY, 0),
         SEE(QUEUE_MAXIMUM, 256)}},
    {"queue 65536", AT_FEATURES, {SET(QUEUE_SELECT, 65536), SEE(QUEUE_MAXIMUM, 0), SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0)}},
    {"the last queue there can be", AT_FEATURES,
        {SET(QUEUE_SELECT, UINT32_MAX), SEE(QUEUE_MAXIMUM, 0), SET(QUEUE_SIZE, 16), SET(QUEUE_TABLE, 4096), SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0)}},
    {"queue 2^31", AT_FEATURES, {SET(QUEUE_SELECT, 0x80000000), SEE(QUEUE_MAXIMUM, 0), SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0)}},
    {"a queue before the features", AT_DRIVER, {SET(QUEUE_SELECT, 0), SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0)}},
    {"a queue before anything", AT_RESET, {SET(QUEUE_READY, 1), SEE(QUEUE_READY, 0), SEE(STATUS, 0)}},
    {"a queue made ready and not", AT_FEATURES, {SET(QUEUE_READY, 1), SEE(QUEUE_READY, 1), SET(QUEUE_READY, 0), SEE(QUEUE_READY, 0)}},
    {"a queue made ready by 2", AT_FEATURES, {SET(QUEUE_READY, 2), SEE(QUEUE_READY, 0)}},
    {"a queue made ready in one byte", AT_FEATURES, {SET_WIDE(1, QUEUE_READY, 1), SEE(QUEUE_READY, 0)}},
    {"a queue made not ready at work", AT_WORK, {SET(QUEUE_SELECT, 0), SET(QUEUE_READY, 0), SEE(QUEUE_READY, 1)}},
    {"a queue of another size at work", AT_WORK, {SET(QUEUE_SELECT, 0), SET(QUEUE_SIZE, 0), SET(QUEUE_SIZE, 65535), SEE(STATUS, 15)}},
    {"rings elsewhere at work", AT_WORK,
        {SET(QUEUE_TABLE, 0xfffffff0), SET(QUEUE_TABLE + 4, UINT32_MAX), SET(QUEUE_AVAILABLE, 0xfffffff0), SET(QUEUE_USED, 0xfffffff0),
         SEE(STATUS, 15)}},
    {"a doorbell in one byte", AT_WORK, {SET_WIDE(1, QUEUE_NOTIFY, 0), SEE(STATUS, 15)}},
    {"a doorbell in two bytes", AT_WORK, {SET_WIDE(2, QUEUE_NOTIFY, 0), SEE(STATUS, 15)}},
    {"a doorbell in eight bytes", AT_WORK, {SET_WIDE(8, QUEUE_NOTIFY, 0), SEE(STATUS, 15)}},
    {"a doorbell beside the doorbell", AT_WORK, {SET(QUEUE_NOTIFY + 1, 0), SET(QUEUE_NOTIFY + 2, 0), SET(QUEUE_NOTIFY - 3, 0), SEE(STATUS, 15)}},

    /* Interrupts. */
    {"interrupts acknowledged before there were any", AT_DRIVER, {SET(INTERRUPT_ACKNOWLEDGE, UINT32_MAX), SEE(INTERRUPT_STATUS, 0)}},
    {"interrupts acknowledged that there are none", AT_WORK, {SET(INTERRUPT_ACKNOWLEDGE, UINT32_MAX), SEE(INTERRUPT_STATUS, 0), SEE(STATUS, 15)}},
    {"an interrupt raised by the driver", AT_WORK, {SET(INTERRUPT_STATUS, 3), SEE(INTERRUPT_STATUS, 0)}},

    /* Readable and unreadable registers. */
    {"the first registers written", AT_RESET,
        {SET(MAGIC_VALUE, 0), SET(VERSION, 1), SET(DEVICE_ID, 1), SET(VENDOR_ID, 1), SEE(MAGIC_VALUE, MAGIC), SEE(VERSION, 2), SEE(DEVICE_ID, OWN_KIND)}},
    {"registers of the old layout", AT_RESET, {SET(0x028, 4096), SET(0x03c, 4096), SET(0x040, 1), SEE(0x040, 0), SEE(STATUS, 0)}},
    {"the magic in one byte", AT_RESET, {SEE_WIDE(1, MAGIC_VALUE, 0)}},
    {"the magic in two bytes", AT_RESET, {SEE_WIDE(2, MAGIC_VALUE, 0)}},
    {"magic and version in eight bytes", AT_RESET, {SEE_WIDE(8, MAGIC_VALUE, 0)}},
    {"the magic off by one", AT_RESET, {SEE(MAGIC_VALUE + 1, 0), SEE(MAGIC_VALUE + 2, 0), SEE(MAGIC_VALUE + 3, 0)}},
    {"registers that are only written", AT_FEATURES,
        {SEE(DEVICE_FEATURES_SELECT, 0), SEE(DRIVER_FEATURES, 0), SEE(QUEUE_SELECT, 0), SEE(QUEUE_SIZE, 0), SEE(QUEUE_NOTIFY, 0),
         SEE(INTERRUPT_ACKNOWLEDGE, 0), SEE(QUEUE_TABLE, 0), SEE(QUEUE_USED + 4, 0)}},
    {"registers that there are none", AT_WORK, {SEE(0x0d0, 0), SEE(0x0f8, 0), SET(0x0d0, 1), SET(0x0f8, UINT32_MAX), SEE(STATUS, 15)}},
    {"the generation in one byte", AT_WORK, {SEE_WIDE(1, CONFIGURATION_GENERATION, 0), SET(CONFIGURATION_GENERATION, 7), SEE(STATUS, 15)}},

    /* The configuration. */
    {"configuration behind its end", AT_WORK, {SEE(CONFIGURATION_END, 0), SEE(CONFIGURATION_END + 4, 0), SEE_WIDE(8, CONFIGURATION_END, 0)}},
    {"configuration at the end of the registers", AT_WORK, {SEE(0xffc, 0), SEE_WIDE(8, 0xff8, 0), SEE_WIDE(1, 0xfff, 0), SEE_WIDE(2, 0xffe, 0)}},
    {"over the end of the registers", AT_WORK, {SEE_WIDE(4, 0xffe, 0), SEE_WIDE(8, 0xffc, 0), SET_WIDE(8, 0xffc, UINT64_MAX), SEE(STATUS, 15)}},
    {"over the start of the configuration", AT_WORK, {SEE_WIDE(8, 0x0fc, 0), SET_WIDE(8, 0x0fc, UINT64_MAX), SEE(STATUS, 15)}},
    {"configuration written", AT_WORK,
        {SET(CONFIGURATION + 8, 1), SET_WIDE(1, CONFIGURATION + 32, 1), SET_WIDE(8, CONFIGURATION + 40, UINT64_MAX), SET(0xffc, UINT32_MAX),
         SEE(CONFIGURATION + 8, 0), SEE(STATUS, 15)}},
    {"configuration written before there is a driver", AT_RESET,
        {SET(CONFIGURATION + 8, 1), SET_WIDE(2, CONFIGURATION + 8, 1), SEE(CONFIGURATION + 8, 0), SEE(STATUS, 0)}},
};

static void go_to(enum stage stage)
{
    device_reset(target.device);
    if (stage >= AT_ACKNOWLEDGE) {
        device_write(target.device, STATUS, ACKNOWLEDGE);
    }
    if (stage >= AT_DRIVER) {
        device_write(target.device, STATUS, ACKNOWLEDGE | DRIVER);
    }
    if (stage == AT_FEATURES) {
        raw_agree(0);
    }
    if (stage == AT_WORK) {
        raw_start(0, SIZE);
    }
}

static void write_wide(volatile uint8_t *at, uint8_t width, uint64_t value)
{
    switch (width) {
    case 1:
        *at = (uint8_t)value;
        break;
    case 2:
        *(volatile uint16_t *)at = (uint16_t)value;
        break;
    case 4:
        *(volatile uint32_t *)at = (uint32_t)value;
        break;
    default:
        *(volatile uint64_t *)at = value;
        break;
    }
}

static uint64_t read_wide(volatile uint8_t *at, uint8_t width)
{
    switch (width) {
    case 1:
        return *at;
    case 2:
        return *(volatile uint16_t *)at;
    case 4:
        return *(volatile uint32_t *)at;
    default:
        return *(volatile uint64_t *)at;
    }
}

/* A live device must still work, having ignored whatever was written. */
static const char *work_on(const struct register_case *one)
{
    if (one->stage != AT_WORK || device_read(target.device, STATUS) & (NEEDS_RESET | FAILED)) {
        return NULL;
    }
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    target.provoke(1);
    return raw_expect(DONE, 0, target.written);
}

static uint64_t value_of(const struct step *step)
{
    switch (step->value) {
    case ABSENT_QUEUE:
        return target.queues;
    case OWN_KIND:
        return target.kind;
    case HIGH_FEATURES:
        return target.high_features;
    default:
        return step->value;
    }
}

static uint32_t offset_of(const struct step *step)
{
    bool is_behind = step->offset >= CONFIGURATION_END && step->offset < CONFIGURATION_END + 8;
    return is_behind ? step->offset - CONFIGURATION_END + CONFIGURATION + target.configuration : step->offset;
}

static const char *play(const struct register_case *one)
{
    go_to(one->stage);
    for (const struct step *step = one->steps; step < one->steps + MOST_STEPS && step->kind != END; step++) {
        volatile uint8_t *at = target.device->registers + offset_of(step);
        if (step->kind == WRITE) {
            write_wide(at, step->width, value_of(step));
        } else if (read_wide(at, step->width) != value_of(step)) {
            return "it reads something else";
        }
    }
    return work_on(one);
}

/* Writes the same value to every register, in order, with one width. */
static const char *sweep(uint8_t width, uint64_t value)
{
    raw_start(0, SIZE);
    for (uint32_t offset = 0; offset < CONFIGURATION + 64; offset += width) {
        write_wide(target.device->registers + offset, width, value);
    }
    return NULL;
}

static const char *read_everything(uint8_t width)
{
    raw_start(0, SIZE);
    for (uint32_t offset = 0; offset < CONFIGURATION + 64; offset++) {
        (void)read_wide(target.device->registers + offset, width);
    }
    return device_read(target.device, STATUS) == 15 ? NULL : "reading has changed the status";
}

void run_registers(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
    judge("zero into every register", sweep(4, 0));
    judge("one into every register", sweep(4, 1));
    judge("16 into every register", sweep(4, 16));
    judge("all ones into every register", sweep(4, UINT32_MAX));
    judge("all ones into every byte", sweep(1, UINT32_MAX));
    judge("all ones into every two bytes", sweep(2, UINT32_MAX));
    judge("all ones into every eight bytes", sweep(8, UINT64_MAX));
    judge("every register read in one byte", read_everything(1));
    judge("every register read off its place", read_everything(4));
    judge("every register read in eight bytes", read_everything(8));
}
