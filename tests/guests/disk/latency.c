#include "disk.h"

#define BLOCK 4096
#define MAXIMUM_SAMPLES 20000
#define DEFAULT_SAMPLES 2000
#define PATIENCE_MILLISECONDS 1000

static uint32_t samples[MAXIMUM_SAMPLES];

static void sift(uint64_t root, uint64_t length)
{
    for (uint64_t child; (child = 2 * root + 1) < length; root = child) {
        if (child + 1 < length && samples[child + 1] > samples[child]) {
            child++;
        }
        if (samples[root] >= samples[child]) {
            return;
        }
        uint32_t value = samples[root];
        samples[root] = samples[child];
        samples[child] = value;
    }
}

static void sort(uint64_t length)
{
    for (uint64_t root = length / 2; root-- > 0;) {
        sift(root, length);
    }
    for (uint64_t last = length; last-- > 1;) {
        uint32_t value = samples[0];
        samples[0] = samples[last];
        samples[last] = value;
        sift(0, last);
    }
}

static void tell(const char *name, uint64_t value)
{
    say(" ");
    say(name);
    say(" ");
    say_number(value);
}

static void report(const char *what, uint64_t count)
{
    sort(count);
    say("disk: latency ");
    say(what);
    tell("samples", count);
    tell("minimum", samples[0]);
    tell("median", samples[count / 2]);
    tell("p99", samples[count * 99 / 100]);
    tell("khz", ticks_per_millisecond());
    say_line("");
}

/*
 * From the doorbell to the interrupt's first instructions, which some hosts emulate. The used entry is not taken until then: the device
 * need not interrupt a driver that has taken it already.
 */
static void interrupt_latency(struct disk *disk, void *data, uint64_t count)
{
    struct buffer buffer = {data, BLOCK, true};
    let_in(disk->device.interrupt);
    for (uint64_t index = 0; index < count; index++) {
        uint16_t slot;
        enum request_status status;
        uint32_t before = interrupt_count;
        uint64_t start = ticks();
        disk_offer(disk, 0, REQUEST_IN, 0, &buffer, 1);
        queue_publish(&disk->queue);
        while (interrupt_count == before) {
            if (ticks() - start > PATIENCE_MILLISECONDS * ticks_per_millisecond()) {
                fail("disk: no interrupt");
            }
        }
        samples[index] = (uint32_t)(interrupt_ticks - start);
        device_write(&disk->device, INTERRUPT_ACKNOWLEDGE, INTERRUPT_USED);
        if (!disk_collect(disk, &slot, &status) || status != STATUS_OK) {
            fail("disk: an interrupt without an answer");
        }
    }
    report("interrupt", count);
}

void latency(struct disk *disk, const char *line)
{
    bool is_write = word_is(line, "operation", "write");
    uint64_t count = number_of(line, "samples", DEFAULT_SAMPLES);
    if (count == 0 || count > MAXIMUM_SAMPLES) {
        fail("disk: samples= is 1 to 20000");
    }
    void *data = take_memory(BLOCK, BLOCK);
    uint64_t places = disk->sectors / (BLOCK / SECTOR);
    for (uint64_t index = 0; index < count; index++) {
        uint64_t start = ticks();
        if (disk_do(disk, is_write ? REQUEST_OUT : REQUEST_IN, index % places * (BLOCK / SECTOR), data, BLOCK) != STATUS_OK) {
            fail("disk: a request failed");
        }
        samples[index] = (uint32_t)(ticks() - start);
    }
    report(is_write ? "write" : "read", count);
    if (disk->queue.wants_interrupts) {
        interrupt_latency(disk, data, count);
    }
}
