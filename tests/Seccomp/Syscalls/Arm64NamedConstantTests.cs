using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The constants have their aarch64 values, and none where aarch64 lacks the constant.</summary>
public sealed partial class Arm64NamedConstantTests : IDisposable
{
    // Requests that linux/kvm.h defines for all architectures, since they contain no x86 struct, but that the kernel supports only on
    // others; their sections in Documentation/virt/kvm/api.rst say on which.
    private static readonly string[] _servedElsewhere =
    [
        "KVM_CREATE_PIT", "KVM_CREATE_PIT2", "KVM_DIRTY_TLB", "KVM_GET_CLOCK", "KVM_GET_FPU", "KVM_GET_IRQCHIP", "KVM_GET_REGS",
        "KVM_GET_SREGS", "KVM_GET_TSC_KHZ", "KVM_HYPERV_EVENTFD", "KVM_INTERRUPT", "KVM_KVMCLOCK_CTRL", "KVM_MEMORY_ENCRYPT_OP",
        "KVM_MEMORY_ENCRYPT_REG_REGION", "KVM_MEMORY_ENCRYPT_UNREG_REGION", "KVM_NMI", "KVM_REINJECT_CONTROL", "KVM_SET_BOOT_CPU_ID",
        "KVM_SET_CLOCK", "KVM_SET_FPU", "KVM_SET_IDENTITY_MAP_ADDR", "KVM_SET_IRQCHIP", "KVM_SET_NR_MMU_PAGES",
        "KVM_SET_PMU_EVENT_FILTER", "KVM_SET_REGS", "KVM_SET_SREGS", "KVM_SET_TSC_KHZ", "KVM_SET_TSS_ADDR", "KVM_SET_VAPIC_ADDR",
        "KVM_SMI", "KVM_TPR_ACCESS_REPORTING", "KVM_TRANSLATE", "KVM_X86_GET_MCE_CAP_SUPPORTED", "KVM_X86_SETUP_MCE",
        "KVM_XEN_HVM_EVTCHN_SEND", "KVM_XEN_HVM_GET_ATTR", "KVM_XEN_HVM_SET_ATTR", "KVM_XEN_VCPU_GET_ATTR", "KVM_XEN_VCPU_SET_ATTR",
    ];

    private readonly Arm64Headers _headers = new();

    [Fact]
    public void EveryConstantHasTheValueOfItsHeader()
    {
        NamedConstant[] constants = [.. NamedConstants.All
            .Where(constant => ValueOf(constant.Name) is not null)
            .Select(constant => constant with { Value = ValueOf(constant.Name)!.Value })];

        Assert.True(constants.Length > 300, $"there are {constants.Length}");
        Assert.Equal("", Complaints(constants));
    }

    [Theory]
    [InlineData("O_DIRECTORY", 0x10000, "fcntl.h")]
    [InlineData("O_NOFOLLOW", 0x20000, "fcntl.h")]
    [InlineData("O_DIRECT", 0x4000, "fcntl.h")]
    [InlineData("O_TMPFILE", 0x410000, "fcntl.h")]
    [InlineData("KVM_SET_GUEST_DEBUG", 0x4048_AE9B, "linux/kvm.h")]
    [InlineData("KVM_GET_REGS", 0x8090_AE81, "linux/kvm.h")]
    [InlineData("ARCH_SET_FS", 0x1002, "asm/prctl.h")]
    public void AValueOfX64IsFound(string name, ulong value, string header)
    {
        Assert.Equal(value, NamedConstants.ValueOf(name));
        Assert.Contains(name, Complaints([new NamedConstant(name, value, header)]), StringComparison.Ordinal);
    }

    [Fact]
    public void AConstantWithoutAValueIsNotDefinedOrNotServed()
    {
        NamedConstant[] absent = [.. NamedConstants.All.Where(constant => ValueOf(constant.Name) is null)];

        Assert.True(absent.Length > 70, $"there are {absent.Length}");
        Assert.Equal([], Defined(absent).Except(_servedElsewhere));
        Assert.All(_servedElsewhere, name => Assert.Null(ValueOf(name)));
    }

    [Fact]
    public void ADefinedConstantIsFound()
    {
        HashSet<string> defined = Defined([.. NamedConstants.All.Where(constant =>
            constant.Name is "KVM_RUN" or "KVM_SET_GUEST_DEBUG" or "KVM_GET_LAPIC" or "O_TMPFILE" or "ARCH_SET_FS" or "SIG_BLOCK")]);

        Assert.Equal(["KVM_RUN", "KVM_SET_GUEST_DEBUG", "O_TMPFILE", "SIG_BLOCK"], defined.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("o_directory")]
    [InlineData("KVM_NO_SUCH")]
    public void ANameWithoutAConstantHasNoValue(string name) => Assert.Null(ValueOf(name));

    /// <inheritdoc/>
    public void Dispose() => _headers.Dispose();

    private static ulong? ValueOf(string name) => NamedConstants.ValueOf(SyscallArchitecture.Arm64, name);

    // One file per header: headers of the C library and the kernel cannot always be included together.
    private string Complaints(NamedConstant[] constants) => string.Concat(constants.GroupBy(constant => constant.Header)
        .Select(header => CCompiler.Complaints(Source(header.Key, header.Select(Assertion)), _headers.Option)));

    private HashSet<string> Defined(NamedConstant[] constants) => [.. constants.GroupBy(constant => constant.Header).SelectMany(header =>
    {
        NamedConstant[] lines = [.. header];
        string complaints = CCompiler.Complaints(Source(header.Key, lines.Select(Declaration)), _headers.Option);
        int[] wrong = [.. Line().Matches(complaints).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        return lines.Where((_, index) => !wrong.Contains(index + 1)).Select(constant => constant.Name);
    })];

    private static string Assertion(NamedConstant constant) =>
        $"_Static_assert(((unsigned long long)({constant.Name}) & 0xffffffffULL) == {constant.Value}ULL, \"{constant.Name}\");\n";

    private static string Declaration(NamedConstant constant) => $"enum {{ is_{constant.Name} = ({constant.Name}) != 0 }};\n";

    private static string Source(string header, IEnumerable<string> lines)
    {
        StringBuilder source = new($"#define _GNU_SOURCE\n#include <stddef.h>\n{Arm64Headers.Inclusion(header)}#line 1 \"constants\"\n");
        return source.AppendJoin("", lines).ToString();
    }

    [GeneratedRegex(@"^constants:(\d+):\d+: error:", RegexOptions.Multiline)]
    private static partial Regex Line();
}
