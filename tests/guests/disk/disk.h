/* The modes of the disk guest, selected by "mode=" on its command line, with the parameters of each. */
#ifndef KILN_DISK_GUEST_H
#define KILN_DISK_GUEST_H

#include "work.h"

/* mode=write, mode=check, or mode=verify for both: "mib=", "block=", "buffers=", "depth=", "seed=". */
void verify(struct disk *disk, const char *line);

/*
 * mode=bench: "operation=read|write", "order=random|sequential", "block=", "depth=", "milliseconds=", "settle="; with "then=leave" it resets when
 * the time is over, with requests in flight and without a result.
 */
void bench(struct disk *disk, const char *line);

/* mode=latency: "operation=read|write", "samples=", and with "interrupts=on" also that of the interrupt. */
void latency(struct disk *disk, const char *line);

/* mode=reset: writes "depth=" requests of "block=" bytes, resets the disk while they are in flight, and starts over, "times=" times. */
void reset_often(struct disk *disk, const struct disk_choice *choice, const char *line);

/*
 * mode=huge: "requests=" of "operation=read|write" at once, each of "buffers=" that are all the same "bytes=" of memory. Nothing is looked at but
 * the answers, for which it waits without end.
 */
void huge(struct disk *disk, const char *line);

#endif
