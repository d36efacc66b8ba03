#ifndef KILN_GATES_H
#define KILN_GATES_H

#include <stdint.h>

/* Any vector that is not an exception's. */
#define INTERRUPT_VECTOR 0x40

/* Directs an interrupt to code at CPL 0 in the first 4 GiB. */
void set_gate(int vector, const uint8_t *entry);

#endif
