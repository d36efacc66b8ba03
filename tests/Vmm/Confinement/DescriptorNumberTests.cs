using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>The numbers of descriptors in the code are those in the profiles: what the filters let through, asked number by number.</summary>
public sealed class DescriptorNumberTests
{
    private const int Asked = 200;
    private const ulong StandardError = 2;

    private static readonly FilterSet _set = FilterSetSource.Embedded;

    [Theory]
    [InlineData("preadv")]
    [InlineData("pwritev")]
    [InlineData("fdatasync")]
    public void TheVmmThreadUsesDrivesFilesAtTheirNumbers(string call) =>
        Assert.Equal(Range(DescriptorNumbers.FirstDrive, DescriptorNumbers.LastDrive), Allowed(FilterProfile.Vmm, call, number => [number, 0, 1]));

    [Fact]
    public void AnotherFileOfADriveGoesToADrivesNumber() => Assert.Equal(
        Range(DescriptorNumbers.FirstDrive, DescriptorNumbers.LastDrive),
        Allowed(FilterProfile.Vmm, "dup3", number => [7, number, 0x80000]));

    // More and fewer bytes than an eventfd takes.
    [Fact]
    public void TheVmmThreadWritesOutputsAtTheirNumbers() => Assert.Equal(
        [StandardError, .. Range(DescriptorNumbers.Events, DescriptorNumbers.Metrics)],
        Allowed(FilterProfile.Vmm, "write", number => [number, 0, 100]));

    [Fact]
    public void TheApiThreadWritesTheLog() => Assert.Equal(
        [StandardError, (ulong)DescriptorNumbers.Log],
        Allowed(FilterProfile.Api, "write", number => [number, 0, 100]));

    private static ulong[] Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => (ulong)number)];

    private static ulong[] Allowed(FilterProfile profile, string call, Func<ulong, ulong[]> arguments) =>
    [
        .. Enumerable.Range(0, Asked).Select(number => (ulong)number).Where(number => BpfInterpreter.Run(
            _set.Program(profile), new SyscallData(SyscallTable.NumberOf(call)!.Value, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments(number))) == FilterAction.Allow),
    ];
}
