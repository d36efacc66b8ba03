/*
 * Attacks the network interface "net=" of the command line, from zero; with "events=off" without the event index; with "tables=frames" only by
 * frames and buffers, and tells what the device should have counted. "control=on" shows instead that a misbehaving device is detected.
 */
#include "net.h"

struct net net;
uint64_t extra_features;

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!net_find(&net, line, number_of(line, "net", 0))) {
        fail("hostile: there is no network interface");
    }
    need_memory(zero_page);
    extra_features = word_is(line, "events", "off") ? 0 : FEATURE_EVENT_INDEX;
    say_line("hostile: ready");
    if (word_is(line, "control", "on")) {
        run_control();
        end_attack();
    }
    attack_sending();
    run_sends();
    attack_receiving();
    run_receives();
    say_counts();
    if (word_is(line, "tables", "frames")) {
        end_attack();
    }
    run_overlaps();
    run_tables();
    run_registers();
    run_flows();
    run_agreements();
    attack_sending();
    run_tables();
    end_attack();
}
