/* Echoes what is typed, until Ctrl-D. */
#include "guest.h"

#define END_OF_TRANSMISSION 0x04

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    put_text("echo ready\n");
    for (;;) {
        while (!(in8(SERIAL_LINE_STATUS) & SERIAL_DATA_READY)) {
            __asm__ volatile("pause");
        }
        uint8_t value = in8(SERIAL_DATA);
        if (value == END_OF_TRANSMISSION) {
            reset();
        }
        put_char((char)value);
    }
}
