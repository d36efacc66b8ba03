/* Interfaces of the kernel that reach the whole machine. Where an effect would hurt the host, the call is made with arguments that mean
   nothing: a kernel that looks at them has let the caller pass. */
#include "hostile.h"

#include <linux/bpf.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timex.h>

static int unless_forbidden(long result)
{
    return result == -1 && (errno == EPERM || errno == ENOSYS) ? errno : PERMITTED;
}

/* A program that runs in the kernel. */
static int kernel_program(char **arguments)
{
    struct bpf_insn instructions[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr attributes = {
        .prog_type = BPF_PROG_TYPE_XDP, .insns = (uintptr_t)instructions, .insn_cnt = 2, .license = (uintptr_t) "GPL"};
    (void)arguments;
    return error_of(syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes));
}

/* What every process of a processor does. */
static int measure_machine(char **arguments)
{
    struct perf_event_attr attributes = {.type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_CPU_CLOCK};
    (void)arguments;
    return error_of(syscall(SYS_perf_event_open, &attributes, -1, 0, -1, 0));
}

/* The kernel, held up in the midst of a copy: what exploits of races need. */
static int user_faults(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_userfaultfd, O_CLOEXEC));
}

/* Calls that no filter sees. */
static int ring(char **arguments)
{
    struct io_uring_params parameters = {0};
    (void)arguments;
    return error_of(syscall(SYS_io_uring_setup, 1, &parameters));
}

static int swap_on(char **arguments)
{
    (void)arguments;
    return unless_forbidden(syscall(SYS_swapon, "/none", 0));
}

static int account(char **arguments)
{
    (void)arguments;
    return unless_forbidden(syscall(SYS_acct, "/none"));
}

static int load_module(char **arguments)
{
    (void)arguments;
    return unless_forbidden(syscall(SYS_init_module, "", 0, ""));
}

static int restart_machine(char **arguments)
{
    (void)arguments;
    return unless_forbidden(syscall(SYS_reboot, 0, 0, 0, 0));
}

/* The host's clock, by a tick that none has. */
static int set_time(char **arguments)
{
    struct timex adjustment = {.modes = ADJ_TICK, .tick = 1};
    (void)arguments;
    return unless_forbidden(syscall(SYS_adjtimex, &adjustment));
}

/* The kernel's messages, and the switch of its console. */
static int silence_kernel(char **arguments)
{
    (void)arguments;
    return unless_forbidden(syscall(SYS_syslog, 8, NULL, 0));
}

static int ports(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_iopl, 3));
}

/* The same kernel by its 32-bit entry, whose calls have other numbers: getpid. */
static int old_entry(char **arguments)
{
    long result;
    (void)arguments;
    __asm__ volatile("int $0x80" : "=a"(result) : "0"(20L) : "memory", "r8", "r9", "r10", "r11");
    return result > 0 ? 0 : -result;
}

static int executable_memory(char **arguments)
{
    (void)arguments;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

/* A network device of the host, by the node that the jail has for it: NAME. It goes with this process. */
static int network_device(char **arguments)
{
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
    strncpy(request.ifr_name, arguments[0], IFNAMSIZ - 1);
    int device = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    return device < 0 ? errno : error_of(syscall(SYS_ioctl, device, TUNSETIFF, &request));
}

/* Everything that the host's network carries. */
static int packets(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_socket, AF_PACKET, SOCK_RAW, 0));
}

/* A command typed into the caller's terminal. */
static int type_for_caller(char **arguments)
{
    (void)arguments;
    for (const char *letter = "hostile\n"; *letter; letter++)
        if (syscall(SYS_ioctl, 0, TIOCSTI, letter) != 0)
            return errno;
    return 0;
}

const struct attempt machine_attempts[] = {
    {"kernel-program", kernel_program, 0},
    {"measure-machine", measure_machine, 0},
    {"user-faults", user_faults, 0},
    {"ring", ring, 0},
    {"swap-on", swap_on, 0},
    {"account", account, 0},
    {"load-module", load_module, 0},
    {"restart-machine", restart_machine, 0},
    {"set-time", set_time, 0},
    {"silence-kernel", silence_kernel, 0},
    {"ports", ports, 0},
    {"old-entry", old_entry, 0},
    {"executable-memory", executable_memory, 0},
    {"network-device", network_device, 1},
    {"packets", packets, 0},
    {"type-for-caller", type_for_caller, 0},
    {0},
};
