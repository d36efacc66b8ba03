#include "hostile.h"

void need_memory(const uint8_t *zero_page)
{
    if (memory_kib(zero_page) > MEMORY_MIB << 10 || memory_kib(zero_page) < (MEMORY_MIB - 1) << 10) {
        fail("hostile: the machine must have 128 MiB of memory");
    }
}

void run_tables(void)
{
    run_rings();
    run_queues();
}

void end_attack(void)
{
    say_total();
    say_line("");
    leave();
}
