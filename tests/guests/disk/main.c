/*
 * Drives a disk correctly. "disk=" says which, from zero; "size=" how many entries its queue has; "indirect=off" and "events=off" leave
 * those features out; "interrupts=on" lets the device raise interrupts, which are ignored here; "then=wait" keeps running
 * afterwards, until the monitor is stopped.
 */
#include "disk.h"

void guest_main(const uint8_t *zero_page)
{
    static struct disk disk;
    const char *line = command_line(zero_page);
    if (!disk_find(&disk, line, number_of(line, "disk", 0))) {
        fail("disk: there is none");
    }
    struct disk_choice choice = {
        .features = FEATURE_FLUSH | (word_is(line, "indirect", "off") ? 0 : FEATURE_INDIRECT)
            | (word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX),
        .queue_size = (uint16_t)number_of(line, "size", MAXIMUM_QUEUE_SIZE),
        .wants_interrupts = word_is(line, "interrupts", "on"),
    };
    if (!disk_start(&disk, &choice)) {
        fail("disk: it does not start");
    }
    if (word_is(line, "mode", "bench")) {
        bench(&disk, line);
    } else if (word_is(line, "mode", "latency")) {
        latency(&disk, line);
    } else if (word_is(line, "mode", "reset")) {
        reset_often(&disk, &choice, line);
    } else if (word_is(line, "mode", "huge")) {
        huge(&disk, line);
    } else {
        verify(&disk, line);
    }
    if (word_is(line, "then", "wait")) {
        for (;;) {
        }
    }
    leave();
}
