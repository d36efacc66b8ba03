/*
 * The guest's further processors. In each round all of them compute, with registers and results of their own, while their timers and the first
 * processor's messages interrupt them.
 */
#include "../user/user.h"
#include "../user/gates.h"
#include "processors.h"
#include "state.h"

#define LOCAL 0xfee00000
#define SPURIOUS 0x0f0
#define LOCAL_ON 0x1ff
#define COMMAND 0x300
#define DESTINATION 0x310
#define TIMER 0x320
#define INITIAL_COUNT 0x380
#define DIVIDER 0x3e0

#define INIT 0x4500
#define STARTUP 0x4600
#define PERIODIC 0x20000
#define BY_ONE 0xb

#define STACK_LENGTH 8192
#define TASK_LENGTH 104
#define TASK_DESCRIPTOR 5
#define DESCRIPTORS 7

extern const uint8_t trampoline[];
extern const uint8_t trampoline_end[];
extern const uint8_t processor_timer_entry[];
extern const uint8_t processor_message_entry[];

void processor_main(uint64_t index) __attribute__((noreturn));

/* What a processor that starts finds; processors.S knows the offsets. */
struct {
    uint64_t index;
    uint64_t kernel_stack;
    uint64_t stack;
    struct {
        uint16_t limit;
        uint64_t descriptors;
    } __attribute__((packed)) pointer;
} starting;

volatile uint32_t processor_timers[MOST_PROCESSORS];
volatile uint32_t processor_messages[MOST_PROCESSORS];

static struct processor {
    union results results;
    /* The last round that it finished, counted from 1. */
    volatile uint64_t finished;
    volatile bool runs;
} processors[MOST_PROCESSORS];

static volatile uint64_t current_round;
static uint64_t round_iterations;
static bool uses_avx;

static void write_local(uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(uint64_t)(LOCAL + offset) = value;
}

static void send(uint64_t index, uint32_t command)
{
    write_local(DESTINATION, (uint32_t)index << 24);
    write_local(COMMAND, command);
}

void processor_main(uint64_t index)
{
    struct processor *self = &processors[index];
    write_local(SPURIOUS, LOCAL_ON);
    write_local(DIVIDER, BY_ONE);
    write_local(TIMER, PERIODIC | PROCESSOR_TIMER_VECTOR);
    write_local(INITIAL_COUNT, TIMER_COUNT);
    fill(&self->results, index);
    self->runs = true;
    for (uint64_t round = 1;; round++) {
        while (current_round < round) {
            __asm__ volatile("pause");
        }
        uint32_t timers = processor_timers[index];
        compute(&self->results, round_iterations, uses_avx);
        /* One message a round, which may have come before the computation. */
        while (processor_timers[index] == timers || processor_messages[index] < round) {
            __asm__ volatile("pause");
        }
        if (processor_messages[index] != round) {
            fail("state: a message came twice");
        }
        self->finished = round;
    }
}

static void start(uint64_t index)
{
    uint64_t *descriptors = take_memory(DESCRIPTORS * 8, 16);
    uint8_t *task = take_memory(TASK_LENGTH, 16);
    uint64_t base = (uint64_t)task;
    starting.index = index;
    starting.kernel_stack = (uint64_t)take_memory(STACK_LENGTH, 16) + STACK_LENGTH;
    starting.stack = (uint64_t)take_memory(STACK_LENGTH, 16) + STACK_LENGTH;
    descriptors[1] = 0x00af9b000000ffff;
    descriptors[2] = 0x00cf93000000ffff;
    descriptors[3] = 0x00cff3000000ffff;
    descriptors[4] = 0x00affb000000ffff;
    descriptors[TASK_DESCRIPTOR] = 0x0000890000000000 | (TASK_LENGTH - 1) | (base & 0xffffff) << 16 | (base >> 24) << 56;
    /* Where its stack at CPL 0 begins; and no bitmap, since none of these processors uses a port. */
    __builtin_memcpy(task + 4, &starting.kernel_stack, sizeof(starting.kernel_stack));
    *(uint16_t *)(task + 102) = TASK_LENGTH;
    starting.pointer.limit = DESCRIPTORS * 8 - 1;
    starting.pointer.descriptors = (uint64_t)descriptors;
    send(index, INIT);
    send(index, STARTUP | TRAMPOLINE >> 12);
    while (!processors[index].runs) {
        __asm__ volatile("pause");
    }
}

void start_processors(uint64_t count, uint64_t iterations, bool avx)
{
    round_iterations = iterations;
    uses_avx = avx;
    set_gate(PROCESSOR_TIMER_VECTOR, processor_timer_entry);
    set_gate(PROCESSOR_MESSAGE_VECTOR, processor_message_entry);
    for (const uint8_t *from = trampoline; from < trampoline_end; from++) {
        ((volatile uint8_t *)TRAMPOLINE)[from - trampoline] = *from;
    }
    for (uint64_t index = 1; index < count; index++) {
        start(index);
    }
}

void begin_round(uint64_t count, uint64_t round)
{
    current_round = round + 1;
    for (uint64_t index = 1; index < count; index++) {
        send(index, PROCESSOR_MESSAGE_VECTOR);
    }
}

union results *results_of(uint64_t index, uint64_t round)
{
    while (processors[index].finished <= round) {
        __asm__ volatile("pause");
    }
    return &processors[index].results;
}
