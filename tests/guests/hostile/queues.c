/* What is said of the queue before the device begins: its size, and where its rings are. */
#include "hostile.h"

#define PATIENCE_MILLISECONDS 2000

struct queue_case {
    const char *name;
    enum outcome outcome;
    uint32_t size;
    /* Where the rings are; null for the usual place. */
    uint64_t table;
    uint64_t available;
    uint64_t used;
};

/* Address zero, which null cannot be. It is in memory. */
#define ZERO_PLACE UINT64_MAX

/* Bytes of each ring of 16 entries. */
#define TABLE_BYTES (SIZE * 16)
#define AVAILABLE_BYTES (SIZE * 2 + 6)
#define USED_BYTES (SIZE * 8 + 6)

static const struct queue_case cases[] = {
    /* A chain may not be longer than the ring, indirect or not: no request fits these. */
    {"a queue of 1", RETURNED, .size = 1},
    {"a queue of 2", RETURNED, .size = 2},
    {"a queue of 4", DONE, .size = 4},
    {"a queue of 16", DONE, .size = SIZE},
    {"a queue of 256", DONE, .size = 256},
    {"a queue of 16 and 65536", DONE, .size = 65536 + SIZE},
    {"a queue of 0", BROKEN, .size = 0},
    {"a queue of 3", BROKEN, .size = 3},
    {"a queue of 255", BROKEN, .size = 255},
    {"a queue of 257", BROKEN, .size = 257},
    {"a queue of 512", BROKEN, .size = 512},
    {"a queue of 32768", BROKEN, .size = 32768},
    {"a queue of 65535", BROKEN, .size = 65535},
    {"a queue of 65536", BROKEN, .size = 65536},

    {"a table off by 1", BROKEN, SIZE, .table = TABLE_PLACE + 1},
    {"a table off by 2", BROKEN, SIZE, .table = TABLE_PLACE + 2},
    {"a table off by 4", BROKEN, SIZE, .table = TABLE_PLACE + 4},
    {"a table off by 8", BROKEN, SIZE, .table = TABLE_PLACE + 8},
    {"a driver's ring off by 1", BROKEN, SIZE, .available = AVAILABLE_PLACE + 1},
    {"a device's ring off by 1", BROKEN, SIZE, .used = USED_PLACE + 1},
    {"a device's ring off by 2", BROKEN, SIZE, .used = USED_PLACE + 2},
    {"a driver's ring off by 2", DONE, SIZE, .available = AVAILABLE_PLACE + 2},
    {"a device's ring off by 4", DONE, SIZE, .used = USED_PLACE + 4},

    {"a table up to the end of memory", DONE, SIZE, .table = TOP - TABLE_BYTES},
    {"a driver's ring up to the end of memory", DONE, SIZE, .available = TOP - AVAILABLE_BYTES},
    {"a device's ring nearly up to the end of memory", DONE, SIZE, .used = TOP - USED_BYTES - 2},
    {"a table over the end of memory", BROKEN, SIZE, .table = TOP - TABLE_BYTES + 16},
    {"a driver's ring over the end of memory", BROKEN, SIZE, .available = TOP - AVAILABLE_BYTES + 2},
    {"a device's ring over the end of memory", BROKEN, SIZE, .used = TOP - USED_BYTES + 2},
    {"a table behind the memory", BROKEN, SIZE, .table = TOP},
    {"a driver's ring behind the memory", BROKEN, SIZE, .available = TOP},
    {"a device's ring behind the memory", BROKEN, SIZE, .used = TOP},
    {"a table in the hole", BROKEN, SIZE, .table = HOLE},
    {"a driver's ring in the hole", BROKEN, SIZE, .available = HOLE},
    {"a device's ring in the hole", BROKEN, SIZE, .used = HOLE},
    {"a table in the device's registers", BROKEN, SIZE, .table = WINDOW},
    {"a driver's ring in the device's registers", BROKEN, SIZE, .available = WINDOW + CONFIGURATION},
    {"a device's ring in the device's registers", BROKEN, SIZE, .used = WINDOW},
    {"a device's ring in the interrupt controller", BROKEN, SIZE, .used = 0xfee00000},
    {"a table at 4 GiB", BROKEN, SIZE, .table = ABOVE},
    {"a driver's ring at 4 GiB and its usual place", BROKEN, SIZE, .available = ABOVE + AVAILABLE_PLACE},
    {"a device's ring far away", BROKEN, SIZE, .used = FAR},
    {"a table that wraps", BROKEN, SIZE, .table = LAST},
    {"a driver's ring that wraps", BROKEN, SIZE, .available = LAST},
    {"a device's ring that wraps", BROKEN, SIZE, .used = LAST},
    {"a table at address zero", DONE, SIZE, .table = ZERO_PLACE},

    {"both rings in one place", ANYTHING, SIZE, .available = USED_PLACE},
    {"a driver's ring in the table", ANYTHING, SIZE, .available = TABLE_PLACE},
    {"a device's ring in the table", ANYTHING, SIZE, .used = TABLE_PLACE},
    {"everything in one place", ANYTHING, SIZE, TABLE_PLACE, TABLE_PLACE, TABLE_PLACE},
    {"rings that overlap by half", ANYTHING, SIZE, .available = USED_PLACE + 64},
};

static uint64_t place_of(uint64_t said, uint64_t usual)
{
    return said == ZERO_PLACE ? 0 : said ? said : usual;
}

/* A request in an indirect table, for which any ring has room; laid out wherever the rings are, if that is memory. */
static void lay_out(uint64_t table, uint64_t available)
{
    struct descriptor *chain = (struct descriptor *)INDIRECT_PLACE;
    raw_header(REQUEST_IN, READ_SECTOR);
    chain[0] = (struct descriptor){HEADER_PLACE, sizeof(struct request_header), DESCRIPTOR_NEXT, 1};
    chain[1] = (struct descriptor){DATA_PLACE, SECTOR, DESCRIPTOR_WRITE | DESCRIPTOR_NEXT, 2};
    chain[2] = (struct descriptor){ANSWER_PLACE, 1, DESCRIPTOR_WRITE, 0};
    *(volatile struct descriptor *)table = (struct descriptor){INDIRECT_PLACE, 3 * sizeof(struct descriptor), DESCRIPTOR_INDIRECT, 0};
    *(volatile uint16_t *)(available + 4) = 0;
    *(volatile uint16_t *)(available + 2) = 1;
}

static const char *compare_answer(uint64_t used, uint8_t status)
{
    volatile uint16_t *index = (volatile uint16_t *)(used + 2);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (*index == 0 && ticks() < end) {
        __asm__ volatile("pause");
    }
    return *index != 1 ? "no answer" : *(volatile uint8_t *)ANSWER_PLACE != status ? "another status" : NULL;
}

static void clear(uint64_t place, uint32_t bytes)
{
    for (volatile uint8_t *byte = (volatile uint8_t *)place; bytes > 0; bytes--) {
        *byte++ = 0;
    }
}

static const char *play(const struct queue_case *one)
{
    uint64_t table = place_of(one->table, TABLE_PLACE);
    uint64_t available = place_of(one->available, AVAILABLE_PLACE);
    uint64_t used = place_of(one->used, USED_PLACE);
    if (!raw_agree(FEATURE_INDIRECT)) {
        return "the device does not agree";
    }
    device_write(&disk.device, QUEUE_SELECT, 0);
    if (one->outcome != BROKEN) {
        clear(table, TABLE_BYTES);
        clear(available, AVAILABLE_BYTES);
        clear(used, USED_BYTES);
    }
    raw_queue((uint16_t)one->size, table, available, used);
    device_write(&disk.device, QUEUE_SIZE, one->size);
    device_write(&disk.device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    if (one->outcome == BROKEN) {
        return raw_expect_broken();
    }
    if (device_read(&disk.device, STATUS) & NEEDS_RESET) {
        return "it wants to be reset";
    }
    lay_out(table, available);
    raw_ring();
    return one->outcome == ANYTHING ? raw_expect(ANYTHING, 0, 0) : compare_answer(used, one->outcome == DONE ? STATUS_OK : STATUS_UNTOUCHED);
}

void run_queues(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
