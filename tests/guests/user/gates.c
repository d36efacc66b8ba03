/* Handlers of exceptions and of the one interrupt, at CPL 0, and the routing of that interrupt. */
#include "user.h"
#include "gates.h"

#define KERNEL_CODE 0x08
#define PRESENT_INTERRUPT_GATE 0x8e
#define EXCEPTIONS 32
#define ENTRY_LENGTH 16

/* The I/O APIC: the first word selects a register and the other accesses it; each line has two registers, from 0x10 on. */
#define LINES 0xfec00000
#define LINE_SELECT 0x00
#define LINE_WINDOW 0x10
#define FIRST_LINE 0x10

/* The spurious-interrupt register of the local APIC: on. */
#define LOCAL_SPURIOUS 0xfee000f0
#define LOCAL_ON 0x1ff

struct gate {
    uint16_t low;
    uint16_t selector;
    uint8_t stack;
    uint8_t type;
    uint16_t middle;
    uint32_t high;
    uint32_t reserved;
};

struct gate gates[256] __attribute__((aligned(16)));

extern const uint8_t exception_entries[];
extern const uint8_t interrupt_entry[];

void set_gates(void);
void on_exception(uint64_t number, uint64_t code, uint64_t instruction) __attribute__((noreturn));

void set_gate(int vector, const uint8_t *entry)
{
    uint32_t address = (uint32_t)(uint64_t)entry;
    gates[vector] = (struct gate){
        .low = (uint16_t)address, .selector = KERNEL_CODE, .type = PRESENT_INTERRUPT_GATE, .middle = (uint16_t)(address >> 16)};
}

void set_gates(void)
{
    for (int vector = 0; vector < EXCEPTIONS; vector++) {
        set_gate(vector, exception_entries + vector * ENTRY_LENGTH);
    }
    set_gate(INTERRUPT_VECTOR, interrupt_entry);
}

static void write_word(uint64_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static void write_line(uint32_t index, uint32_t value)
{
    write_word(LINES + LINE_SELECT, FIRST_LINE + index);
    write_word(LINES + LINE_WINDOW, value);
}

void let_in(uint32_t line)
{
    write_word(LOCAL_SPURIOUS, LOCAL_ON);
    write_line(2 * line + 1, 0);
    write_line(2 * line, INTERRUPT_VECTOR);
}

void on_exception(uint64_t number, uint64_t code, uint64_t instruction)
{
    say("guest: exception ");
    say_number(number);
    say(" code ");
    say_hex(code);
    say(" at ");
    say_hex(instruction);
    fail("");
}
