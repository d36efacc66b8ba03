#include "disk.h"

/* A completion that takes longer will not come. */
#define PATIENCE_MILLISECONDS 5000

bool disk_find(struct disk *disk, const char *line, uint64_t place)
{
    if (!device_find(&disk->device, line, DISK_ID, place)) {
        return false;
    }
    queue_make(&disk->queue, &disk->device, 0);
    disk->headers = take_memory(sizeof(struct request_header) * MAXIMUM_QUEUE_SIZE, 16);
    disk->statuses = take_memory(MAXIMUM_QUEUE_SIZE, 16);
    return true;
}

bool disk_start(struct disk *disk, const struct disk_choice *choice)
{
    if (!device_agree(&disk->device, choice->features) || !queue_set_up(&disk->queue, choice->queue_size, choice->wants_interrupts)
        || !device_begin(&disk->device)) {
        return false;
    }
    disk->sectors = device_read(&disk->device, CONFIGURATION) | ((uint64_t)device_read(&disk->device, CONFIGURATION + 4) << 32);
    return true;
}

bool disk_offer(struct disk *disk, uint16_t slot, enum request_type type, uint64_t sector, const struct buffer *data, int count)
{
    struct buffer chain[MAXIMUM_BUFFERS];
    disk->headers[slot] = (struct request_header){type, 0, sector};
    disk->statuses[slot] = STATUS_UNTOUCHED;
    chain[0] = (struct buffer){&disk->headers[slot], sizeof(struct request_header), false};
    for (int index = 0; index < count; index++) {
        chain[1 + index] = data[index];
    }
    chain[1 + count] = (struct buffer){(void *)&disk->statuses[slot], 1, true};
    uint16_t head;
    if (!queue_offer(&disk->queue, chain, count + 2, &head)) {
        return false;
    }
    disk->slots[head] = slot;
    return true;
}

bool disk_collect(struct disk *disk, uint16_t *slot, enum request_status *status)
{
    struct used_element element;
    if (!queue_collect(&disk->queue, &element)) {
        return false;
    }
    *slot = disk->slots[element.head];
    *status = disk->statuses[*slot];
    return true;
}

enum request_status disk_do(struct disk *disk, enum request_type type, uint64_t sector, void *data, uint32_t length)
{
    struct buffer buffer = {data, length, type != REQUEST_OUT};
    if (!disk_offer(disk, 0, type, sector, &buffer, length ? 1 : 0)) {
        return STATUS_UNTOUCHED;
    }
    queue_publish(&disk->queue);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    uint16_t slot;
    enum request_status status = STATUS_UNTOUCHED;
    while (!disk_collect(disk, &slot, &status) && ticks() < end) {
        __asm__ volatile("pause");
    }
    return status;
}
