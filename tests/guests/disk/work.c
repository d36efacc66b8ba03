#include "work.h"

#define PAGE 4096

/* A disk without any completion for this long is stuck. */
#define PATIENCE_MILLISECONDS 10000

static uint8_t *memory;
static uint16_t free_slots[MAXIMUM_QUEUE_SIZE];
static uint32_t free_count;
static uint64_t blocks[MAXIMUM_QUEUE_SIZE];

void work_take_memory(uint32_t depth, uint32_t block)
{
    memory = take_memory((size_t)depth * block, PAGE);
}

static uint64_t *data_of(const struct work *work, uint16_t slot)
{
    return (uint64_t *)(memory + (size_t)slot * work->block);
}

/* Cut into unequal parts: the first ones are a sector each. */
static int cut(const struct work *work, uint16_t slot, struct buffer *parts)
{
    uint8_t *start = (uint8_t *)data_of(work, slot);
    uint32_t rest = work->block;
    int count = 0;
    for (; count < work->buffers - 1 && rest > SECTOR; count++, start += SECTOR, rest -= SECTOR) {
        parts[count] = (struct buffer){start, SECTOR, work->type == REQUEST_IN};
    }
    parts[count++] = (struct buffer){start, rest, work->type == REQUEST_IN};
    return count;
}

static bool offer(const struct work *work, uint16_t slot, uint64_t number)
{
    struct buffer parts[MAXIMUM_BUFFERS];
    int count = cut(work, slot, parts);
    blocks[slot] = work->choose(number);
    if (work->fill) {
        work->fill(data_of(work, slot), blocks[slot]);
    }
    return disk_offer(work->disk, slot, work->type, blocks[slot] * (work->block / SECTOR), parts, count);
}

static void expect_good(enum request_status status, uint16_t slot)
{
    if (status != STATUS_OK) {
        say("disk: block ");
        say_number(blocks[slot]);
        say(" was answered with status ");
        say_number(status);
        fail("");
    }
}

/* Takes completions; waits for at least one. */
static void collect(struct work *work)
{
    uint64_t end = 0;
    uint16_t slot;
    enum request_status status;
    while (!disk_collect(work->disk, &slot, &status)) {
        if (end == 0) {
            end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
        } else if (ticks() > end) {
            fail("disk: no answer");
        }
        __asm__ volatile("pause");
    }
    do {
        expect_good(status, slot);
        if (work->check) {
            work->check(data_of(work, slot), blocks[slot]);
        }
        free_slots[free_count++] = slot;
        work->answered++;
    } while (disk_collect(work->disk, &slot, &status));
}

void work_do(struct work *work)
{
    uint64_t offered = 0;
    free_count = 0;
    for (uint16_t slot = 0; slot < work->depth; slot++) {
        free_slots[free_count++] = slot;
    }
    for (;;) {
        bool is_over = offered == work->count || ticks() > work->end;
        bool is_offering = !is_over || work->leaves;
        while (is_offering && free_count > 0 && offered < work->count && offer(work, free_slots[free_count - 1], offered)) {
            free_count--;
            offered++;
        }
        if (is_over && work->leaves) {
            queue_publish(&work->disk->queue);
            leave();
        }
        if (offered == work->answered) {
            if (is_over) {
                return;
            }
            fail("disk: the queue has no room for one request");
        }
        queue_publish(&work->disk->queue);
        collect(work);
    }
}
