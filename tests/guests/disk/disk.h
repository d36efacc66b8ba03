/* What the disk guest can be asked to do by the word "mode=" of its command line, and by the words that each part names. */
#ifndef KILN_DISK_GUEST_H
#define KILN_DISK_GUEST_H

#include "work.h"

/* mode=write, mode=check, or mode=verify for both: "mib=", "block=", "buffers=", "depth=", "seed=". */
void verify(struct disk *disk, const char *line);

/*
 * mode=bench: "operation=read|write", "order=random|sequential", "block=", "depth=", "milliseconds=", "settle="; with "then=leave" it resets when
 * the time is over, with requests under way and without a result.
 */
void bench(struct disk *disk, const char *line);

/* mode=latency: "operation=read|write", "samples=", and with "interrupts=on" the interrupt's too. */
void latency(struct disk *disk, const char *line);

/* mode=reset: writes "depth=" requests of "block=" bytes, resets the disk while they are under way, and begins again, "times=" times. */
void reset_often(struct disk *disk, const struct disk_choice *choice, const char *line);

/*
 * mode=huge: "requests=" of "operation=read|write" at once, each of "buffers=" that are all the same "bytes=" of memory. Nothing is looked at but
 * the answers, for which it waits without end.
 */
void huge(struct disk *disk, const char *line);

#endif
