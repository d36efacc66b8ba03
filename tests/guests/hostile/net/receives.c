/* Buffers that the guest receives into: what a frame fills of them, and whether it is still there for the next driver. */
#include "net.h"

#define CHAIN_LENGTH 20
#define MOST_ANSWERS 12

/* What becomes of frames that the case's buffers do not take. */
enum fate { TAKEN, LEFT };

struct receive_case {
    const char *name;
    enum fate fate;
    enum count count;
    uint64_t features;
    /* Of the frame; of one before it that is lost. */
    uint32_t length;
    uint32_t lost;
    uint16_t frames;
    /* The chains that are offered, one if zero; and what the device answers. */
    uint16_t offered;
    uint16_t answers;
    uint16_t heads[CHAIN_LENGTH];
    struct used_element used[MOST_ANSWERS];
    /* The chains that the first frame fills. */
    uint16_t buffers;
    struct descriptor table[CHAIN_LENGTH];
    struct descriptor indirect[CHAIN_LENGTH];
};

#define M FEATURE_MERGE
#define LONG (FEATURE_GUEST_CHECKSUM | FEATURE_GUEST_TSO4)
#define INDIRECT(count) {INDIRECT_PLACE, (count) * 16, I, 0}

/* Header and frame; the least chain of a driver that neither merges nor takes long frames. */
#define FILLED (NET_HEADER + FRAME_LENGTH)
#define LEAST 1526
#define ROOM {PLACE, LEAST, W, 0}
#define PART(from, length, next) {PLACE + (from), length, WN, next}
#define END(from, length) {PLACE + (from), length, W, 0}
#define ONE .answers = 1, .buffers = 1, .used = {{0, FILLED}}
#define REFUSED_ONE LEFT, RECEIVE_FAILS, .answers = 1, .used = {{0, 0}}
#define EACH(length) {{PLACE, length, W, 0}, {PLACE + (length), length, W, 0}, {PLACE + 2 * (length), length, W, 0}, {PLACE + 3 * (length), length, W, 0}, \
    {PLACE + 4 * (length), length, W, 0}, {PLACE + 5 * (length), length, W, 0}, {PLACE + 6 * (length), length, W, 0}, {PLACE + 7 * (length), length, W, 0}, \
    {PLACE + 8 * (length), length, W, 0}, {PLACE + 9 * (length), length, W, 0}, {PLACE + 10 * (length), length, W, 0}, {PLACE + 11 * (length), length, W, 0}, \
    {PLACE + 12 * (length), length, W, 0}, {PLACE + 13 * (length), length, W, 0}, {PLACE + 14 * (length), length, W, 0}, {PLACE + 15 * (length), length, W, 0}}
#define ALL_HEADS {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

static const struct receive_case cases[] = {
    {"a good chain", ONE, .table = {ROOM}},
    {"a good chain, merging", .features = M, ONE, .table = {END(0, 1530)}},
    {"a chain of one byte less than the longest frame, merging", LEFT, .features = M, .table = {END(0, 1529)}},
    {"a good chain backwards", .heads = {1}, .answers = 1, .buffers = 1, .used = {{1, FILLED}}, .table = {END(50, 1512), PART(0, 50, 0)}},
    {"a good chain at the end of the table", .heads = {15}, .answers = 1, .buffers = 1, .used = {{15, FILLED}},
        .table = {[15] = PART(0, 12, 7), [7] = END(12, 1514)}},
    {"half a header", ONE, .table = {PART(0, 5, 1), END(5, 1521)}},
    {"the count in two buffers", ONE, .table = {PART(0, 11, 1), END(11, 1515)}},
    {"a byte a buffer", .features = M, ONE, .table = {
        PART(0, 1, 1), PART(1, 1, 2), PART(2, 1, 3), PART(3, 1, 4), PART(4, 1, 5), PART(5, 1, 6), PART(6, 1, 7), PART(7, 1, 8), PART(8, 1, 9),
        PART(9, 1, 10), PART(10, 1, 11), PART(11, 1, 12), PART(12, 1, 13), PART(13, 1, 14), PART(14, 1, 15), END(15, 1600)}},
    {"empty buffers between", ONE, .table = {PART(0, 0, 1), PART(0, 12, 2), PART(12, 0, 3), PART(12, 1514, 4), END(1526, 0)}},
    {"flags that nobody has defined", ONE, .table = {{PLACE, 12, 0xfff0 | WN, 1}, {PLACE + 12, 1514, 0xfff0 | W, 9}}},
    {"a frame of 1514 bytes that fits exactly", .length = 1514, .answers = 1, .buffers = 1, .used = {{0, 1526}}, .table = {ROOM}},
    {"room up to the end of memory", ONE, .table = {{PLACE, TOP - PLACE, W, 0}}},
    {"room at the end of memory", .answers = 1, .used = {{0, FILLED}}, .table = {{TOP - LEAST, LEAST, W, 0}}},
    {"room at address zero", .answers = 1, .used = {{0, FILLED}}, .table = {{0, LEAST, W, 0}}},
    {"more frames than chains", LEFT, .frames = 3, ONE, .table = {ROOM}},
    {"one chain twice", .frames = 2, .offered = 2, .answers = 2, .buffers = 1, .used = {{0, FILLED}, {0, FILLED}}, .table = {ROOM}},
    {"one chain sixteen times", .frames = 2, .offered = 16, .answers = 2, .buffers = 1, .used = {{0, FILLED}, {0, FILLED}}, .table = {ROOM}},

    /* Merging. */
    {"a chain for the header and one for the frame", .features = M, .offered = 2, .heads = {0, 1}, .answers = 2, .buffers = 2,
        .used = {{0, 12}, {1, FRAME_LENGTH}}, .table = {END(0, 12), END(12, 2000)}},
    {"a frame over four chains", .features = M, .length = 1514, .offered = 16, .heads = ALL_HEADS, .answers = 4, .buffers = 4,
        .used = {{0, 400}, {1, 400}, {2, 400}, {3, 326}}, .table = EACH(400)},
    {"a frame over chains of a header each", .features = M, .offered = 16, .heads = ALL_HEADS, .answers = 10, .buffers = 10,
        .used = {{0, 12}, {1, 12}, {2, 12}, {3, 12}, {4, 12}, {5, 12}, {6, 12}, {7, 12}, {8, 12}, {9, 4}}, .table = EACH(12)},
    {"a frame that all chains together do not hold", TAKEN, RECEIVE_FAILS, .features = M, .lost = 300, .offered = 16, .heads = ALL_HEADS,
        .answers = 10, .buffers = 10,
        .used = {{0, 12}, {1, 12}, {2, 12}, {3, 12}, {4, 12}, {5, 12}, {6, 12}, {7, 12}, {8, 12}, {9, 4}}, .table = EACH(12)},
    {"a frame that fills two chains exactly", .features = M, .length = 788, .offered = 16, .heads = ALL_HEADS, .answers = 2, .buffers = 2,
        .used = {{0, 400}, {1, 400}}, .table = EACH(400)},
    {"a frame of one byte more", .features = M, .length = 789, .offered = 16, .heads = ALL_HEADS, .answers = 3, .buffers = 3,
        .used = {{0, 400}, {1, 400}, {2, 1}}, .table = EACH(400)},
    {"without merging only the first chain", .offered = 2, .heads = {0, 1}, ONE, .table = {ROOM, END(4096, LEAST)}},
    {"one chain that may be too short", LEFT, .features = M, .table = {END(0, 1000)}},
    {"a chain of a header alone", LEFT, .features = M, .table = {END(0, 12)}},
    {"a chain too short for long frames", LEFT, .features = M | LONG, .table = {END(0, 65561)}},
    {"a chain for long frames", .features = M | LONG, ONE, .table = {END(0, 65562)}},
    {"a chain for long frames, not merging", .features = LONG, ONE, .table = {END(0, 65562)}},
    {"no chain at all", LEFT, .offered = UINT16_MAX, .table = {ROOM}},

    /* Too short. */
    {"a chain of one byte less than the least", REFUSED_ONE, .table = {END(0, LEAST - 1)}},
    {"a chain of one byte less than the least, for long frames", REFUSED_ONE, .features = LONG, .table = {END(0, 65561)}},
    {"a chain of eleven bytes, merging", REFUSED_ONE, .features = M, .table = {END(0, 11)}},
    {"a chain of eleven bytes, not merging", REFUSED_ONE, .table = {END(0, 11)}},
    {"a chain of one byte", REFUSED_ONE, .features = M, .table = {END(0, 1)}},
    {"a chain of no length", REFUSED_ONE, .features = M, .table = {END(0, 0)}},
    {"nothing but zeros", LEFT, RECEIVE_FAILS, .features = M, .heads = {9}, .answers = 1, .used = {{9, 0}}, .table = {ROOM}},

    /* The wrong direction. */
    {"room to read", REFUSED_ONE, .table = {{PLACE, LEAST, 0, 0}}},
    {"room to read, merging", REFUSED_ONE, .features = M, .table = {{PLACE, LEAST, 0, 0}}},
    {"a header to read", REFUSED_ONE, .table = {{PLACE, 12, N, 1}, END(12, 1514)}},
    {"the rest to read", REFUSED_ONE, .table = {PART(0, 12, 1), {PLACE + 12, 1514, 0, 0}}},
    {"an empty buffer to read", REFUSED_ONE, .table = {{PLACE, 0, N, 1}, END(0, LEAST)}},
    {"a bad chain before a good one", TAKEN, RECEIVE_FAILS, .offered = 2, .heads = {1, 0}, .answers = 2, .buffers = 1,
        .used = {{1, 0}, {0, FILLED}}, .table = {ROOM, {DATA_PLACE, LEAST, 0, 0}}},
    {"a bad chain behind a good one", TAKEN, RECEIVE_FAILS, .offered = 2, .heads = {0, 1}, .answers = 2, .buffers = 1,
        .used = {{0, FILLED}, {1, 0}}, .table = {ROOM, {DATA_PLACE, LEAST, 0, 0}}},

    /* Links that lead nowhere. */
    {"the next is itself", REFUSED_ONE, .table = {PART(0, LEAST, 0)}},
    {"a loop of two", REFUSED_ONE, .table = {PART(0, LEAST, 1), PART(LEAST, LEAST, 0)}},
    {"a loop of empty buffers", REFUSED_ONE, .features = M, .table = {PART(0, 0, 1), PART(0, 0, 0)}},
    {"the next is one too far", REFUSED_ONE, .table = {PART(0, LEAST, 16), [16] = ROOM}},
    {"the next is 255", REFUSED_ONE, .table = {PART(0, LEAST, 255)}},
    {"the next is 65535", REFUSED_ONE, .table = {PART(0, LEAST, 65535)}},

    /* Room outside memory. */
    {"room behind the memory", REFUSED_ONE, .table = {{TOP, LEAST, W, 0}}},
    {"room over the end of memory", REFUSED_ONE, .table = {{TOP - LEAST + 1, LEAST, W, 0}}},
    {"room in the hole", REFUSED_ONE, .table = {{HOLE, LEAST, W, 0}}},
    {"room in the device's registers", REFUSED_ONE, .table = {{WINDOW, LEAST, W, 0}}},
    {"room in the interrupt controller", REFUSED_ONE, .table = {{0xfec00000, LEAST, W, 0}}},
    {"room at 4 GiB", REFUSED_ONE, .table = {{ABOVE, LEAST, W, 0}}},
    {"room far away", REFUSED_ONE, .table = {{FAR, LEAST, W, 0}}},
    {"room that wraps", REFUSED_ONE, .table = {{LAST, LEAST, W, 0}}},
    {"room of 4 GiB less one", REFUSED_ONE, .table = {END(0, UINT32_MAX)}},
    {"a second part that is not there", REFUSED_ONE, .table = {PART(0, LEAST, 1), {HOLE, 1, W, 0}}},
    {"an empty part that is not there", REFUSED_ONE, .table = {PART(0, LEAST, 1), {HOLE, 0, W, 0}}},

    /* Indirect tables. */
    {"a good indirect chain", ONE, .table = {INDIRECT(2)}, .indirect = {PART(0, 12, 1), END(12, 1514)}},
    {"an indirect chain, merging", .features = M, ONE, .table = {INDIRECT(2)}, .indirect = {PART(0, 12, 1), END(12, 1600)}},
    {"an indirect chain behind a descriptor", ONE, .table = {PART(0, 12, 1), INDIRECT(1)}, .indirect = {END(12, 1514)}},
    {"indirect with a next", REFUSED_ONE, .table = {{INDIRECT_PLACE, 16, I | N, 1}, ROOM}, .indirect = {ROOM}},
    {"indirect in indirect", REFUSED_ONE, .table = {INDIRECT(1)}, .indirect = {{INDIRECT_PLACE + 64, 16, I, 0}, [4] = ROOM}},
    {"an indirect table that names itself", REFUSED_ONE, .table = {INDIRECT(1)}, .indirect = {INDIRECT(1)}},
    {"an indirect table of no length", REFUSED_ONE, .table = {{INDIRECT_PLACE, 0, I, 0}}, .indirect = {ROOM}},
    {"an indirect table of 17 bytes", REFUSED_ONE, .table = {{INDIRECT_PLACE, 17, I, 0}}, .indirect = {ROOM}},
    {"an indirect table of 4 GiB less 16", REFUSED_ONE, .table = {{INDIRECT_PLACE, 0xfffffff0, I, 0}}, .indirect = {ROOM}},
    {"an indirect table behind the memory", REFUSED_ONE, .table = {{TOP, 16, I, 0}}},
    {"an indirect table in the device's registers", REFUSED_ONE, .table = {{WINDOW, 16, I, 0}}},
    {"an indirect next out of its table", REFUSED_ONE, .table = {INDIRECT(2)}, .indirect = {PART(0, LEAST, 2), ROOM, ROOM}},
    {"an indirect loop", REFUSED_ONE, .table = {INDIRECT(2)}, .indirect = {PART(0, LEAST, 1), PART(0, LEAST, 0)}},
    {"an indirect chain longer than the ring", REFUSED_ONE, .table = {INDIRECT(17)}, .indirect = {
        PART(0, 100, 1), PART(0, 100, 2), PART(0, 100, 3), PART(0, 100, 4), PART(0, 100, 5), PART(0, 100, 6), PART(0, 100, 7), PART(0, 100, 8),
        PART(0, 100, 9), PART(0, 100, 10), PART(0, 100, 11), PART(0, 100, 12), PART(0, 100, 13), PART(0, 100, 14), PART(0, 100, 15), PART(0, 100, 16), ROOM}},
};

/* Room over the rings themselves: whatever the device then does, it goes on. */
static const struct {
    const char *name;
    struct descriptor room;
} overlaps[] = {
    {"room over everything", {ARENA, 0x8000, W, 0}},
    {"room over the table", {TABLE_PLACE, LEAST, W, 0}},
    {"room over the driver's ring", {AVAILABLE_PLACE, LEAST, W, 0}},
    {"room over the device's ring", {USED_PLACE, LEAST, W, 0}},
    {"room over the device's index", {USED_PLACE + 2 - 10, LEAST, W, 0}},
    {"room over the guest", {0x100000 - LEAST, LEAST, W, 0}},
};

static void lay_out(const struct descriptor *chain, uint64_t place)
{
    struct descriptor *table = (struct descriptor *)place;
    for (int index = 0; index < CHAIN_LENGTH; index++) {
        table[index] = chain[index];
        table[index].address = raw_address(chain[index].address);
    }
}

static const char *expect_elements(const struct receive_case *one)
{
    if (one->answers == 0) {
        return raw_expect_silence();
    }
    if (!raw_wait_used(one->answers)) {
        return raw_used() < one->answers ? "too few answers" : "too many answers";
    }
    for (uint16_t index = 0; index < one->answers; index++) {
        struct used_element element = raw_element(index);
        if (element.head != one->used[index].head) {
            return "another chain was answered";
        }
        if (element.written != one->used[index].written) {
            return "another length was used";
        }
    }
    return device_read(target.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : NULL;
}

static const char *expect_content(const struct receive_case *one, uint32_t length)
{
    const volatile uint8_t *header = (const volatile uint8_t *)PLACE;
    if (one->buffers == 0) {
        return is_place_untouched(0) ? NULL : "something was written";
    }
    for (uint32_t index = 0; index < NET_HEADER - 2; index++) {
        if (header[index] != 0) {
            return "the header is another";
        }
    }
    if ((header[NET_HEADER - 2] | header[NET_HEADER - 1] << 8) != one->buffers) {
        return "another number of buffers";
    }
    return !is_frame((const volatile uint8_t *)FRAME_PLACE, case_number(), length) ? "another frame"
        /* A frame that is lost may leave traces. */
        : one->lost || is_place_untouched(NET_HEADER + length) ? NULL : "something was written behind the frame";
}

static const char *play(const struct receive_case *one)
{
    uint32_t length = one->length ? one->length : FRAME_LENGTH;
    uint16_t frames = one->frames ? one->frames : 1;
    uint16_t taken = (uint16_t)(one->fate == TAKEN ? frames : one->buffers);
    if (!raw_start(FEATURE_INDIRECT | one->features, SIZE)) {
        return "the device does not start";
    }
    fill_place();
    lay_out(one->table, TABLE_PLACE);
    if (one->indirect[0].length) {
        lay_out(one->indirect, INDIRECT_PLACE);
    }
    expect_frames(frames - taken, frames - taken);
    expect_count(one->count);
    for (uint16_t index = 0; one->offered != UINT16_MAX && index < (one->offered ? one->offered : 1); index++) {
        raw_offer(one->heads[index]);
    }
    raw_ring();
    if (one->lost) {
        have_sent(one->lost, 1);
    }
    have_sent(length, frames);
    const char *why = expect_elements(one);
    return why ? why : one->answers > 0 && one->buffers == 0 && one->used[0].written > 0 ? NULL : expect_content(one, length);
}

static const char *overlap(const struct descriptor *room)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    *(volatile struct descriptor *)TABLE_PLACE = *room;
    raw_offer(0);
    raw_ring();
    have_sent(FRAME_LENGTH, 2);
    return raw_expect(ANYTHING, 0, 0);
}

void run_receives(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}

void run_overlaps(void)
{
    for (size_t index = 0; index < sizeof(overlaps) / sizeof(overlaps[0]); index++) {
        judge(overlaps[index].name, overlap(&overlaps[index].room));
    }
}
