/* The configuration: only the actual size is the driver's. */
#include "balloon.h"

#define TARGET CONFIGURATION
#define ACTUAL (CONFIGURATION + 4)
#define COMMAND (CONFIGURATION + 8)

/* A write, and what the three fields hold then. */
struct space_case {
    const char *name;
    uint32_t offset;
    uint8_t width;
    uint64_t value;
    uint32_t actual;
};

static const struct space_case cases[] = {
    {"the actual size", ACTUAL, 4, 0x01020304, 0x01020304},
    {"a byte of it", ACTUAL + 1, 1, 0xff, 0xff00},
    {"its upper half", ACTUAL + 2, 2, 0xffff, 0xffff0000},
    {"the target", TARGET, 4, UINT32_MAX, 0},
    {"the target and the actual size", TARGET, 8, UINT64_MAX, 0},
    {"the actual size and the command", ACTUAL, 8, UINT64_MAX, 0},
    {"the command", COMMAND, 4, 2, 0},
    {"over the end of the actual size", ACTUAL + 2, 4, UINT32_MAX, 0},
    {"behind the end", COMMAND + 4, 4, UINT32_MAX, 0},
};

static const char *play(const struct space_case *one)
{
    volatile uint8_t *at = balloon.device.registers + one->offset;
    raw_start(0, SIZE);
    uint32_t target_before = balloon_target(&balloon);
    switch (one->width) {
    case 1:
        *at = (uint8_t)one->value;
        break;
    case 2:
        *(volatile uint16_t *)at = (uint16_t)one->value;
        break;
    case 4:
        *(volatile uint32_t *)at = (uint32_t)one->value;
        break;
    default:
        *(volatile uint64_t *)at = one->value;
        break;
    }
    if (balloon_target(&balloon) != target_before || balloon_command(&balloon) != 0) {
        return "what is the host's has changed";
    }
    return device_read(&balloon.device, ACTUAL) == one->actual ? NULL : "another actual size";
}

void run_space(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        judge(cases[index].name, play(&cases[index]));
    }
}
