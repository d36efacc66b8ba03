/*
 * A socket device under attack. Its host listens on three ports: what comes on ECHO_PORT goes back; what comes on ASK_PORT is the first line of a
 * connection that the host opens to the guest, on which everything goes back too, the device's own line included; on DEAF_PORT nothing is ever read.
 */
#ifndef KILN_HOSTILE_VSOCK_H
#define KILN_HOSTILE_VSOCK_H

#include "../hostile.h"
#include "../../virtio/vsock.h"

#define ECHO_PORT 5000
#define ASK_PORT 5001
#define DEAF_PORT 5002
/* Nobody listens there. */
#define CLOSED_PORT 5999

/* The guest's port that the host is asked to connect to. */
#define ASKED_PORT 7777

/* Packets of the cases, and as much again that must stay as it is. */
#define PLACE 0x5000000

/* What a device always has room for. */
#define DEVICE_BUFFER 65536

/* A case's own port: no two have the same. */
#define OWN_PORT (20000 + (uint32_t)case_count * 4)

extern struct vsock vsock;

/* dialog.c: packets by the raw send queue, one at a time, and what comes back by a correct receive queue. */
bool begin(void);
struct vsock_header packet_of(uint32_t own_port, uint32_t peer_port, uint16_t operation);
bool put(struct vsock_header packet, uint32_t payload);
uint16_t take(struct vsock_header *packet);
uint16_t take_of(uint32_t own_port, struct vsock_header *packet);
/*
 * Sends what must be answered by RST, and takes what comes until then: the first that is not that, nor of the
 * connection by which the host is asked, is the answer; operation 0 if there is none.
 */
const char *answer_of(struct vsock_header *answer);
const char *converse(uint32_t own_port, uint32_t peer_port);

/* target.c: the send queue and the receive queue as targets; what the correct driver does after each case. */
void attack_receiving(void);
void attack_sending(void);
const char *good_round(void);

/* The tables of socket devices. */
void run_packets(void);
void run_states(void);
void run_chains(void);
void run_receives(void);
void run_credit(void);
void run_events(void);
void run_flows(void);

/* Positive controls: each case must be found bad. */
void run_control(void);

#endif
