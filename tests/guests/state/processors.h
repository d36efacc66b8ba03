#ifndef KILN_PROCESSORS_H
#define KILN_PROCESSORS_H

#include <stdbool.h>
#include <stdint.h>

#define MOST_PROCESSORS 32

/* Inputs and outputs of a computation. */
union results {
    uint8_t bytes[256];
    float floats[64];
    uint64_t words[32];
} __attribute__((aligned(32)));

void compute(union results *results, uint64_t iterations, bool avx);

/* The numbers that a processor's computation begins with. */
void fill(union results *results, uint64_t index);

/* Starts the processors from 1 to count - 1. */
void start_processors(uint64_t count, uint64_t iterations, bool avx);

/* Lets them compute, and interrupts each of them once. */
void begin_round(uint64_t count, uint64_t round);

/* Waits for one of them. */
union results *results_of(uint64_t index, uint64_t round);

#endif
