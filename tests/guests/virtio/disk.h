/* A virtio disk (Virtio 1.2, 5.2): requests by slot, with as many in flight as there are slots. */
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

/* The driver's choices. */
struct disk_choice {
    uint64_t features;
    uint16_t queue_size;
    bool wants_interrupts;
};

/* Finds the Nth disk of the command line and allocates its memory, without initializing the device. */
bool disk_find(struct disk *disk, const char *line, uint64_t place);

/* Initializes the disk until it accepts requests. False on failure. */
bool disk_start(struct disk *disk, const struct disk_choice *choice);

/* Offers a request with a number of data buffers; the next queue_publish makes it visible. False when the queue is full. */
bool disk_offer(struct disk *disk, uint16_t slot, enum request_type type, uint64_t sector, const struct buffer *data, int count);

/* Takes a completion: the request's slot and its status. False when there is none. */
bool disk_collect(struct disk *disk, uint16_t *slot, enum request_status *status);

/* Makes one request and waits for it; STATUS_UNTOUCHED after a timeout. */
enum request_status disk_do(struct disk *disk, enum request_type type, uint64_t sector, void *data, uint32_t length);

#endif
