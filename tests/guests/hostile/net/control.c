/* Correct drivers with wrong expectations. */
#include "net.h"

static void start(uint64_t features)
{
    raw_start(features, SIZE);
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    target.provoke(1);
}

static const char *sent(uint32_t least, uint32_t most)
{
    start(0);
    expect_frames(least, most);
    return raw_expect(DONE, 0, 0);
}

static const char *received(uint32_t least, uint32_t written)
{
    start(0);
    expect_frames(least, least);
    return raw_expect(DONE, 0, written);
}

void run_control(void)
{
    attack_sending();
    judge("control: a frame that shall not go out", sent(0, 0));
    judge("control: a frame that shall go out twice", sent(2, 2));
    start(0);
    judge("control: a good chain that shall break the ring", raw_expect(BROKEN, 0, 0));
    start(0);
    judge("control: a good chain that shall be ignored", raw_expect(IGNORED, 0, 0));
    attack_receiving();
    judge("control: a frame that shall wait for another driver", received(1, target.written));
    judge("control: a frame of another length", received(0, target.written + 1));
    start(0);
    judge("control: a good chain that shall be returned", raw_expect(RETURNED, 0, target.written));
    raw_start(0, SIZE);
    target.provoke(1);
    judge("control: a chain that shall be filled, but is not there", raw_expect(DONE, 0, target.written));
}
