/* Shared by the guests that run at CPL 3: a clock, memory, words of the command line, line-buffered output. */
#ifndef KILN_USER_H
#define KILN_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../guest.h"

/* Ticks of the TSC. */
static inline uint64_t ticks(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return ((uint64_t)high << 32) | low;
}

/* The TSC's frequency from KVM's clock, available under every monitor: no calibration needed. */
uint64_t ticks_per_millisecond(void);

/* Busy-waits without exits to the monitor. */
void wait_milliseconds(uint64_t milliseconds);

/* Allocates zeroed memory after the guest's image, permanently. */
void *take_memory(size_t bytes, size_t alignment);

/* The text after "KEY=" in a word of the command line, up to a blank; null when there is no such word. */
const char *word_of(const char *line, const char *key);

/* The same as a number, decimal or hexadecimal with 0x. */
uint64_t number_of(const char *line, const char *key, uint64_t otherwise);

/* Whether the key has this value. */
bool word_is(const char *line, const char *key, const char *value);

/* Parses a number at the start of a text and advances past it. */
uint64_t parse_number(const char **text);

/* Text is buffered until its line ends and then written at once: a single byte costs two exits. */
void say(const char *text);
void say_number(uint64_t value);
void say_hex(uint64_t value);
void say_line(const char *text);

/* Ends the guest by the keyboard controller's reset line, or by QEMU's debug-exit port. */
void leave(void) __attribute__((noreturn));

/* Prints why the guest cannot continue, and ends it. */
void fail(const char *text) __attribute__((noreturn));

/* Unmasks a line of the I/O APIC. */
void let_in(uint32_t line);

/* The requested interrupt: how many have arrived, and when the last one did. */
extern volatile uint32_t interrupt_count;
extern volatile uint64_t interrupt_ticks;

#endif
