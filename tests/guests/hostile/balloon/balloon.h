/* What the attack on a balloon shares: its queues as targets, and the pages that the cases give. */
#ifndef KILN_HOSTILE_BALLOON_H
#define KILN_HOSTILE_BALLOON_H

#include "../../virtio/balloon.h"
#include "../hostile.h"

/* Pages that have content before each case; behind them, pages of the good driver's. */
#define VICTIM 0x5000000
#define VICTIM_PAGES 64
#define VICTIM_END (VICTIM + VICTIM_PAGES * PAGE)
#define OWN VICTIM_END

/* What a case names: pages of the victim, by bits; the others must be as they were. */
#define NONE 0
#define FIRST_PAGE 1

extern struct balloon balloon;

/* Fills the victim, and says which of its pages the device must take. */
void expect_pages(uint64_t taken);

/* Why the pages are not as expected, or null. */
const char *compare_pages(void);

/* Makes one queue the target: of lists, or with the features of the others, of ranges. */
void attack_lists(void);
void attack_ranges(void);

/* The tables. */
void run_lists(void);
void run_ranges(void);
void run_space(void);

/* control=on: cases with wrong expectations. */
void run_control(void);

#endif
