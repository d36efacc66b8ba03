/*
 * Listens on ports (services.c) and opens connections (client.c), with credit in both directions, until the host connects to port 1029. "cid=" is the
 * one that it must have; "size=" how many entries its queues have; "chain=" how long its receive chains are and "parts=" of how many buffers each;
 * "whole=on" that a packet to send is one buffer; "buffer=" how much a connection has room for; "events=off" and "order=off" leave those features out;
 * "hold=on" takes nothing before something is typed. When the transport is reset it forgets all connections and goes on. With "mode=" it is measured
 * instead: see bench.c.
 */
#include "vsock.h"

static void hold(void)
{
    say_line("vsock: holds");
    while (!(in8(SERIAL_LINE_STATUS) & SERIAL_DATA_READY)) {
        wait_milliseconds(1);
    }
}

static void check_cid(const char *line)
{
    if (vsock.cid != number_of(line, "cid", 3)) {
        say("vsock: the cid is ");
        say_number(vsock.cid);
        say_line("");
        leave();
    }
}

/* The device has forgotten all connections; those who listen stay. */
static void lose(const char *line)
{
    uint64_t count = 0;
    for (struct connection *one = connection_next(NULL); one; one = connection_next(one)) {
        connection_free(one);
        count++;
    }
    check_cid(line);
    say("vsock: transport reset, ");
    say_number(count);
    say_line(" connections lost");
    client_lost();
}

static void serve(const char *line)
{
    while (!has_ended()) {
        take_packets();
        if (vsock_was_reset(&vsock)) {
            lose(line);
        }
        for (struct connection *one = connection_next(NULL); one; one = connection_next(one)) {
            service_step(one);
        }
        client_look();
        vsock_publish(&vsock);
        __asm__ volatile("pause");
    }
    say("vsock: ");
    say_number(tally.opened);
    say(" opened, ");
    say_number(tally.refused);
    say(" refused, ");
    say_number(tally.reset);
    say(" reset, ");
    say_number(tally.bytes_in);
    say(" bytes received, ");
    say_number(tally.bytes_out);
    say_line(" bytes sent");
}

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!vsock_find(&vsock, line)) {
        fail("vsock: there is none");
    }
    struct vsock_choice choice = {
        .features = (word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX) | (word_is(line, "order", "off") ? 0 : FEATURE_IN_ORDER),
        .queue_size = (uint16_t)number_of(line, "size", MAXIMUM_QUEUE_SIZE),
        .chain = (uint32_t)number_of(line, "chain", 4096),
        .parts = (int)number_of(line, "parts", 1),
        .is_whole = word_is(line, "whole", "on"),
    };
    connections_prepare((uint32_t)number_of(line, "buffer", 65536));
    services_prepare(line);
    if (!vsock_start(&vsock, &choice)) {
        fail("vsock: it does not start");
    }
    check_cid(line);
    say_line("vsock: ready");
    if (word_is(line, "hold", "on")) {
        hold();
    }
    if (word_is(line, "mode", "send")) {
        bench_sending(line);
    } else if (word_is(line, "mode", "receive")) {
        bench_receiving(line);
    } else if (word_is(line, "mode", "latency")) {
        bench_latency(line);
    } else {
        client_start(line);
        serve(line);
    }
    leave();
}
