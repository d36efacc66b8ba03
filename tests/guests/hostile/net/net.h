/* A network interface under attack, whose host sends back every frame of EtherType 0x88b5 as it is. */
#ifndef KILN_HOSTILE_NET_H
#define KILN_HOSTILE_NET_H

#include "../hostile.h"
#include "../../virtio/net.h"

/* Header and frame of the cases, in one piece, and as much again that must stay as it is. */
#define PLACE 0x5000000
#define FRAME_PLACE (PLACE + NET_HEADER)
#define PLACE_LENGTH 0x12000
#define PLACE_PATTERN 0x5c

/* The length of most frames; and the shortest that carries its number. */
#define FRAME_LENGTH 100
#define LEAST_NUMBERED 20

/* Header and frame of the longest chain that a device sends. */
#define MOST_SENT (NET_HEADER + MOST_FRAME)

struct net_header {
    uint8_t flags;
    uint8_t gso_type;
    uint16_t length;
    uint16_t gso_size;
    uint16_t checksum_start;
    uint16_t checksum_offset;
    uint16_t buffers;
};

/* What a case should have the device count. */
enum count { NOTHING, SEND_FAILS, MALFORMED, WRITE_FAILS, MAYBE_WRITE_FAILS, RECEIVE_FAILS, COUNTS };

extern struct net net;

/* frame.c: frames that tell themselves from all others. */
uint32_t case_number(void);
void make_frame(volatile uint8_t *to, uint32_t number, uint32_t length);
bool is_frame(const volatile uint8_t *frame, uint32_t number, uint32_t length);
void fill_place(void);
bool is_place_untouched(uint32_t from);

/* target.c: either queue as a target. */
void attack_receiving(void);
void attack_sending(void);
/* Has the host send frames of this case, which it gets from a correct driver. */
void have_sent(uint32_t length, uint16_t count);

/* round.c: the correct driver. How many frames of the case it must find, which the case did not take. */
void expect_frames(uint32_t least, uint32_t most);
void expect_count(enum count count);
const char *good_round(void);
void say_counts(void);

/* The tables of network interfaces. */
void run_sends(void);
void run_receives(void);
void run_overlaps(void);
void run_flows(void);
void run_agreements(void);

/* Positive controls: each case must be found bad. */
void run_control(void);

#endif
