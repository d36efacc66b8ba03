/*
 * A driver that breaks every rule, case by case: tables of what it does and of what shall come of it. After each case the device is reset and
 * must serve a good driver.
 */
#ifndef KILN_HOSTILE_H
#define KILN_HOSTILE_H

#include "../virtio/disk.h"

/* The machine's memory; the guest wants exactly that, so that its end is known to the tables. */
#define MEMORY_MIB 128
#define TOP (MEMORY_MIB << 20)

/* Addresses where there is nothing: behind the memory, in the hole for devices, above it, and so high that with any length they wrap. */
#define HOLE 0xd0000000
#define ABOVE 0x100000000
#define FAR 0x8000000000000000
#define LAST 0xfffffffffffffff0

/* Stands in tables for the registers of the device itself, which every monitor has elsewhere. */
#define WINDOW 0x57494e4400000000

/* Where the cases have their rings and buffers, apart from those of the good driver. */
#define ARENA 0x4000000
#define TABLE_PLACE ARENA
#define AVAILABLE_PLACE (ARENA + 0x1000)
#define USED_PLACE (ARENA + 0x2000)
#define INDIRECT_PLACE (ARENA + 0x3000)
#define HEADER_PLACE (ARENA + 0x4000)
#define ANSWER_PLACE (ARENA + 0x5000)
#define DATA_PLACE (ARENA + 0x6000)
#define DATA_LENGTH 0x2000

/* What the data is before a case, if it does not say. */
#define DATA_PATTERN 0x5c5c5c5c5c5c5c5c

/* Entries of the rings of most cases. */
#define SIZE 16

/* What shall come of a case. */
enum outcome {
    /* Whatever it likes, as long as a good driver is served afterwards. */
    ANYTHING,
    /* The request is done. */
    DONE,
    /* The request fails by its status: an I/O error, or of a kind that the device does not know. */
    REFUSED,
    UNKNOWN,
    /* The chain is given back with nothing written, not even a status. */
    RETURNED,
    /* The device wants to be reset, says so by an interrupt, and does nothing more. */
    BROKEN,
    /* The device goes on as if nothing had been said. */
    IGNORED,
};

/* The disk under attack, and whether the cases agree on the event index. */
extern struct disk disk;
extern uint64_t extra_features;

/* The sectors that cases read, those that they may change, and the one of the good driver. All others must keep what they have. */
#define READ_SECTOR 100
#define SPARE_SECTOR 16
#define SPARE_SECTORS 64
#define GOOD_SECTOR 8

/* verdict.c: numbers and judges a case. Why is null when all went as expected; the good driver has its turn in here. */
void judge(const char *name, const char *why);
void total(void) __attribute__((noreturn));
void fill_disk(void);
uint64_t word_of_sector(uint64_t sector, uint64_t index);
const char *good_round(void);

/* raw.c: rings without a driver. */
void raw_clear(void);
uint64_t raw_address(uint64_t address);
void raw_queue(uint16_t size, uint64_t table, uint64_t available, uint64_t used);
bool raw_agree(uint64_t features);
bool raw_start(uint64_t features, uint16_t size);
void raw_header(uint32_t type, uint64_t sector);
void raw_request(uint16_t first, uint32_t type, uint64_t sector);
void raw_offer(uint16_t head);
void raw_ring(void);
uint16_t raw_used(void);
bool raw_wait_used(uint16_t count);
const char *raw_expect(enum outcome outcome, uint16_t head, uint32_t written);
const char *raw_expect_broken(void);

/* The tables. */
void run_chains(void);
void run_requests(void);
void run_rings(void);
void run_queues(void);
void run_registers(void);
void run_flows(void);

/* Cases of which each must be found bad, and a sector that must be found changed: what the other tables say is worth as much. */
void run_control(void);

#endif
