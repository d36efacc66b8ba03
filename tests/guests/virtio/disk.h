/* A virtio disk (Virtio 1.2, 5.2): requests by slot, as many under way as there are slots. */
#ifndef KILN_VIRTIO_DISK_H
#define KILN_VIRTIO_DISK_H

#include "queue.h"

#define SECTOR 512

enum request_type { REQUEST_IN = 0, REQUEST_OUT = 1, REQUEST_FLUSH = 4, REQUEST_GET_ID = 8, REQUEST_DISCARD = 11, REQUEST_WRITE_ZEROES = 13 };

enum request_status { STATUS_OK = 0, STATUS_IOERR = 1, STATUS_UNSUPP = 2, STATUS_UNTOUCHED = 0xaa };

struct request_header {
    uint32_t type;
    uint32_t reserved;
    uint64_t sector;
};

struct disk {
    struct device device;
    struct queue queue;
    uint64_t sectors;
    /* By slot. */
    struct request_header *headers;
    volatile uint8_t *statuses;
    /* By head: its slot. */
    uint16_t slots[MAXIMUM_QUEUE_SIZE];
};

/* What a driver may choose. */
struct disk_choice {
    uint64_t features;
    uint16_t queue_size;
    bool wants_interrupts;
};

/* Finds the disk at that place among the disks of the command line and makes its memory; nothing of it is set up yet. */
bool disk_find(struct disk *disk, const char *line, uint64_t place);

/* From a reset to a disk that takes requests. False when it does not come to that. */
bool disk_start(struct disk *disk, const struct disk_choice *choice);

/* Offers a request whose data is in so many buffers; it is told of with the next queue_publish. False when the queue is full. */
bool disk_offer(struct disk *disk, uint16_t slot, enum request_type type, uint64_t sector, const struct buffer *data, int count);

/* The slot of a request that was answered, and its answer. False when there is none. */
bool disk_collect(struct disk *disk, uint16_t *slot, enum request_status *status);

/* One request from offer to answer; STATUS_UNTOUCHED when none came in time. */
enum request_status disk_do(struct disk *disk, enum request_type type, uint64_t sector, void *data, uint32_t length);

#endif
