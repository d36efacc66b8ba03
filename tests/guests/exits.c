/* Exits to the monitor a fixed number of times, by accesses to a port without a device, and resets. */
#include "guest.h"

#define ABSENT_PORT 0x80
#define EXITS 50000

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    for (int count = 0; count < EXITS; count++) {
        out8(ABSENT_PORT, 0);
    }
    reset();
}
