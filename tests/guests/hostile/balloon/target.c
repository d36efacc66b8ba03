/* The queues of a balloon as targets, and the good driver after each case. */
#include "balloon.h"

#define CONFIGURATION_LENGTH 12
#define LIST_QUEUE 0

/* With reporting alone, its queue is the third. */
#define RANGE_QUEUE 2

/* Pages that the good driver gives. */
#define GOOD_PAGES 3

struct target target;

static volatile uint64_t *const victim = (volatile uint64_t *)VICTIM;
static uint64_t expected;

static uint64_t content_of(const volatile uint64_t *word)
{
    return ~(uint64_t)word;
}

void expect_pages(uint64_t taken)
{
    expected = taken;
    for (uint32_t page = 0; page < VICTIM_PAGES; page++) {
        for (uint32_t word = 0; word < PAGE / sizeof(uint64_t); word += 64) {
            volatile uint64_t *at = victim + page * (PAGE / sizeof(uint64_t)) + word;
            *at = content_of(at);
        }
    }
}

static const char *compare_to(uint64_t taken)
{
    for (uint32_t page = 0; page < VICTIM_PAGES; page++) {
        volatile uint64_t *at = victim + page * (PAGE / sizeof(uint64_t));
        bool is_taken = *at == 0;
        if (is_taken != (taken >> page & 1)) {
            return is_taken ? "a page was taken that was not given" : "a page that was given has content";
        }
        if (!is_taken && *at != content_of(at)) {
            return "a page has other content";
        }
    }
    return NULL;
}

const char *compare_pages(void)
{
    return compare_to(expected);
}

static bool prepare_lists(void)
{
    return queue_set_up(&balloon.deflate, SIZE, false);
}

static bool prepare_ranges(void)
{
    return queue_set_up(&balloon.inflate, SIZE, false) && queue_set_up(&balloon.deflate, SIZE, false);
}

static void provoke_nothing(uint16_t count)
{
    (void)count;
}

/* The list of one page, and two buffers that no device looks at. */
static void lay_out_list(struct descriptor *chain, uint16_t first)
{
    expect_pages(FIRST_PAGE);
    *(volatile uint32_t *)HEADER_PLACE = VICTIM / PAGE;
    chain[0] = (struct descriptor){HEADER_PLACE, sizeof(uint32_t), N, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){DATA_PLACE, 16, N, (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){DATA_PLACE + 16, 16, 0, 0};
}

static void lay_out_ranges(struct descriptor *chain, uint16_t first)
{
    expect_pages(7);
    for (uint16_t index = 0; index < 3; index++) {
        chain[index] = (struct descriptor){VICTIM + index * PAGE, PAGE, index < 2 ? WN : W, (uint16_t)(first + index + 1)};
    }
}

static const char *compare(enum outcome outcome)
{
    if (raw_is_data_touched()) {
        return "something was written";
    }
    return compare_to(outcome == DONE ? expected : NONE);
}

/* Its pages are zero when its list is back, and hold what is written then. */
static const char *good_round(void)
{
    static uint8_t *pages[GOOD_PAGES];
    if (!balloon_start(&balloon, UINT64_MAX)) {
        return "a good driver is not served";
    }
    for (uint32_t page = 0; page < GOOD_PAGES; page++) {
        pages[page] = (uint8_t *)(uint64_t)OWN + page * 2 * PAGE;
        *(volatile uint64_t *)pages[page] = content_of((volatile uint64_t *)pages[page]);
    }
    balloon_name(&balloon, &balloon.inflate, pages, GOOD_PAGES);
    for (uint32_t page = 0; page < GOOD_PAGES; page++) {
        if (*(volatile uint64_t *)pages[page] != 0) {
            return "a good driver's page has content";
        }
    }
    balloon_name(&balloon, &balloon.deflate, pages, GOOD_PAGES);
    balloon_send(&balloon.reporting, pages[0], PAGE, true);
    return NULL;
}

void attack_lists(void)
{
    target = (struct target){
        .device = &balloon.device, .queue = LIST_QUEUE, .queues = 5, .kind = BALLOON_ID, .configuration = CONFIGURATION_LENGTH,
        .high_features = FEATURE_VERSION_1 >> 32,
        .prepare = prepare_lists, .lay_out = lay_out_list, .provoke = provoke_nothing, .compare = compare, .good_round = good_round,
    };
    extra_features = 0;
}

void attack_ranges(void)
{
    attack_lists();
    target.queue = RANGE_QUEUE;
    target.prepare = prepare_ranges;
    target.lay_out = lay_out_ranges;
    extra_features = FEATURE_REPORTING;
}
