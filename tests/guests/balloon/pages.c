#include "balloon.h"

/* Pages of a run, and of the gap behind it. */
#define RUN 16

/* Any number that is not zero. */
#define SEED 88172645463325252ull

static uint64_t chance(uint64_t below)
{
    static uint64_t state = SEED;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

static void swap(uint8_t **one, uint8_t **other, uint32_t count)
{
    for (uint32_t index = 0; index < count; index++) {
        uint8_t *page = one[index];
        one[index] = other[index];
        other[index] = page;
    }
}

/* Shuffles groups of so many pages. */
static void shuffle(struct pages *pages, uint32_t group)
{
    for (uint32_t last = MOST_PAGES / group - 1; last > 0; last--) {
        uint32_t other = (uint32_t)chance(last + 1);
        if (other != last) {
            swap(pages->given + last * group, pages->given + other * group, group);
        }
    }
}

static uint32_t place_of(uint32_t page, const char *line)
{
    if (word_is(line, "order", "singles")) {
        return page * 2;
    }
    if (word_is(line, "order", "runs")) {
        return page / RUN * (2 * RUN) + page % RUN;
    }
    return word_is(line, "order", "descending") ? MOST_PAGES - 1 - page : page;
}

void pages_make(struct pages *pages, const char *line)
{
    pages->memory = take_memory((size_t)ALL_PAGES * PAGE, 2 << 20);
    for (uint32_t page = 0; page < MOST_PAGES; page++) {
        pages->given[page] = pages->memory + (uint64_t)place_of(page, line) * PAGE;
    }
    if (word_is(line, "order", "shuffled")) {
        shuffle(pages, 1);
    }
    if (word_is(line, "order", "runs")) {
        shuffle(pages, RUN);
    }
    fill(pages->memory, (uint64_t)ALL_PAGES * PAGE);
}

void fill(uint8_t *start, uint64_t bytes)
{
    for (uint64_t *word = (uint64_t *)start; (uint8_t *)word < start + bytes; word++) {
        *word = ~(uint64_t)word;
    }
}

bool is_filled(const uint8_t *start, uint64_t bytes)
{
    for (const uint64_t *word = (const uint64_t *)start; (const uint8_t *)word < start + bytes; word++) {
        if (*(volatile const uint64_t *)word != ~(uint64_t)word) {
            return false;
        }
    }
    return true;
}

bool is_zero(const uint8_t *start, uint64_t bytes)
{
    for (const uint64_t *word = (const uint64_t *)start; (const uint8_t *)word < start + bytes; word++) {
        if (*(volatile const uint64_t *)word != 0) {
            return false;
        }
    }
    return true;
}

void pages_check_others(const struct pages *pages, uint32_t given)
{
    static bool is_given[ALL_PAGES];
    for (uint32_t page = 0; page < ALL_PAGES; page++) {
        is_given[page] = false;
    }
    for (uint32_t page = 0; page < given; page++) {
        is_given[(pages->given[page] - pages->memory) / PAGE] = true;
    }
    for (uint32_t page = 0; page < ALL_PAGES; page++) {
        if (!is_given[page] && !is_filled(pages->memory + (uint64_t)page * PAGE, PAGE)) {
            fail("balloon: a page that was not given has changed");
        }
    }
}
