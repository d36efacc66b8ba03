/* Frames: addresses, EtherType, number, length, and bytes that depend on both. */
#include "net.h"

#define ADDRESSES 12
#define NUMBER 14
#define LENGTH 18

/* Of a case; the correct driver's frame after it has the next one. */
uint32_t case_number(void)
{
    return (uint32_t)(2 * (case_count + 1));
}

static uint8_t byte_of(uint32_t number, uint32_t length, uint32_t index)
{
    switch (index) {
    case 0:
    case ADDRESSES / 2:
        return 2;
    case ADDRESSES:
        return 0x88;
    case ADDRESSES + 1:
        return 0xb5;
    case NUMBER:
    case NUMBER + 1:
    case NUMBER + 2:
    case NUMBER + 3:
        return (uint8_t)(number >> 8 * (index - NUMBER));
    case LENGTH:
    case LENGTH + 1:
        return (uint8_t)(length >> 8 * (index - LENGTH));
    default:
        return index < ADDRESSES ? (uint8_t)index : (uint8_t)((number * 167 + index) * 0x9e3779b1 >> 24);
    }
}

void make_frame(volatile uint8_t *to, uint32_t number, uint32_t length)
{
    for (uint32_t index = 0; index < length; index++) {
        to[index] = byte_of(number, length, index);
    }
}

bool is_frame(const volatile uint8_t *frame, uint32_t number, uint32_t length)
{
    for (uint32_t index = 0; index < length; index++) {
        if (frame[index] != byte_of(number, length, index)) {
            return false;
        }
    }
    return true;
}

void fill_place(void)
{
    for (volatile uint8_t *at = (volatile uint8_t *)PLACE; at < (volatile uint8_t *)PLACE + PLACE_LENGTH; at++) {
        *at = PLACE_PATTERN;
    }
}

bool is_place_untouched(uint32_t from)
{
    for (volatile uint8_t *at = (volatile uint8_t *)PLACE + from; at < (volatile uint8_t *)PLACE + PLACE_LENGTH; at++) {
        if (*at != PLACE_PATTERN) {
            return false;
        }
    }
    return true;
}
