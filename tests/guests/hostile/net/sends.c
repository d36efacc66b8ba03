/* Chains that the guest sends: their descriptors, the header, and whether a frame must go out. */
#include "net.h"

#define CHAIN_LENGTH 20

/* What becomes of the frame. */
enum fate { SENT, DROPPED, EITHER };

struct send_case {
    const char *name;
    enum fate fate;
    enum count count;
    /* Offered features that the driver does not acknowledge. */
    uint64_t lacks;
    uint32_t length;
    uint16_t head;
    struct net_header header;
    struct descriptor table[CHAIN_LENGTH];
    struct descriptor indirect[CHAIN_LENGTH];
};

/* The descriptors of a correct chain; the number is the next descriptor's. */
#define HEADER(next) {PLACE, NET_HEADER, N, next}
#define FRAME {FRAME_PLACE, FRAME_LENGTH, 0, 0}
#define WHOLE {PLACE, NET_HEADER + FRAME_LENGTH, 0, 0}
#define INDIRECT(count) {INDIRECT_PLACE, (count) * 16, I, 0}
#define GOOD {HEADER(1), FRAME}
#define REST(from) {PLACE + (from), NET_HEADER + FRAME_LENGTH - (from), 0, 0}
#define BYTE(at, next) {PLACE + (at), 1, N, next}

static const struct send_case chains[] = {
    {"a good chain", SENT, .table = GOOD},
    {"a good chain of one buffer", SENT, .table = {WHOLE}},
    {"a good chain backwards", SENT, .head = 1, .table = {FRAME, HEADER(0)}},
    {"a good chain at the end of the table", SENT, .head = 15, .table = {[15] = HEADER(7), [7] = FRAME}},
    {"a header and a half", SENT, .table = {{PLACE, 13, N, 1}, REST(13)}},
    {"half a header", SENT, .table = {{PLACE, 6, N, 1}, REST(6)}},
    {"as many descriptors as the ring has, of a byte each", SENT, .table = {
        BYTE(0, 1), BYTE(1, 2), BYTE(2, 3), BYTE(3, 4), BYTE(4, 5), BYTE(5, 6), BYTE(6, 7), BYTE(7, 8), BYTE(8, 9), BYTE(9, 10), BYTE(10, 11),
        BYTE(11, 12), BYTE(12, 13), BYTE(13, 14), BYTE(14, 15), REST(15)}},
    {"an empty buffer first", SENT, .table = {{PLACE, 0, N, 1}, WHOLE}},
    {"an empty buffer between", SENT, .table = {HEADER(1), {PLACE, 0, N, 2}, FRAME}},
    {"an empty buffer last", SENT, .table = {{PLACE, NET_HEADER + FRAME_LENGTH, N, 1}, {PLACE, 0, 0, 0}}},
    {"flags that nobody has defined", SENT, .table = {{PLACE, NET_HEADER, 0xfff0 | N, 1}, {FRAME_PLACE, FRAME_LENGTH, 0xfff0, 9}}},
    {"a frame of 1514 bytes", SENT, .length = 1514, .table = {HEADER(1), {FRAME_PLACE, 1514, 0, 0}}},

    /* Lengths. */
    {"nothing but zeros", DROPPED, MALFORMED, .head = 9, .table = GOOD},
    {"one byte", DROPPED, MALFORMED, .table = {{PLACE, 1, 0, 0}}},
    {"eleven bytes", DROPPED, MALFORMED, .table = {{PLACE, 11, 0, 0}}},
    {"eleven bytes in eleven buffers", DROPPED, MALFORMED, .table = {
        BYTE(0, 1), BYTE(1, 2), BYTE(2, 3), BYTE(3, 4), BYTE(4, 5), BYTE(5, 6), BYTE(6, 7), BYTE(7, 8), BYTE(8, 9), BYTE(9, 10), {PLACE + 10, 1, 0, 0}}},
    {"a header alone", DROPPED, WRITE_FAILS, .table = {{PLACE, NET_HEADER, 0, 0}}},
    {"a header and one byte", DROPPED, WRITE_FAILS, .table = {HEADER(1), {FRAME_PLACE, 1, 0, 0}}},
    {"a header and 13 bytes", DROPPED, WRITE_FAILS, .table = {HEADER(1), {FRAME_PLACE, 13, 0, 0}}},
    {"a header and addresses and a type", DROPPED, NOTHING, .length = 14, .table = {HEADER(1), {FRAME_PLACE, 14, 0, 0}}},
    {"one byte more than the longest frame", DROPPED, MALFORMED, .table = {{PLACE, MOST_SENT + 1, 0, 0}}},
    {"one byte more in two buffers", DROPPED, MALFORMED, .table = {HEADER(1), {FRAME_PLACE, MOST_FRAME + 1, 0, 0}}},
    {"a mebibyte", DROPPED, MALFORMED, .table = {{PLACE, 1 << 20, 0, 0}}},
    {"32 MiB sixteen times", DROPPED, MALFORMED, .table = {
        {PLACE, 32 << 20, N, 1}, {PLACE, 32 << 20, N, 2}, {PLACE, 32 << 20, N, 3}, {PLACE, 32 << 20, N, 4}, {PLACE, 32 << 20, N, 5},
        {PLACE, 32 << 20, N, 6}, {PLACE, 32 << 20, N, 7}, {PLACE, 32 << 20, N, 8}, {PLACE, 32 << 20, N, 9}, {PLACE, 32 << 20, N, 10},
        {PLACE, 32 << 20, N, 11}, {PLACE, 32 << 20, N, 12}, {PLACE, 32 << 20, N, 13}, {PLACE, 32 << 20, N, 14}, {PLACE, 32 << 20, N, 15},
        {PLACE, 32 << 20, 0, 0}}},

    /* The wrong direction. */
    {"a frame to write", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, FRAME_LENGTH, W, 0}}},
    {"everything to write", DROPPED, SEND_FAILS, .table = {{PLACE, NET_HEADER + FRAME_LENGTH, W, 0}}},
    {"a header to write", DROPPED, SEND_FAILS, .table = {{PLACE, NET_HEADER, WN, 1}, FRAME}},
    {"an empty buffer to write", DROPPED, SEND_FAILS, .table = {{PLACE, NET_HEADER + FRAME_LENGTH, N, 1}, {DATA_PLACE, 0, W, 0}}},
    {"a page to write behind the frame", DROPPED, SEND_FAILS, .table = {{PLACE, NET_HEADER + FRAME_LENGTH, N, 1}, {DATA_PLACE, 4096, W, 0}}},

    /* Links that lead nowhere. */
    {"the next is itself", DROPPED, SEND_FAILS, .table = {HEADER(0)}},
    {"a loop of two", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, FRAME_LENGTH, N, 0}}},
    {"the frame's next is itself", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, FRAME_LENGTH, N, 1}}},
    {"a loop of empty buffers", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, 0, N, 2}, {FRAME_PLACE, 0, N, 1}}},
    {"the next is one too far", DROPPED, SEND_FAILS, .table = {HEADER(16), [16] = FRAME}},
    {"the next is 255", DROPPED, SEND_FAILS, .table = {HEADER(255)}},
    {"the next is 256", DROPPED, SEND_FAILS, .table = {HEADER(256)}},
    {"the next is 65535", DROPPED, SEND_FAILS, .table = {HEADER(65535)}},

    /* Buffers outside memory. */
    {"a header behind the memory", DROPPED, SEND_FAILS, .table = {{TOP, NET_HEADER, N, 1}, FRAME}},
    {"a header over the end of memory", DROPPED, SEND_FAILS, .table = {{TOP - 11, NET_HEADER, N, 1}, FRAME}},
    {"a header in the hole", DROPPED, SEND_FAILS, .table = {{HOLE, NET_HEADER, N, 1}, FRAME}},
    {"a header in the device's registers", DROPPED, SEND_FAILS, .table = {{WINDOW, NET_HEADER, N, 1}, FRAME}},
    {"a header that wraps", DROPPED, SEND_FAILS, .table = {{LAST + 8, NET_HEADER, N, 1}, FRAME}},
    {"a frame behind the memory", DROPPED, SEND_FAILS, .table = {HEADER(1), {TOP, FRAME_LENGTH, 0, 0}}},
    {"a frame over the end of memory", DROPPED, SEND_FAILS, .table = {HEADER(1), {TOP - FRAME_LENGTH + 1, FRAME_LENGTH, 0, 0}}},
    {"a frame up to the end of memory", DROPPED, NOTHING, .table = {HEADER(1), {TOP - FRAME_LENGTH, FRAME_LENGTH, 0, 0}}},
    {"a frame at address zero", DROPPED, NOTHING, .table = {HEADER(1), {0, FRAME_LENGTH, 0, 0}}},
    {"a frame in the hole", DROPPED, SEND_FAILS, .table = {HEADER(1), {HOLE, FRAME_LENGTH, 0, 0}}},
    {"a frame in the device's registers", DROPPED, SEND_FAILS, .table = {HEADER(1), {WINDOW, FRAME_LENGTH, 0, 0}}},
    {"a frame in the interrupt controller", DROPPED, SEND_FAILS, .table = {HEADER(1), {0xfec00000, FRAME_LENGTH, 0, 0}}},
    {"a frame at 4 GiB", DROPPED, SEND_FAILS, .table = {HEADER(1), {ABOVE, FRAME_LENGTH, 0, 0}}},
    {"a frame far away", DROPPED, SEND_FAILS, .table = {HEADER(1), {FAR, FRAME_LENGTH, 0, 0}}},
    {"a frame that wraps", DROPPED, SEND_FAILS, .table = {HEADER(1), {LAST, FRAME_LENGTH, 0, 0}}},
    {"a frame of 4 GiB less one", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, UINT32_MAX, 0, 0}}},
    {"an empty buffer that is not there", DROPPED, SEND_FAILS, .table = {HEADER(1), {HOLE, 0, N, 2}, FRAME}},
    {"a second part that is not there", DROPPED, SEND_FAILS, .table = {HEADER(1), {FRAME_PLACE, FRAME_LENGTH, N, 2}, {TOP, 1, 0, 0}}},

    /* Frames that are the rings. */
    {"the table as a frame", DROPPED, NOTHING, .table = {HEADER(1), {TABLE_PLACE, 256, 0, 0}}},
    {"the used ring as a frame", DROPPED, NOTHING, .table = {HEADER(1), {USED_PLACE, 134, 0, 0}}},
    {"the driver's ring as a frame", DROPPED, NOTHING, .table = {HEADER(1), {AVAILABLE_PLACE, 38, 0, 0}}},

    /* Indirect tables. */
    {"a good indirect chain", SENT, .table = {INDIRECT(2)}, .indirect = GOOD},
    {"an indirect chain behind a descriptor", SENT, .table = {HEADER(1), INDIRECT(1)}, .indirect = {FRAME}},
    {"an indirect table that is to write", SENT, .table = {{INDIRECT_PLACE, 32, I | W, 0}}, .indirect = GOOD},
    {"indirect without agreement", DROPPED, SEND_FAILS, .lacks = FEATURE_INDIRECT, .table = {INDIRECT(2)}, .indirect = GOOD},
    {"indirect with a next", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 32, I | N, 1}, FRAME}, .indirect = GOOD},
    {"indirect, a next that is itself", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 32, I | N, 0}}, .indirect = GOOD},
    {"indirect in indirect", DROPPED, SEND_FAILS, .table = {INDIRECT(1)}, .indirect = {{INDIRECT_PLACE + 64, 32, I, 0}, [4] = HEADER(1), [5] = FRAME}},
    {"an indirect table that names itself", DROPPED, SEND_FAILS, .table = {INDIRECT(1)}, .indirect = {INDIRECT(1)}},
    {"an indirect table that is the ring's", DROPPED, SEND_FAILS, .table = {{TABLE_PLACE, 32, I, 0}, FRAME}},
    {"an indirect table of no length", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 0, I, 0}}, .indirect = GOOD},
    {"an indirect table of 15 bytes", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 15, I, 0}}, .indirect = GOOD},
    {"an indirect table of 33 bytes", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 33, I, 0}}, .indirect = GOOD},
    {"an indirect table of 4 GiB less 16", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, 0xfffffff0, I, 0}}, .indirect = GOOD},
    {"an indirect table up to the end of memory", SENT, .table = {{INDIRECT_PLACE, TOP - INDIRECT_PLACE, I, 0}}, .indirect = GOOD},
    {"an indirect table over the end of memory", DROPPED, SEND_FAILS, .table = {{INDIRECT_PLACE, TOP - INDIRECT_PLACE + 16, I, 0}}, .indirect = GOOD},
    {"an indirect table behind the memory", DROPPED, SEND_FAILS, .table = {{TOP, 32, I, 0}}},
    {"an indirect table in the hole", DROPPED, SEND_FAILS, .table = {{HOLE, 32, I, 0}}},
    {"an indirect table in the device's registers", DROPPED, SEND_FAILS, .table = {{WINDOW, 32, I, 0}}},
    {"an indirect table that wraps", DROPPED, SEND_FAILS, .table = {{LAST, 32, I, 0}}},
    {"an indirect next out of its table", DROPPED, SEND_FAILS, .table = {INDIRECT(2)}, .indirect = {HEADER(2), {0}, FRAME}},
    {"an indirect next of 65535", DROPPED, SEND_FAILS, .table = {INDIRECT(2)}, .indirect = {HEADER(65535), FRAME}},
    {"an indirect loop", DROPPED, SEND_FAILS, .table = {INDIRECT(2)}, .indirect = {HEADER(1), {FRAME_PLACE, FRAME_LENGTH, N, 0}}},
    {"an indirect chain longer than the ring", DROPPED, SEND_FAILS, .table = {INDIRECT(17)}, .indirect = {
        BYTE(0, 1), BYTE(1, 2), BYTE(2, 3), BYTE(3, 4), BYTE(4, 5), BYTE(5, 6), BYTE(6, 7), BYTE(7, 8), BYTE(8, 9), BYTE(9, 10), BYTE(10, 11),
        BYTE(11, 12), BYTE(12, 13), BYTE(13, 14), BYTE(14, 15), BYTE(15, 16), REST(16)}},
};

/* The kernel decides what it takes; the device only hands the header over. */
static const struct send_case headers[] = {
    {"a segmentation that there is none", DROPPED, WRITE_FAILS, .header = {.gso_type = 2, .gso_size = 50}},
    {"another segmentation that there is none", DROPPED, WRITE_FAILS, .header = {.gso_type = 0x7f, .gso_size = 50}},
    {"every bit of a segmentation", DROPPED, WRITE_FAILS, .header = {.gso_type = 0xff, .gso_size = 50}},
    {"congestion without a segmentation", EITHER, MAYBE_WRITE_FAILS, .header = {.gso_type = 0x80, .gso_size = 50}},
    {"segments of TCP over IPv4 that are none", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, 54, 50, 34, 16, 0}},
    {"segments of TCP over IPv6 that are none", EITHER, MAYBE_WRITE_FAILS, .header = {1, 4, 74, 50, 54, 16, 0}},
    {"segments of UDP that are none", EITHER, MAYBE_WRITE_FAILS, .header = {1, 3, 42, 50, 34, 6, 0}},
    {"datagrams that nobody has agreed to", EITHER, MAYBE_WRITE_FAILS, .header = {1, 5, 42, 50, 34, 6, 0}},
    {"segments with congestion", EITHER, MAYBE_WRITE_FAILS, .header = {1, 0x81, 54, 50, 34, 16, 0}},
    {"segments of no size", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, 54, 0, 34, 16, 0}},
    {"segments of one byte", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, 54, 1, 34, 16, 0}},
    {"segments of 65535 bytes", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, 54, UINT16_MAX, 34, 16, 0}},
    {"segments without a checksum", EITHER, MAYBE_WRITE_FAILS, .header = {0, 1, 54, 50, 0, 0, 0}},
    {"a header longer than the frame", EITHER, MAYBE_WRITE_FAILS, .header = {.length = FRAME_LENGTH + 1}},
    {"a header of 65535 bytes", EITHER, MAYBE_WRITE_FAILS, .header = {.length = UINT16_MAX}},
    {"segments with a header longer than the frame", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, UINT16_MAX, 50, 34, 16, 0}},
    {"segments with a header of no length", EITHER, MAYBE_WRITE_FAILS, .header = {1, 1, 0, 50, 34, 16, 0}},
    {"a checksum at the start", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1}},
    {"a checksum at the end", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = FRAME_LENGTH - 2}},
    {"a checksum over the end", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = FRAME_LENGTH - 1}},
    {"a checksum behind the end", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = 34, .checksum_offset = FRAME_LENGTH}},
    {"a checksum that starts at 65535", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = UINT16_MAX}},
    {"a checksum with an offset of 65535", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = 34, .checksum_offset = UINT16_MAX}},
    {"a checksum whose place wraps", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 1, .checksum_start = 0x8000, .checksum_offset = 0x8000}},
    {"a checksum that is valid already", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = 2}},
    {"every flag", EITHER, MAYBE_WRITE_FAILS, .header = {.flags = UINT8_MAX}},
    {"a number of buffers", SENT, NOTHING, .header = {.buffers = 1}},
    {"65535 buffers", SENT, NOTHING, .header = {.buffers = UINT16_MAX}},
    {"every bit", DROPPED, WRITE_FAILS, .header = {UINT8_MAX, UINT8_MAX, UINT16_MAX, UINT16_MAX, UINT16_MAX, UINT16_MAX, UINT16_MAX}},
};

static void lay_out(const struct descriptor *chain, uint64_t place)
{
    struct descriptor *table = (struct descriptor *)place;
    for (int index = 0; index < CHAIN_LENGTH; index++) {
        table[index] = chain[index];
        table[index].address = raw_address(chain[index].address);
    }
}

static const char *play(const struct send_case *one, const struct descriptor *table)
{
    if (!raw_start(FEATURE_INDIRECT & ~one->lacks, SIZE)) {
        return "the device does not start";
    }
    *(volatile struct net_header *)PLACE = one->header;
    make_frame((volatile uint8_t *)FRAME_PLACE, case_number(), one->length ? one->length : FRAME_LENGTH);
    lay_out(table, TABLE_PLACE);
    if (one->indirect[0].length) {
        lay_out(one->indirect, INDIRECT_PLACE);
    }
    expect_frames(one->fate == SENT, one->fate != DROPPED);
    expect_count(one->count);
    raw_offer(one->head);
    raw_ring();
    return raw_expect(DONE, one->head, 0);
}

void run_sends(void)
{
    static const struct descriptor good[CHAIN_LENGTH] = GOOD;
    for (size_t index = 0; index < sizeof(chains) / sizeof(chains[0]); index++) {
        judge(chains[index].name, play(&chains[index], chains[index].table));
    }
    for (size_t index = 0; index < sizeof(headers) / sizeof(headers[0]); index++) {
        judge(headers[index].name, play(&headers[index], good));
    }
}
