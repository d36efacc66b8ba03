/* A disk under attack: its content, and requests without a driver. */
#ifndef KILN_HOSTILE_DISK_H
#define KILN_HOSTILE_DISK_H

#include "../hostile.h"
#include "../../virtio/disk.h"

extern struct disk disk;

/* The sectors that cases read, those that they may change, and the one of the correct driver. All others must stay unchanged. */
#define READ_SECTOR 100
#define SPARE_SECTOR 16
#define SPARE_SECTORS 64
#define GOOD_SECTOR 8

/* request.c: what the disk is as a target, and a request of three descriptors. */
void make_target(void);
void raw_header(uint32_t type, uint64_t sector);
void raw_request(uint16_t first, uint32_t type, uint64_t sector);

/* content.c: all sectors hold what they should at the end. */
void fill_disk(void);
uint64_t word_of_sector(uint64_t sector, uint64_t index);
const char *good_round(void);
void total(void) __attribute__((noreturn));

/* The tables of disks. */
void run_chains(void);
void run_requests(void);
void run_flows(void);

/* Positive controls: each case must be found bad, and a changed sector must be detected. */
void run_control(void);

#endif
