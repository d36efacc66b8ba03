/* A virtio balloon (Virtio 1.2, 5.5): lists of pages go to the device and come back, and are waited for. */
#ifndef KILN_VIRTIO_BALLOON_H
#define KILN_VIRTIO_BALLOON_H

#include "queue.h"

#define PAGE 4096
#define PAGES_PER_LIST 256

#define HINT_STOP 0
#define HINT_DONE 1

struct balloon {
    struct device device;
    struct queue inflate;
    struct queue deflate;
    /* These are there if the device has accepted the feature of each. */
    struct queue statistics;
    struct queue hinting;
    struct queue reporting;
    /* Room for as many lists as a queue has entries. */
    uint32_t *lists;
};

struct statistic {
    uint16_t tag;
    uint64_t value;
} __attribute__((packed));

/* Finds the balloon of the command line and allocates its memory, without initializing the device. */
bool balloon_find(struct balloon *balloon, const char *line);

/* Initializes the device with those of these features that it offers. False on failure. */
bool balloon_start(struct balloon *balloon, uint64_t features);

/* The pages that the host wants. */
uint32_t balloon_target(const struct balloon *balloon);

/* Tells the host how many pages it has. */
void balloon_tell_actual(const struct balloon *balloon, uint32_t pages);

/* The host's command of free page hinting. */
uint32_t balloon_command(const struct balloon *balloon);

/* Names pages on one of the first two queues, at most 65,536, all with one doorbell, and waits until the device has returned each list; the ticks that took. */
uint64_t balloon_name(struct balloon *balloon, struct queue *queue, uint8_t *const *pages, uint32_t count);

/* Offers one buffer on a queue and waits until the device has returned it. */
void balloon_send(struct queue *queue, void *start, uint32_t length, bool is_writable);

#endif
