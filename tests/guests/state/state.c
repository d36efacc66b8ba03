/*
 * Computes, while the interval timer and the local APIC's interrupt it, and keeps an interrupt of its own pending for a while in each round. Its
 * output does not depend on timing: stopping it at any point and continuing elsewhere yields the same text.
 */
#include "../user/user.h"
#include "../user/gates.h"
#include "processors.h"
#include "state.h"

#define LOCAL 0xfee00000
#define PRIORITY 0x80
#define COMMAND 0x300
#define TIMER 0x320
#define INITIAL_COUNT 0x380
#define DIVIDER 0x3e0

#define TO_MYSELF 0x40000
#define PERIODIC 0x20000
#define BY_DEADLINE 0x40000
#define BY_ONE 0xb
#define EVERYTHING 0xf0

/* The first counter of the interval timer: both bytes, rate generator; some 2.5 ms of 1.193182 MHz. It arrives on the first line. */
#define COUNTER_MODE 0x43
#define COUNTER 0x40
#define RATE_GENERATOR 0x34
#define COUNT 3000
#define COUNTER_LINE 0

extern const uint8_t timer_entry[];
extern const uint8_t own_entry[];
extern const uint8_t deadline_entry[];
extern volatile uint32_t timer_mode;
extern volatile uint32_t timer_count;
extern volatile uint32_t own_count;

static union results results;

static void write_local(uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(uint64_t)(LOCAL + offset) = value;
}

static void start_timers(const char *line)
{
    set_gate(TIMER_VECTOR, timer_entry);
    set_gate(OWN_VECTOR, own_entry);
    set_gate(DEADLINE_VECTOR, deadline_entry);
    let_in(COUNTER_LINE);
    out8(COUNTER_MODE, RATE_GENERATOR);
    out8(COUNTER, COUNT & 0xff);
    out8(COUNTER, COUNT >> 8);
    write_local(DIVIDER, BY_ONE);
    if (word_is(line, "timer", "deadline")) {
        timer_mode = TIMER_DEADLINE;
        write_local(TIMER, BY_DEADLINE | TIMER_VECTOR);
        write_local(COMMAND, TO_MYSELF | DEADLINE_VECTOR);
        return;
    }
    timer_mode = word_is(line, "timer", "one-shot") ? TIMER_ONE_SHOT : TIMER_PERIODIC;
    write_local(TIMER, (timer_mode == TIMER_PERIODIC ? PERIODIC : 0) | TIMER_VECTOR);
    write_local(INITIAL_COUNT, TIMER_COUNT);
}

/* An interrupt stays pending and masked during a computation. */
static void interrupt_myself(uint64_t iterations, bool avx)
{
    uint32_t before = own_count;
    write_local(PRIORITY, EVERYTHING);
    write_local(COMMAND, TO_MYSELF | OWN_VECTOR);
    compute(&results, iterations, avx);
    if (own_count != before) {
        fail("state: interrupted in spite of its priority");
    }
    write_local(PRIORITY, 0);
    while (own_count == before) {
        __asm__ volatile("pause");
    }
    compute(&results, iterations, avx);
    if (own_count != before + 1) {
        fail("state: interrupted twice");
    }
}

static void say_results(uint64_t round, uint64_t processor, const union results *found)
{
    say("state: round ");
    say_number(round);
    if (processor > 0) {
        say(" processor ");
        say_number(processor);
    }
    for (int i = 0; i < 24; i++) {
        say(" ");
        say_hex(found->words[i]);
    }
    say_line("");
}

void fill(union results *inputs, uint64_t index)
{
    /* 0.5 as 80 bits; and numbers from 0 to 1. */
    inputs->words[0] = 0x8000000000000000;
    inputs->words[1] = 0x3ffe;
    for (int i = 0; i < 16; i++) {
        /* 0.3 and some, a little more each. */
        ((uint32_t *)inputs->floats)[8 + i] = 0x3e99999a + (uint32_t)i * 0x1234 + (uint32_t)index * 0x77;
    }
    for (int i = 16; i < 24; i++) {
        inputs->words[i] = ((uint64_t)i + index) * 0x9e3779b97f4a7c15;
    }
}

/* Gives pages of memory a content, so that they are part of a snapshot. */
static void touch(uint64_t mebibytes)
{
    uint64_t bytes = mebibytes << 20;
    volatile uint8_t *memory = take_memory(bytes, 4096);
    for (uint64_t at = 0; at < bytes; at += 64) {
        memory[at] = (uint8_t)(at >> 12) | 1;
    }
}

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    uint64_t rounds = number_of(line, "rounds", 10);
    uint64_t iterations = number_of(line, "iterations", 1000000);
    bool avx = word_is(line, "avx", "on");
    /* Other monitors may wire the interval timer to another line. */
    bool uses_counter = !word_is(line, "counter", "off");
    uint64_t processors = number_of(line, "cpus", 1);
    fill(&results, 0);
    touch(number_of(line, "touch", 0));
    start_timers(line);
    start_processors(processors, iterations, avx);
    for (uint64_t round = 0; round < rounds; round++) {
        uint32_t timer = timer_count;
        uint32_t counter = interrupt_count;
        begin_round(processors, round);
        compute(&results, iterations, avx);
        interrupt_myself(iterations / 4, avx);
        while (timer_count == timer || (uses_counter && interrupt_count == counter)) {
            __asm__ volatile("pause");
        }
        say_results(round, 0, &results);
        for (uint64_t index = 1; index < processors; index++) {
            say_results(round, index, results_of(index, round));
        }
    }
    say_line("state: done");
    leave();
}
