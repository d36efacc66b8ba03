/* Runs forever without an exit: only the monitor can stop it. */
#include "guest.h"

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    put_text("spinning\n");
    for (;;) {
        __asm__ volatile("pause");
    }
}
