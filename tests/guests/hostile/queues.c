/* The queue's configuration before DRIVER_OK: its size, and the addresses of its rings. */
#include "hostile.h"

struct queue_case {
    const char *name;
    enum outcome outcome;
    uint32_t size;
    /* The addresses of the rings; null for the usual ones. */
    uint64_t table;
    uint64_t available;
    uint64_t used;
};

/* Stands for address zero, which is in memory, since null has another meaning. */
#define ZERO_PLACE UINT64_MAX

/* Bytes of each ring of 16 entries. */
#define TABLE_BYTES (SIZE * 16)
#define AVAILABLE_BYTES (SIZE * 2 + 6)
#define USED_BYTES (SIZE * 8 + 6)

static const struct queue_case cases[] = {
    /* A chain must not be longer than the ring, indirect or not: no request fits into these. */
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

/* A chain in an indirect table if the device has them, which fits any ring; written to wherever the rings are, if that is memory. */
static void lay_out(uint64_t table, uint64_t available)
{
    if (target.device->features & FEATURE_INDIRECT) {
        target.lay_out((struct descriptor *)INDIRECT_PLACE, 0);
        *(volatile struct descriptor *)table = (struct descriptor){INDIRECT_PLACE, 3 * sizeof(struct descriptor), DESCRIPTOR_INDIRECT, 0};
    } else {
        target.lay_out((struct descriptor *)table, 0);
    }
    *(volatile uint16_t *)(available + 4) = 0;
    *(volatile uint16_t *)(available + 2) = 1;
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
    if (one->outcome != BROKEN) {
        clear(table, TABLE_BYTES);
        clear(available, AVAILABLE_BYTES);
        clear(used, USED_BYTES);
    }
    raw_queue((uint16_t)one->size, table, available, used);
    device_write(target.device, QUEUE_SIZE, one->size);
    target.prepare();
    device_write(target.device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    if (one->outcome == BROKEN) {
        return raw_expect_broken();
    }
    if (device_read(target.device, STATUS) & NEEDS_RESET) {
        return "it wants to be reset";
    }
    lay_out(table, available);
    raw_ring();
    target.provoke(1);
    return raw_expect(one->outcome, 0, one->outcome == DONE ? target.written : 0);
}

void run_queues(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
