/* Many requests of one kind, with a number of them in flight. */
#ifndef KILN_DISK_WORK_H
#define KILN_DISK_WORK_H

#include "../virtio/disk.h"

struct work {
    struct disk *disk;
    enum request_type type;
    /* Bytes per request, and the buffers that hold them. */
    uint32_t block;
    int buffers;
    uint32_t depth;
    /* Ends after this many requests, or at this time. */
    uint64_t count;
    uint64_t end;
    /* Then stops without waiting, with all requests in flight. */
    bool leaves;
    /* Maps the number of a request to its block. */
    uint64_t (*choose)(uint64_t number);
    /* Called before a write and after a read; null if the data does not matter. */
    void (*fill)(uint64_t *data, uint64_t block);
    void (*check)(const uint64_t *data, uint64_t block);
    /* The result. */
    uint64_t answered;
};

/* Memory for the data of all requests in flight, depth times block. */
void work_take_memory(uint32_t depth, uint32_t block);

/* Ends the guest when a request fails or does not complete. */
void work_do(struct work *work);

#endif
