#include "device.h"

/* The word of Linux's driver: SIZE@ADDRESS:INTERRUPT, for each device one. */
static const char key[] = "virtio_mmio.device";

static bool is_kind(struct device *device, const char *place, uint32_t kind)
{
    while (*place && *place != '@') {
        place++;
    }
    if (!*place) {
        return false;
    }
    place++;
    device->registers = (volatile uint8_t *)parse_number(&place);
    if (*place++ != ':') {
        return false;
    }
    device->interrupt = (uint32_t)parse_number(&place);
    return device_read(device, MAGIC_VALUE) == MAGIC && device_read(device, VERSION) == MMIO_VERSION && device_read(device, DEVICE_ID) == kind;
}

bool device_find(struct device *device, const char *line, uint32_t kind, uint64_t place)
{
    for (const char *at = word_of(line, key); at; at = word_of(at, key)) {
        if (is_kind(device, at, kind) && place-- == 0) {
            return true;
        }
    }
    return false;
}

void device_reset(const struct device *device)
{
    device_write(device, STATUS, 0);
    while (device_read(device, STATUS) != 0) {
    }
}

uint64_t device_offers(const struct device *device)
{
    device_write(device, DEVICE_FEATURES_SELECT, 1);
    uint64_t high = device_read(device, DEVICE_FEATURES);
    device_write(device, DEVICE_FEATURES_SELECT, 0);
    return (high << 32) | device_read(device, DEVICE_FEATURES);
}

bool device_agree(struct device *device, uint64_t wanted)
{
    device_reset(device);
    device_write(device, STATUS, ACKNOWLEDGE);
    device_write(device, STATUS, ACKNOWLEDGE | DRIVER);
    device->features = device_offers(device) & (wanted | FEATURE_VERSION_1);
    device_write(device, DRIVER_FEATURES_SELECT, 0);
    device_write(device, DRIVER_FEATURES, (uint32_t)device->features);
    device_write(device, DRIVER_FEATURES_SELECT, 1);
    device_write(device, DRIVER_FEATURES, (uint32_t)(device->features >> 32));
    device_write(device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    return device_read(device, STATUS) == (ACKNOWLEDGE | DRIVER | FEATURES_OK);
}

bool device_begin(const struct device *device)
{
    device_write(device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    return device_read(device, STATUS) == (ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
}
