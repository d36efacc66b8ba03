#include "hostile.h"

uint64_t case_count;
static uint64_t bad;

void judge(const char *name, const char *why)
{
    const char *after = target.good_round();
    case_count++;
    say("hostile: case ");
    say_number(case_count);
    say(" ");
    say(name);
    if (!why && !after) {
        say_line(" ok");
        return;
    }
    bad++;
    say(" bad: ");
    say(why ? why : "");
    say(why && after ? "; " : "");
    say_line(after ? after : "");
}

void say_total(void)
{
    say("hostile: ");
    say_number(case_count);
    say(" cases, ");
    say_number(bad);
    say(" bad");
}
