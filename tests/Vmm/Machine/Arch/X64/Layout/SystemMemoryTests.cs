using CsCheck;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Layout;

/// <summary>Allocations of system memory lie inside it, do not overlap and are aligned.</summary>
public sealed class SystemMemoryTests
{
    private const ulong Start = 0x9_FC00;
    private const ulong End = 0xE_0000;

    [Fact]
    public void TheFirstTakersGetTheEnds()
    {
        SystemMemory place = new();

        Assert.Equal(new GuestAddress(0x9_FC00), place.TakeFirst(3));
        Assert.Equal(new GuestAddress(0x9_FC03), place.TakeFirst(1));
        Assert.Equal(new GuestAddress(0xD_FFF0), place.TakeLast(16, 8));
        Assert.Equal(new GuestAddress(0xD_E000), place.TakeLast(0x1000, 0x1000));
    }

    [Fact]
    public void EveryByteCanBeTakenAndNoneMore()
    {
        SystemMemory place = new();
        place.TakeFirst(0x2_0000);
        place.TakeLast(0x2_0400, 1);

        Assert.Throws<VmmFailure>(() => place.TakeFirst(1));
        VmmFailure failure = Assert.Throws<VmmFailure>(() => place.TakeLast(1, 1));
        Assert.Equal(
            "the 0 bytes of system memory that are left have no room for a table of 1; lower vcpu_count, or attach fewer devices", failure.Message);
    }

    // Allocates until a request is refused; what was refused remains available to a smaller request.
    [Fact]
    public void NoTwoTakersShareAByte() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 70_000], Gen.Int[0, 13]).Array[1, 60].Sample(takers =>
        {
            SystemMemory place = new();
            List<(ulong From, ulong To)> taken = [];
            foreach ((bool first, int length, int alignment) in takers)
            {
                try
                {
                    ulong address = (first ? place.TakeFirst(length) : place.TakeLast(length, 1UL << alignment)).Value;
                    Assert.True(first || address % (1UL << alignment) == 0);
                    Assert.InRange(address, Start, End - (ulong)length);
                    Assert.DoesNotContain(taken, other => address < other.To && other.From < address + (ulong)length);
                    taken.Add((address, address + (ulong)length));
                }
                catch (VmmFailure)
                {
                    // Full.
                }
            }
        }, iter: 5_000);
}
