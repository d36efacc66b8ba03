#include "disk.h"

#define BLOCK 4096
#define MAXIMUM_SAMPLES 20000
#define DEFAULT_SAMPLES 2000

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
    sort(count);
    say(is_write ? "disk: latency write" : "disk: latency read");
    tell("samples", count);
    tell("minimum", samples[0]);
    tell("median", samples[count / 2]);
    tell("p99", samples[count * 99 / 100]);
    tell("khz", ticks_per_millisecond());
    say_line("");
}
