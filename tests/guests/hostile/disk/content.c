/* The content of the disk, and the correct driver. */
#include "disk.h"

#define CHUNK_SECTORS 128

static uint64_t chunk[CHUNK_SECTORS * SECTOR / sizeof(uint64_t)];

uint64_t word_of_sector(uint64_t sector, uint64_t index)
{
    uint64_t value = (sector << 6 | index) * 0x9e3779b97f4a7c15;
    return value ^ (value >> 29);
}

static bool start_good(void)
{
    struct disk_choice choice = {.features = FEATURE_INDIRECT | FEATURE_EVENT_INDEX | FEATURE_FLUSH, .queue_size = MAXIMUM_QUEUE_SIZE};
    return disk_start(&disk, &choice);
}

const char *good_round(void)
{
    static uint64_t written[SECTOR / sizeof(uint64_t)];
    static uint64_t read[SECTOR / sizeof(uint64_t)];
    if (!start_good()) {
        return "a good driver is not served";
    }
    for (size_t index = 0; index < SECTOR / sizeof(uint64_t); index++) {
        written[index] = word_of_sector(case_count + (1 << 20), index);
        read[index] = 0;
    }
    if (disk_do(&disk, REQUEST_OUT, GOOD_SECTOR, written, SECTOR) != STATUS_OK) {
        return "a good driver's write fails";
    }
    if (disk_do(&disk, REQUEST_IN, GOOD_SECTOR, read, SECTOR) != STATUS_OK) {
        return "a good driver's read fails";
    }
    for (size_t index = 0; index < SECTOR / sizeof(uint64_t); index++) {
        if (read[index] != written[index]) {
            return "a good driver reads what it has not written";
        }
    }
    return NULL;
}

static void each_chunk(enum request_type type, void (*look)(uint64_t sector))
{
    for (uint64_t sector = 0; sector < disk.sectors; sector += CHUNK_SECTORS) {
        if (type == REQUEST_OUT) {
            look(sector);
        }
        if (disk_do(&disk, type, sector, chunk, sizeof(chunk)) != STATUS_OK) {
            fail("hostile: the disk fails");
        }
        if (type == REQUEST_IN) {
            look(sector);
        }
    }
}

static void write_chunk(uint64_t sector)
{
    for (uint64_t index = 0; index < sizeof(chunk) / sizeof(uint64_t); index++) {
        chunk[index] = word_of_sector(sector + index / 64, index % 64);
    }
}

static void compare_chunk(uint64_t sector)
{
    for (uint64_t index = 0; index < sizeof(chunk) / sizeof(uint64_t); index++) {
        uint64_t at = sector + index / 64;
        bool may_differ = at == GOOD_SECTOR || (at >= SPARE_SECTOR && at < SPARE_SECTOR + SPARE_SECTORS);
        if (!may_differ && chunk[index] != word_of_sector(at, index % 64)) {
            say("hostile: sector ");
            say_number(at);
            fail(" was changed");
        }
    }
}

void fill_disk(void)
{
    if (!start_good()) {
        fail("hostile: the disk does not start");
    }
    if (disk.sectors == 0 || disk.sectors % CHUNK_SECTORS != 0 || disk.sectors < 2 * CHUNK_SECTORS) {
        fail("hostile: the disk must be some multiples of 64 KiB");
    }
    each_chunk(REQUEST_OUT, write_chunk);
}

void total(void)
{
    each_chunk(REQUEST_IN, compare_chunk);
    say_total();
    say_line(", and the disk is whole");
    leave();
}
