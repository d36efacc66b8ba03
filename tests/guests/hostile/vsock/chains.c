/* Chains that the guest sends. Each packet is data for nobody: it is answered by RST if the device takes it for one. */
#include "vsock.h"

#define CHAIN_LENGTH 20
#define PAYLOAD 100
#define SILENCE_MILLISECONDS 5
#define WHOLE_LENGTH (VSOCK_HEADER + PAYLOAD)

/* What becomes of the packet. */
enum fate { TAKEN, DROPPED, EITHER };

struct chain_case {
    const char *name;
    enum fate fate;
    uint16_t head;
    struct descriptor table[CHAIN_LENGTH];
};

#define HEADER(next) {PLACE, VSOCK_HEADER, N, next}
#define DATA {PLACE + VSOCK_HEADER, PAYLOAD, 0, 0}
#define WHOLE {PLACE, WHOLE_LENGTH, 0, 0}
#define REST(from) {PLACE + (from), WHOLE_LENGTH - (from), 0, 0}
#define PIECE(at, length, next) {PLACE + (at), length, N, next}

static const struct chain_case cases[] = {
    {"a good chain", TAKEN, .table = {HEADER(1), DATA}},
    {"a good chain of one buffer", TAKEN, .table = {WHOLE}},
    {"a good chain backwards", TAKEN, .head = 1, .table = {DATA, HEADER(0)}},
    {"a good chain at the end of the table", TAKEN, .head = 15, .table = {[15] = HEADER(7), [7] = DATA}},
    {"a header and a half", TAKEN, .table = {PIECE(0, 45, 1), REST(45)}},
    {"half a header", TAKEN, .table = {PIECE(0, 22, 1), REST(22)}},
    {"the first byte alone", TAKEN, .table = {PIECE(0, 1, 1), REST(1)}},
    {"a header but for its last byte", TAKEN, .table = {PIECE(0, 43, 1), REST(43)}},
    {"a header of eleven buffers", TAKEN, .table = {
        PIECE(0, 4, 1), PIECE(4, 4, 2), PIECE(8, 4, 3), PIECE(12, 4, 4), PIECE(16, 4, 5), PIECE(20, 4, 6), PIECE(24, 4, 7), PIECE(28, 4, 8),
        PIECE(32, 4, 9), PIECE(36, 4, 10), REST(40)}},
    {"as many descriptors as the ring has", TAKEN, .table = {
        PIECE(0, 1, 1), PIECE(1, 1, 2), PIECE(2, 1, 3), PIECE(3, 1, 4), PIECE(4, 1, 5), PIECE(5, 1, 6), PIECE(6, 1, 7), PIECE(7, 1, 8), PIECE(8, 1, 9),
        PIECE(9, 1, 10), PIECE(10, 1, 11), PIECE(11, 1, 12), PIECE(12, 1, 13), PIECE(13, 1, 14), PIECE(14, 1, 15), REST(15)}},
    {"an empty buffer first", TAKEN, .table = {PIECE(0, 0, 1), WHOLE}},
    {"an empty buffer between", TAKEN, .table = {HEADER(1), PIECE(0, 0, 2), DATA}},
    {"an empty buffer last", TAKEN, .table = {PIECE(0, WHOLE_LENGTH, 1), {PLACE, 0, 0, 0}}},
    {"flags that nobody has defined", TAKEN, .table = {{PLACE, VSOCK_HEADER, 0xfff0 | N, 1}, {PLACE + VSOCK_HEADER, PAYLOAD, 0xfff0, 9}}},

    /* Too short, or not there. */
    {"nothing but zeros", DROPPED, .head = 9, .table = {WHOLE}},
    {"no byte", DROPPED, .table = {{PLACE, 0, 0, 0}}},
    {"one byte", DROPPED, .table = {{PLACE, 1, 0, 0}}},
    {"a header without its last byte", DROPPED, .table = {{PLACE, 43, 0, 0}}},
    {"a header without its last byte, in two", DROPPED, .table = {PIECE(0, 20, 1), {PLACE + 20, 23, 0, 0}}},
    {"a header alone", DROPPED, .table = {{PLACE, VSOCK_HEADER, 0, 0}}},
    {"a payload without its last byte", DROPPED, .table = {HEADER(1), {PLACE + VSOCK_HEADER, PAYLOAD - 1, 0, 0}}},
    {"a payload that ends in an empty buffer", DROPPED, .table = {HEADER(1), {PLACE + VSOCK_HEADER, 0, 0, 0}}},

    /* Buffers that the device is to write. */
    {"all to write", DROPPED, .table = {{PLACE, WHOLE_LENGTH, W, 0}}},
    {"a header to write", DROPPED, .table = {{PLACE, VSOCK_HEADER, WN, 1}, DATA}},
    {"a payload to write", DROPPED, .table = {HEADER(1), {PLACE + VSOCK_HEADER, PAYLOAD, W, 0}}},
    {"the last byte to write", DROPPED, .table = {PIECE(0, WHOLE_LENGTH - 1, 1), {PLACE + WHOLE_LENGTH - 1, 1, W, 0}}},
    {"more than the packet to write", DROPPED, .table = {HEADER(1), PIECE(VSOCK_HEADER, PAYLOAD, 2), {DATA_PLACE, 100, W, 0}}},
    {"nothing to write behind the packet", EITHER, .table = {PIECE(0, WHOLE_LENGTH, 1), {PLACE, 0, W, 0}}},
    {"nothing to write before the packet", EITHER, .table = {{PLACE, 0, WN, 1}, WHOLE}},

    /* Where there is no memory. */
    {"a header behind the memory", DROPPED, .table = {{TOP, VSOCK_HEADER, N, 1}, DATA}},
    {"a header over the end of memory", DROPPED, .table = {{TOP - 20, VSOCK_HEADER, N, 1}, DATA}},
    {"a payload behind the memory", DROPPED, .table = {HEADER(1), {TOP, PAYLOAD, 0, 0}}},
    {"a payload over the end of memory", DROPPED, .table = {HEADER(1), {TOP - 50, PAYLOAD, 0, 0}}},
    {"a payload at the end of memory", TAKEN, .table = {HEADER(1), {TOP - PAYLOAD, PAYLOAD, 0, 0}}},
    {"a payload in the hole", DROPPED, .table = {HEADER(1), {HOLE, PAYLOAD, 0, 0}}},
    {"a payload in the device's registers", DROPPED, .table = {HEADER(1), {WINDOW, PAYLOAD, 0, 0}}},
    {"a payload far away", DROPPED, .table = {HEADER(1), {FAR, PAYLOAD, 0, 0}}},
    {"a payload that wraps", DROPPED, .table = {HEADER(1), {LAST, PAYLOAD, 0, 0}}},
    {"a payload at 4 GiB", DROPPED, .table = {HEADER(1), {ABOVE, PAYLOAD, 0, 0}}},
    {"a payload of 4 GiB", DROPPED, .table = {HEADER(1), {PLACE, UINT32_MAX, 0, 0}}},
    {"an empty buffer where there is no memory", EITHER, .table = {HEADER(1), {HOLE, 0, N, 2}, DATA}},
    {"a payload in the table", TAKEN, .table = {HEADER(1), {TABLE_PLACE, PAYLOAD, 0, 0}}},
    {"a payload in the rings", TAKEN, .table = {HEADER(1), {AVAILABLE_PLACE, PAYLOAD, 0, 0}}},

    /* Chains that are none. */
    {"a chain that ends in itself", DROPPED, .table = {PIECE(0, WHOLE_LENGTH, 0)}},
    {"a chain that goes round", DROPPED, .table = {HEADER(1), PIECE(VSOCK_HEADER, PAYLOAD, 0)}},
    {"a chain that leaves the table", DROPPED, .table = {HEADER(SIZE), DATA}},
    {"a chain that leaves the table by far", DROPPED, .table = {HEADER(UINT16_MAX), DATA}},
    {"a table, which the device does not have", DROPPED, .table = {{INDIRECT_PLACE, 32, I, 0}}},
    {"a table behind a header", DROPPED, .table = {HEADER(1), {INDIRECT_PLACE, 32, I, 0}}},
    {"32 MiB four times", TAKEN, .table = {PIECE(0, 32 << 20, 1), PIECE(0, 32 << 20, 2), PIECE(0, 32 << 20, 3), {PLACE, 32 << 20, 0, 0}}},
};

/* What would be answered is there as soon as the chain is used. */
static bool is_silent(void)
{
    vsock_publish(&vsock);
    wait_milliseconds(SILENCE_MILLISECONDS);
    uint16_t head;
    return !vsock_receive(&vsock, &head);
}

static const char *play(const struct chain_case *one)
{
    if (!begin()) {
        return "the device does not start";
    }
    struct vsock_header packet = packet_of(OWN_PORT, CLOSED_PORT, RW);
    packet.length = PAYLOAD;
    *(volatile struct vsock_header *)PLACE = packet;
    struct descriptor *table = (struct descriptor *)TABLE_PLACE;
    for (int index = 0; index < CHAIN_LENGTH; index++) {
        table[index] = one->table[index];
        table[index].address = raw_address(one->table[index].address);
    }
    raw_offer(one->head);
    raw_ring();
    const char *why = raw_expect(DONE, one->head, 0);
    if (why || one->fate == EITHER) {
        return why;
    }
    bool is_taken = one->fate == TAKEN ? take(&packet) == RST && packet.target_port == OWN_PORT : !is_silent();
    return is_taken == (one->fate == TAKEN) ? NULL : is_taken ? "it was taken for a packet" : "it was not taken for a packet";
}

void run_chains(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
