/*
 * Attacks the disk "disk=" of the command line, from zero; with "events=off" without the event index. What is on the disk is lost.
 * "control=on" shows instead that a device is found out that does not do as expected.
 */
#include "hostile.h"

struct disk disk;
uint64_t extra_features;

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!disk_find(&disk, line, number_of(line, "disk", 0))) {
        fail("hostile: there is no disk");
    }
    if (memory_kib(zero_page) > MEMORY_MIB << 10 || memory_kib(zero_page) < (MEMORY_MIB - 1) << 10) {
        fail("hostile: the machine must have 128 MiB of memory");
    }
    extra_features = word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX;
    fill_disk();
    if (word_is(line, "control", "on")) {
        run_control();
        total();
    }
    run_chains();
    run_requests();
    run_rings();
    run_queues();
    run_registers();
    run_flows();
    total();
}
