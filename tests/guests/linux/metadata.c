/* Asks a web server for the same thing again and again over one connection, and says how long that took:
 *
 *     metadata ADDRESS PATH COUNT [SECONDS]
 *
 * With SECONDS it first gets a token of that lifetime, as version 2 of the metadata service wants. Prints one line:
 *
 *     200 BYTES bytes COUNT times, NNN per second, median NNN us, p99 NNN us
 *
 * and fails when an answer is not like the first one. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The longest answer that is asked for: 64 KiB, and a head. */
enum { MOST = 66 << 10, MOST_COUNT = 100000 };

static char answer[MOST], first[MOST];
static unsigned times[MOST_COUNT];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static unsigned long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000ULL + time.tv_nsec / 1000;
}

static int compare(const void *left, const void *right)
{
    unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
    return a < b ? -1 : a > b;
}

/* Reads one answer; returns the length of its body, which *body points to. */
static int read_answer(int fd, char **body)
{
    int length = 0;
    for (;;) {
        int part = read(fd, answer + length, MOST - 1 - length);
        if (part <= 0)
            fail("read");
        length += part;
        answer[length] = 0;
        char *end = strstr(answer, "\r\n\r\n");
        if (!end)
            continue;
        char *field = strcasestr(answer, "\r\nContent-Length:");
        int wanted = field && field < end ? atoi(field + 17) : 0;
        *body = end + 4;
        if (answer + length - *body >= wanted)
            return wanted;
    }
}

int main(int count_of_arguments, char **arguments)
{
    if (count_of_arguments < 4)
        return 2;
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(80) };
    inet_pton(AF_INET, arguments[1], &to.sin_addr);
    int count = atoi(arguments[3]);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (count < 1 || count > MOST_COUNT || fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        fail("connect");

    char request[1024], token[128] = "", *body;
    if (count_of_arguments > 4) {
        int length = snprintf(request, sizeof request,
            "PUT /latest/api/token HTTP/1.1\r\nX-metadata-token-ttl-seconds: %s\r\n\r\n", arguments[4]);
        if (write(fd, request, length) != length)
            fail("write");
        int got = read_answer(fd, &body);
        snprintf(token, sizeof token, "X-metadata-token: %.*s\r\n", got, body);
    }
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", arguments[2], arguments[1], token);
    int bytes = 0;
    unsigned long long start = now(), last = start;
    for (int index = 0; index < count; index++) {
        if (write(fd, request, length) != length)
            fail("write");
        int got = read_answer(fd, &body);
        if (index == 0) {
            bytes = got;
            memcpy(first, body, got);
        } else if (got != bytes || memcmp(first, body, got)) {
            printf("answer %d is another one\n", index);
            return 1;
        }
        unsigned long long time = now();
        times[index] = time - last;
        last = time;
    }
    qsort(times, count, sizeof *times, compare);
    printf("%.3s %d bytes %d times, %llu per second, median %u us, p99 %u us\n", answer + 9, bytes, count,
        count * 1000000ULL / (last - start + 1), times[count / 2], times[count * 99 / 100]);
    return 0;
}
