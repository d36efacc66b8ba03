#include "disk.h"

#define DEFAULT_MIB 4
#define DEFAULT_BLOCK 65536
#define DEFAULT_DEPTH 8
#define DEFAULT_BUFFERS 3

static uint64_t seed;
static uint64_t words;
static uint64_t count;
static uint64_t stride;

/* A good 64-bit mixer, so that two words of a disk are unlikely to be equal. */
static uint64_t mix(uint64_t value)
{
    value ^= value >> 32;
    value *= 0xd6e8feb86659fd93;
    value ^= value >> 32;
    value *= 0xd6e8feb86659fd93;
    return value ^ (value >> 32);
}

/* Visits every block once, in an order that separates neighbors. */
static uint64_t scattered(uint64_t number)
{
    return number * stride % count;
}

static uint64_t greatest_divisor(uint64_t one, uint64_t other)
{
    return other == 0 ? one : greatest_divisor(other, one % other);
}

/* The block number, words derived from it, and the sum of all of them. */
static void fill(uint64_t *data, uint64_t block)
{
    uint64_t sum = block;
    data[0] = block;
    for (uint64_t index = 1; index < words - 1; index++) {
        sum += data[index] = mix(seed + block * words + index);
    }
    data[words - 1] = sum;
}

static void wrong(uint64_t block, const char *what, uint64_t value)
{
    say("disk: block ");
    say_number(block);
    say(what);
    say_number(value);
    fail("");
}

static void check(const uint64_t *data, uint64_t block)
{
    if (data[0] != block) {
        wrong(block, " holds block ", data[0]);
    }
    uint64_t sum = block;
    for (uint64_t index = 1; index < words - 1; index++) {
        if (data[index] != mix(seed + block * words + index)) {
            wrong(block, " is wrong from byte ", index * sizeof(uint64_t));
        }
        sum += data[index];
    }
    if (data[words - 1] != sum) {
        wrong(block, " has the wrong sum ", data[words - 1]);
    }
}

static void tell(const char *what, uint64_t mib, uint64_t depth)
{
    say("disk: ");
    say(what);
    say(" ");
    say_number(mib);
    say(" MiB depth ");
    say_number(depth);
    say_line("");
}

void verify(struct disk *disk, const char *line)
{
    uint64_t mib = number_of(line, "mib", DEFAULT_MIB);
    uint32_t block = (uint32_t)number_of(line, "block", DEFAULT_BLOCK);
    uint32_t depth = (uint32_t)number_of(line, "depth", DEFAULT_DEPTH);
    struct work work = {
        .disk = disk, .block = block, .depth = depth, .buffers = (int)number_of(line, "buffers", DEFAULT_BUFFERS),
        .count = (mib << 20) / block, .end = UINT64_MAX, .choose = scattered,
    };
    seed = mix(number_of(line, "seed", 1));
    words = block / sizeof(uint64_t);
    count = work.count;
    if (count == 0 || count * block / SECTOR > disk->sectors) {
        fail("disk: it has not as much room");
    }
    for (stride = count / 2 + count / 8 + 1; greatest_divisor(count, stride) != 1; stride++) {
    }
    work_take_memory(depth, block);
    if (!word_is(line, "mode", "check")) {
        work.type = REQUEST_OUT;
        work.fill = fill;
        work_do(&work);
        if (disk->device.features & FEATURE_FLUSH && disk_do(disk, REQUEST_FLUSH, 0, NULL, 0) != STATUS_OK) {
            fail("disk: the flush failed");
        }
    }
    if (word_is(line, "mode", "write")) {
        tell("wrote", mib, depth);
        return;
    }
    work.type = REQUEST_IN;
    work.fill = NULL;
    work.check = check;
    work.answered = 0;
    work_do(&work);
    tell("verified", mib, depth);
}
