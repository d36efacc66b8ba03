#include "disk.h"

#define DEFAULT_REQUESTS 3
#define DEFAULT_BUFFERS 254
#define DEFAULT_BYTES (64u << 20)
#define SETTLE_MILLISECONDS 100

/* Header, data and status. */
#define MOST_BUFFERS (MAXIMUM_QUEUE_SIZE - 2)

/* Turns a request with one buffer into one with many that share the same memory, in an indirect table of its own. */
static bool offer(struct disk *disk, uint16_t slot, enum request_type type, uint64_t sector, const struct buffer *data, int count)
{
    struct queue *queue = &disk->queue;
    if (!disk_offer(disk, slot, type, sector, data, 1)) {
        return false;
    }
    uint16_t head = queue->available->heads[(uint16_t)(queue->filled - 1) % queue->size];
    struct descriptor *entry = &queue->table[head];
    const struct descriptor *from = (const struct descriptor *)entry->address;
    struct descriptor *table = take_memory(sizeof(struct descriptor) * MAXIMUM_QUEUE_SIZE, sizeof(struct descriptor));
    for (int index = 0; index < count + 2; index++) {
        table[index] = from[index == 0 ? 0 : index <= count ? 1 : 2];
        table[index].next = (uint16_t)(index <= count ? index + 1 : 0);
    }
    entry->address = (uint64_t)table;
    entry->length = (uint32_t)((count + 2) * sizeof(struct descriptor));
    return true;
}

void huge(struct disk *disk, const char *line)
{
    uint64_t requests = number_of(line, "requests", DEFAULT_REQUESTS);
    uint64_t buffers = number_of(line, "buffers", DEFAULT_BUFFERS);
    uint64_t bytes = number_of(line, "bytes", DEFAULT_BYTES);
    bool is_write = word_is(line, "operation", "write");
    if (!(disk->device.features & FEATURE_INDIRECT) || buffers == 0 || buffers > MOST_BUFFERS || requests > disk->queue.size) {
        fail("disk: mode=huge needs indirect descriptors, 1 to 254 buffers= and no more requests= than the queue has entries");
    }
    struct buffer data = {take_memory(bytes, SECTOR), (uint32_t)bytes, !is_write};
    for (uint64_t slot = 0; slot < requests; slot++) {
        if (!offer(disk, (uint16_t)slot, is_write ? REQUEST_OUT : REQUEST_IN, 0, &data, (int)buffers)) {
            fail("disk: the queue has no room for one request");
        }
    }
    say_line("disk: begin");
    wait_milliseconds(SETTLE_MILLISECONDS);
    queue_publish(&disk->queue);
    for (uint64_t answered = 0; answered < requests;) {
        uint16_t slot;
        enum request_status status;
        if (!disk_collect(disk, &slot, &status)) {
            __asm__ volatile("pause");
        } else if (status != STATUS_OK) {
            fail("disk: a request failed");
        } else {
            answered++;
        }
    }
    say("disk: huge ");
    say_number(requests);
    say(" of ");
    say_number(buffers * bytes);
    say_line(" bytes");
}
