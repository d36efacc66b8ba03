/* Writes a fixed number of bytes to its console as fast as the monitor takes them, a port access each, and resets. */
#include "guest.h"

#define BYTES 20000

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    for (int count = 0; count < BYTES; count++) {
        out8(SERIAL_DATA, (uint8_t)('a' + count % 26));
    }
    reset();
}
