/* A virtio network device (Virtio 1.2, 5.1): receive buffers go round, frames are sent one at a time. */
#ifndef KILN_VIRTIO_NET_H
#define KILN_VIRTIO_NET_H

#include "queue.h"

#define NET_HEADER 12
#define MOST_FRAME (65536 + 14)

/* The driver's choices. */
struct net_choice {
    uint64_t features;
    uint16_t queue_size;
    /* Of each receive chain: its length, and the number of buffers that it is made of. */
    uint32_t chain;
    int parts;
};

struct net {
    struct device device;
    struct queue receive;
    struct queue send;
    struct net_choice choice;
    /* By head of a receive chain: its memory. */
    uint8_t *chains[MAXIMUM_QUEUE_SIZE];
    /* Memory of all receive chains, and of the frame that is sent. */
    uint8_t *memory;
    uint8_t *frame;
};

/* Finds the Nth network device of the command line and allocates its memory, without initializing the device. */
bool net_find(struct net *net, const char *line, uint64_t place);

/* Initializes the device. It has the receive chains, as many as its queue takes, with the next queue_publish of that queue. False on failure. */
bool net_prepare(struct net *net, const struct net_choice *choice);

/* The same, and it has them at once. */
bool net_start(struct net *net, const struct net_choice *choice);

/* Takes a frame into one piece of memory with room for the longest; its length without the header, 0 when there is none. */
uint32_t net_receive(struct net *net, uint8_t *frame);

/*
 * Takes a frame and forgets it; its length without the header, 0 when there is none. Its chains are the device's again with the next queue_publish of
 * the receive queue.
 */
uint32_t net_discard(struct net *net);

/* Sends a frame, and waits until the device has taken it. */
void net_send(struct net *net, const uint8_t *frame, uint32_t length);

#endif
