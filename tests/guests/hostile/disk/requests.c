/* Requests in valid chains that a disk cannot carry out, or only just. */
#include "chain.h"

/* The range of a discard or write-zeroes request, and how many bytes of it are given. */
#define RANGE_OF(length, next) {INDIRECT_PLACE, length, N, next}
#define RANGE(next) RANGE_OF(16, next)

/* The largest number. */
#define BEYOND UINT64_MAX
#define NO_TYPE UINT32_MAX

static const struct chain_case cases[] = {
    {"a good write", DONE, REQUEST_OUT, SPARE_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a read without data", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ANSWER}},
    {"a write without data", REFUSED, REQUEST_OUT, SPARE_SECTOR, .table = {HEADER(1), ANSWER}},
    {"a read into what is to be read", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a write from what is to be written", REFUSED, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read with both kinds of data", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ROOM(3), ANSWER}},
    {"a write with both kinds of data", REFUSED, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ROOM(3), ANSWER}},
    {"a read of no bytes", DONE, REQUEST_IN, READ_SECTOR, .written = 1, .table = {HEADER(1), {DATA_PLACE, 0, WN, 2}, ANSWER}},
    {"a read with an empty buffer", DONE, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 0, WN, 2}, ROOM(3), ANSWER}},
    {"an empty buffer that is not there", RETURNED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), {HOLE, 0, WN, 2}, ROOM(3), ANSWER}},
    {"a write of no bytes", DONE, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 0, N, 2}, ANSWER}},
    {"a read of one byte", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 1, WN, 2}, ANSWER}},
    {"a read of 511 bytes", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 511, WN, 2}, ANSWER}},
    {"a read of 513 bytes", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 513, WN, 2}, ANSWER}},
    {"a read of 512 and one bytes", REFUSED, REQUEST_IN, READ_SECTOR, .table = {HEADER(1), ROOM(2), {DATA_PLACE + 512, 1, WN, 3}, ANSWER}},
    {"a read of 1 and 511 bytes", DONE, REQUEST_IN, READ_SECTOR,
        .table = {HEADER(1), {DATA_PLACE, 1, WN, 2}, {DATA_PLACE + 1, 511, WN, 3}, ANSWER}},
    {"a write of one byte", REFUSED, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 1, N, 2}, ANSWER}},
    {"a write of 513 bytes", REFUSED, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), {DATA_PLACE, 513, N, 2}, ANSWER}},
    {"a write of 512 and 100 bytes", REFUSED, REQUEST_OUT, READ_SECTOR, .table = {HEADER(1), CONTENT(2), {DATA_PLACE, 100, N, 3}, ANSWER}},

    /* Positions on the disk; the last ones exceed even a disk of 2^63 sectors. */
    {"a read far behind the end", REFUSED, REQUEST_IN, 0x10000000, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read whose bytes are 2^63", REFUSED, REQUEST_IN, 1ull << 54, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read whose bytes are 2^64", REFUSED, REQUEST_IN, 1ull << 55, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read whose bytes wrap to the first sector", REFUSED, REQUEST_IN, (1ull << 55) + 1, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read of sector 2^63", REFUSED, REQUEST_IN, 1ull << 63, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read of the last sector there can be", REFUSED, REQUEST_IN, BEYOND, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a read whose end wraps", REFUSED, REQUEST_IN, BEYOND, .table = {HEADER(1), {DATA_PLACE, 1024, WN, 2}, ANSWER}},
    {"a write far behind the end", REFUSED, REQUEST_OUT, 0x10000000, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a write whose bytes are 2^63", REFUSED, REQUEST_OUT, 1ull << 54, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a write whose bytes wrap to a sector", REFUSED, REQUEST_OUT, (1ull << 55) + READ_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a write of the last sector there can be", REFUSED, REQUEST_OUT, BEYOND, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a write whose end wraps", REFUSED, REQUEST_OUT, BEYOND, .table = {HEADER(1), {DATA_PLACE, 1024, N, 2}, ANSWER}},
    {"a read of no bytes far behind the end", REFUSED, REQUEST_IN, BEYOND, .table = {HEADER(1), {DATA_PLACE, 0, WN, 2}, ANSWER}},
    {"a read of more than the disk has", REFUSED, REQUEST_IN, 0, .table = {HEADER(1), {0x2000000, 0x1000000, WN, 2}, ANSWER}},
    {"a write of more than the disk has", REFUSED, REQUEST_OUT, 0, .table = {HEADER(1), {0x2000000, 0x1000000, N, 2}, ANSWER}},

    /* Kinds of requests. */
    {"type 2", UNKNOWN, 2, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"type 3", UNKNOWN, 3, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"type 5", UNKNOWN, 5, READ_SECTOR, .table = {HEADER(1), ANSWER}},
    {"type 7", UNKNOWN, 7, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a lifetime", UNKNOWN, 10, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a secure erase", UNKNOWN, 14, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a zone to append to", UNKNOWN, 15, READ_SECTOR, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"type 256", UNKNOWN, 256, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"type 2^31", UNKNOWN, 1u << 31, READ_SECTOR, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"the last type there can be", UNKNOWN, NO_TYPE, BEYOND, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"a flush", DONE, REQUEST_FLUSH, 0, .table = {HEADER(1), ANSWER}},
    {"a flush without agreement", DONE, REQUEST_FLUSH, 0, .lacks = FEATURE_FLUSH, .table = {HEADER(1), ANSWER}},
    {"a flush with data", DONE, REQUEST_FLUSH, 0, .table = {HEADER(1), CONTENT(2), ANSWER}},
    {"a flush of a sector", DONE, REQUEST_FLUSH, BEYOND, .table = {HEADER(1), ANSWER}},
    {"the name in 20 bytes", DONE, REQUEST_GET_ID, 0, .written = 21, .table = {HEADER(1), {DATA_PLACE, 20, WN, 2}, ANSWER}},
    {"the name in more bytes", DONE, REQUEST_GET_ID, BEYOND, .written = 21, .table = {HEADER(1), ROOM(2), ANSWER}},
    {"the name in 19 bytes", REFUSED, REQUEST_GET_ID, 0, .table = {HEADER(1), {DATA_PLACE, 19, WN, 2}, ANSWER}},
    {"the name in no bytes", REFUSED, REQUEST_GET_ID, 0, .table = {HEADER(1), {DATA_PLACE, 0, WN, 2}, ANSWER}},
    {"the name in two parts", REFUSED, REQUEST_GET_ID, 0, .table = {HEADER(1), {DATA_PLACE, 10, WN, 2}, {DATA_PLACE + 10, 10, WN, 3}, ANSWER}},
    {"the name nowhere", REFUSED, REQUEST_GET_ID, 0, .table = {HEADER(1), ANSWER}},
    {"the name in what is to be read", REFUSED, REQUEST_GET_ID, 0, .table = {HEADER(1), CONTENT(2), ANSWER}},

    /* Discard and write-zeroes. */
    {"a discard", DONE, REQUEST_DISCARD, 0, .range = {SPARE_SECTOR, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros", DONE, REQUEST_WRITE_ZEROES, 0, .range = {SPARE_SECTOR, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros and a discard", DONE, REQUEST_WRITE_ZEROES, 0, .range = {SPARE_SECTOR, 8, 1}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard without agreement", UNKNOWN, REQUEST_DISCARD, 0, .lacks = FEATURE_DISCARD,
        .range = {READ_SECTOR, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros without agreement", UNKNOWN, REQUEST_WRITE_ZEROES, 0, .lacks = FEATURE_WRITE_ZEROES,
        .range = {READ_SECTOR, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard with the flag of zeros", UNKNOWN, REQUEST_DISCARD, 0, .range = {READ_SECTOR, 8, 1}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard with a flag that nobody has defined", UNKNOWN, REQUEST_DISCARD, 0,
        .range = {READ_SECTOR, 8, 0x80000000}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros with a flag that nobody has defined", UNKNOWN, REQUEST_WRITE_ZEROES, 0,
        .range = {READ_SECTOR, 8, 2}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard of nothing", REFUSED, REQUEST_DISCARD, 0, .range = {READ_SECTOR, 0, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros of nothing", REFUSED, REQUEST_WRITE_ZEROES, 0, .range = {READ_SECTOR, 0, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard of everything there can be", REFUSED, REQUEST_DISCARD, 0, .range = {0, UINT32_MAX, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros of everything there can be", REFUSED, REQUEST_WRITE_ZEROES, 0, .range = {0, UINT32_MAX, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard behind the end", REFUSED, REQUEST_DISCARD, 0, .range = {1 << 28, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros behind the end", REFUSED, REQUEST_WRITE_ZEROES, 0, .range = {1 << 28, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard whose end wraps", REFUSED, REQUEST_DISCARD, 0, .range = {BEYOND, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros whose end wraps", REFUSED, REQUEST_WRITE_ZEROES, 0, .range = {BEYOND, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"zeros whose bytes wrap", REFUSED, REQUEST_WRITE_ZEROES, 0,
        .range = {(1ull << 55) + READ_SECTOR, 8, 0}, .table = {HEADER(1), RANGE(2), ANSWER}},
    {"a discard of 15 bytes", REFUSED, REQUEST_DISCARD, 0, .range = {READ_SECTOR, 8, 0}, .table = {HEADER(1), RANGE_OF(15, 2), ANSWER}},
    {"a discard of two ranges", REFUSED, REQUEST_DISCARD, 0, .range = {READ_SECTOR, 8, 0}, .table = {HEADER(1), RANGE_OF(32, 2), ANSWER}},
    {"a discard in two parts", REFUSED, REQUEST_DISCARD, 0, .range = {READ_SECTOR, 8, 0},
        .table = {HEADER(1), RANGE_OF(8, 2), {INDIRECT_PLACE + 8, 8, N, 3}, ANSWER}},
    {"a discard without a range", REFUSED, REQUEST_DISCARD, 0, .table = {HEADER(1), ANSWER}},
    {"zeros whose range is writable", REFUSED, REQUEST_WRITE_ZEROES, 0, .range = {READ_SECTOR, 8, 0},
        .table = {HEADER(1), {INDIRECT_PLACE, 16, WN, 2}, ANSWER}},
};

void run_requests(void)
{
    for (size_t index = 0; index < sizeof(cases) / sizeof(cases[0]); index++) {
        run_chain(&cases[index]);
    }
    /* The size of the disk is known only now. */
    struct chain_case last = {"a read of the last sector", DONE, REQUEST_IN, disk.sectors - 1, .table = {HEADER(1), ROOM(2), ANSWER}};
    run_chain(&last);
    struct chain_case behind = {"a read just behind the end", REFUSED, REQUEST_IN, disk.sectors, .table = {HEADER(1), ROOM(2), ANSWER}};
    run_chain(&behind);
    struct chain_case over = {"a write over the end", REFUSED, REQUEST_OUT, disk.sectors - 1,
        .table = {HEADER(1), {DATA_PLACE, 1024, N, 2}, ANSWER}};
    run_chain(&over);
    struct chain_case zeros = {"zeros over the end", REFUSED, REQUEST_WRITE_ZEROES, 0,
        .range = {disk.sectors - 1, 2, 0}, .table = {HEADER(1), RANGE(2), ANSWER}};
    run_chain(&zeros);
}
