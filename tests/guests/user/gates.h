#ifndef KILN_GATES_H
#define KILN_GATES_H

/* Any that no exception has. */
#define INTERRUPT_VECTOR 0x40

#endif
