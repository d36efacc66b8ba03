/* The driver's side of a split queue, polled: chains are offered, published together, and collected when the device has used them. */
#ifndef KILN_VIRTIO_QUEUE_H
#define KILN_VIRTIO_QUEUE_H

#include "device.h"

/* The most buffers in a chain. */
#define MAXIMUM_BUFFERS 16

struct buffer {
    void *start;
    uint32_t length;
    bool is_writable;
};

struct queue {
    const struct device *device;
    uint32_t number;
    uint16_t size;
    bool wants_interrupts;
    struct descriptor *table;
    volatile struct available_ring *available;
    volatile struct used_ring *used;
    /* An indirect table of MAXIMUM_BUFFERS descriptors for each head. */
    struct descriptor *indirect;
    /* Free descriptors, linked by their next field. */
    uint16_t first_free;
    uint16_t free_count;
    /* Entries filled, published and collected; all modulo 2^16. */
    uint16_t filled;
    uint16_t published;
    uint16_t collected;
    /* Doorbells rung so far. */
    uint64_t doorbells;
};

/* Allocates memory for a queue of any size up to the maximum; set it up again after each reset. */
void queue_make(struct queue *queue, const struct device *device, uint32_t number);

/* Configures the queue on the device, after FEATURES_OK. False when the device lacks it, or its maximum is smaller. */
bool queue_set_up(struct queue *queue, uint16_t size, bool wants_interrupts);

/* Puts a chain into the next entry and returns its head. False when too few descriptors are free. */
bool queue_offer(struct queue *queue, const struct buffer *buffers, int count, uint16_t *head);

/* Publishes what was offered; rings the doorbell if the device wants it. */
void queue_publish(struct queue *queue);

/* The next chain that the device has used; its descriptors are free again. False when there is none. */
bool queue_collect(struct queue *queue, struct used_element *element);

#endif
