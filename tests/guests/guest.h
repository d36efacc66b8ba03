/* Shared by the test guests: ports, a console, the boot information. */
#ifndef KILN_GUEST_H
#define KILN_GUEST_H

#include <stdint.h>

#define SERIAL_DATA 0x3f8
#define SERIAL_INTERRUPT_IDENTIFICATION 0x3fa
#define SERIAL_LINE_STATUS 0x3fd
#define SERIAL_MODEM_STATUS 0x3fe
#define SERIAL_DATA_READY 0x01
#define SERIAL_TRANSMITTER_EMPTY 0x20
#define KEYBOARD_COMMAND 0x64
#define KEYBOARD_RESET 0xfe

/* Offsets in struct boot_params of asm/bootparam.h. */
#define E820_COUNT 0x1e8
#define COMMAND_LINE_POINTER 0x228
#define E820_TABLE 0x2d0
#define E820_RAM 1

struct e820_entry {
    uint64_t address;
    uint64_t size;
    uint32_t type;
} __attribute__((packed));

static inline void out8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in8(uint16_t port)
{
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

/* Each guest's main function; it must not return. */
void guest_main(const uint8_t *zero_page);

void put_char(char value);
void put_text(const char *text);
void put_decimal(uint64_t value);
void put_hex(uint8_t value);

/* Asks the keyboard controller for a reset, on which the monitor ends with status 0. */
void reset(void);

/* The kernel command line that the zero page points to. */
const char *command_line(const uint8_t *zero_page);

/* RAM in KiB, according to the memory map of the zero page. */
uint64_t memory_kib(const uint8_t *zero_page);

#endif
