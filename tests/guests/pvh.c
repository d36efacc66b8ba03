/* Converts the start info into the parts of a zero page that the guests read: command line and memory map. */
#include "guest.h"

#define MAGIC 0x336ec578

struct start_info {
    uint32_t magic;
    uint32_t version;
    uint32_t flags;
    uint32_t module_count;
    uint64_t modules;
    uint64_t command_line;
    uint64_t root_pointer;
    uint64_t memory_map;
    uint32_t memory_map_count;
    uint32_t reserved;
};

struct memory_map_entry {
    uint64_t address;
    uint64_t size;
    uint32_t type;
    uint32_t reserved;
};

static uint8_t zero_page[4096];

void pvh_main(const struct start_info *info)
{
    if (info->magic != MAGIC || info->version != 1) {
        put_text("pvh: no start info\n");
        reset();
    }
    put_text("pvh: entered\n");
    const struct memory_map_entry *map = (const struct memory_map_entry *)info->memory_map;
    for (uint32_t i = 0; i < info->memory_map_count; i++) {
        struct e820_entry *entry = (struct e820_entry *)(zero_page + E820_TABLE) + i;
        *entry = (struct e820_entry){map[i].address, map[i].size, map[i].type};
    }
    zero_page[E820_COUNT] = (uint8_t)info->memory_map_count;
    *(uint32_t *)(zero_page + COMMAND_LINE_POINTER) = (uint32_t)info->command_line;
    guest_main(zero_page);
}
