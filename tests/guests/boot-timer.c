/* Signals that it has booted, repeatedly and in every wrong way, and resets. Entered by PVH: the timer lies above the first GiB. */
#include "guest.h"

#define BOOT_TIMER 0xc0000000
#define BOOTED 123
#define LARGE_PAGE 0x83

extern uint64_t level3[];

static uint64_t fourth_gib[512] __attribute__((aligned(4096)));

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    for (uint64_t page = 0; page < 512; page++) {
        fourth_gib[page] = (BOOT_TIMER + (page << 21)) | LARGE_PAGE;
    }
    level3[3] = (uint64_t)fourth_gib | 3;
    *(volatile uint8_t *)(BOOT_TIMER + 1) = BOOTED;
    *(volatile uint8_t *)BOOT_TIMER = BOOTED + 1;
    *(volatile uint32_t *)BOOT_TIMER = BOOTED;
    put_text("timer=");
    put_hex(*(volatile uint8_t *)BOOT_TIMER);
    put_text("\n");
    *(volatile uint8_t *)BOOT_TIMER = BOOTED;
    *(volatile uint8_t *)BOOT_TIMER = BOOTED;
    reset();
}
