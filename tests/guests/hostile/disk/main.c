/*
 * Attacks the disk "disk=" of the command line, from zero; with "events=off" without the event index. The disk's content is lost.
 * "control=on" shows instead that a misbehaving device is detected.
 */
#include "disk.h"

struct disk disk;
uint64_t extra_features;

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!disk_find(&disk, line, number_of(line, "disk", 0))) {
        fail("hostile: there is no disk");
    }
    need_memory(zero_page);
    make_target();
    extra_features = word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX;
    fill_disk();
    if (word_is(line, "control", "on")) {
        run_control();
        total();
    }
    run_chains();
    run_requests();
    run_tables();
    run_registers();
    run_flows();
    total();
}
