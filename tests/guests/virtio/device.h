/* A virtio device at a memory address: its address, and feature negotiation. */
#ifndef KILN_VIRTIO_DEVICE_H
#define KILN_VIRTIO_DEVICE_H

#include "../user/user.h"
#include "virtio.h"

struct device {
    volatile uint8_t *registers;
    uint32_t interrupt;
    uint64_t features;
};

static inline uint32_t device_read(const struct device *device, uint32_t offset)
{
    return *(volatile uint32_t *)(device->registers + offset);
}

static inline void device_write(const struct device *device, uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(device->registers + offset) = value;
}

/* Finds the Nth device of a type on the command line, from zero; false when there is none. */
bool device_find(struct device *device, const char *line, uint32_t kind, uint64_t place);

/* Resets the device. */
void device_reset(const struct device *device);

/* The features that the device offers. */
uint64_t device_offers(const struct device *device);

/* Initializes the device up to FEATURES_OK, with the features that the device offers and the driver wants; then set up the queues. */
bool device_agree(struct device *device, uint64_t wanted);

/* Sets DRIVER_OK after the queues are set up. False when the device rejects them. */
bool device_begin(const struct device *device);

#endif
