#include "hostile.h"

/* Completions arrive much sooner, and unwanted ones would have by then. */
#define PATIENCE_MILLISECONDS 2000
/* How long nothing must happen: longer than a completion takes on a busy machine. */
#define SILENCE_MICROSECONDS 20000

/* Reading a register costs an exit, so the registers are polled no more often than this. */
#define LOOK_MICROSECONDS 100

static struct descriptor *const table = (struct descriptor *)TABLE_PLACE;
static volatile struct available_ring *const available = (volatile struct available_ring *)AVAILABLE_PLACE;
static volatile uint8_t *const answer = (volatile uint8_t *)ANSWER_PLACE;
static volatile uint64_t *const data = (volatile uint64_t *)DATA_PLACE;

/* Where the device answers, if that is memory. */
static volatile struct used_ring *used = (volatile struct used_ring *)USED_PLACE;

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
        answer[index] = ANSWER_UNTOUCHED;
    }
    for (size_t index = 0; index < DATA_LENGTH / sizeof(uint64_t); index++) {
        data[index] = DATA_PATTERN;
    }
}

uint64_t raw_address(uint64_t address)
{
    return address >> 32 == WINDOW >> 32 ? (uint64_t)target.device->registers + (uint32_t)address : address;
}

static void write_address(uint32_t offset, uint64_t address)
{
    device_write(target.device, offset, (uint32_t)address);
    device_write(target.device, offset + 4, (uint32_t)(address >> 32));
}

void raw_queue(uint16_t size, uint64_t table_place, uint64_t available_place, uint64_t used_place)
{
    device_write(target.device, QUEUE_SELECT, target.queue);
    device_write(target.device, QUEUE_SIZE, size);
    write_address(QUEUE_TABLE, raw_address(table_place));
    write_address(QUEUE_AVAILABLE, raw_address(available_place));
    write_address(QUEUE_USED, raw_address(used_place));
    device_write(target.device, QUEUE_READY, 1);
    used = (volatile struct used_ring *)(used_place <= TOP - sizeof(struct used_element) * 2 ? used_place : USED_PLACE);
}

bool raw_agree(uint64_t features)
{
    raw_clear();
    return device_agree(target.device, features | extra_features);
}

bool raw_begin(void)
{
    return target.prepare() && device_begin(target.device);
}

bool raw_start(uint64_t features, uint16_t size)
{
    if (!raw_agree(features)) {
        return false;
    }
    raw_queue(size, TABLE_PLACE, AVAILABLE_PLACE, USED_PLACE);
    return raw_begin();
}

void raw_chain(uint16_t first)
{
    target.lay_out(table + first, first);
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
    device_write(target.device, QUEUE_NOTIFY, target.queue);
}

uint16_t raw_used(void)
{
    return used->index;
}

struct used_element raw_element(uint16_t index)
{
    return (struct used_element){used->elements[index].head, used->elements[index].written};
}

bool raw_wait_used(uint16_t count)
{
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (used->index != count && ticks() < end) {
        __asm__ volatile("pause");
    }
    return used->index == count;
}

bool raw_is_data_touched(void)
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
    if (target.is_lazy) {
        target.provoke(1);
    }
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (!(device_read(target.device, STATUS) & NEEDS_RESET)) {
        if (ticks() > end) {
            return "it does not want to be reset";
        }
        wait_microseconds(LOOK_MICROSECONDS);
    }
    if (!(device_read(target.device, INTERRUPT_STATUS) & INTERRUPT_CONFIGURATION)) {
        return "no interrupt tells that it wants to be reset";
    }
    uint16_t before = raw_used();
    raw_ring();
    wait_microseconds(SILENCE_MICROSECONDS);
    return raw_used() == before ? NULL : "it goes on, but wants to be reset";
}

const char *raw_expect_silence(void)
{
    wait_microseconds(SILENCE_MICROSECONDS);
    return raw_used() != 0 ? "something was answered" : device_read(target.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : NULL;
}

static const char *expect_used(uint16_t head, uint32_t written)
{
    if (!raw_wait_used(1)) {
        return raw_used() == 0 ? "no answer" : "too many answers";
    }
    if (used->elements[0].head != head) {
        return "another chain was answered";
    }
    if (used->elements[0].written != written) {
        return "another length was used";
    }
    return device_read(target.device, STATUS) & NEEDS_RESET ? "it wants to be reset" : NULL;
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
        why = raw_expect_silence();
        break;
    default:
        why = expect_used(head, written);
        break;
    }
    for (int index = 1; !why && index < ANSWER_LENGTH; index++) {
        why = answer[index] == ANSWER_UNTOUCHED ? NULL : "more than the status was written";
    }
    return why ? why : target.compare(outcome);
}
