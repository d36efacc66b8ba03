/* The correct driver after each case: its frame must come back byte for byte, behind those of the case that must come, and no others. */
#include "net.h"

#define CHAIN 2048
#define LEAST 60
#define LENGTHS (1514 - LEAST)

/* A frame that is not back by then is sent again: the host drops some after a flood. */
#define AGAIN_MILLISECONDS 500
#define PATIENCE_MILLISECONDS 10000

static uint32_t least;
static uint32_t most = UINT32_MAX;
static uint64_t counts[COUNTS];
static uint8_t frame[MOST_FRAME];

void expect_frames(uint32_t at_least, uint32_t at_most)
{
    least = at_least;
    most = at_most;
}

void expect_count(enum count count)
{
    counts[count]++;
}

/* Whether it is whole and of this round or an earlier one; one that is too short for a number may be from anywhere. */
static bool is_known(uint32_t length, uint32_t *number)
{
    *number = 0;
    if (length < LEAST_NUMBERED) {
        return true;
    }
    *number = (uint32_t)frame[14] | (uint32_t)frame[15] << 8 | (uint32_t)frame[16] << 16 | (uint32_t)frame[17] << 24;
    return *number <= case_number() + 1 && is_frame(frame, *number, length);
}

static const char *meet(uint32_t own, uint32_t length)
{
    static uint8_t sent[MOST_FRAME];
    uint32_t met = 0;
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    uint64_t again = 0;
    make_frame(sent, own, length);
    while (ticks() < end) {
        if (ticks() > again) {
            net_send(&net, sent, length);
            again = ticks() + AGAIN_MILLISECONDS * ticks_per_millisecond();
        }
        uint32_t number;
        uint32_t got = net_receive(&net, frame);
        if (got == 0 || frame[12] != 0x88 || frame[13] != 0xb5) {
            continue;
        }
        if (!is_known(got, &number)) {
            return "a good driver receives what nobody has sent";
        }
        met += number == case_number();
        if (number == own) {
            return met < least ? "a frame did not come" : met > most ? "a frame came that must not" : NULL;
        }
    }
    return "a good driver's frame does not come back";
}

const char *good_round(void)
{
    struct net_choice choice = {.features = FEATURE_INDIRECT | FEATURE_EVENT_INDEX | FEATURE_MERGE, .queue_size = MAXIMUM_QUEUE_SIZE, .chain = CHAIN, .parts = 1};
    if (!net_start(&net, &choice)) {
        return "a good driver is not served";
    }
    uint32_t own = case_number() + 1;
    const char *why = meet(own, LEAST + own * 37 % LENGTHS);
    expect_frames(0, UINT32_MAX);
    return why;
}

void say_counts(void)
{
    static const char *const names[COUNTS] = {
        [SEND_FAILS] = " tx_fails ", [MALFORMED] = " tx_malformed_frames ", [WRITE_FAILS] = " tap_write_fails ",
        [MAYBE_WRITE_FAILS] = " at_most_more ", [RECEIVE_FAILS] = " rx_fails ",
    };
    say("hostile: counts");
    for (int count = NOTHING + 1; count < COUNTS; count++) {
        say(names[count]);
        say_number(counts[count]);
    }
    say_line("");
}
