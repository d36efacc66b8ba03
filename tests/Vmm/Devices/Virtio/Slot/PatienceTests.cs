using System.Linq;
using Kiln.Vmm.Devices.Virtio.Slot;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Slot;

/// <summary>An empty queue is watched only while doorbells come soon, and ever more rarely when that is in vain.</summary>
public sealed class PatienceTests
{
    private const ulong Soon = 40_000;
    private const ulong Late = 1_000_000;

    private readonly Patience _patience = new();
    private ulong _now = 1;

    [Fact]
    public void ItTakesSomeDoorbellsThatComeSoon()
    {
        bool[] worth = [.. Enumerable.Range(0, 5).Select(_ => Ring(Soon))];

        Assert.Equal([false, false, false, true, true], worth);
    }

    [Fact]
    public void ALateDoorbellEndsIt()
    {
        RingUntilWorthIt();

        Assert.False(Ring(Late));
    }

    // A turn that begins without a sleep, because the one before was too long.
    [Fact]
    public void WithoutASleepNothingChanges()
    {
        RingUntilWorthIt();
        _patience.Wake(_now + Late);

        Assert.True(_patience.IsWorthIt);
    }

    [Fact]
    public void InVainItBecomesRarer()
    {
        int[] needed = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            int count = RingUntilWorthIt();
            _patience.Fail();
            return count;
        })];

        Assert.Equal([4, 4, 16, 64, 256, 1024, 1024, 1024], needed);
    }

    [Fact]
    public void SuccessMakesUpForThatSlowly()
    {
        for (int count = 0; count < 4; count++)
        {
            RingUntilWorthIt();
            _patience.Fail();
        }
        // It takes 256 now.
        for (int count = 0; count < 5; count++)
        {
            _patience.Succeed();
        }

        Assert.InRange(RingUntilWorthIt(), 50, 100);
    }

    private int RingUntilWorthIt()
    {
        int count = 1;
        while (!Ring(Soon))
        {
            count++;
        }
        return count;
    }

    private bool Ring(ulong after)
    {
        _patience.Sleep(_now);
        _now += after;
        _patience.Wake(_now);
        return _patience.IsWorthIt;
    }
}
