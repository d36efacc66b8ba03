/* The computation of the saved-state guest, and its interrupts. */
#ifndef KILN_STATE_H
#define KILN_STATE_H

/* The vectors of the local APIC timer, the self-interrupt, and the one that writes the first deadline at CPL 0. */
#define TIMER_VECTOR 0x41
#define OWN_VECTOR 0x42
#define DEADLINE_VECTOR 0x43

/* The vectors of the further processors: of their timers, and of the first one's messages. */
#define PROCESSOR_TIMER_VECTOR 0x44
#define PROCESSOR_MESSAGE_VECTOR 0x45

/* Where they start, below 1 MiB; and offsets of what they find. */
#define TRAMPOLINE 0x8000
#define STARTING_INDEX 0
#define STARTING_KERNEL_STACK 8
#define STARTING_STACK 16
#define STARTING_POINTER 24

/* How the timer continues after an interrupt: automatically, with a new count, or with a new deadline. */
#define TIMER_PERIODIC 0
#define TIMER_ONE_SHOT 1
#define TIMER_DEADLINE 2

/* Nanoseconds of a timer whose clock KVM makes 1 GHz, and some ticks of the time stamp counter. */
#define TIMER_COUNT 1500000
#define DEADLINE_TICKS 4000000

#endif
