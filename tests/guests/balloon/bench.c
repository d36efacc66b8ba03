#include "balloon.h"

void bench(struct balloon *balloon, struct pages *pages, const char *line)
{
    uint64_t rounds = number_of(line, "rounds", 1);
    uint64_t settle = number_of(line, "settle", 0);
    uint64_t sum = 0;
    say_line("balloon: begin");
    wait_milliseconds(settle);
    for (uint64_t round = 0; round < rounds; round++) {
        /* The host has all of them, when they go. */
        fill(pages->memory, (uint64_t)ALL_PAGES * PAGE);
        sum += balloon_name(balloon, &balloon->inflate, pages->given, MOST_PAGES);
        balloon_name(balloon, &balloon->deflate, pages->given, MOST_PAGES);
    }
    wait_milliseconds(settle);
    say("balloon: pages ");
    say_number(rounds * MOST_PAGES);
    say(" ticks ");
    say_number(sum);
    say(" khz ");
    say_number(ticks_per_millisecond());
    say_line("");
    /* The monitor's last words must not come into the line. */
    wait_milliseconds(settle);
}
