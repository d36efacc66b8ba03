/*
 * Attacks the socket device of the command line; with "events=off" without the event index; with "tables=sockets" only by packets and connections.
 * "control=on" shows instead that a misbehaving device is detected.
 */
#include "vsock.h"

struct vsock vsock;
uint64_t extra_features;

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!vsock_find(&vsock, line)) {
        fail("hostile: there is no socket device");
    }
    need_memory(zero_page);
    extra_features = word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX;
    const char *why = good_round();
    if (why) {
        fail(why);
    }
    say_line("hostile: ready");
    if (word_is(line, "control", "on")) {
        run_control();
        end_attack();
    }
    run_packets();
    run_states();
    run_chains();
    attack_receiving();
    run_receives();
    run_credit();
    run_events();
    run_flows();
    if (word_is(line, "tables", "sockets")) {
        end_attack();
    }
    attack_sending();
    run_tables();
    run_registers();
    attack_receiving();
    run_tables();
    end_attack();
}
