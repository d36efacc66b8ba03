/* Lists of page numbers of every kind: lengths, directions, places, and numbers of pages that there are none. */
#include "balloon.h"

/* Numbers of a case. */
#define MOST 8

/* A list that is as long as a whole page of numbers, for lengths. */
#define LONG_PLACE 0x4800000

struct list_case {
    const char *name;
    /* The pages of the victim that must be taken. */
    uint64_t taken;
    /* Of the first descriptor; the length is that of the numbers if 0 and not said otherwise, the place the usual one. */
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint32_t numbers[MOST];
    uint32_t count;
};

#define PAGE_OF(number) (VICTIM / PAGE + (number))
#define TOP_PAGE (TOP / PAGE)

static const struct list_case cases[] = {
    {"one page", 1, .numbers = {PAGE_OF(0)}, .count = 1},
    {"pages in order", 0xf, .numbers = {PAGE_OF(0), PAGE_OF(1), PAGE_OF(2), PAGE_OF(3)}, .count = 4},
    {"pages in reverse", 0xf, .numbers = {PAGE_OF(3), PAGE_OF(2), PAGE_OF(1), PAGE_OF(0)}, .count = 4},
    {"one page eight times", 1, .numbers = {PAGE_OF(0), PAGE_OF(0), PAGE_OF(0), PAGE_OF(0), PAGE_OF(0), PAGE_OF(0), PAGE_OF(0), PAGE_OF(0)}, .count = 8},
    {"pages with gaps", 0x55, .numbers = {PAGE_OF(6), PAGE_OF(0), PAGE_OF(4), PAGE_OF(2)}, .count = 4},
    {"the first page behind the memory", 1, .numbers = {TOP_PAGE, PAGE_OF(0)}, .count = 2},
    {"pages in the hole", 1, .numbers = {HOLE / PAGE, 0xfee00, 0xfffff, PAGE_OF(0)}, .count = 4},
    {"pages at 4 GiB", 1, .numbers = {0x100000, 0x100001, PAGE_OF(0)}, .count = 3},
    {"the last page there can be", 1, .numbers = {UINT32_MAX, PAGE_OF(0)}, .count = 2},
    {"the device's registers", 1, .numbers = {0xc0001, PAGE_OF(0)}, .count = 2},
    {"the sign bit", 1, .numbers = {0x80000000 | PAGE_OF(1), PAGE_OF(0)}, .count = 2},
    {"a number that wraps in 32 bits of bytes", 1, .numbers = {0x100000 + PAGE_OF(1), PAGE_OF(0)}, .count = 2},
    {"a number that wraps in 44 bits", 1, .numbers = {0xfff00000 | PAGE_OF(1), PAGE_OF(0)}, .count = 2},
    {"nothing but pages that there are none", NONE, .numbers = {TOP_PAGE, UINT32_MAX, 0xd0000}, .count = 3},
    {"a list of 1 byte", NONE, .length = 1, .numbers = {PAGE_OF(0)}, .count = 1},
    {"a list of 2 bytes", NONE, .length = 2, .numbers = {PAGE_OF(0)}, .count = 1},
    {"a list of 3 bytes", NONE, .length = 3, .numbers = {PAGE_OF(0)}, .count = 1},
    {"a list of 5 bytes", NONE, .length = 5, .numbers = {PAGE_OF(0)}, .count = 1},
    {"a list of 7 bytes", NONE, .length = 7, .numbers = {PAGE_OF(0), PAGE_OF(1)}, .count = 2},
    {"a list that is written", NONE, .flags = W, .numbers = {PAGE_OF(0)}, .count = 1},
    {"the longest list", 1, .address = LONG_PLACE, .length = 1024},
    {"a list one number shorter", 1, .address = LONG_PLACE, .length = 1020},
    {"a list one number too long", NONE, .address = LONG_PLACE, .length = 1028},
    {"a list of 1023 bytes", NONE, .address = LONG_PLACE, .length = 1023},
    {"a list of 1025 bytes", NONE, .address = LONG_PLACE, .length = 1025},
    {"a list of 4096 bytes", NONE, .address = LONG_PLACE, .length = 4096},
    {"a list of 1 MiB", NONE, .address = LONG_PLACE, .length = 1 << 20},
    {"a list of 4 GiB", NONE, .address = LONG_PLACE, .length = 0xfffffffc},
    {"a list off by 1", 1, .address = LONG_PLACE + 1, .length = 4},
    {"a list up to the end of memory", NONE, .address = TOP - 1024, .length = 1024},
    {"a list over the end of memory", NONE, .address = TOP - 4, .length = 8},
    {"a list behind the memory", NONE, .address = TOP, .length = 4},
    {"a list in the hole", NONE, .address = HOLE, .length = 4},
    {"a list in the device's registers", NONE, .address = WINDOW, .length = 4},
    {"a list at 4 GiB", NONE, .address = ABOVE, .length = 4},
    {"a list far away", NONE, .address = FAR, .length = 4},
    {"a list that wraps", NONE, .address = LAST, .length = 32},
    {"a list of nothing in the hole", NONE, .address = HOLE, .flags = W},
};

/* Every number is the victim's first page; one byte further, too. */
static void make_long(void)
{
    for (uint32_t index = 0; index < PAGE / sizeof(uint32_t); index++) {
        ((volatile uint32_t *)LONG_PLACE)[index] = PAGE_OF(0);
    }
}

static const char *play(const struct list_case *one)
{
    if (!raw_start(0, SIZE)) {
        return "the device does not start";
    }
    make_long();
    if (one->address == LONG_PLACE + 1) {
        *(volatile uint32_t *)(LONG_PLACE + 1) = PAGE_OF(0);
    }
    raw_chain(0);
    for (uint32_t index = 0; index < one->count; index++) {
        ((volatile uint32_t *)HEADER_PLACE)[index] = one->numbers[index];
    }
    uint64_t address = one->address ? raw_address(one->address) : HEADER_PLACE;
    uint32_t length = one->length ? one->length : one->count * (uint32_t)sizeof(uint32_t);
    ((struct descriptor *)TABLE_PLACE)[0] = (struct descriptor){address, length, one->flags, 0};
    expect_pages(one->taken);
    raw_offer(0);
    raw_ring();
    return raw_expect(one->taken ? DONE : RETURNED, 0, 0);
}

/* The list is changed while it is read: any of both is right, and nothing else. */
static const char *change_while_read(void)
{
    raw_start(0, SIZE);
    raw_chain(0);
    expect_pages(3);
    for (uint32_t round = 0; round < 2; round++) {
        *(volatile uint32_t *)HEADER_PLACE = PAGE_OF(round);
        raw_offer(0);
        raw_ring();
        if (!raw_wait_used((uint16_t)(round + 1))) {
            return "no answer";
        }
    }
    return compare_pages();
}

/* What the device itself needs goes away: it must go on, or want a reset. */
static const char *give_away(uint64_t place)
{
    raw_start(0, SIZE);
    raw_chain(0);
    expect_pages(NONE);
    *(volatile uint32_t *)HEADER_PLACE = (uint32_t)(place / PAGE);
    raw_offer(0);
    raw_ring();
    wait_milliseconds(20);
    return compare_pages();
}

void run_lists(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
    judge("a list that changes", change_while_read());
    judge("the page of the descriptors", give_away(TABLE_PLACE));
    judge("the page of the driver's ring", give_away(AVAILABLE_PLACE));
    judge("the page of the device's ring", give_away(USED_PLACE));
    judge("the page of the list", give_away(HEADER_PLACE));
    judge("the page of the machine's tables", give_away(0xe0000));
}
