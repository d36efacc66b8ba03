/* A virtio device at a memory address: where it is, and how a driver and it agree. */
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

/* The device of a kind that the command line names at that place, from zero; false when it names none. */
bool device_find(struct device *device, const char *line, uint32_t kind, uint64_t place);

/* Forgets everything between driver and device. */
void device_reset(const struct device *device);

/* What the device offers. */
uint64_t device_offers(const struct device *device);

/* From a reset up to the agreement on those features that the device offers and the driver wants: queues may be set up then. */
bool device_agree(struct device *device, uint64_t wanted);

/* The queues are set up: the device may begin. False when it does not like them. */
bool device_begin(const struct device *device);

#endif
