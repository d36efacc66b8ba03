using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Model;

/// <summary>A grant that a reviewer should approve explicitly, even when the rule gives a reason.</summary>
/// <param name="Id">A stable id: <see cref="Diagnostic.WarningStart"/> and two digits.</param>
/// <param name="Risk">What an attacker who controls the thread gains.</param>
/// <param name="Calls">The calls that make the grant.</param>
/// <param name="Cure">How to make it harmless; empty when that is impossible.</param>
public sealed record DangerousGrant(string Id, string Risk, IReadOnlyList<string> Calls, string Cure)
{
    /// <summary>Index of the argument that makes the calls harmless when a rule confines it; null when none does.</summary>
    public int? Confined { get; private init; }

    /// <summary>A condition that only dangerous calls satisfy; null when every unconfined call is dangerous.</summary>
    public ArgumentCondition? Dangerous { get; private init; }

    /// <summary>All grants, by id.</summary>
    public static IReadOnlyList<DangerousGrant> All { get; } =
    [
        new("KP301", "memory that is made executable runs any code", ["mmap", "mprotect", "pkey_mprotect"], "confine argument 2 to flags without PROT_EXEC")
        {
            Dangerous = ArgumentCondition.Masked(2, ArgumentWidth.Bits64, ProtExec, ProtExec),
        },
        new("KP301", "memory that is made executable runs any code", ["shmat"], "confine argument 2 to flags without SHM_EXEC")
        {
            Dangerous = ArgumentCondition.Masked(2, ArgumentWidth.Bits64, ShmExec, ShmExec),
        },
        new("KP301", "a personality can make all readable memory executable", ["personality", "remap_file_pages"], ""),
        new("KP302", "the ring makes calls that no filter sees", ["io_uring_setup", "io_uring_enter", "io_uring_register"], ""),
        new("KP303", "it reads, writes or controls other processes",
            ["ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp"], ""),
        new("KP304", "it loads programs into the kernel, or watches it", ["bpf", "perf_event_open", "userfaultfd"], ""),
        new("KP305", "every driver has requests of its own", ["ioctl"], "confine argument 1 to the requests that are needed") { Confined = 1 },
        new("KP306", "its options change what a process is", ["prctl", "arch_prctl"], "confine argument 0 to the options that are needed")
        {
            Confined = 0,
        },
        new("KP307", "it makes processes and namespaces", ["clone"], "confine argument 0 to the flags of a thread") { Confined = 0 },
        new("KP307", "it makes processes and namespaces", ["clone3", "fork", "vfork", "unshare", "setns"], "clone3 can answer errno(ENOSYS)"),
        new("KP308", "it starts another program", ["execve", "execveat"], ""),
        new("KP309", "it changes what paths lead to",
            ["mount", "umount2", "pivot_root", "chroot", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "open_tree", "mount_setattr"], ""),
        new("KP310", "it changes the host",
            ["init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "iopl", "ioperm",
             "acct", "syslog", "settimeofday", "clock_settime", "adjtimex", "sethostname", "quotactl"], ""),
        new("KP311", "it changes who the process is",
            ["setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "capset"], ""),
        new("KP312", "it sends signals to other processes", ["kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal"],
            "use tgkill with a confined signal"),
        new("KP312", "it sends any signal", ["tgkill"], "confine argument 2 to the signals that are needed") { Confined = 2 },
        new("KP313", "it reaches every network and every kernel protocol", ["socket"], "confine argument 0 to the families that are needed")
        {
            Confined = 0,
        },
        new("KP314", "keys are shared with other processes of the user", ["add_key", "request_key", "keyctl"], ""),
        new("KP315", "it opens files for anything", ["openat"], "confine argument 2 to the flags that are needed") { Confined = 2 },
        new("KP315", "it opens files for anything", ["open"], "confine argument 1 to the flags that are needed") { Confined = 1 },
        new("KP315", "it opens files by what no filter sees", ["openat2", "open_by_handle_at", "creat"], "use openat with confined flags"),
    ];

    // PROT_EXEC of asm-generic/mman-common.h and SHM_EXEC of linux/shm.h.
    private const ulong ProtExec = 4;
    private const ulong ShmExec = 0x8000;

    /// <summary>Whether a rule makes this grant.</summary>
    internal bool IsMadeBy(string name, SyscallRule rule)
    {
        if (!rule.Action.Permits || !Calls.Contains(name))
        {
            return false;
        }
        if (Dangerous is { } dangerous)
        {
            return RuleReach.CanMatch(rule with { Conditions = [.. rule.Conditions, dangerous] });
        }
        return Confined is not { } index || !rule.Conditions.Any(condition => condition.Index == index && Confines(condition));
    }

    // Excluding single values does not confine: all others remain allowed.
    private static bool Confines(ArgumentCondition condition) =>
        condition.Comparison is Comparison.Equal or Comparison.In or Comparison.MaskedEqual or Comparison.FlagsSubsetOf;
}
