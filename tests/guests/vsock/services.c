/*
 * What connections do. The ports that this guest listens on: 1024 sends back all that comes; 1025 answers how much came, and its hash, when the host
 * sends no more; 1026 sends as many bytes of the pattern as the first four bytes say, then closes; 1027 takes all and says nothing; 1028 never takes
 * anything; 1029 ends the guest; 1030 says that it receives no more.
 */
#include "vsock.h"

#define FIRST_PORT 1024
#define END_PORT 1029
#define LAST_PORT 1030

/* The request to port 1026. */
#define REQUEST_LENGTH 4

static const enum service ports[] = {ECHO, SINK, SOURCE, HOLD, DEAF, HOLD, MUTE};

static uint32_t most_at_once;
static uint64_t source_length;
static bool is_over;

void services_prepare(const char *line)
{
    most_at_once = (uint32_t)number_of(line, "length", MOST_PAYLOAD);
    source_length = number_of(line, "bytes", 0) + (number_of(line, "mib", 0) << 20);
}

bool has_ended(void)
{
    return is_over;
}

bool service_of(uint32_t port, enum service *service)
{
    is_over |= port == END_PORT;
    if (port < FIRST_PORT || port > LAST_PORT) {
        return false;
    }
    *service = ports[port - FIRST_PORT];
    return true;
}

/* Both directions are at their end. */
static void close(struct connection *connection)
{
    if (connection->peer_is_done && connection->peer_is_deaf) {
        connection_tell(connection, RST, 0);
        tally.closed++;
        connection_free(connection);
        return;
    }
    connection_tell(connection, SHUTDOWN, NO_MORE_RECEIVED | NO_MORE_SENT);
    connection->state = CLOSING;
}

static bool is_at_end(const struct connection *connection)
{
    return connection->peer_is_done && connection->count == 0;
}

static uint32_t least(uint32_t left, uint32_t right)
{
    return left < right ? left : right;
}

/* What lies in one piece of the ring. */
static uint32_t piece(const struct connection *connection)
{
    return least(connection->count, buffer_length() - connection->first);
}

static void absorb(struct connection *connection)
{
    for (uint32_t length; (length = piece(connection)) > 0;) {
        connection->hash = hash_on(connection->hash, connection->ring + connection->first, length);
        connection->total_in += length;
        connection_take(connection, length);
    }
}

static void echo(struct connection *connection)
{
    uint32_t length = least(least(piece(connection), connection_credit(connection)), most_at_once);
    if (length > 0) {
        struct vsock_header *packet = connection_packet(connection, RW);
        copy_bytes(packet + 1, connection->ring + connection->first, length);
        connection_take(connection, length);
        packet->forwarded = connection->told = connection->forwarded;
        connection_send(connection, packet, length);
    } else if (is_at_end(connection) || connection->peer_is_deaf) {
        close(connection);
    }
}

static void send_text(struct connection *connection, const char *text)
{
    struct vsock_header *packet = connection_packet(connection, RW);
    uint32_t length = 0;
    for (uint8_t *to = (uint8_t *)(packet + 1); *text; length++) {
        *to++ = (uint8_t)*text++;
    }
    connection_send(connection, packet, length);
}

/* A number in hexadecimal, of 16 digits. */
static void spell(char *to, uint64_t value)
{
    for (int digit = 15; digit >= 0; digit--, value >>= 4) {
        to[digit] = "0123456789abcdef"[value & 15];
    }
}

/* The lengths are hexadecimal too. */
static void sink(struct connection *connection)
{
    absorb(connection);
    if (is_at_end(connection) && connection_credit(connection) >= 64) {
        char answer[] = "0000000000000000 bytes 0000000000000000\n";
        spell(answer, connection->total_in);
        spell(answer + 23, connection->hash);
        send_text(connection, answer);
        close(connection);
    } else if (connection->peer_is_deaf) {
        close(connection);
    }
}

static void say_answer(const struct connection *connection)
{
    say("vsock: answer of ");
    say_number(connection->total_in);
    say(" bytes ");
    say_hex(connection->hash);
    say_line("");
}

/* How much is sent: what the command line says if this end has opened it, or what the host asks for. */
static bool is_asked(struct connection *connection, uint64_t *length)
{
    bool is_own = connection->own_port > LAST_PORT;
    if (!is_own && connection->count < REQUEST_LENGTH && connection->total_out == 0) {
        return false;
    }
    *length = is_own ? source_length : *(const uint32_t *)connection->ring;
    return true;
}

/* Sends, shuts its side, and takes the answer until the host shuts its own. */
static void source(struct connection *connection)
{
    uint64_t wanted;
    if (!is_asked(connection, &wanted)) {
        if (connection->peer_is_done) {
            close(connection);
        }
        return;
    }
    uint64_t left = wanted - connection->total_out;
    uint32_t length = least(connection_credit(connection), left < most_at_once ? (uint32_t)left : most_at_once);
    if (length > 0) {
        struct vsock_header *packet = connection_packet(connection, RW);
        make_pattern((uint8_t *)(packet + 1), connection->peer_port, connection->total_out, length);
        connection_send(connection, packet, length);
    } else if (left == 0 && !connection->is_done) {
        connection->is_done = true;
        connection_tell(connection, SHUTDOWN, NO_MORE_SENT);
    }
    bool is_own = connection->own_port > LAST_PORT;
    if (is_own || connection->is_done) {
        absorb(connection);
    }
    if (connection->peer_is_deaf || (connection->is_done && (!is_own || is_at_end(connection)))) {
        if (is_own) {
            say_answer(connection);
        }
        close(connection);
    }
}

/* Sends without regard to what the host has room for, until it is reset. */
static void overflow(struct connection *connection)
{
    struct vsock_header *packet = connection_packet(connection, RW);
    make_pattern((uint8_t *)(packet + 1), 0, 0, MOST_PAYLOAD);
    connection_send(connection, packet, MOST_PAYLOAD);
}

static void hold(struct connection *connection)
{
    absorb(connection);
    if (is_at_end(connection)) {
        close(connection);
    }
}

static void mute(struct connection *connection)
{
    if (!connection->is_done) {
        connection->is_done = true;
        connection_tell(connection, SHUTDOWN, NO_MORE_RECEIVED);
    }
    hold(connection);
}

void service_step(struct connection *connection)
{
    static void (*const steps[])(struct connection *) = {
        [ECHO] = echo, [SINK] = sink, [SOURCE] = source, [HOLD] = hold, [OVERFLOW] = overflow, [MUTE] = mute,
    };
    if (connection->state == OPEN && steps[connection->service]) {
        steps[connection->service](connection);
    } else if (connection->state == OPEN && connection->peer_is_deaf) {
        close(connection);
    }
}
