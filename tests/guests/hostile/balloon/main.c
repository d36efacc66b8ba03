/* Attacks the balloon, which must have everything. "control=on" shows instead that a misbehaving device is detected. */
#include "balloon.h"

struct balloon balloon;
uint64_t extra_features;

void guest_main(const uint8_t *zero_page)
{
    const char *line = command_line(zero_page);
    if (!balloon_find(&balloon, line)) {
        fail("hostile: there is no balloon");
    }
    need_memory(zero_page);
    if (word_is(line, "control", "on")) {
        run_control();
        end_attack();
    }
    attack_lists();
    run_lists();
    run_space();
    run_tables();
    run_registers();
    attack_ranges();
    run_ranges();
    run_tables();
    end_attack();
}
