using System.IO;
using System.Linq;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Profiles.Tests.Shipped;

/// <summary>Guarantees of the shipped profiles.</summary>
public sealed class ShippedProfilesTests
{
    private const ulong Anonymous = 0x22;
    private const ulong Nothing = ulong.MaxValue; // the descriptor -1

    private static readonly string _directory = Path.Combine(AppContext.BaseDirectory, "seccomp-profiles");

    // No thread needs these once the monitor runs, whatever their arguments.
    private static readonly string[] _neverAfterLaunch =
    [
        "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot", "setns",
        "unshare", "fork", "vfork", "bpf", "perf_event_open", "userfaultfd", "keyctl", "init_module", "finit_module",
        "kexec_load", "setuid", "setgid", "setresuid", "capset", "memfd_create", "pkey_mprotect", "personality", "modify_ldt",
        "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "process_madvise", "pidfd_getfd", "open_by_handle_at", "mknodat",
        "unlinkat", "renameat2",
    ];

    // Once its own program is installed, a thread creates no thread or ring and changes no filter.
    private static readonly string[] _neverAfterSetup =
    [
        "open", "openat2", "clone", "clone3", "prctl", "seccomp", "pread64", "epoll_create1", "eventfd2", "signalfd4", "bind", "listen",
        "io_uring_setup",
    ];

    // The vmm thread uses these to connect to a program of the host for the guest.
    private static readonly string[] _onlyForVsock = ["socket", "connect"];

    // The vmm thread uses these to replace a drive's file, and to read and write it.
    private static readonly string[] _onlyForDrives =
    [
        "openat", "fstat", "lseek", "dup3", "preadv", "pwritev", "fdatasync", "fallocate", "io_uring_enter", "io_uring_register", "getrandom",
    ];

    public static TheoryData<FilterProfile> ThreadProfiles =>
        [FilterProfile.Runtime, FilterProfile.Vmm, FilterProfile.Api, FilterProfile.Vcpu];

    public static TheoryData<FilterProfile> ProfilesAfterLaunch => [FilterProfile.Setup, .. ThreadProfiles.Select(row => row.Data)];

    [Fact]
    public void TheyCompile()
    {
        ProfileCompilation compilation = Library().Compile(FilterSetOptions.None);

        Assert.Empty(compilation.Diagnostics);
        Assert.True(FilterSet.TryRead(compilation.FilterSet!, out _, out string? error), error);
    }

    [Theory]
    [MemberData(nameof(ThreadProfiles))]
    public void AThreadAllowsASubsetOfSetup(FilterProfile profile) =>
        Assert.Empty(FilterSubset.Escapes(Rules(profile), Rules(FilterProfile.Setup)));

    [Fact]
    public void SetupAllowsASubsetOfLaunch() =>
        Assert.Empty(FilterSubset.Escapes(Rules(FilterProfile.Setup), Rules(FilterProfile.Launch)));

    [Fact]
    public void AProfileThatAllowsMoreIsFound()
    {
        Assert.NotEmpty(FilterSubset.Escapes(Rules(FilterProfile.Setup), Rules(FilterProfile.Vcpu)));
        Assert.NotEmpty(FilterSubset.Escapes(Rules(FilterProfile.Launch), Rules(FilterProfile.Setup)));
    }

    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void NothingDangerousIsAllowedAfterLaunch(FilterProfile profile) => AssertNoRule(profile, _neverAfterLaunch);

    [Theory]
    [MemberData(nameof(ThreadProfiles))]
    public void AThreadWithItsOwnProgramMakesNothing(FilterProfile profile) => AssertNoRule(profile, _neverAfterSetup);

    [Fact]
    public void OnlyTheVmmThreadOpensFiles() => Assert.All(
        [FilterProfile.Runtime, FilterProfile.Api, FilterProfile.Vcpu], profile => AssertNoRule(profile, _onlyForDrives));

    [Fact]
    public void OnlyTheVmmThreadMakesSockets() => Assert.All(
        [FilterProfile.Runtime, FilterProfile.Api, FilterProfile.Vcpu], profile => AssertNoRule(profile, _onlyForVsock));

    // AF_UNIX, SOCK_STREAM, SOCK_CLOEXEC and SOCK_NONBLOCK.
    [Fact]
    public void TheVmmThreadMakesUnixStreamsAndNoOtherSocket()
    {
        RuleSet rules = Rules(FilterProfile.Vmm);

        Assert.True(Allows(rules, "socket", 1, 0x8_0801, 0));
        Assert.All(Enumerable.Range(0, 32), bit => Assert.False(Allows(rules, "socket", 1 ^ (1ul << bit), 0x8_0801, 0), $"bit {bit} of the family"));
        Assert.All(Enumerable.Range(0, 32), bit => Assert.False(Allows(rules, "socket", 1, 0x8_0801 ^ (1ul << bit), 0), $"bit {bit} of the type"));
    }

    // O_NONBLOCK, O_NOCTTY and O_CLOEXEC, read-only or read-write. Any other bit, or the lack of one of these, is refused.
    [Fact]
    public void TheVmmThreadOpensFilesForDrivesAndInNoOtherWay()
    {
        const ulong Flags = 0x8_0900;
        RuleSet rules = Rules(FilterProfile.Vmm);

        Assert.True(Allows(rules, "openat", 0, 0, Flags));
        Assert.True(Allows(rules, "openat", 0, 0, Flags | 2));
        Assert.All(
            Enumerable.Range(0, 32).Where(bit => bit != 1),
            bit => Assert.False(Allows(rules, "openat", 0, 0, Flags ^ (1ul << bit)), $"bit {bit}"));
    }

    // A thread that puts a file at some number replaces whatever other rules name by that number.
    [Fact]
    public void TheVmmThreadPutsAFileAtASnapshotsADrivesOrAnOutputsNumberAndNoOther()
    {
        const ulong CloseOnExec = 0x8_0000;
        RuleSet rules = Rules(FilterProfile.Vmm);

        Assert.All(Enumerable.Range(0, 128), number =>
            Assert.Equal(number is (>= 40 and <= 59) or (>= 61 and <= 63), Allows(rules, "dup3", 5, (ulong)number, CloseOnExec)));
        Assert.False(Allows(rules, "dup3", 5, 43, 0));
        Assert.True(Allows(rules, "lseek", 5, 0, 2));
        Assert.False(Allows(rules, "lseek", 5, 0, 0));
        Assert.False(Allows(rules, "lseek", 5, 1, 2));
    }

    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void EveryThreadGoesOnWithAnInterruptedWait(FilterProfile profile) => Assert.True(Allows(Rules(profile), "restart_syscall"));

    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void NoThreadGetsExecutableMemory(FilterProfile profile)
    {
        RuleSet rules = Rules(profile);
        foreach (string name in (string[])["mmap", "mprotect"])
        {
            Assert.True(Allows(rules, name, 0, 4096, 3, Anonymous), $"{profile} allows no {name} at all");
            Assert.False(Allows(rules, name, 0, 4096, 7, Anonymous), $"{profile} allows {name} of executable memory");
            Assert.False(Allows(rules, name, 0, 4096, 5, Anonymous), $"{profile} allows {name} of executable memory");
        }
    }

    // Not even its own drives, which it would then write without the calls that a filter sees.
    [Theory]
    [MemberData(nameof(ThreadProfiles))]
    public void AThreadWithItsOwnProgramMapsNoFile(FilterProfile profile)
    {
        RuleSet rules = Rules(profile);

        Assert.True(Allows(rules, "mmap", 0, 4096, 3, Anonymous, Nothing));
        Assert.All(Enumerable.Range(0, 1 << 16).Where(flags => (flags & 0x20) == 0), flags =>
            Assert.False(Allows(rules, "mmap", 0, 4096, 3, (ulong)flags, 43), $"{profile} maps a drive's file by 0x{flags:x}"));
    }

    [Fact]
    public void SetupMapsASnapshotsFilePrivatelyAndNoOther()
    {
        const ulong PrivateFixedNoReserve = 0x4012;
        RuleSet rules = Rules(FilterProfile.Setup);

        Assert.All(Enumerable.Range(0, 256), number =>
            Assert.Equal(number is >= 40 and <= 42, Allows(rules, "mmap", 0, 4096, 3, PrivateFixedNoReserve, (ulong)number)));
    }

    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void AThreadWaitsAndWakesByTheOperationsThatTheRuntimeUses(FilterProfile profile)
    {
        RuleSet rules = Rules(profile);

        Assert.Equal([0x80, 0x81, 0x89, 0x189], Enumerable.Range(0, 0x400).Where(operation => Allows(rules, "futex", 0, (ulong)operation)));
    }

    // Flags that create, truncate or append to a file, among them O_CREAT, O_TRUNC, O_APPEND and O_TMPFILE.
    [Theory]
    [InlineData(0x40)]
    [InlineData(0x200)]
    [InlineData(0x400)]
    [InlineData(0x41_0000)]
    public void NoFileIsMadeOrEmptied(ulong flag)
    {
        foreach (FilterProfile profile in (FilterProfile[])[FilterProfile.Launch, FilterProfile.Setup])
        {
            Assert.True(Allows(Rules(profile), "openat", 0, 0, 0x8_0000), $"{profile} opens nothing at all");
            Assert.False(Allows(Rules(profile), "openat", 0, 0, 0x8_0001 | flag));
            // open(2) takes its flags one argument earlier, where a rule written for openat does not check them.
            Assert.False(Allows(Rules(profile), "open", 0, 0x8_0001 | flag));
        }
    }

    // All 16 stay as the jailer set them.
    [Fact]
    public void NoLimitIsSet()
    {
        for (ulong resource = 0; resource < 16; resource++)
        {
            foreach (FilterProfile profile in FilterProfiles.All)
            {
                Assert.False(Allows(Rules(profile), "prlimit64", 0, resource, 0x7FFF_0000_1000));
                Assert.False(Allows(Rules(profile), "setrlimit", resource, 0x7FFF_0000_1000));
            }
        }
    }

    [Fact]
    public void OnlyAVcpuEntersTheGuest()
    {
        const ulong Run = 0xAE80;
        Assert.True(Allows(Rules(FilterProfile.Vcpu), "ioctl", 9, Run));
        Assert.All(
            [FilterProfile.Runtime, FilterProfile.Vmm, FilterProfile.Api],
            profile => Assert.False(Allows(Rules(profile), "ioctl", 9, Run), $"{profile} enters the guest"));
    }

    // Other families reach other hosts, or the kernel's own interfaces.
    [Fact]
    public void SetupMakesNoSocketButTheApis()
    {
        const ulong AF_UNIX = 1;
        const ulong StreamCloexecNonblock = 0x80801;
        RuleSet rules = Rules(FilterProfile.Setup);

        Assert.True(Allows(rules, "socket", AF_UNIX, StreamCloexecNonblock));
        Assert.All(Enumerable.Range(2, 44), family => Assert.False(Allows(rules, "socket", (ulong)family, StreamCloexecNonblock)));
        Assert.False(Allows(rules, "socket", AF_UNIX, 0x80802));
    }

    [Fact]
    public void AVcpuMakesNoOtherRequestOfKvm()
    {
        RuleSet rules = Rules(FilterProfile.Vcpu);
        IEnumerable<NamedConstant> requests = NamedConstants.All.Where(constant => constant.Header == "linux/kvm.h");
        foreach (NamedConstant request in requests.Where(request => request.Name is not ("KVM_RUN" or "KVM_KVMCLOCK_CTRL")))
        {
            Assert.False(Allows(rules, "ioctl", 9, request.Value), request.Name);
        }
    }

    // An interface could be kept, given away, renamed or choked by the other requests, which a tap takes without any privilege.
    [Fact]
    public void OfATapOnlyItsOffloadsChange()
    {
        const ulong Tap = 64;
        const ulong SetOffload = 0x4004_54D0;
        RuleSet vmm = Rules(FilterProfile.Vmm);

        Assert.True(Allows(vmm, "ioctl", Tap, SetOffload, 0x17));
        Assert.False(Allows(vmm, "ioctl", Tap - 1, SetOffload, 0x17));
        Assert.False(Allows(vmm, "ioctl", Tap + 32, SetOffload, 0x17));
        Assert.All((ulong[])[8, 0x20, 0x40, 1ul << 32], bit => Assert.False(Allows(vmm, "ioctl", Tap, SetOffload, bit)));
        Assert.All(
            Enumerable.Range(0xC8, 0x38).Where(number => number != 0xD0),
            number => Assert.False(Allows(vmm, "ioctl", Tap, 0x4004_5400 + (ulong)number, 1), $"0x400454{number:x}"));
        Assert.All(Enumerable.Range(0x8900, 0x100), number => Assert.False(Allows(vmm, "ioctl", Tap, (ulong)number), $"0x{number:x}"));
    }

    // In set-up a tap is attached and measured; what would outlast the monitor is not set.
    [Fact]
    public void SetupAttachesTapsAndNeitherKeepsNorChangesThem()
    {
        string[] permitted = ["TUNSETIFF", "TUNGETIFF", "TUNSETVNETHDRSZ", "TUNSETOFFLOAD", "SIOCGIFMTU"];
        RuleSet rules = Rules(FilterProfile.Setup);
        NamedConstant[] requests = [.. NamedConstants.All.Where(constant => constant.Header is "linux/if_tun.h" or "linux/sockios.h")];

        Assert.Contains(requests, request => request.Name == "TUNSETPERSIST");
        Assert.Contains(requests, request => request.Name == "TUNSETOWNER");
        Assert.Contains(requests, request => request.Name == "TUNSETSNDBUF");
        Assert.Contains(requests, request => request.Name == "SIOCSIFHWADDR");
        Assert.All(requests, request => Assert.Equal(permitted.Contains(request.Name), Allows(rules, "ioctl", 64, request.Value)));
    }

    // TIOCSTI injects input into the terminal, which its next user would read.
    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void NoThreadTypesIntoATerminal(FilterProfile profile) => Assert.False(Allows(Rules(profile), "ioctl", 0, 0x5412));

    [Theory]
    [MemberData(nameof(ProfilesAfterLaunch))]
    public void AProgramIsFarFromTheLimit(FilterProfile profile) =>
        Assert.InRange(BpfCompiler.Compile(Rules(profile)).Length, 10, BpfLimits.BPF_MAXINSNS / 4);

    private static ProfileLibrary Library() => new(new DirectorySource(_directory));

    private static RuleSet Rules(FilterProfile profile) => Library().RulesOf(profile);

    private static void AssertNoRule(FilterProfile profile, string[] names)
    {
        int[] numbers = [.. names.Select(name => SyscallTable.NumberOf(name)!.Value)];
        IEnumerable<int> found = Rules(profile).Rules.Select(rule => rule.Number).Intersect(numbers);
        string[] allowed = [.. found.Select(number => SyscallTable.NameOf(number)!)];

        Assert.True(allowed.Length == 0, $"{profile} allows {string.Join(", ", allowed)}");
    }

    private static bool Allows(RuleSet rules, string name, params ulong[] arguments) => rules.Allows(new SyscallData(
        SyscallTable.NumberOf(name)!.Value,
        (uint)AuditArchitecture.AUDIT_ARCH_X86_64,
        0,
        [.. arguments, .. new ulong[6 - arguments.Length]]));
}
