/* Correct drivers with wrong expectations. */
#include "vsock.h"

static const char *answered(uint16_t operation, uint16_t expected)
{
    struct vsock_header answer;
    if (!begin() || !put(packet_of(OWN_PORT, ECHO_PORT, operation), 0)) {
        return NULL;
    }
    const char *why = answer_of(&answer);
    return why ? why : answer.operation == expected ? NULL : "another answer";
}

static const char *talks_without_opening(void)
{
    return begin() ? converse(OWN_PORT, ECHO_PORT) : NULL;
}

static void start(void (*attack)(void))
{
    attack();
    raw_start(0, SIZE);
    raw_chain(0);
    raw_offer(0);
    raw_ring();
    target.provoke(1);
}

void run_control(void)
{
    judge("control: a request that shall be reset", answered(REQUEST, RST));
    judge("control: a request that shall not be answered", answered(REQUEST, 0));
    judge("control: data for nobody that shall not be answered", answered(RW, 0));
    judge("control: a reset that shall be answered", answered(RST, RST));
    judge("control: data without a connection that shall come back", talks_without_opening());
    start(attack_sending);
    judge("control: a good chain that shall break the ring", raw_expect(BROKEN, 0, 0));
    start(attack_sending);
    judge("control: a good chain that shall be ignored", raw_expect(IGNORED, 0, 0));
    start(attack_receiving);
    judge("control: a packet of another length", raw_expect(DONE, 0, target.written + 1));
    start(attack_receiving);
    judge("control: a good chain that shall be returned", raw_expect(RETURNED, 0, target.written));
    attack_receiving();
    raw_start(0, SIZE);
    target.provoke(1);
    judge("control: a chain that shall be filled, but is not there", raw_expect(DONE, 0, target.written));
}
