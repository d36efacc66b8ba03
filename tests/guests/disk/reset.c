#include "disk.h"

#define DEFAULT_TIMES 100
#define DEFAULT_BLOCK 65536
#define DEFAULT_DEPTH 32

/* From none to long enough for the device to have started: the reset hits requests in every state. */
#define LONGEST_WAIT_MICROSECONDS 400

static void wait_microseconds(uint64_t microseconds)
{
    uint64_t end = ticks() + microseconds * ticks_per_millisecond() / 1000;
    while (ticks() < end) {
        __asm__ volatile("pause");
    }
}

void reset_often(struct disk *disk, const struct disk_choice *choice, const char *line)
{
    uint64_t times = number_of(line, "times", DEFAULT_TIMES);
    uint32_t block = (uint32_t)number_of(line, "block", DEFAULT_BLOCK);
    uint16_t depth = (uint16_t)number_of(line, "depth", DEFAULT_DEPTH);
    struct buffer data = {take_memory(block, SECTOR), block, false};
    uint64_t places = disk->sectors / (block / SECTOR);
    for (uint64_t time = 0, place = 0; time < times; time++) {
        for (uint16_t slot = 0; slot < depth; slot++, place++) {
            if (!disk_offer(disk, slot, REQUEST_OUT, place % places * (block / SECTOR), &data, 1)) {
                fail("disk: the queue has no room");
            }
        }
        queue_publish(&disk->queue);
        wait_microseconds(time * LONGEST_WAIT_MICROSECONDS / times);
        device_reset(&disk->device);
        /* The reset is complete when the write returns (Virtio 1.2, 2.4). */
        if (device_read(&disk->device, STATUS) != 0) {
            fail("disk: not reset when the write returned");
        }
        if (!disk_start(disk, choice)) {
            fail("disk: it does not start again");
        }
    }
    say("disk: reset ");
    say_number(times);
    say_line(" times");
}
