/* Cases of one chain each: what its descriptors say, and what shall come of it. */
#ifndef KILN_HOSTILE_CHAIN_H
#define KILN_HOSTILE_CHAIN_H

#include "hostile.h"

#define CHAIN_LENGTH 20

/* What a discard or a request for zeros holds instead of data. */
struct range {
    uint64_t sector;
    uint32_t sectors;
    uint32_t flags;
};

struct chain_case {
    const char *name;
    enum outcome outcome;
    uint32_t type;
    uint64_t sector;
    /* What the driver does not agree on, though it is offered. */
    uint64_t lacks;
    uint16_t head;
    /* Bytes that the device says it wrote; zero for what is usual. */
    uint32_t written;
    struct range range;
    struct descriptor table[CHAIN_LENGTH];
    struct descriptor indirect[CHAIN_LENGTH];
};

#define N DESCRIPTOR_NEXT
#define W DESCRIPTOR_WRITE
#define WN (DESCRIPTOR_WRITE | DESCRIPTOR_NEXT)
#define I DESCRIPTOR_INDIRECT

/* What a good chain is made of; the number is the next descriptor's. */
#define HEADER(next) {HEADER_PLACE, 16, N, next}
#define ROOM(next) {DATA_PLACE, SECTOR, WN, next}
#define CONTENT(next) {DATA_PLACE, SECTOR, N, next}
#define ANSWER {ANSWER_PLACE, 1, W, 0}
#define INDIRECT(count) {INDIRECT_PLACE, (count) * 16, I, 0}

void run_chain(const struct chain_case *one);

#endif
