/* Numbers of Virtio 1.2: registers at memory addresses (4.2.2), the status (2.1), features (6), split queues (2.7). */
#ifndef KILN_VIRTIO_H
#define KILN_VIRTIO_H

#include <stdint.h>

#define MAGIC_VALUE 0x000
#define VERSION 0x004
#define DEVICE_ID 0x008
#define VENDOR_ID 0x00c
#define DEVICE_FEATURES 0x010
#define DEVICE_FEATURES_SELECT 0x014
#define DRIVER_FEATURES 0x020
#define DRIVER_FEATURES_SELECT 0x024
#define QUEUE_SELECT 0x030
#define QUEUE_MAXIMUM 0x034
#define QUEUE_SIZE 0x038
#define QUEUE_READY 0x044
#define QUEUE_NOTIFY 0x050
#define INTERRUPT_STATUS 0x060
#define INTERRUPT_ACKNOWLEDGE 0x064
#define STATUS 0x070
#define QUEUE_TABLE 0x080
#define QUEUE_AVAILABLE 0x090
#define QUEUE_USED 0x0a0
#define CONFIGURATION_GENERATION 0x0fc
#define CONFIGURATION 0x100

#define MAGIC 0x74726976
#define MMIO_VERSION 2
#define NET_ID 1
#define DISK_ID 2
#define VSOCK_ID 19
#define BALLOON_ID 5

#define ACKNOWLEDGE 1
#define DRIVER 2
#define DRIVER_OK 4
#define FEATURES_OK 8
#define NEEDS_RESET 64
#define FAILED 128

#define INTERRUPT_USED 1
#define INTERRUPT_CONFIGURATION 2

#define FEATURE_CHECKSUM (1ull << 0)
#define FEATURE_GUEST_CHECKSUM (1ull << 1)
#define FEATURE_GUEST_TSO4 (1ull << 7)
#define FEATURE_GUEST_TSO6 (1ull << 8)
#define FEATURE_HOST_TSO4 (1ull << 11)
#define FEATURE_MERGE (1ull << 15)

#define FEATURE_STATISTICS (1ull << 1)
#define FEATURE_HINTING (1ull << 3)
#define FEATURE_REPORTING (1ull << 5)

#define FEATURE_READ_ONLY (1ull << 5)
#define FEATURE_FLUSH (1ull << 9)
#define FEATURE_DISCARD (1ull << 13)
#define FEATURE_WRITE_ZEROES (1ull << 14)
#define FEATURE_INDIRECT (1ull << 28)
#define FEATURE_EVENT_INDEX (1ull << 29)
#define FEATURE_VERSION_1 (1ull << 32)
#define FEATURE_IN_ORDER (1ull << 35)

#define DESCRIPTOR_NEXT 1
#define DESCRIPTOR_WRITE 2
#define DESCRIPTOR_INDIRECT 4

/* In the available ring: suppresses interrupts; in the used ring: suppresses doorbells. */
#define NO_INTERRUPT 1
#define NO_NOTIFY 1

#define MAXIMUM_QUEUE_SIZE 256

struct descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
};

/* The available ring: entries, followed by used_event. */
struct available_ring {
    uint16_t flags;
    uint16_t index;
    uint16_t heads[MAXIMUM_QUEUE_SIZE + 1];
};

struct used_element {
    uint32_t head;
    uint32_t written;
};

/* The used ring. avail_event also follows the entries. */
struct used_ring {
    uint16_t flags;
    uint16_t index;
    struct used_element elements[MAXIMUM_QUEUE_SIZE + 1];
};

#endif
