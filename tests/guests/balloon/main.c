/*
 * Has as many pages in the balloon as the host wants, and answers its runs of hinting. See the README for the words of its command line.
 */
#include "balloon.h"

/* What is named as free: eight pieces of the length that Linux names. */
#define PIECE (4u << 20)
#define PIECES 8

/* Between two looks at the device. */
#define REST_MILLISECONDS 1

static struct pages pages;
static uint8_t *free_memory;
static uint32_t last_command;

static void say_count(const char *text, uint32_t count)
{
    say(text);
    say_number(count);
    say_line("");
}

static void give(struct balloon *balloon, uint32_t from, uint32_t to)
{
    balloon_name(balloon, &balloon->inflate, pages.given + from, to - from);
    balloon_tell_actual(balloon, to);
    pages_check_others(&pages, to);
    say_count("balloon: gave ", to - from);
}

static void take(struct balloon *balloon, uint32_t from, uint32_t to)
{
    balloon_name(balloon, &balloon->deflate, pages.given + from, to - from);
    for (uint32_t page = from; page < to; page++) {
        if (!is_zero(pages.given[page], PAGE)) {
            fail("balloon: a page that was given has content");
        }
        fill(pages.given[page], PAGE);
    }
    balloon_tell_actual(balloon, from);
    pages_check_others(&pages, from);
    say_count("balloon: took ", to - from);
}

/* Names all that is free; it is zero when the device has it. */
static void name_free(struct queue *queue)
{
    for (uint32_t piece = 0; piece < PIECES; piece++) {
        balloon_send(queue, free_memory + (uint64_t)piece * PIECE, PIECE, true);
    }
    if (!is_zero(free_memory, (uint64_t)PIECES * PIECE)) {
        fail("balloon: what was free has content");
    }
}

static void hint(struct balloon *balloon, uint32_t command)
{
    static uint32_t said;
    said = command;
    fill(free_memory, (uint64_t)PIECES * PIECE);
    balloon_send(&balloon->hinting, &said, sizeof(said), false);
    name_free(&balloon->hinting);
    said = HINT_STOP;
    balloon_send(&balloon->hinting, &said, sizeof(said), false);
    say_line("balloon: hinted");
}

static void send_statistics(struct balloon *balloon)
{
    static struct statistic statistics[2] = {{4, 0}, {5, 128u << 20}};
    static uint16_t head;
    struct buffer buffer = {statistics, sizeof(statistics), false};
    statistics[0].value++;
    queue_offer(&balloon->statistics, &buffer, 1, &head);
    queue_publish(&balloon->statistics);
}

static void follow(struct balloon *balloon)
{
    uint32_t actual = 0;
    struct used_element element;
    while (!(in8(SERIAL_LINE_STATUS) & SERIAL_DATA_READY)) {
        uint32_t target = balloon_target(balloon);
        target = target < MOST_PAGES ? target : MOST_PAGES;
        if (target > actual) {
            give(balloon, actual, target);
        } else if (target < actual) {
            take(balloon, target, actual);
        }
        actual = target;
        uint32_t command = balloon->device.features & FEATURE_HINTING ? balloon_command(balloon) : 0;
        if (command != last_command && command > HINT_DONE) {
            hint(balloon, command);
        }
        last_command = command;
        if (balloon->device.features & FEATURE_STATISTICS && queue_collect(&balloon->statistics, &element)) {
            send_statistics(balloon);
        }
        wait_milliseconds(REST_MILLISECONDS);
    }
}

void guest_main(const uint8_t *zero_page)
{
    static struct balloon balloon;
    const char *line = command_line(zero_page);
    uint64_t features = FEATURE_REPORTING | (word_is(line, "stats", "off") ? 0 : FEATURE_STATISTICS) | (word_is(line, "hint", "off") ? 0 : FEATURE_HINTING);
    if (!balloon_find(&balloon, line)) {
        fail("balloon: there is none");
    }
    pages_make(&pages, line);
    free_memory = take_memory((size_t)PIECES * PIECE, PIECE);
    if (!balloon_start(&balloon, word_is(line, "mode", "bench") ? 0 : features)) {
        fail("balloon: it does not start");
    }
    if (word_is(line, "mode", "bench")) {
        bench(&balloon, &pages, line);
        leave();
    }
    if (balloon.device.features & FEATURE_STATISTICS) {
        send_statistics(&balloon);
    }
    if (word_is(line, "report", "on")) {
        fill(free_memory, (uint64_t)PIECES * PIECE);
        name_free(&balloon.reporting);
        say_line("balloon: reported");
    }
    say_line("balloon: ready");
    follow(&balloon);
    leave();
}
