using System.Linq;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>The memory map that a guest is given, for sizes on both sides of each hole.</summary>
public sealed class MemoryMapTests
{
    private const ulong MiB = 1UL << 20;
    private const string Fixed = "0+9fc00:1 9fc00+40400:2 eec00000+10000000:2";

    public static TheoryData<ulong, string> Sizes => new()
    {
        { MiB, Fixed },
        { 2 * MiB, $"{Fixed} 100000+100000:1" },
        { 128 * MiB, $"{Fixed} 100000+7f00000:1" },
        { 3072 * MiB, $"{Fixed} 100000+bff00000:1" },
        { 3073 * MiB, $"{Fixed} 100000+bff00000:1 100000000+100000:1" },
        { 8192 * MiB, $"{Fixed} 100000+bff00000:1 100000000+140000000:1" },
        { 256 * 1024 * MiB, $"{Fixed} 100000+bff00000:1 100000000+3f00000000:1 8000000000+40000000:1" },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RamAndReservedRangesAreListed(ulong length, string expected) => Assert.Equal(
        expected,
        string.Join(' ', MemoryMap.Of(GuestLayout.Split(length)).Select(entry => $"{entry.addr:x}+{entry.size:x}:{entry.type}")));
}
