/* The table of connections. */
#include "vsock.h"

struct vsock vsock;
struct tally tally;

static struct connection connections[MOST_CONNECTIONS];
static struct connection *limit = connections;
static uint32_t buffer;

void copy_bytes(void *to, const void *from, uint64_t length)
{
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
}

void connections_prepare(uint32_t length)
{
    buffer = length;
    for (struct connection *one = connections; one < limit; one++) {
        one->state = FREE;
    }
}

uint32_t buffer_length(void)
{
    return buffer;
}

struct connection *connection_find(uint32_t own_port, uint32_t peer_port)
{
    for (struct connection *one = connections; one < limit; one++) {
        if (one->own_port == own_port && one->peer_port == peer_port && one->state != FREE) {
            return one;
        }
    }
    return NULL;
}

/* A ring stays with its place in the table: memory is never given back. */
struct connection *connection_new(uint32_t own_port, uint32_t peer_port, enum state state, enum service service)
{
    struct connection *one = connections;
    while (one < limit && one->state != FREE) {
        one++;
    }
    if (one == connections + MOST_CONNECTIONS) {
        fail("vsock: too many connections");
    }
    if (one == limit) {
        one->ring = take_memory(buffer, 64);
        limit++;
    }
    *one = (struct connection){
        .own_port = own_port, .peer_port = peer_port, .state = state, .service = service, .ring = one->ring, .hash = HASH_START,
    };
    return one;
}

struct connection *connection_next(struct connection *after)
{
    struct connection *one = after ? after + 1 : connections;
    while (one < limit && one->state == FREE) {
        one++;
    }
    return one < limit ? one : NULL;
}

void connection_free(struct connection *connection)
{
    connection->state = FREE;
}

uint32_t connection_credit(const struct connection *connection)
{
    uint32_t in_flight = connection->sent - connection->peer_forwarded;
    return connection->peer_is_deaf || in_flight >= connection->peer_buffer ? 0 : connection->peer_buffer - in_flight;
}

/* A packet to send, with ports and credit. */
struct vsock_header *connection_packet(struct connection *connection, enum vsock_operation operation)
{
    struct vsock_header *packet = vsock_room(&vsock);
    packet->source_port = connection->own_port;
    packet->target_port = connection->peer_port;
    packet->operation = (uint16_t)operation;
    packet->flags = 0;
    packet->buffer = buffer;
    packet->forwarded = connection->told = connection->forwarded;
    return packet;
}

void connection_tell(struct connection *connection, enum vsock_operation operation, uint32_t flags)
{
    struct vsock_header *packet = connection_packet(connection, operation);
    packet->flags = flags;
    vsock_send(&vsock, packet, 0);
}

void connection_send(struct connection *connection, struct vsock_header *packet, uint32_t length)
{
    connection->sent += length;
    connection->total_out += length;
    tally.bytes_out += length;
    vsock_send(&vsock, packet, length);
}

/* Frees a part of the ring, and tells the host when it believes that there is hardly any room. */
void connection_take(struct connection *connection, uint32_t length)
{
    connection->first = (connection->first + length) % buffer;
    connection->count -= length;
    connection->forwarded += length;
    if (connection->forwarded - connection->told >= buffer / 2 && connection->state == OPEN) {
        connection_tell(connection, CREDIT_UPDATE, 0);
    }
}
