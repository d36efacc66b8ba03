/* Prints every byte that the keyboard sends, four to a line, and resets after the first line. */
#include "guest.h"

#define KEYBOARD_DATA 0x60
#define KEYBOARD_OUTPUT_FULL 0x01

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    put_text("keys ready\n");
    for (int count = 0; count < 4; count++) {
        while (!(in8(KEYBOARD_COMMAND) & KEYBOARD_OUTPUT_FULL)) {
        }
        put_hex(in8(KEYBOARD_DATA));
    }
    put_text("\n");
    reset();
}
