/* The guest's memory for the balloon: pages with content, in the order in which they are given. */
#ifndef KILN_BALLOON_GUEST_H
#define KILN_BALLOON_GUEST_H

#include "../virtio/balloon.h"

/* The pages that can be given, and those that there are: of singles and runs, every second one. */
#define MOST_PAGES 4096
#define ALL_PAGES (2 * MOST_PAGES)

struct pages {
    uint8_t *memory;
    /* Those that can be given, in order. */
    uint8_t *given[MOST_PAGES];
};

/* Allocates the pages and fills all of them. */
void pages_make(struct pages *pages, const char *line);

/* Fills a range of memory with what depends on the place. */
void fill(uint8_t *start, uint64_t bytes);

/* Whether a range is as it was filled, or zero. */
bool is_filled(const uint8_t *start, uint64_t bytes);
bool is_zero(const uint8_t *start, uint64_t bytes);

/* Ends the guest unless the first of the given pages, this many, are absent, and all others as they were filled. */
void pages_check_others(const struct pages *pages, uint32_t given);

/* mode=bench: how long it takes to give all of them, "rounds=" times; "settle=" milliseconds before and after it only waits. */
void bench(struct balloon *balloon, struct pages *pages, const char *line);

#endif
