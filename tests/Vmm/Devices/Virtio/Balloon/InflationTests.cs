using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>Pages that the guest gives go back to the host, in as few calls as their gaps allow, before the guest has its list back.</summary>
public sealed class InflationTests(ITestOutputHelper output)
{
    private const uint First = TestBalloon.FirstPage;
    private const int Most = 4096;
    private const int Attempts = 100;

    public static TheoryData<string> Orders => ["ascending", "descending", "shuffled"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void FourThousandPagesAreOneCallInWhateverOrder(string order)
    {
        using TestBalloon balloon = GivenInOneTurn(Pages(order, Most));

        Assert.Equal([((ulong)First << 12, (ulong)Most << 12)], balloon.Host.Calls);
        Assert.Equal(Most / TestBalloon.ListLength, balloon.Driver.Returned);
        Assert.Equal((1L, (long)Most << 12, 0L, 0L), Counts(balloon));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void EachGapCostsOneCall(string order)
    {
        uint[] pages = [.. Pages(order, Most).Where(page => page % 100 != 0)];

        using TestBalloon balloon = GivenInOneTurn(pages);

        Assert.Equal(Most - pages.Length + 1, balloon.Host.Calls.Count);
        Assert.Equal((ulong)pages.Length << 12, balloon.Host.Calls.Aggregate(0UL, (sum, call) => sum + call.Length));
    }

    [Fact]
    public void APageThatIsNamedTwiceIsReturnedOnce()
    {
        using TestBalloon balloon = new TestBalloon().Started();

        balloon.Give([First, First + 1, First, First, First + 1]);

        Assert.Equal([((ulong)First << 12, 2UL << 12)], balloon.Host.Calls);
    }

    [Fact]
    public void PagesAreZeroAfterwardsAndOthersAsTheyWere()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using TestBalloon balloon = new TestBalloon().Started();
        uint[] given = [.. Enumerable.Range(0, 500).Select(_ => First + (uint)random.Next(2000)).Distinct()];
        for (uint page = First; page < First + 2000; page++)
        {
            balloon.Mark(page);
        }
        balloon.Machine.Memory.Dirty!.Clear();

        balloon.Give(given);

        for (uint page = First; page < First + 2000; page++)
        {
            Assert.Equal(!given.Contains(page), balloon.IsMarked(page));
            Assert.Equal(given.Contains(page), balloon.Machine.Memory.Dirty.Of(balloon.Machine.Memory.Regions[0]).IsSet(page));
        }
    }

    // As many numbers as Linux gives at once are taken, and only of the first buffer.
    [Theory]
    [InlineData(6, false)]
    [InlineData(1028, false)]
    [InlineData(8, true)]
    public void AListThatIsNoneIsReturnedWithoutEffect(uint length, bool isWritable)
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Driver.Store(TestDriver.Buffers, First);

        ushort head = balloon.Driver.Offer(new TestBuffer(TestDriver.Buffers, length, isWritable));
        balloon.Machine.Ring();

        Assert.Equal((head, 0u), balloon.Driver.Take());
        Assert.Empty(balloon.Host.Calls);
        Assert.Equal(1, balloon.Metrics.EventFailures.Value);
    }

    [Fact]
    public void PagesOutsideOfMemoryAreCountedAndOthersOfTheirListReturned()
    {
        using TestBalloon balloon = new TestBalloon().Started();

        balloon.Give([uint.MaxValue, (64u << 8) - 1, 64u << 8, First, 0xC_0000, 0x10_0000]);

        Assert.Equal([((ulong)First << 12, 1UL << 12), (((64UL << 8) - 1) << 12, 1UL << 12)], balloon.Host.Calls);
        Assert.Equal((4, 1), (balloon.Metrics.EventFailures.Value, balloon.Driver.Returned));
    }

    [Fact]
    public void AnInvalidChainIsReturnedAndTheRestServed()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Driver.Offer(TestBuffer.ToRead(64 << 20, 8));

        balloon.Give([First]);

        Assert.Equal((2, 1L), (balloon.Driver.Returned, balloon.Metrics.EventFailures.Value));
        Assert.Single(balloon.Host.Calls);
    }

    [Fact]
    public void WhatTheHostRefusesIsCounted()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Host.Refusal = Errno.ENOMEM;

        balloon.Give([First, First + 2]);

        Assert.Equal((1L, 0L, 2L, 2L << 12), Counts(balloon));
        Assert.Equal(1, balloon.Driver.Returned);
    }

    // No call is made for a piece.
    [Fact]
    public void PiecesOfHugePagesAreKeptAndCounted()
    {
        using TestBalloon balloon = new TestBalloon(host: new RecordingBacking(2 << 20)).Started();

        balloon.Give(First, First + 1, First + 5);
        balloon.Driver.Queues[4].Offer(TestBuffer.ToWrite((First + 500UL) << 12, 600 << 12));
        balloon.Ring(4);

        Assert.Equal([((ulong)First + 512 << 12, 2UL << 20)], balloon.Host.Calls);
        Assert.Equal((1L, 0L, 0L, 91L << 12), Counts(balloon));
        Assert.Equal(2L << 20, balloon.Metrics.Reporting.Bytes.Value);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        uint[] pages = [.. Pages("shuffled", Most).Where(page => page % 16 != 0)];
        balloon.Give(pages);
        int lists = balloon.Driver.Returned;
        long before = 0;
        for (int round = 0; round < 3; round++)
        {
            balloon.Offer(pages);
            balloon.Driver.Bus.Ring(0);
            before = GC.GetAllocatedBytesForCurrentThread();
            balloon.Machine.Settle();
            before = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal((0, 4 * lists), (before, balloon.Driver.Returned));
    }

    [Fact]
    public void PagesThatComeBackCostNothing()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        ushort head = balloon.Driver.Queues[1].Offer(TestBuffer.ToRead(TestDriver.Buffers, 1024));
        balloon.Driver.Queues[1].Offer(TestBuffer.ToRead(64 << 20, 4));

        balloon.Ring(1);

        Assert.Equal((head, 0u), balloon.Driver.Queues[1].Take());
        Assert.Equal((1, 1L), (balloon.Driver.Queues[1].Returned, balloon.Metrics.EventFailures.Value));
        // On a busy host in two turns.
        Assert.InRange(balloon.Metrics.Deflations.Value, 1, 2);
        Assert.Empty(balloon.Host.Calls);
    }

    internal static uint[] Pages(string order, int count)
    {
        uint[] pages = [.. Enumerable.Range((int)First, count).Select(page => (uint)page)];
        if (order == "descending")
        {
            Array.Reverse(pages);
        }
        if (order == "shuffled")
        {
            new Random(7).Shuffle(pages);
        }
        return pages;
    }

    // A turn that takes longer than its time, because the thread did not run, is none of these.
    private static TestBalloon GivenInOneTurn(uint[] pages)
    {
        for (int attempt = 1; ; attempt++)
        {
            TestBalloon balloon = new TestBalloon(clock: () => 0).Started();
            balloon.Give(pages);
            if (balloon.Metrics.Inflation.Turns.Value == 1 || attempt == Attempts)
            {
                return balloon;
            }
            balloon.Dispose();
        }
    }

    private static (long Turns, long Bytes, long Failures, long Kept) Counts(TestBalloon balloon) => (
        balloon.Metrics.Inflation.Turns.Value, balloon.Metrics.Inflation.Bytes.Value, balloon.Metrics.Inflation.Failures.Value,
        balloon.Metrics.Inflation.Kept.Value);
}
