#include "user.h"

/* QEMU's isa-debug-exit, if configured: microvm has no keyboard controller. Under Kiln this port has no device. */
#define DEBUG_EXIT 0xf4

/* After the guest's image, and below the end of the smallest memory that these guests get. */
#define FREE_MEMORY 0x1000000

#define LINE_LENGTH 512

/* struct pvclock_vcpu_time_info of asm/pvclock-abi.h. */
struct clock_page {
    uint32_t version;
    uint32_t padding;
    uint64_t ticks;
    uint64_t nanoseconds;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags;
    uint8_t more_padding[2];
};

volatile struct clock_page clock_page __attribute__((aligned(32)));

static uint64_t free_memory = FREE_MEMORY;
static char line[LINE_LENGTH];
static size_t line_length;

uint64_t ticks_per_millisecond(void)
{
    /* Nanoseconds are (ticks shifted by shift) * multiplier / 2^32. */
    if (clock_page.multiplier == 0) {
        fail("guest: no clock of KVM's");
    }
    uint64_t rate = (1000000ull << 32) / clock_page.multiplier;
    return clock_page.shift < 0 ? rate << -clock_page.shift : rate >> clock_page.shift;
}

void wait_milliseconds(uint64_t milliseconds)
{
    uint64_t end = ticks() + milliseconds * ticks_per_millisecond();
    while (ticks() < end) {
        __asm__ volatile("pause");
    }
}

void *take_memory(size_t bytes, size_t alignment)
{
    uint64_t start = (free_memory + alignment - 1) & ~(alignment - 1);
    free_memory = start + bytes;
    return (void *)start;
}

const char *word_of(const char *text, const char *key)
{
    bool starts = true;
    for (; *text; starts = *text++ == ' ') {
        const char *at = text;
        const char *wanted = key;
        while (*wanted && *at == *wanted) {
            at++;
            wanted++;
        }
        if (starts && !*wanted && *at == '=') {
            return at + 1;
        }
    }
    return NULL;
}

uint64_t parse_number(const char **text)
{
    const char *at = *text;
    uint64_t base = 10;
    uint64_t value = 0;
    if (at[0] == '0' && at[1] == 'x') {
        base = 16;
        at += 2;
    }
    for (;; at++) {
        uint64_t digit = *at >= '0' && *at <= '9' ? (uint64_t)(*at - '0') : *at >= 'a' && *at <= 'f' ? (uint64_t)(*at - 'a' + 10) : base;
        if (digit >= base) {
            break;
        }
        value = value * base + digit;
    }
    *text = at;
    return value;
}

uint64_t number_of(const char *text, const char *key, uint64_t otherwise)
{
    const char *value = word_of(text, key);
    return value ? parse_number(&value) : otherwise;
}

bool word_is(const char *text, const char *key, const char *value)
{
    const char *found = word_of(text, key);
    if (!found) {
        return false;
    }
    while (*value && *found == *value) {
        found++;
        value++;
    }
    return !*value && (*found == ' ' || !*found);
}

static void say_char(char value)
{
    if (line_length < LINE_LENGTH) {
        line[line_length++] = value;
    }
}

void say(const char *text)
{
    while (*text) {
        say_char(*text++);
    }
}

void say_number(uint64_t value)
{
    if (value >= 10) {
        say_number(value / 10);
    }
    say_char((char)('0' + value % 10));
}

void say_hex(uint64_t value)
{
    say("0x");
    int shift = 60;
    while (shift > 0 && !(value >> shift)) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        say_char("0123456789abcdef"[(value >> shift) & 15]);
    }
}

void say_line(const char *text)
{
    say(text);
    say_char('\n');
    const char *start = line;
    __asm__ volatile("rep outsb" : "+S"(start), "+c"(line_length) : "d"(SERIAL_DATA) : "memory");
}

void leave(void)
{
    out8(KEYBOARD_COMMAND, KEYBOARD_RESET);
    out8(DEBUG_EXIT, 0);
    for (;;) {
        __asm__ volatile("pause");
    }
}

void fail(const char *text)
{
    say_line(text);
    leave();
}
