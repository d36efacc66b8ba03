#include "disk.h"

#define DEFAULT_BLOCK 4096
#define DEFAULT_DEPTH 1
#define DEFAULT_MILLISECONDS 500

/* Warms the caches of host and device before the measurement. */
#define WARM_UP_MILLISECONDS 50

static uint64_t count;
static uint64_t state;

static uint64_t sequential(uint64_t number)
{
    return number % count;
}

/* Marsaglia's xorshift: the same blocks in every run. */
static uint64_t random(uint64_t number)
{
    (void)number;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % count;
}

static void tell(const char *name, uint64_t value)
{
    say(" ");
    say(name);
    say(" ");
    say_number(value);
}

void bench(struct disk *disk, const char *line)
{
    bool is_random = word_is(line, "order", "random");
    bool is_write = word_is(line, "operation", "write");
    uint64_t settle = number_of(line, "settle", 0);
    uint64_t milliseconds = number_of(line, "milliseconds", DEFAULT_MILLISECONDS);
    struct work work = {
        .disk = disk, .type = is_write ? REQUEST_OUT : REQUEST_IN, .block = (uint32_t)number_of(line, "block", DEFAULT_BLOCK),
        .depth = (uint32_t)number_of(line, "depth", DEFAULT_DEPTH), .buffers = 1, .count = UINT64_MAX, .choose = is_random ? random : sequential,
    };
    count = disk->sectors / (work.block / SECTOR);
    state = 88172645463325252;
    work_take_memory(work.depth, work.block);
    work.end = ticks() + WARM_UP_MILLISECONDS * ticks_per_millisecond();
    work_do(&work);

    /* The host reads the monitor's CPU time during these pauses. */
    say_line("disk: begin");
    wait_milliseconds(settle);
    work.answered = 0;
    uint64_t doorbells = disk->queue.doorbells;
    uint64_t start = ticks();
    work.end = start + milliseconds * ticks_per_millisecond();
    work.leaves = word_is(line, "then", "leave");
    work_do(&work);
    uint64_t elapsed = ticks() - start;
    say("disk: bench ");
    say(is_write ? "write " : "read ");
    say(is_random ? "random" : "sequential");
    tell("block", work.block);
    tell("depth", work.depth);
    tell("operations", work.answered);
    tell("ticks", elapsed);
    tell("khz", ticks_per_millisecond());
    tell("doorbells", disk->queue.doorbells - doorbells);
    say_line("");
    wait_milliseconds(settle);
}
