/* Many requests of one kind, so many under way at a time. */
#ifndef KILN_DISK_WORK_H
#define KILN_DISK_WORK_H

#include "../virtio/disk.h"

struct work {
    struct disk *disk;
    enum request_type type;
    /* Bytes of a request, and the buffers that they are in. */
    uint32_t block;
    int buffers;
    uint32_t depth;
    /* It ends after so many requests, or at that time. */
    uint64_t count;
    uint64_t end;
    /* Then it leaves for good, with as many under way as ever. */
    bool leaves;
    /* The block that a request is for, by its number. */
    uint64_t (*choose)(uint64_t number);
    /* Before a write, and after a read; null where data does not matter. */
    void (*fill)(uint64_t *data, uint64_t block);
    void (*check)(const uint64_t *data, uint64_t block);
    /* What came of it. */
    uint64_t answered;
};

/* Memory for the data of each request under way, depth times block. */
void work_take_memory(uint32_t depth, uint32_t block);

/* Ends the guest when an answer is not the best one, or does not come. */
void work_do(struct work *work);

#endif
