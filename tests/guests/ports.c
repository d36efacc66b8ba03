/* Reads ports with a device, and one without. */
#include "guest.h"

#define ABSENT_PORT 0x2f8

static void show(const char *name, uint16_t port)
{
    put_text(name);
    put_char('=');
    put_hex(in8(port));
    put_char('\n');
}

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    show("lsr", SERIAL_LINE_STATUS);
    show("iir", SERIAL_INTERRUPT_IDENTIFICATION);
    show("msr", SERIAL_MODEM_STATUS);
    show("i8042", KEYBOARD_COMMAND);
    show("absent", ABSENT_PORT);
    reset();
}
