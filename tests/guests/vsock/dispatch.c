/* What the device sends: each packet must be one that a correct device may send then. */
#include "vsock.h"

/* What the device always has room for. */
#define DEVICE_BUFFER 65536

static void answer_unknown(const struct vsock_header *packet)
{
    struct vsock_header *answer = vsock_room(&vsock);
    *answer = (struct vsock_header){.source_port = packet->target_port, .target_port = packet->source_port, .operation = RST};
    vsock_send(&vsock, answer, 0);
}

static void meet(const struct vsock_header *packet)
{
    enum service service;
    if (!service_of(packet->target_port, &service)) {
        answer_unknown(packet);
        return;
    }
    struct connection *connection = connection_new(packet->target_port, packet->source_port, OPEN, service);
    connection->peer_buffer = packet->buffer;
    connection->peer_forwarded = packet->forwarded;
    connection_tell(connection, RESPONSE, 0);
    tally.opened++;
}

static void keep(struct connection *connection, const struct vsock_header *packet)
{
    if (connection->state == CLOSING) {
        /* It was on its way. */
        return;
    }
    if (packet->length > buffer_length() - connection->count) {
        fail("vsock: the host sends more than there is room for");
    }
    if (connection->state != OPEN || connection->peer_is_done) {
        fail("vsock: the host sends when it must not");
    }
    const uint8_t *data = (const uint8_t *)(packet + 1);
    uint32_t end = (connection->first + connection->count) % buffer_length();
    uint32_t part = buffer_length() - end < packet->length ? buffer_length() - end : packet->length;
    copy_bytes(connection->ring + end, data, part);
    copy_bytes(connection->ring, data + part, packet->length - part);
    connection->count += packet->length;
    tally.bytes_in += packet->length;
}

static void part(struct connection *connection)
{
    bool is_expected = connection->state == CLOSING;
    tally.refused += connection->state == CONNECTING;
    tally.closed += is_expected;
    tally.reset += connection->state == OPEN;
    connection_free(connection);
}

static void handle(struct connection *connection, const struct vsock_header *packet)
{
    if (packet->operation != RST && packet->buffer != DEVICE_BUFFER) {
        fail("vsock: the host's room is another");
    }
    if (packet->operation != RST && packet->forwarded - connection->peer_forwarded > connection->sent - connection->peer_forwarded) {
        fail("vsock: the host has taken more than it was sent");
    }
    connection->peer_buffer = packet->buffer;
    connection->peer_forwarded = packet->forwarded;
    switch (packet->operation) {
    case RESPONSE:
        if (connection->state != CONNECTING) {
            fail("vsock: a response to nothing");
        }
        connection->state = OPEN;
        tally.opened++;
        break;
    case RST:
        part(connection);
        break;
    case SHUTDOWN:
        connection->peer_is_done |= packet->flags & NO_MORE_SENT;
        connection->peer_is_deaf |= packet->flags & NO_MORE_RECEIVED;
        break;
    case RW:
        keep(connection, packet);
        break;
    case CREDIT_REQUEST:
        connection_tell(connection, CREDIT_UPDATE, 0);
        break;
    case REQUEST:
        fail("vsock: a request for a connection that there is");
        break;
    default:
        break;
    }
}

bool take_packets(void)
{
    const struct vsock_header *packet;
    uint16_t head;
    bool has_any = false;
    while ((packet = vsock_receive(&vsock, &head))) {
        struct connection *connection = connection_find(packet->target_port, packet->source_port);
        if (connection) {
            handle(connection, packet);
        } else if (packet->operation == REQUEST) {
            meet(packet);
        } else if (packet->operation != RST) {
            answer_unknown(packet);
        }
        vsock_give_back(&vsock, head);
        has_any = true;
    }
    vsock_publish(&vsock);
    return has_any;
}
