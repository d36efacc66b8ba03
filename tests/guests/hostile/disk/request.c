/* A disk as a target, and a request without a driver. */
#include "disk.h"

struct target target;

void raw_header(uint32_t type, uint64_t sector)
{
    *(volatile struct request_header *)HEADER_PLACE = (struct request_header){type, 0, sector};
}

static void lay_out(struct descriptor *chain, uint16_t first, uint32_t type, uint64_t sector)
{
    uint16_t direction = type == REQUEST_OUT ? 0 : DESCRIPTOR_WRITE;
    raw_header(type, sector);
    chain[0] = (struct descriptor){HEADER_PLACE, sizeof(struct request_header), DESCRIPTOR_NEXT, (uint16_t)(first + 1)};
    chain[1] = (struct descriptor){DATA_PLACE, SECTOR, (uint16_t)(direction | DESCRIPTOR_NEXT), (uint16_t)(first + 2)};
    chain[2] = (struct descriptor){ANSWER_PLACE, 1, DESCRIPTOR_WRITE, 0};
}

void raw_request(uint16_t first, uint32_t type, uint64_t sector)
{
    lay_out((struct descriptor *)TABLE_PLACE + first, first, type, sector);
}

static void lay_out_read(struct descriptor *chain, uint16_t first)
{
    lay_out(chain, first, REQUEST_IN, READ_SECTOR);
}

/* A disk has one queue, and answers by itself. */
static bool prepare(void)
{
    return true;
}

static void provoke(uint16_t count)
{
    (void)count;
}

static const char *compare(enum outcome outcome)
{
    uint8_t status = *(volatile uint8_t *)ANSWER_PLACE;
    uint8_t expected = outcome == DONE ? STATUS_OK : outcome == REFUSED ? STATUS_IOERR : outcome == UNKNOWN ? STATUS_UNSUPP : STATUS_UNTOUCHED;
    if (outcome != BROKEN && outcome != IGNORED && status != expected) {
        return status == STATUS_UNTOUCHED ? "no status was written"
            : status == STATUS_OK ? "it was done"
            : status == STATUS_IOERR ? "it was refused"
            : status == STATUS_UNSUPP ? "it was not known"
            : "an unknown status was written";
    }
    return outcome != DONE && raw_is_data_touched() ? "data was written" : NULL;
}

void make_target(void)
{
    target = (struct target){
        .device = &disk.device, .queues = 1, .kind = DISK_ID, .configuration = 60, .high_features = FEATURE_VERSION_1 >> 32, .written = SECTOR + 1,
        .prepare = prepare, .lay_out = lay_out_read, .provoke = provoke, .compare = compare, .good_round = good_round,
    };
}
