/* Prints a greeting, its memory, and the word given on its command line. */
#include "guest.h"

static const char *value_of(const char *line, const char *key)
{
    for (; *line; line++) {
        const char *at = line;
        const char *wanted = key;
        while (*wanted && *at == *wanted) {
            at++;
            wanted++;
        }
        if (!*wanted) {
            return at;
        }
    }
    return line;
}

void guest_main(const uint8_t *zero_page)
{
    put_text("kiln: hello from the guest\nmemory=");
    put_decimal(memory_kib(zero_page));
    put_text(" KiB\nword=");
    for (const char *word = value_of(command_line(zero_page), "word="); *word && *word != ' '; word++) {
        put_char(*word);
    }
    put_text("\n");
    reset();
}
