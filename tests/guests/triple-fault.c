/* Takes an exception with no table to handle it, and none to handle that. */
#include "guest.h"

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    static const struct {
        uint16_t limit;
        uint64_t base;
    } __attribute__((packed)) nothing = { 0, 0 };
    __asm__ volatile("lidt %0\n\tud2" : : "m"(nothing));
}
