#include "balloon.h"

/* A list that is not returned in this time never will be. */
#define PATIENCE_MILLISECONDS 20000

/* As many entries as QEMU's balloon has, at most. */
#define QUEUE_ENTRIES 128

#define TARGET_OFFSET 0
#define ACTUAL_OFFSET 4
#define COMMAND_OFFSET 8

bool balloon_find(struct balloon *balloon, const char *line)
{
    if (!device_find(&balloon->device, line, BALLOON_ID, 0)) {
        return false;
    }
    struct queue *queues[] = {&balloon->inflate, &balloon->deflate, &balloon->statistics, &balloon->hinting, &balloon->reporting};
    for (uint32_t number = 0; number < sizeof(queues) / sizeof(*queues); number++) {
        queue_make(queues[number], &balloon->device, number);
    }
    balloon->lists = take_memory((size_t)QUEUE_ENTRIES * PAGES_PER_LIST * sizeof(uint32_t), PAGE);
    return true;
}

/* Sets the queue of a feature up if the device has accepted it; queues have no gaps. */
static bool set_up(struct balloon *balloon, struct queue *queue, uint64_t feature, uint32_t *next)
{
    if (!(balloon->device.features & feature)) {
        return true;
    }
    queue->number = (*next)++;
    return queue_set_up(queue, QUEUE_ENTRIES, false);
}

bool balloon_start(struct balloon *balloon, uint64_t features)
{
    uint32_t next = 2;
    return device_agree(&balloon->device, features) && queue_set_up(&balloon->inflate, QUEUE_ENTRIES, false)
        && queue_set_up(&balloon->deflate, QUEUE_ENTRIES, false) && set_up(balloon, &balloon->statistics, FEATURE_STATISTICS, &next)
        && set_up(balloon, &balloon->hinting, FEATURE_HINTING, &next) && set_up(balloon, &balloon->reporting, FEATURE_REPORTING, &next)
        && device_begin(&balloon->device);
}

uint32_t balloon_target(const struct balloon *balloon)
{
    return device_read(&balloon->device, CONFIGURATION + TARGET_OFFSET);
}

void balloon_tell_actual(const struct balloon *balloon, uint32_t pages)
{
    device_write(&balloon->device, CONFIGURATION + ACTUAL_OFFSET, pages);
}

uint32_t balloon_command(const struct balloon *balloon)
{
    return device_read(&balloon->device, CONFIGURATION + COMMAND_OFFSET);
}

static void await(struct queue *queue, uint32_t count)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    struct used_element element;
    while (count > 0) {
        if (queue_collect(queue, &element)) {
            count--;
        } else if (ticks() > end) {
            fail("balloon: a list does not come back");
        } else {
            __asm__ volatile("pause");
        }
    }
}

uint64_t balloon_name(struct balloon *balloon, struct queue *queue, uint8_t *const *pages, uint32_t count)
{
    uint32_t lists = 0;
    uint16_t head;
    for (uint32_t page = 0; page < count; page++) {
        balloon->lists[page] = (uint32_t)((uint64_t)pages[page] / PAGE);
    }
    for (uint32_t first = 0; first < count; first += PAGES_PER_LIST, lists++) {
        uint32_t length = count - first < PAGES_PER_LIST ? count - first : PAGES_PER_LIST;
        struct buffer list = {balloon->lists + first, length * sizeof(uint32_t), false};
        if (!queue_offer(queue, &list, 1, &head)) {
            fail("balloon: so many lists were not foreseen");
        }
    }
    uint64_t start = ticks();
    queue_publish(queue);
    await(queue, lists);
    return ticks() - start;
}

void balloon_send(struct queue *queue, void *start, uint32_t length, bool is_writable)
{
    struct buffer buffer = {start, length, is_writable};
    uint16_t head;
    if (!queue_offer(queue, &buffer, 1, &head)) {
        fail("balloon: the queue is full");
    }
    queue_publish(queue);
    await(queue, 1);
}
