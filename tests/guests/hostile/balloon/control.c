/* Correct drivers with wrong expectations. */
#include "balloon.h"

static const char *after(enum outcome outcome, uint64_t taken, uint32_t written)
{
    raw_start(0, SIZE);
    raw_chain(0);
    expect_pages(taken);
    raw_offer(0);
    raw_ring();
    return raw_expect(outcome, 0, written);
}

void run_control(void)
{
    attack_lists();
    judge("control: a page that shall stay", after(DONE, NONE, 0));
    judge("control: another page that shall be taken", after(DONE, 2, 0));
    judge("control: a good list that shall be returned", after(RETURNED, FIRST_PAGE, 0));
    judge("control: a good list that shall break the ring", after(BROKEN, FIRST_PAGE, 0));
    judge("control: a good list that shall be ignored", after(IGNORED, FIRST_PAGE, 0));
    judge("control: a good list of another length", after(DONE, FIRST_PAGE, 4));
    attack_ranges();
    judge("control: ranges that shall stay", after(RETURNED, 7, 0));
}
