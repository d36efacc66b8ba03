/*
 * One connection to port "to=" of the host, "settle=" milliseconds before and after it only waiting. mode=send: packets of "length=" bytes as fast as
 * the host has room for them, for "milliseconds=". mode=receive: takes what the host sends until it closes; the time is that between the first packet
 * and the last. Steps are packets that were sent, and times that there was something to take. mode=latency: "samples=" connections one after the other, each closed when it was answered.
 */
#include "vsock.h"

#define OWN_PORT 9000

/* An answer that is not there by then will not come. */
#define PATIENCE_MILLISECONDS 5000

#define MOST_SAMPLES 10000

/* Packets that the device learns of at once, as an operating system's worker sends them. */
#define BATCH 16

static struct connection *open_one(uint32_t own_port, uint32_t port)
{
    struct connection *connection = connection_new(own_port, port, CONNECTING, HOLD);
    connection_tell(connection, REQUEST, 0);
    vsock_publish(&vsock);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (connection->state == CONNECTING) {
        if (ticks() > end) {
            fail("vsock: no answer");
        }
        take_packets();
    }
    if (connection->state != OPEN) {
        fail("vsock: refused");
    }
    return connection;
}

static void close_one(struct connection *connection)
{
    connection_tell(connection, SHUTDOWN, NO_MORE_RECEIVED | NO_MORE_SENT);
    connection->state = CLOSING;
    vsock_publish(&vsock);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    while (connection->state == CLOSING) {
        if (ticks() > end) {
            fail("vsock: it does not close");
        }
        take_packets();
    }
}

static void tell(const char *name, uint64_t value)
{
    say(" ");
    say(name);
    say(" ");
    say_number(value);
}

static void report(const char *what, uint64_t bytes, uint64_t steps, uint64_t elapsed)
{
    say("vsock: ");
    say(what);
    tell("bytes", bytes);
    tell("steps", steps);
    tell("ticks", elapsed);
    tell("doorbells", vsock.send.doorbells);
    tell("khz", ticks_per_millisecond());
    say_line("");
}

void bench_sending(const char *line)
{
    uint32_t length = (uint32_t)number_of(line, "length", MOST_PAYLOAD);
    uint64_t settle = number_of(line, "settle", 0);
    struct connection *connection = open_one(OWN_PORT, (uint32_t)number_of(line, "to", 5000));
    say_line("vsock: begin");
    wait_milliseconds(settle);
    uint64_t packets = 0;
    uint64_t start = ticks();
    uint64_t end = start + number_of(line, "milliseconds", 500) * ticks_per_millisecond();
    while (ticks() < end && connection->state == OPEN) {
        for (int count = 0; count < BATCH && connection_credit(connection) >= length; count++, packets++) {
            connection_send(connection, connection_packet(connection, RW), length);
        }
        take_packets();
    }
    report("sent", connection->total_out, packets, ticks() - start);
    wait_milliseconds(settle);
    close_one(connection);
}

void bench_receiving(const char *line)
{
    uint64_t settle = number_of(line, "settle", 0);
    struct connection *connection = open_one(OWN_PORT, (uint32_t)number_of(line, "to", 5000));
    say_line("vsock: begin");
    uint64_t turns = 0;
    uint64_t bytes = 0;
    uint64_t start = 0;
    uint64_t last = 0;
    while (connection->state == OPEN && !connection->peer_is_done) {
        /* Only the ring's indices: what it holds is not looked at. */
        take_packets();
        if (connection->count > 0) {
            last = ticks();
            start = start ? start : last;
            turns++;
            bytes += connection->count;
            connection_take(connection, connection->count);
            vsock_publish(&vsock);
        }
    }
    report("received", bytes, turns, last - start);
    wait_milliseconds(settle);
}

static void sort(uint64_t *values, uint32_t count)
{
    for (uint32_t index = 1; index < count; index++) {
        uint64_t value = values[index];
        uint32_t at = index;
        for (; at > 0 && values[at - 1] > value; at--) {
            values[at] = values[at - 1];
        }
        values[at] = value;
    }
}

void bench_latency(const char *line)
{
    static uint64_t samples[MOST_SAMPLES];
    uint32_t count = (uint32_t)number_of(line, "samples", 200);
    uint32_t port = (uint32_t)number_of(line, "to", 5000);
    if (count > MOST_SAMPLES) {
        fail("vsock: too many samples");
    }
    say_line("vsock: begin");
    for (uint32_t index = 0; index < count; index++) {
        uint64_t start = ticks();
        struct connection *connection = open_one(OWN_PORT + index, port);
        samples[index] = ticks() - start;
        close_one(connection);
    }
    sort(samples, count);
    say("vsock: connected");
    tell("samples", count);
    tell("median", samples[count / 2]);
    tell("p99", samples[count * 99 / 100]);
    tell("khz", ticks_per_millisecond());
    say_line("");
}
