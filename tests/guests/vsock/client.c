/*
 * Connections to the host: "connect=" of them to its port "to=", which are "as=echo|sink|source|hold|overflow" (see services.c). Says when all were
 * answered, and again when all have ended. With "again=on" it opens as many anew when the transport was reset.
 */
#include "vsock.h"

/* Own ports are counted from here, and never used again. */
#define FIRST_OWN_PORT 10000

/* Requests without an answer; the device keeps some hundreds. */
#define AT_ONCE 64

static uint64_t wanted;
static uint32_t port;
static enum service service;
static bool is_again;
static uint32_t own_port = FIRST_OWN_PORT;

/* Of this round. */
static uint64_t asked;
static uint64_t start;
static struct tally before;
static bool has_told_open;
static bool has_told_end;

static enum service service_named(const char *line)
{
    static const char *const names[] = {[ECHO] = "echo", [SINK] = "sink", [SOURCE] = "source", [HOLD] = "hold", [OVERFLOW] = "overflow"};
    for (enum service one = ECHO; one <= OVERFLOW; one++) {
        if (word_is(line, "as", names[one])) {
            return one;
        }
    }
    return ECHO;
}

static void begin(void)
{
    asked = 0;
    before = tally;
    start = ticks();
    has_told_open = has_told_end = false;
}

void client_start(const char *line)
{
    wanted = number_of(line, "connect", 0);
    port = (uint32_t)number_of(line, "to", 5000);
    service = service_named(line);
    is_again = word_is(line, "again", "on");
    begin();
}

static uint32_t count_own(bool is_waiting)
{
    uint32_t count = 0;
    for (struct connection *one = connection_next(NULL); one; one = connection_next(one)) {
        count += one->own_port >= FIRST_OWN_PORT && (!is_waiting || one->state == CONNECTING);
    }
    return count;
}

static void tell(const char *what)
{
    say("vsock: ");
    say(what);
    say(", opened ");
    say_number(tally.opened - before.opened);
    say(" refused ");
    say_number(tally.refused - before.refused);
    say(" reset ");
    say_number(tally.reset - before.reset);
    say(" closed ");
    say_number(tally.closed - before.closed);
    say(" ticks ");
    say_number(ticks() - start);
    say(" khz ");
    say_number(ticks_per_millisecond());
    say_line("");
}

void client_look(void)
{
    if (has_told_end || wanted == 0) {
        return;
    }
    uint32_t waiting = has_told_open ? 0 : count_own(true);
    for (; asked < wanted && waiting < AT_ONCE; asked++, waiting++) {
        struct connection *connection = connection_new(own_port++, port, CONNECTING, service);
        connection_tell(connection, REQUEST, 0);
    }
    if (asked == wanted && waiting == 0 && !has_told_open) {
        has_told_open = true;
        tell("all connections were answered");
    }
    if (has_told_open && count_own(false) == 0) {
        has_told_end = true;
        tell("all connections have ended");
    }
}

void client_lost(void)
{
    if (is_again) {
        begin();
    } else {
        wanted = 0;
    }
}
