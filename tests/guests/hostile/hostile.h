/*
 * A driver that breaks every rule, case by case: tables of actions and expected outcomes. After each case the device is reset and
 * must serve a correct driver. Here is what holds for any device; disk/, net/, vsock/ and balloon/ say what is theirs.
 */
#ifndef KILN_HOSTILE_H
#define KILN_HOSTILE_H

#include "../virtio/queue.h"

/* The machine's memory; the guest requires exactly this size, so that the tables know where it ends. */
#define MEMORY_MIB 128
#define TOP (MEMORY_MIB << 20)

/* Addresses without memory: after its end, in the device hole, above that, and so high that any length wraps around. */
#define HOLE 0xd0000000
#define ABOVE 0x100000000
#define FAR 0x8000000000000000
#define LAST 0xfffffffffffffff0

/* A placeholder in tables for the device's own registers, whose address differs between monitors. */
#define WINDOW 0x57494e4400000000

/* The rings and buffers of the cases, separate from those of the correct driver. */
#define ARENA 0x4000000
#define TABLE_PLACE ARENA
#define AVAILABLE_PLACE (ARENA + 0x1000)
#define USED_PLACE (ARENA + 0x2000)
#define INDIRECT_PLACE (ARENA + 0x3000)
#define HEADER_PLACE (ARENA + 0x4000)
#define ANSWER_PLACE (ARENA + 0x5000)
#define DATA_PLACE (ARENA + 0x6000)
#define DATA_LENGTH 0x2000

/* The default content of the data before a case. */
#define DATA_PATTERN 0x5c5c5c5c5c5c5c5c

/* Entries of the rings of most cases. */
#define SIZE 16

/* The expected outcome of a case. */
enum outcome {
    /* Any outcome, as long as a correct driver is served afterwards. */
    ANYTHING,
    /* The request succeeds. */
    DONE,
    /* The request fails with status IOERR or UNSUPP. */
    REFUSED,
    UNKNOWN,
    /* The chain is returned with nothing written, not even a status. */
    RETURNED,
    /* The device sets DEVICE_NEEDS_RESET, raises a configuration interrupt, and does nothing more. */
    BROKEN,
    /* The device ignores it. */
    IGNORED,
};

#define N DESCRIPTOR_NEXT
#define W DESCRIPTOR_WRITE
#define WN (DESCRIPTOR_WRITE | DESCRIPTOR_NEXT)
#define I DESCRIPTOR_INDIRECT

/* The last descriptor of a chain that is only one byte; what it holds before the device writes it. */
#define ANSWER_UNTOUCHED 0xaa
#define ANSWER_LENGTH 16

/* What is attacked: a device by one of its queues, and what a correct driver does there. */
struct target {
    struct device *device;
    uint32_t queue;
    /* Numbers of the device: how many queues it has, its type, the length of its configuration. */
    uint32_t queues;
    uint32_t kind;
    uint32_t configuration;
    /* The features that it offers from bit 32 on. */
    uint32_t high_features;
    /* The used length of a correct chain. */
    uint32_t written;
    /* Whether the device looks at the queue only when it has something for it. */
    bool is_lazy;
    /* Sets up the device's other queues, before it begins. */
    bool (*prepare)(void);
    /* Lays out a correct chain of three descriptors, which the device cannot mistake for another case's. */
    void (*lay_out)(struct descriptor *chain, uint16_t first);
    /* Has the device complete chains that are available, a number of times. */
    void (*provoke)(uint16_t count);
    /* Why the content of memory is not that of the outcome, or null. */
    const char *(*compare)(enum outcome outcome);
    /* A correct driver's whole life: null if it is served. */
    const char *(*good_round)(void);
};

extern struct target target;

/* Whether the cases negotiate the event index. */
extern uint64_t extra_features;

/* verdict.c: numbers and judges a case. Why is null if all went as expected; this also runs the correct driver. */
extern uint64_t case_count;
void judge(const char *name, const char *why);
void say_total(void);

/* raw.c: rings without a driver. */
void raw_clear(void);
uint64_t raw_address(uint64_t address);
void raw_queue(uint16_t size, uint64_t table, uint64_t available, uint64_t used);
bool raw_agree(uint64_t features);
bool raw_begin(void);
bool raw_start(uint64_t features, uint16_t size);
void raw_chain(uint16_t first);
void raw_offer(uint16_t head);
void raw_ring(void);
uint16_t raw_used(void);
struct used_element raw_element(uint16_t index);
bool raw_wait_used(uint16_t count);
bool raw_is_data_touched(void);
const char *raw_expect(enum outcome outcome, uint16_t head, uint32_t written);
const char *raw_expect_broken(void);
const char *raw_expect_silence(void);

/* The tables for any device. */
void run_rings(void);
void run_queues(void);

/* round.c: what every attack begins with, repeats and ends with. */
void need_memory(const uint8_t *zero_page);
void run_tables(void);
void end_attack(void) __attribute__((noreturn));
void run_registers(void);

#endif
