/* The driver's side of a split queue, polled: chains are offered, published together, and collected when the device has used them. */
#ifndef KILN_VIRTIO_QUEUE_H
#define KILN_VIRTIO_QUEUE_H

#include "device.h"

/* The most buffers of a chain. */
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
    /* A table of its own for each head, of MAXIMUM_BUFFERS descriptors. */
    struct descriptor *indirect;
    /* Descriptors that are free, linked by their next. */
    uint16_t first_free;
    uint16_t free_count;
    /* Entries that were filled, that the device was told of, and that were collected; all modulo 2^16. */
    uint16_t filled;
    uint16_t published;
    uint16_t collected;
    /* Doorbells rung since it was made. */
    uint64_t doorbells;
};

/* Memory for a queue, of any size up to the largest; to be set up as often as its device is reset. */
void queue_make(struct queue *queue, const struct device *device, uint32_t number);

/* Tells the device of the queue, after features were agreed on. False when it has none, or none as large. */
bool queue_set_up(struct queue *queue, uint16_t size, bool wants_interrupts);

/* Puts a chain into the next entry, and says by which head it is known. False when too few descriptors are free. */
bool queue_offer(struct queue *queue, const struct buffer *buffers, int count, uint16_t *head);

/* Tells the device of what was offered; rings if it wants to hear that. */
void queue_publish(struct queue *queue);

/* The next chain that the device has used; its descriptors are free again. False when there is none. */
bool queue_collect(struct queue *queue, struct used_element *element);

#endif
