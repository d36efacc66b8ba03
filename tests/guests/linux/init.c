/*
 * The first and only program of a Linux guest: reports what it sees, echoes what is typed, waits for keys
 * or uses its disks if the command line says so, and restarts the machine. No library: a few system
 * calls start much faster than a shell where the kernel's own mode is emulated.
 */
#include <stddef.h>

#define SYS_READ 0
#define SYS_WRITE 1
#define SYS_OPEN 2
#define SYS_CLOSE 3
#define SYS_IOCTL 16
#define SYS_NANOSLEEP 35
#define SYS_FSYNC 74
#define SYS_SYNC 162
#define SYS_MOUNT 165
#define SYS_REBOOT 169
#define SYS_SCHED_GETAFFINITY 204
#define SYS_GETRANDOM 318

#define REBOOT_MAGIC1 0xfee1dead
#define REBOOT_MAGIC2 672274793
#define REBOOT_RESTART 0x01234567
/* Ctrl-Alt-Del becomes a SIGINT for init, which ignores it, instead of a restart. */
#define REBOOT_KEYS_OFF 0

#define O_RDWR 2
#define O_CREAT 0100
#define O_TRUNC 01000

#define MS_RDONLY 1
#define MS_REMOUNT 32

#define BLKGETSIZE64 0x80081272

#define TCGETS 0x5401
#define TCSETS 0x5402
#define TCSBRK 0x5409
#define ECHO 0x8

#define LINE 4096

/* Bytes written to the root file system: as many as an emulated kernel manages in some seconds. */
#define DATA_BLOCKS 32
#define DATA_BLOCK 65536

/* struct termios of asm-generic/termbits.h. */
struct terminal {
    unsigned int input, output, control, local;
    unsigned char line, characters[19];
};

static long call(long number, long a, long b, long c, long d, long e)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
    return result;
}

static size_t length(const char *text)
{
    size_t count = 0;
    while (text[count] != '\0') {
        count++;
    }
    return count;
}

static void put(const char *text, size_t count)
{
    while (count > 0) {
        long written = call(SYS_WRITE, 1, (long)text, (long)count, 0, 0);
        if (written <= 0) {
            return;
        }
        text += written;
        count -= (size_t)written;
    }
}

static void say(const char *text)
{
    put(text, length(text));
}

static void say_number(unsigned long number)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    put(digits + first, sizeof digits - first);
}

static int starts_with(const char *text, const char *start)
{
    size_t at = 0;
    while (start[at] != '\0' && text[at] == start[at]) {
        at++;
    }
    return start[at] == '\0';
}

static int contains(const char *text, const char *part)
{
    for (; *text != '\0'; text++) {
        if (starts_with(text, part)) {
            return 1;
        }
    }
    return 0;
}

static unsigned long processors(void)
{
    unsigned char mask[128] = {0};
    unsigned long count = 0;
    call(SYS_SCHED_GETAFFINITY, 0, sizeof mask, (long)mask, 0, 0);
    for (size_t at = 0; at < sizeof mask * 8; at++) {
        count += (mask[at / 8] >> (at % 8)) & 1;
    }
    return count;
}

/* The terminal's own echo would interrupt this program's output. */
static void stop_terminal_echo(void)
{
    struct terminal terminal;
    if (call(SYS_IOCTL, 0, TCGETS, (long)&terminal, 0, 0) == 0) {
        terminal.local &= ~(unsigned int)ECHO;
        call(SYS_IOCTL, 0, TCSETS, (long)&terminal, 0, 0);
    }
}

/* Echoes every line until "end". */
static void echo(void)
{
    static char line[LINE];
    stop_terminal_echo();
    say("echo ready\n");
    for (;;) {
        long count = call(SYS_READ, 0, (long)line, sizeof line - 1, 0, 0);
        if (count <= 0) {
            return;
        }
        line[count] = '\0';
        say("got: ");
        put(line, (size_t)count);
        if (contains(line, "end")) {
            return;
        }
    }
}

/* The text of /proc/interrupts. */
static const char *interrupts(void)
{
    static char table[LINE];
    long file = call(SYS_OPEN, (long)"/proc/interrupts", 0, 0, 0, 0);
    long count = call(SYS_READ, file, (long)table, sizeof table - 1, 0, 0);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    table[count > 0 ? count : 0] = '\0';
    return table;
}

/* How often the keyboard has interrupted the first processor. Its number is the kernel's choice where there is ACPI. */
static unsigned long key_interrupts(void)
{
    for (const char *line = interrupts(), *end; *line != '\0'; line = *end == '\0' ? end : end + 1) {
        int named = 0;
        for (end = line; *end != '\0' && *end != '\n'; end++) {
            named |= starts_with(end, " i8042");
        }
        if (named) {
            unsigned long count = 0;
            while (*line != ':') {
                line++;
            }
            for (line++; *line == ' '; line++) {
            }
            for (; *line >= '0' && *line <= '9'; line++) {
                count = count * 10 + (unsigned long)(*line - '0');
            }
            return count;
        }
    }
    return 0;
}

/* A timespec. */
static const long tenth_of_a_second[2] = {0, 100000000};

/* Reports key presses. A kernel with virtual terminals would restart first, and the interrupts would go unreported. */
static void wait_for_keys(void)
{
    char drawn;
    unsigned long before = key_interrupts();
    call(SYS_REBOOT, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_KEYS_OFF, 0, 0);
    /* Only a kernel with an initialized random generator reports a reseed. */
    call(SYS_GETRANDOM, (long)&drawn, sizeof drawn, 0, 0, 0);
    say("linux: keys ready\n");
    while (key_interrupts() == before) {
        call(SYS_NANOSLEEP, (long)tenth_of_a_second, 0, 0, 0, 0);
    }
    say(interrupts());
    say("linux: keys pressed\n");
}

static long open_file(const char *path, long flags)
{
    return call(SYS_OPEN, (long)path, flags, 0600, 0, 0);
}

/* One step of Fowler, Noll and Vo's hash over words. */
static unsigned long add_to_sum(unsigned long sum, const unsigned long *words, size_t count)
{
    for (size_t at = 0; at < count; at++) {
        sum = (sum ^ words[at]) * 1099511628211u;
    }
    return sum;
}

static unsigned long block[DATA_BLOCK / sizeof(unsigned long)];

static unsigned long write_data(long file)
{
    unsigned long sum = 0, word = 88172645463325252u;
    for (int turn = 0; turn < DATA_BLOCKS; turn++) {
        for (size_t at = 0; at < DATA_BLOCK / sizeof *block; at++) {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            block[at] = word;
        }
        if (call(SYS_WRITE, file, (long)block, DATA_BLOCK, 0, 0) != DATA_BLOCK) {
            return 0;
        }
        sum = add_to_sum(sum, block, DATA_BLOCK / sizeof *block);
    }
    return call(SYS_FSYNC, file, 0, 0, 0, 0) == 0 ? sum : 0;
}

static unsigned long read_data(long file)
{
    unsigned long sum = 0;
    for (int turn = 0; turn < DATA_BLOCKS; turn++) {
        if (call(SYS_READ, file, (long)block, DATA_BLOCK, 0, 0) != DATA_BLOCK) {
            return 0;
        }
        sum = add_to_sum(sum, block, DATA_BLOCK / sizeof *block);
    }
    return sum;
}

/* Drops caches, so that reads reach the disk. */
static void forget_pages(void)
{
    long file = open_file("/proc/sys/vm/drop_caches", O_RDWR);
    call(SYS_WRITE, file, (long)"3", 1, 0, 0);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
}

static void use_root(void)
{
    long file = open_file("/data", O_RDWR | O_CREAT | O_TRUNC);
    if (file < 0) {
        say("linux: root refuses ");
        say_number((unsigned long)-file);
        say(", its disk ");
        say_number((unsigned long)-open_file("/dev/vda", O_RDWR));
        say("\n");
        return;
    }
    unsigned long written = write_data(file);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    forget_pages();
    file = open_file("/data", 0);
    unsigned long back = read_data(file);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    say(written != 0 && written == back ? "linux: root keeps " : "linux: root loses ");
    say_number((unsigned long)DATA_BLOCKS * DATA_BLOCK);
    say(" bytes\n");
}

static void use_entropy(void)
{
    unsigned long drawn[2][4] = {{0}};
    long file = open_file("/dev/hwrng", 0);
    for (int turn = 0; turn < 2; turn++) {
        if (call(SYS_READ, file, (long)drawn[turn], sizeof drawn[turn], 0, 0) != sizeof drawn[turn]) {
            say("linux: no entropy\n");
            return;
        }
    }
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    int same = 1;
    for (int at = 0; at < 4; at++) {
        same &= drawn[0][at] == drawn[1][at];
    }
    say(same ? "linux: the same entropy twice\n" : "linux: entropy\n");
}

static unsigned long size_of_second_disk(void)
{
    unsigned long size = 0;
    long file = open_file("/dev/vdb", 0);
    call(SYS_IOCTL, file, BLKGETSIZE64, (long)&size, 0, 0);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    return size;
}

/* The kernel learns of a new size by an interrupt, and applies it in a thread of its own: ten seconds are more than enough. */
static void await_other_size(unsigned long size)
{
    for (int count = 0; count < 100 && size_of_second_disk() == size; count++) {
        call(SYS_NANOSLEEP, (long)tenth_of_a_second, 0, 0, 0, 0);
    }
}

/* The beginning of the second disk, and its size. */
static void tell_second_disk(void)
{
    static char start[513];
    unsigned long size = size_of_second_disk();
    forget_pages();
    long file = open_file("/dev/vdb", 0);
    call(SYS_READ, file, (long)start, sizeof start - 1, 0, 0);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    say("linux: second disk of ");
    say_number(size);
    say(" bytes says ");
    say(start);
    say("\n");
}

static void use_disks(const char *arguments)
{
    use_root();
    use_entropy();
    if (contains(arguments, "swap")) {
        tell_second_disk();
        unsigned long size = size_of_second_disk();
        stop_terminal_echo();
        say("linux: swap ready\n");
        call(SYS_READ, 0, (long)block, sizeof block, 0, 0);
        await_other_size(size);
        tell_second_disk();
    }
    call(SYS_SYNC, 0, 0, 0, 0, 0);
    call(SYS_MOUNT, 0, (long)"/", 0, MS_REMOUNT | MS_RDONLY, 0);
}

void _start(void)
{
    static char arguments[LINE];
    call(SYS_MOUNT, (long)"proc", (long)"/proc", (long)"proc", 0, 0);
    long file = call(SYS_OPEN, (long)"/proc/cmdline", 0, 0, 0, 0);
    long count = call(SYS_READ, file, (long)arguments, sizeof arguments - 1, 0, 0);
    call(SYS_CLOSE, file, 0, 0, 0, 0);
    arguments[count > 0 ? count : 0] = '\0';
    say("linux: processors=");
    say_number(processors());
    say(" arguments=");
    say(arguments);
    if (contains(arguments, "then=echo")) {
        echo();
    }
    if (contains(arguments, "then=keys")) {
        wait_for_keys();
    }
    if (contains(arguments, "then=disks")) {
        use_disks(arguments);
    }
    say("linux: done\n");
    /* The kernel's final messages would interrupt pending output of the port. */
    call(SYS_IOCTL, 1, TCSBRK, 1, 0, 0);
    call(SYS_REBOOT, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_RESTART, 0, 0);
    for (;;) {
    }
}
