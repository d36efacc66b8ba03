using System.Linq;
using Kiln.Profiles.Diagnostics;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>A condition that compares other bits of a register than the kernel looks at is a warning, with two registers that show it.</summary>
public sealed class WidthTests : IDisposable
{
    private const string Cure = "compare with 'width: 32', or write 'allow: [KP316]' if its reason answers for it";

    private readonly ScratchProfiles _profiles = new();

    // A call, its condition, and what shows that the two differ.
    public static TheoryData<string, string, string> Deceptive => new()
    {
        { "ioctl", "index: 1, op: eq, value: TIOCSTI", "so 0x5412 and 0x100005412 are the same to it, but the rule answers only 0x5412; " + Cure },
        { "ioctl", "index: 1, op: ne, value: TIOCSTI", "so 0x100005412 and 0x5412 are the same to it, but the rule answers only 0x100005412; " + Cure },
        { "ioctl", "index: 1, op: in, value: [TIOCSTI, TCSETS]", "so 0x5402 and 0x100005402 are the same" },
        { "ioctl", "index: 1, op: not_in, value: [TIOCSTI, TCSETS]", "so 0x100005402 and 0x5402 are the same" },
        { "openat", "index: 0, op: eq, value: AT_FDCWD", "so 0xffffff9c and 0xffffffffffffff9c are the same" },
        { "openat", "index: 0, op: eq, value: 0xffffffffffffff9c", "so 0xffffffffffffff9c and 0xffffff9c are the same" },
        { "openat", "index: 0, op: ne, value: AT_FDCWD", "so 0xffffffffffffff9c and 0xffffff9c are the same" },
        { "dup", "index: 0, op: lt, value: 3", "so 0x2 and 0x100000002 are the same" },
        { "dup", "index: 0, op: ge, value: 3", "so 0x100000002 and 0x2 are the same" },
        { "dup", "index: 0, op: lt, value: 0xffffffff00000005", "are the same" },
        { "dup", "index: 0, op: masked_eq, mask: 0x300000000, value: 0x100000000", "are the same" },
        { "dup", "index: 0, op: flags_subset_of, value: 3", "are the same" },
        { "clone", "index: 0, op: ne, value: CLONE_VM", "so 0x100000100 and 0x100 are the same" },
        { "write", "index: 2, op: eq, value: 8, width: 32", "argument 2, so 0x8 and 0x100000008 differ to it, but not to the rule; remove 'width: 32', or write" },
        { "write", "index: 2, op: not_in, value: [0, 1, 0xffffffff], width: 32", "so 0x2 and 0x100000002 differ to it" },
        { "exit", "index: 1, op: eq, value: 0", "exit: it has no argument 1, and what its register holds is left to chance; remove the condition, or write" },
    };

    public static TheoryData<string, string> Right => new()
    {
        { "ioctl", "index: 2, op: eq, value: 8" },
        { "ioctl", "index: 2, op: eq, value: 8, width: 32" },
        { "dup", "index: 0, op: eq, value: 8, width: 32" },
        { "dup", "index: 0, op: masked_eq, mask: 3, value: 0" },
        { "dup", "index: 0, op: flags_subset_of, value: 0xffffffff00000003" },
        { "write", "index: 2, op: eq, value: 8" },
        { "lseek", "index: 1, op: eq, value: 0" },
        { "readv", "index: 2, op: le, value: 256, width: 32" },
    };

    public void Dispose() => _profiles.Dispose();

    [Theory]
    [MemberData(nameof(Deceptive))]
    public void AnotherWidthThanTheKernelsIsAWarning(string call, string condition, string shown)
    {
        Write(call, condition, "");

        string warning = _profiles.Errors().Single(line => line.Contains("KP316", StringComparison.Ordinal));
        Assert.StartsWith($"vcpu.yaml:4:14: warning KP316: {call}: ", warning, StringComparison.Ordinal);
        Assert.Contains(shown, warning, StringComparison.Ordinal);
        Assert.True(_profiles.Compile().Succeeded);
    }

    // What the rule does with the call does not matter: a refusal that is passed by is the worse one.
    [Fact]
    public void ARefusalIsWarnedOfToo()
    {
        Write("ioctl", "index: 1, op: eq, value: TIOCSTI", "    action: errno(EPERM)\n");

        Assert.Contains("0x100005412", Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void TheKernelsWidthIsNone(string call, string condition)
    {
        Write(call, condition, "");

        Assert.DoesNotContain(_profiles.Errors(), line => line.Contains("KP316", StringComparison.Ordinal));
    }

    [Fact]
    public void ARuleMayAcceptItAndItsReasonIsKept()
    {
        Write("dup", "index: 0, op: eq, value: 8", "    allow: [KP316]\n");

        Assert.Empty(_profiles.Errors());
        Diagnostic accepted = Assert.Single(_profiles.Compile().Accepted);
        Assert.Equal(("KP316", 4, 14, "test of widths"), (accepted.Id, accepted.Line, accepted.Column, accepted.Accepted));
    }

    private void Write(string call, string condition, string rest) => _profiles.Write(
        "vcpu", $"{ScratchProfiles.Head}rules:\n  - syscall: {call}\n    args: [{{{condition}}}]\n{rest}    reason: test\n      of widths\n");
}
