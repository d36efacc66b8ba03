/* What the guests share that run at CPL 3: a clock, memory, words of the command line, text by the line. */
#ifndef KILN_USER_H
#define KILN_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../guest.h"

/* Of the time stamp counter. */
static inline uint64_t ticks(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return ((uint64_t)high << 32) | low;
}

/* As KVM's clock tells it, the same way under every monitor: nothing has to be measured. */
uint64_t ticks_per_millisecond(void);

/* Lets time pass without leaving for the monitor. */
void wait_milliseconds(uint64_t milliseconds);

/* Memory that is nobody's yet, zero, behind the guest's own image; for good. */
void *take_memory(size_t bytes, size_t alignment);

/* What stands behind "KEY=" in a word of the command line, up to a blank; null when there is no such word. */
const char *word_of(const char *line, const char *key);

/* The same as a number, decimal or behind 0x. */
uint64_t number_of(const char *line, const char *key, uint64_t otherwise);

/* Whether the word of that key is this. */
bool word_is(const char *line, const char *key, const char *value);

/* A number at the start of a text; moves behind it. */
uint64_t parse_number(const char **text);

/* Text is kept until its line ends, and then leaves for the console at once: a byte by itself costs two exits. */
void say(const char *text);
void say_number(uint64_t value);
void say_hex(uint64_t value);
void say_line(const char *text);

/* Ends the guest where a monitor has the keyboard's reset line, and where one has QEMU's port for that instead. */
void leave(void) __attribute__((noreturn));

/* Says why the guest cannot go on, and ends it. */
void fail(const char *text) __attribute__((noreturn));

/* Lets a line of the interrupt controller through to the guest. */
void let_in(uint32_t line);

/* The interrupt that the guest asked for, if it asked: how many came, and when the last one did. */
extern volatile uint32_t interrupt_count;
extern volatile uint64_t interrupt_ticks;

#endif
