using System.Linq;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>Each architecture has calls and constants of its own, and shares the later calls.</summary>
public sealed class SyscallArchitectureTests
{
    // The first number that is the same on both.
    private const int FirstCommon = 424;

    [Fact]
    public void WithoutAnArchitectureItIsX64()
    {
        Assert.Equal(SyscallTable.Numbers, SyscallTable.NumbersOf(SyscallArchitecture.X64));
        Assert.All(SyscallTable.Numbers, number =>
        {
            string name = SyscallTable.NameOf(number)!;
            Assert.Equal(name, SyscallTable.NameOf(SyscallArchitecture.X64, number));
            Assert.Equal(number, SyscallTable.NumberOf(SyscallArchitecture.X64, name));
        });
        Assert.All(NamedConstants.All, constant =>
            Assert.Equal(constant.Value, NamedConstants.ValueOf(SyscallArchitecture.X64, constant.Name)));
    }

    [Fact]
    public void NamesAndNumbersOfArm64AreOneToOne()
    {
        int[] numbers = [.. SyscallTable.NumbersOf(SyscallArchitecture.Arm64)];
        string[] names = [.. numbers.Select(number => SyscallTable.NameOf(SyscallArchitecture.Arm64, number)!)];

        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers, names.Select(name => SyscallTable.NumberOf(SyscallArchitecture.Arm64, name)!.Value));
    }

    [Fact]
    public void TheLaterCallsAreTheSame()
    {
        string[] common = [.. Later(SyscallArchitecture.X64)];

        Assert.Equal(common, Later(SyscallArchitecture.Arm64));
        Assert.Equal(47, common.Length);

        static IEnumerable<string> Later(SyscallArchitecture architecture) => SyscallTable.NumbersOf(architecture)
            .Where(number => number >= FirstCommon)
            .Select(number => $"{number} {SyscallTable.NameOf(architecture, number)}");
    }

    [Fact]
    public void EveryCallOfArm64IsOneOfX64() => Assert.All(
        SyscallTable.NumbersOf(SyscallArchitecture.Arm64),
        number => Assert.NotNull(SyscallTable.NumberOf(SyscallTable.NameOf(SyscallArchitecture.Arm64, number)!)));

    [Theory]
    [InlineData("open")]
    [InlineData("fork")]
    [InlineData("poll")]
    [InlineData("arch_prctl")]
    [InlineData("uretprobe")]
    [InlineData("uprobe")]
    [InlineData("")]
    public void ACallOfX64AloneHasNoNumberOnArm64(string name) =>
        Assert.Null(SyscallTable.NumberOf(SyscallArchitecture.Arm64, name));

    [Theory]
    [InlineData(-1)]
    [InlineData(244)]
    [InlineData(259)]
    [InlineData(295)]
    [InlineData(335)]
    [InlineData(423)]
    [InlineData(471)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void ANumberWithoutACallOfArm64HasNoName(int number) =>
        Assert.Null(SyscallTable.NameOf(SyscallArchitecture.Arm64, number));

    [Fact]
    public void AnUnknownArchitectureIsRefused()
    {
        SyscallArchitecture unknown = (SyscallArchitecture)2;

        Assert.Throws<ArgumentOutOfRangeException>(() => SyscallTable.NumbersOf(unknown).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => SyscallTable.NameOf(unknown, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyscallTable.NumberOf(unknown, "read"));
        Assert.Throws<ArgumentOutOfRangeException>(() => NamedConstants.ValueOf(unknown, "O_SYNC"));
    }
}
