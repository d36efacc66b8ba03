/* Ranges that are reported free: lengths, directions, places. */
#include "balloon.h"

#define MOST 4

struct range_case {
    const char *name;
    /* The pages of the victim that must be taken. */
    uint64_t taken;
    struct descriptor chain[MOST];
    uint32_t count;
};

#define AT(page) (VICTIM + (page) * PAGE)

static const struct range_case cases[] = {
    {"a page", 1, {{AT(0), PAGE, W, 0}}, 1},
    {"pages in reverse", 0xf, {{AT(3), PAGE, WN, 1}, {AT(2), PAGE, WN, 2}, {AT(0), 2 * PAGE, W, 0}}, 3},
    {"a range twice", 3, {{AT(0), 2 * PAGE, WN, 1}, {AT(0), 2 * PAGE, W, 0}}, 2},
    {"ranges that overlap", 7, {{AT(0), 2 * PAGE, WN, 1}, {AT(1), 2 * PAGE, W, 0}}, 2},
    {"all of them", UINT64_MAX, {{AT(0), VICTIM_PAGES * PAGE, W, 0}}, 1},
    {"nothing", NONE, {{AT(0), 0, W, 0}}, 1},
    {"a byte", NONE, {{AT(0), 1, W, 0}}, 1},
    {"nearly a page", NONE, {{AT(0), PAGE - 1, W, 0}}, 1},
    {"a page off by one", NONE, {{AT(0) + 1, PAGE, W, 0}}, 1},
    {"two pages off by one", 2, {{AT(0) + 1, 2 * PAGE, W, 0}}, 1},
    {"two halves", NONE, {{AT(0), PAGE / 2, WN, 1}, {AT(0) + PAGE / 2, PAGE / 2, W, 0}}, 2},
    {"a range that is read", NONE, {{AT(0), PAGE, 0, 0}}, 1},
    {"one that is read before another", 2, {{AT(0), PAGE, N, 1}, {AT(1), PAGE, W, 0}}, 2},
    {"one that is read behind another", NONE, {{AT(0), PAGE, WN, 1}, {AT(1), PAGE, 0, 0}}, 2},
    {"over the end of memory", NONE, {{TOP - PAGE, 2 * PAGE, W, 0}}, 1},
    {"behind the memory", NONE, {{TOP, PAGE, W, 0}}, 1},
    {"in the hole", NONE, {{HOLE, PAGE, W, 0}}, 1},
    {"the device's registers", NONE, {{WINDOW, PAGE, W, 0}}, 1},
    {"at 4 GiB", NONE, {{ABOVE, PAGE, W, 0}}, 1},
    {"far away", NONE, {{FAR, PAGE, W, 0}}, 1},
    {"one that wraps", NONE, {{LAST, PAGE, W, 0}}, 1},
    {"4 GiB", NONE, {{AT(0), UINT32_MAX, W, 0}}, 1},
    {"a good one and one in the hole", NONE, {{AT(0), PAGE, WN, 1}, {HOLE, PAGE, W, 0}}, 2},
    {"a chain that goes round", NONE, {{AT(0), PAGE, WN, 1}, {AT(1), PAGE, WN, 0}}, 2},
    {"a chain that leaves the table", NONE, {{AT(0), PAGE, WN, SIZE}}, 1},
    {"an indirect table", NONE, {{INDIRECT_PLACE, 16, I, 0}}, 1},
};

static const char *play(const struct range_case *one)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    struct descriptor *table = (struct descriptor *)TABLE_PLACE;
    for (uint32_t index = 0; index < one->count; index++) {
        table[index] = one->chain[index];
        table[index].address = raw_address(table[index].address);
    }
    *(struct descriptor *)INDIRECT_PLACE = (struct descriptor){AT(0), PAGE, W, 0};
    expect_pages(one->taken);
    raw_offer(0);
    raw_ring();
    return raw_expect(one->taken ? DONE : RETURNED, 0, 0);
}

void run_ranges(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
