/* The socket guest: connections with credit in both directions, and services at their ends. */
#ifndef KILN_VSOCK_GUEST_H
#define KILN_VSOCK_GUEST_H

#include "../virtio/vsock.h"

/* As many as the device allows, and as many again that are being closed. */
#define MOST_CONNECTIONS 2048

/* What a connection does at this end. See services.c. */
enum service { ECHO, SINK, SOURCE, HOLD, OVERFLOW, DEAF, MUTE };

enum state { FREE, CONNECTING, OPEN, CLOSING };

struct connection {
    uint32_t own_port;
    uint32_t peer_port;
    enum state state;
    enum service service;
    /* What the host has said: it sends no more, it receives no more. */
    bool peer_is_done;
    bool peer_is_deaf;
    /* This end sends no more. */
    bool is_done;
    /* Sent in all, of what the host has taken, and how much it has room for; all modulo 2^32. */
    uint32_t sent;
    uint32_t peer_forwarded;
    uint32_t peer_buffer;
    /* Taken from the ring in all, and how much of it the host was told. */
    uint32_t forwarded;
    uint32_t told;
    /* What has come and is not taken: a ring of buffer_length() bytes. */
    uint8_t *ring;
    uint32_t first;
    uint32_t count;
    /* Of the services: what has come and gone in all, and the hash of what has come. */
    uint64_t total_in;
    uint64_t total_out;
    uint64_t hash;
};

/* What has happened so far. */
struct tally {
    uint64_t opened;
    uint64_t refused;
    uint64_t reset;
    uint64_t closed;
    uint64_t bytes_in;
    uint64_t bytes_out;
};

extern struct vsock vsock;
extern struct tally tally;

/* connection.c: the table of connections, and what they send. */
void connections_prepare(uint32_t buffer);
uint32_t buffer_length(void);
struct connection *connection_find(uint32_t own_port, uint32_t peer_port);
struct connection *connection_new(uint32_t own_port, uint32_t peer_port, enum state state, enum service service);
struct connection *connection_next(struct connection *after);
void connection_free(struct connection *connection);
uint32_t connection_credit(const struct connection *connection);
void connection_tell(struct connection *connection, enum vsock_operation operation, uint32_t flags);
struct vsock_header *connection_packet(struct connection *connection, enum vsock_operation operation);
void connection_send(struct connection *connection, struct vsock_header *packet, uint32_t length);
void connection_take(struct connection *connection, uint32_t length);

/* dispatch.c: takes what the device has sent. True when there was anything. */
bool take_packets(void);

/* services.c: gives a port its service, and lets a connection go on. False from service_of when nobody listens there. */
bool service_of(uint32_t port, enum service *service);
void service_step(struct connection *connection);
void services_prepare(const char *line);
bool has_ended(void);

/* pattern.c: content that host and guest both know, and its hash (FNV-1a, 64 bits). */
#define HASH_START 0xcbf29ce484222325
void make_pattern(uint8_t *to, uint32_t seed, uint64_t from, uint32_t length);
uint64_t hash_on(uint64_t hash, const uint8_t *data, uint32_t length);

void copy_bytes(void *to, const void *from, uint64_t length);

/* client.c: opens connections to the host as the command line says, again after a reset of the transport if it says so. */
void client_start(const char *line);
void client_look(void);
void client_lost(void);

/* bench.c: mode=send, mode=receive, mode=latency. */
void bench_sending(const char *line);
void bench_receiving(const char *line);
void bench_latency(const char *line);

#endif
