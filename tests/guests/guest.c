#include "guest.h"

void put_char(char value)
{
    while (!(in8(SERIAL_LINE_STATUS) & SERIAL_TRANSMITTER_EMPTY)) {
    }
    out8(SERIAL_DATA, (uint8_t)value);
}

void put_text(const char *text)
{
    while (*text) {
        put_char(*text++);
    }
}

void put_decimal(uint64_t value)
{
    if (value >= 10) {
        put_decimal(value / 10);
    }
    put_char((char)('0' + value % 10));
}

void put_hex(uint8_t value)
{
    static const char digits[] = "0123456789abcdef";
    put_text("0x");
    put_char(digits[value >> 4]);
    put_char(digits[value & 15]);
}

void reset(void)
{
    out8(KEYBOARD_COMMAND, KEYBOARD_RESET);
    for (;;) {
        __asm__ volatile("pause");
    }
}

const char *command_line(const uint8_t *zero_page)
{
    return (const char *)(uint64_t)*(const uint32_t *)(zero_page + COMMAND_LINE_POINTER);
}

uint64_t memory_kib(const uint8_t *zero_page)
{
    const struct e820_entry *table = (const struct e820_entry *)(zero_page + E820_TABLE);
    uint64_t sum = 0;
    for (int i = 0; i < zero_page[E820_COUNT]; i++) {
        if (table[i].type == E820_RAM) {
            sum += table[i].size;
        }
    }
    return sum / 1024;
}
