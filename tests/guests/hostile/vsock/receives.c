/* Buffers that the guest receives into: what the device puts there, and what it does not take for a buffer. */
#include "vsock.h"

#define CHAIN_LENGTH 18

/* The packet that is put there is a reset, of no payload. */
#define FILLED VSOCK_HEADER

#define ROOM_LENGTH 200

struct receive_case {
    const char *name;
    /* The answers to as many packets that are to come; no answer is zero bytes long unless the chain is refused. */
    uint16_t answers;
    uint16_t offered;
    uint16_t heads[CHAIN_LENGTH];
    uint32_t written[4];
    struct descriptor table[CHAIN_LENGTH];
};

#define PART(from, length, next) {PLACE + (from), length, WN, next}
#define END(from, length) {PLACE + (from), length, W, 0}
#define ROOM {PLACE, ROOM_LENGTH, W, 0}
#define ONE .answers = 1, .written = {FILLED}
/* A chain that is refused, and the second, which is filled. */
#define SECOND .answers = 2, .offered = 2, .heads = {0, 15}, .written = {0, FILLED}
#define GOOD_END [15] = ROOM

static const struct receive_case cases[] = {
    {"a good chain", ONE, .table = {ROOM}},
    {"exactly a header", ONE, .table = {END(0, FILLED)}},
    {"half a header", ONE, .table = {PART(0, 22, 1), END(22, 100)}},
    {"a header but for its last byte", ONE, .table = {PART(0, 43, 1), END(43, 1)}},
    {"a header of eleven buffers", ONE, .table = {
        PART(0, 4, 1), PART(4, 4, 2), PART(8, 4, 3), PART(12, 4, 4), PART(16, 4, 5), PART(20, 4, 6), PART(24, 4, 7), PART(28, 4, 8), PART(32, 4, 9),
        PART(36, 4, 10), END(40, 100)}},
    {"a byte a buffer", ONE, .table = {
        PART(0, 1, 1), PART(1, 1, 2), PART(2, 1, 3), PART(3, 1, 4), PART(4, 1, 5), PART(5, 1, 6), PART(6, 1, 7), PART(7, 1, 8), PART(8, 1, 9),
        PART(9, 1, 10), PART(10, 1, 11), PART(11, 1, 12), PART(12, 1, 13), PART(13, 1, 14), PART(14, 1, 15), END(15, 100)}},
    {"empty buffers between", ONE, .table = {PART(0, 0, 1), PART(0, 20, 2), PART(20, 0, 3), PART(20, 100, 4), END(120, 0)}},
    {"flags that nobody has defined", ONE, .table = {{PLACE, 20, 0xfff0 | WN, 1}, {PLACE + 20, 100, 0xfff0 | W, 9}}},
    {"room up to the end of memory", ONE, .table = {{PLACE, TOP - PLACE, W, 0}}},
    {"room at the end of memory", ONE, .table = {{TOP - FILLED, FILLED, W, 0}}},
    {"room at address zero", ONE, .table = {{0, ROOM_LENGTH, W, 0}}},
    {"one chain twice", .answers = 2, .offered = 2, .written = {FILLED, FILLED}, .table = {ROOM}},

    /* Refused: the packet stays for the next chain. */
    {"no byte", SECOND, .table = {END(0, 0), GOOD_END}},
    {"one byte", SECOND, .table = {END(0, 1), GOOD_END}},
    {"a header without its last byte", SECOND, .table = {END(0, 43), GOOD_END}},
    {"a header without its last byte, in two", SECOND, .table = {PART(0, 20, 1), END(20, 23), GOOD_END}},
    {"all to read", SECOND, .table = {{PLACE, ROOM_LENGTH, 0, 0}, GOOD_END}},
    {"a header to read", SECOND, .table = {{PLACE, FILLED, N, 1}, END(FILLED, 100), GOOD_END}},
    {"a rest to read", SECOND, .table = {PART(0, FILLED, 1), {PLACE + FILLED, 100, 0, 0}, GOOD_END}},
    {"room behind the memory", SECOND, .table = {{TOP, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"room over the end of memory", SECOND, .table = {{TOP - 20, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"room in the hole", SECOND, .table = {{HOLE, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"room in the device's registers", SECOND, .table = {{WINDOW, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"room far away", SECOND, .table = {{FAR, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"room that wraps", SECOND, .table = {{LAST, ROOM_LENGTH, W, 0}, GOOD_END}},
    {"a payload's room in the hole", SECOND, .table = {PART(0, FILLED, 1), {HOLE, 4096, W, 0}, GOOD_END}},
    {"a chain that goes round", SECOND, .table = {PART(0, 20, 1), PART(20, 100, 0), GOOD_END}},
    {"a chain that leaves the table", SECOND, .table = {PART(0, ROOM_LENGTH, SIZE), GOOD_END}},
    {"a table, which the device does not have", SECOND, .table = {{INDIRECT_PLACE, 16, I, 0}, GOOD_END}},
    {"three bad chains", .answers = 4, .offered = 4, .heads = {0, 1, 2, 15}, .written = {0, 0, 0, FILLED},
        .table = {END(0, 43), {PLACE, ROOM_LENGTH, 0, 0}, {HOLE, ROOM_LENGTH, W, 0}, GOOD_END}},
};

static const char *play(const struct receive_case *one)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    struct descriptor *table = (struct descriptor *)TABLE_PLACE;
    for (int index = 0; index < CHAIN_LENGTH && index < SIZE; index++) {
        table[index] = one->table[index];
        table[index].address = raw_address(one->table[index].address);
    }
    for (uint16_t index = 0; index < (one->offered ? one->offered : 1); index++) {
        raw_offer(one->heads[index]);
    }
    raw_ring();
    uint16_t packets = 0;
    for (uint16_t index = 0; index < one->answers; index++) {
        packets += one->written[index] > 0;
    }
    target.provoke(packets);
    if (!raw_wait_used(one->answers)) {
        return "another number of answers";
    }
    for (uint16_t index = 0; index < one->answers; index++) {
        struct used_element element = raw_element(index);
        if (element.head != one->heads[index] || element.written != one->written[index]) {
            return "another answer";
        }
    }
    return raw_is_data_touched() ? "it was written elsewhere" : NULL;
}

void run_receives(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
