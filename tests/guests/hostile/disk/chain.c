#include "chain.h"

#define FEATURES (FEATURE_INDIRECT | FEATURE_FLUSH | FEATURE_DISCARD | FEATURE_WRITE_ZEROES)

static void lay_out(const struct descriptor *chain, uint64_t place)
{
    struct descriptor *table = (struct descriptor *)place;
    for (int index = 0; index < CHAIN_LENGTH; index++) {
        table[index] = chain[index];
        table[index].address = raw_address(chain[index].address);
    }
}

static uint32_t usual_length(const struct chain_case *one)
{
    switch (one->outcome) {
    case DONE:
        return one->type == REQUEST_IN ? SECTOR + 1 : 1;
    case REFUSED:
    case UNKNOWN:
        return 1;
    default:
        return 0;
    }
}

/* Checks the data of a successful read, as far as it went to the usual buffer. */
static const char *compare(const struct chain_case *one)
{
    const uint64_t *data = (const uint64_t *)DATA_PLACE;
    for (uint64_t index = 0; index < SECTOR / sizeof(uint64_t) && data[index] != DATA_PATTERN; index++) {
        if (data[index] != word_of_sector(one->sector, index)) {
            return "it read something else";
        }
    }
    return NULL;
}

void run_chain(const struct chain_case *one)
{
    if (!raw_start(FEATURES & ~one->lacks, SIZE)) {
        judge(one->name, "the device does not start");
        return;
    }
    raw_header(one->type, one->sector);
    if (one->range.sectors || one->range.sector) {
        *(volatile struct range *)INDIRECT_PLACE = one->range;
    }
    lay_out(one->table, TABLE_PLACE);
    if (one->indirect[0].length) {
        lay_out(one->indirect, INDIRECT_PLACE);
    }
    raw_offer(one->head);
    raw_ring();
    const char *why = raw_expect(one->outcome, one->head, one->written ? one->written : usual_length(one));
    judge(one->name, why || one->outcome != DONE || one->type != REQUEST_IN ? why : compare(one));
}
