/* The measurements of the network guest, selected by "mode=" on its command line, with the parameters of each. */
#ifndef KILN_NET_GUEST_H
#define KILN_NET_GUEST_H

#include "../virtio/net.h"

/*
 * mode=send: frames of "length=" bytes, "depth=" of them in flight, for "milliseconds="; longer ones than the MTU are segments of TCP, for the host to
 * cut. "settle=" milliseconds before and after it only waits.
 */
void bench_sending(struct net *net, const struct net_choice *choice, const char *line);

/* mode=receive: waits "settle=" milliseconds before it gives the device buffers, takes "frames=" frames, and waits again. */
void bench_receiving(struct net *net, const struct net_choice *choice, const char *line);

#endif
