#include "vsock.h"

#define HASH_PRIME 0x100000001b3

void make_pattern(uint8_t *to, uint32_t seed, uint64_t from, uint32_t length)
{
    for (uint32_t index = 0; index < length; index++) {
        to[index] = (uint8_t)((seed * 167 + (uint32_t)from + index) * 0x9e3779b1 >> 24);
    }
}

uint64_t hash_on(uint64_t hash, const uint8_t *data, uint32_t length)
{
    for (uint32_t index = 0; index < length; index++) {
        hash = (hash ^ data[index]) * HASH_PRIME;
    }
    return hash;
}
