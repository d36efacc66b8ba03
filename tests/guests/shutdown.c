/* The shortest life: its first exit is its last. */
#include "guest.h"

void guest_main(const uint8_t *zero_page)
{
    (void)zero_page;
    reset();
}
