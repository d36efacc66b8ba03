/* Cases with one chain each: its descriptors, and the expected outcome. */
#ifndef KILN_HOSTILE_CHAIN_H
#define KILN_HOSTILE_CHAIN_H

#include "disk.h"

#define CHAIN_LENGTH 20

/* The range in a discard or write-zeroes request, instead of data. */
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
    /* Offered features that the driver does not acknowledge. */
    uint64_t lacks;
    uint16_t head;
    /* The used length that the device reports; zero for the usual one. */
    uint32_t written;
    struct range range;
    struct descriptor table[CHAIN_LENGTH];
    struct descriptor indirect[CHAIN_LENGTH];
};

/* The descriptors of a correct chain; the number is the next descriptor's. */
#define HEADER(next) {HEADER_PLACE, 16, N, next}
#define ROOM(next) {DATA_PLACE, SECTOR, WN, next}
#define CONTENT(next) {DATA_PLACE, SECTOR, N, next}
#define ANSWER {ANSWER_PLACE, 1, W, 0}
#define INDIRECT(count) {INDIRECT_PLACE, (count) * 16, I, 0}

void run_chain(const struct chain_case *one);

#endif
