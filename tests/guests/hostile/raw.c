#include "hostile.h"

/* An answer that is to come comes in far less; what is not to come would have by then. */
#define PATIENCE_MILLISECONDS 2000
/* How long nothing must happen: longer than an answer takes on a machine that does something else meanwhile. */
#define SILENCE_MICROSECONDS 20000

#define ANSWER_LENGTH 16

/* A look at a register costs an exit: not more often than that. */
#define LOOK_MICROSECONDS 100

static struct descriptor *const table = (struct descriptor *)TABLE_PLACE;
static volatile struct available_ring *const available = (volatile struct available_ring *)AVAILABLE_PLACE;
static volatile struct used_ring *const used = (volatile struct used_ring *)USED_PLACE;
static volatile uint8_t *const answer = (volatile uint8_t *)ANSWER_PLACE;
static volatile uint64_t *const data = (volatile uint64_t *)DATA_PLACE;

static void wait_microseconds(uint64_t microseconds)
{
    uint64_t end = ticks() + microseconds * ticks_per_millisecond() / 1000;
    while (ticks() < end) {
        __asm__ volatile("pause");
    }
}

void raw_clear(void)
{
    for (volatile uint64_t *word = (volatile uint64_t *)ARENA; word < (volatile uint64_t *)ANSWER_PLACE; word++) {
        *word = 0;
    }
    for (int index = 0; index < ANSWER_LENGTH; index++) {
        answer[index] = STATUS_UNTOUCHED;
    }
    for (size_t index = 0; index < DATA_LENGTH / sizeof(uint64_t); index++) {
        data[index] = DATA_PATTERN;
    }
}

uint64_t raw_address(uint64_t address)
{
    return address >> 32 == WINDOW >> 32 ? (uint64_t)disk.device.registers + (uint32_t)address : address;
}

static void write_address(uint32_t offset, uint64_t address)
{
    device_write(&disk.device, offset, (uint32_t)address);
    device_write(&disk.device, offset + 4, (uint32_t)(address >> 32));
}

void raw_queue(uint16_t size, uint64_t table_place, uint64_t available_place, uint64_t used_place)
{
    device_write(&disk.device, QUEUE_SELECT, 0);
    device_write(&disk.device, QUEUE_SIZE, size);
    write_address(QUEUE_TABLE, raw_address(table_place));
    write_address(QUEUE_AVAILABLE, raw_address(available_place));
    write_address(QUEUE_USED, raw_address(used_place));
    device_write(&disk.device, QUEUE_READY, 1);
}

bool raw_agree(uint64_t features)
{
    raw_clear();
    return device_agree(&disk.device, features | extra_features);
}

bool raw_start(uint64_t features, uint16_t size)
{
    if (!raw_agree(features)) {
        return false;
    }
    raw_queue(size, TABLE_PLACE, AVAILABLE_PLACE, USED_PLACE);
    return device_begin(&disk.device);
}

void raw_header(uint32_t type, uint64_t sector)
{
    *(volatile struct request_header *)HEADER_PLACE = (struct request_header){type, 0, sector};
}

void raw_request(uint16_t first, uint32_t type, uint64_t sector)
{
    uint16_t direction = type == REQUEST_OUT ? 0 : DESCRIPTOR_WRITE;
    raw_header(type, sector);
    table[first] = (struct descriptor){HEADER_PLACE, sizeof(struct request_header), DESCRIPTOR_NEXT, (uint16_t)(first + 1)};
    table[first + 1] = (struct descriptor){DATA_PLACE, SECTOR, (uint16_t)(direction | DESCRIPTOR_NEXT), (uint16_t)(first + 2)};
    table[first + 2] = (struct descriptor){ANSWER_PLACE, 1, DESCRIPTOR_WRITE, 0};
}

void raw_offer(uint16_t head)
{
    available->heads[available->index % SIZE] = head;
    __asm__ volatile("" : : : "memory");
    available->index++;
}

void raw_ring(void)
{
    __asm__ volatile("lock orl $0, (%%rsp)" : : : "memory", "cc");
    device_write(&disk.device, QUEUE_NOTIFY, 0);
}

uint16_t raw_used(void)
{
    return used->index;
}

bool raw_wait_used(uint16_t count)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (used->index != count && ticks() < end) {
        __asm__ volatile("pause");
    }
    return used->index == count;
}

static bool is_data_touched(void)
{
    for (size_t index = 0; index < DATA_LENGTH / sizeof(uint64_t); index++) {
        if (data[index] != DATA_PATTERN) {
            return true;
        }
    }
    return false;
}

const char *raw_expect_broken(void)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (!(device_read(&disk.device, STATUS) & NEEDS_RESET)) {
        if (ticks() > end) {
            return "it does not want to be reset";
        }
        wait_microseconds(LOOK_MICROSECONDS);
    }
    if (!(device_read(&disk.device, INTERRUPT_STATUS) & INTERRUPT_CONFIGURATION)) {
        return "no interrupt tells that it wants to be reset";
    }
    uint16_t before = raw_used();
    raw_ring();
    wait_microseconds(SILENCE_MICROSECONDS);
    return raw_used() == before ? NULL : "it goes on, but wants to be reset";
}

static const char *expect_used(enum outcome outcome, uint16_t head, uint32_t written)
{
    if (!raw_wait_used(1)) {
        return raw_used() == 0 ? "no answer" : "too many answers";
    }
    uint8_t status = outcome == RETURNED ? STATUS_UNTOUCHED : outcome == REFUSED ? STATUS_IOERR : outcome == UNKNOWN ? STATUS_UNSUPP : STATUS_OK;
    if (used->elements[0].head != head) {
        return "another chain was answered";
    }
    if (answer[0] != status) {
        return answer[0] == STATUS_UNTOUCHED ? "no status was written"
            : answer[0] == STATUS_OK ? "it was done"
            : answer[0] == STATUS_IOERR ? "it was refused"
            : answer[0] == STATUS_UNSUPP ? "it was not known"
            : "an unknown status was written";
    }
    if (used->elements[0].written != written) {
        return "another length was used";
    }
    return device_read(&disk.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : NULL;
}

const char *raw_expect(enum outcome outcome, uint16_t head, uint32_t written)
{
    const char *why = NULL;
    switch (outcome) {
    case ANYTHING:
        wait_microseconds(SILENCE_MICROSECONDS);
        return NULL;
    case BROKEN:
        why = raw_expect_broken();
        break;
    case IGNORED:
        wait_microseconds(SILENCE_MICROSECONDS);
        why = raw_used() != 0 ? "something was answered" : device_read(&disk.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : NULL;
        break;
    default:
        why = expect_used(outcome, head, written);
        break;
    }
    for (int index = 1; !why && index < ANSWER_LENGTH; index++) {
        why = answer[index] == STATUS_UNTOUCHED ? NULL : "more than the status was written";
    }
    return why || outcome == DONE || !is_data_touched() ? why : "data was written";
}
