/* Correct drivers with wrong expectations. */
#include "chain.h"

static const struct chain_case cases[] = {
    {"control: a good chain that shall be returned", RETURNED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: a good chain that shall be refused", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: a good chain that shall break the ring", BROKEN, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: a good chain that shall be ignored", IGNORED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: a good chain of another length", DONE, REQUEST_IN, READ_SECTOR, .written = 7, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: a type that shall be known", DONE, 2, READ_SECTOR, .written = 1, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"control: no header, which shall be done", DONE, REQUEST_IN, READ_SECTOR, .table = {ANSWER}},
};

void run_control(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        run_chain(&cases[index]);
    }
    raw_start(0, SIZE);
    raw_request(0, REQUEST_OUT, READ_SECTOR);
    raw_offer(0);
    raw_ring();
    judge("control: a write that changes a sector", raw_wait_used(1) ? NULL : "no answer");
}
