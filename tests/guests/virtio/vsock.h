/* A virtio socket device (Virtio 1.2, 5.10): packets come and go, and what the device says of itself is checked. It knows no connections. */
#ifndef KILN_VIRTIO_VSOCK_H
#define KILN_VIRTIO_VSOCK_H

#include "queue.h"

#define VSOCK_HEADER 44
#define VSOCK_HOST 2
#define VSOCK_STREAM 1

/* The most that a packet carries. */
#define MOST_PAYLOAD 65536

enum vsock_operation { REQUEST = 1, RESPONSE, RST, SHUTDOWN, RW, CREDIT_UPDATE, CREDIT_REQUEST };

/* Flags of SHUTDOWN. */
#define NO_MORE_RECEIVED 1
#define NO_MORE_SENT 2

struct vsock_header {
    uint64_t source_cid;
    uint64_t target_cid;
    uint32_t source_port;
    uint32_t target_port;
    uint32_t length;
    uint16_t type;
    uint16_t operation;
    uint32_t flags;
    uint32_t buffer;
    uint32_t forwarded;
} __attribute__((packed));

/* The driver's choices. */
struct vsock_choice {
    uint64_t features;
    uint16_t queue_size;
    /* Of each receive chain: its length, and the number of buffers that it is made of. */
    uint32_t chain;
    int parts;
    /* Whether a packet to send is one buffer, not a header and a payload. */
    bool is_whole;
};

/* The packets that may be in flight: two descriptors each. */
#define MOST_SENDING (MAXIMUM_QUEUE_SIZE / 2)

/* Where the device puts an event. */
struct vsock_event {
    uint32_t number;
};

struct vsock {
    struct device device;
    struct queue receive;
    struct queue send;
    struct queue event;
    struct vsock_choice choice;
    uint64_t cid;
    /* By head of a receive chain, and of one to send: its memory. */
    uint8_t *chains[MAXIMUM_QUEUE_SIZE];
    uint8_t *sending[MAXIMUM_QUEUE_SIZE];
    /* Memory of packets to send that is free. */
    uint8_t *rooms[MOST_SENDING];
    uint32_t free_rooms;
    uint8_t *memory;
    uint8_t *send_memory;
    struct vsock_event *events;
};

/* Finds the socket device of the command line and allocates its memory, without initializing the device. */
bool vsock_find(struct vsock *vsock, const char *line);

/* Sets up one queue each, between the features and DRIVER_OK; its chains are the device's with the next vsock_publish. False on failure. */
bool vsock_set_up_receive(struct vsock *vsock);
bool vsock_set_up_send(struct vsock *vsock);
bool vsock_set_up_event(struct vsock *vsock);

/* Initializes the device, and gives it all receive chains and event buffers. False on failure. */
bool vsock_start(struct vsock *vsock, const struct vsock_choice *choice);

/* The next packet of the device, its payload behind its header; null when there is none. Its chain is the device's again with vsock_give_back. */
const struct vsock_header *vsock_receive(struct vsock *vsock, uint16_t *head);

/* Gives a receive chain back, with the next vsock_publish. */
void vsock_give_back(struct vsock *vsock, uint16_t head);

/* Room for a packet to send and its payload: waits until there is some. */
struct vsock_header *vsock_room(struct vsock *vsock);

/* Sends the packet with the next vsock_publish; its cids, type and length are filled in. */
void vsock_send(struct vsock *vsock, struct vsock_header *packet, uint32_t length);

/* Tells the device of all chains that are new. */
void vsock_publish(struct vsock *vsock);

/* Whether the transport was reset: the cid is read anew, and the device has the event's buffer again. */
bool vsock_was_reset(struct vsock *vsock);

#endif
