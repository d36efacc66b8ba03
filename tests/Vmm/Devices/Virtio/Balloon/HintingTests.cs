using System.Buffers.Binary;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>A range is taken within a run only, and never after the guest was told that the run is done.</summary>
public sealed class HintingTests
{
    private const int Queue = 3;
    private const ulong Range = 1 << 24;

    [Fact]
    public void ARunTakesRangesUntilTheGuestHasNamedAll()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        Assert.Equal((0u, (uint?)null), Commands(balloon));
        Assert.Null(balloon.Device.Start(new BalloonHinting()));
        Assert.Equal((2u, (uint?)null), Commands(balloon));
        Assert.Equal(2u, HostCommand(balloon));
        Assert.True(balloon.Driver.Bus.TakeConfigurationInterrupt());

        Say(balloon, 2);
        Name(balloon, Range, 4 << 20);
        Name(balloon, Range + (4 << 20) + 5, 8192 + 4091);
        balloon.Ring(Queue);

        Assert.Equal([(Range, 4UL << 20), (Range + (4 << 20) + 4096, 8192UL)], balloon.Host.Calls);
        Assert.Equal((2u, 2u), Commands(balloon));
        Assert.Equal((4L << 20) + 8192, balloon.Metrics.Hinting.Bytes.Value);
        // On a busy host a turn may end early.
        Assert.InRange(balloon.Metrics.Hinting.Turns.Value, 1, 3);
        Assert.False(balloon.Driver.Bus.TakeConfigurationInterrupt());

        Say(balloon, HintingQueue.Stop);
        Name(balloon, Range + (32 << 20), 4096);
        balloon.Ring(Queue);

        Assert.Equal(2, balloon.Host.Calls.Count);
        Assert.Equal((HintingQueue.Done, HintingQueue.Stop), Commands(balloon));
        Assert.True(balloon.Driver.Bus.TakeConfigurationInterrupt());
        Assert.Equal(5, balloon.Driver.Queues[Queue].Returned);
    }

    [Fact]
    public void WithoutAcknowledgementThePagesStayFree()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting(AcknowledgeOnStop: false));
        _ = balloon.Driver.Bus.TakeConfigurationInterrupt();

        Say(balloon, 2);
        Say(balloon, HintingQueue.Stop);
        balloon.Ring(Queue);

        Assert.Equal((2u, HintingQueue.Stop), Commands(balloon));
        Assert.False(balloon.Driver.Bus.TakeConfigurationInterrupt());
        Assert.Null(balloon.Device.StopHinting());
        Assert.Equal((HintingQueue.Done, HintingQueue.Stop), Commands(balloon));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(3u)]
    [InlineData(uint.MaxValue)]
    public void RangesOfAnotherRunAreReturnedWithoutEffect(uint command)
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting());

        Say(balloon, command);
        Name(balloon, Range, 1 << 20);
        balloon.Ring(Queue);

        Assert.Empty(balloon.Host.Calls);
        Assert.Equal(2, balloon.Driver.Queues[Queue].Returned);
    }

    [Fact]
    public void ALateEndOfAnEarlierRunDoesNotEndTheNext()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        balloon.Ring(Queue);
        balloon.Device.StopHinting();
        balloon.Device.Start(new BalloonHinting());

        Say(balloon, HintingQueue.Stop);
        balloon.Ring(Queue);
        Assert.Equal(3u, HostCommand(balloon));
        Say(balloon, 3);
        Name(balloon, Range, 4096);
        balloon.Ring(Queue);

        Assert.Equal([(Range, 4096UL)], balloon.Host.Calls);
    }

    [Fact]
    public void NothingIsTakenWithoutARun()
    {
        using TestBalloon balloon = new TestBalloon().Started();

        Say(balloon, HintingQueue.Stop);
        Name(balloon, Range, 1 << 20);
        Say(balloon, HintingQueue.Done);
        Name(balloon, Range, 1 << 20);
        balloon.Ring(Queue);

        Assert.Empty(balloon.Host.Calls);
        Assert.Equal(0u, HostCommand(balloon));
    }

    // The guest may use the pages as soon as it hears of the end.
    [Fact]
    public void TheEndIsToldWhenAllRangesAreWithTheHost()
    {
        ulong now = 0;
        using TestBalloon balloon = new TestBalloon(clock: () => now += 1_000_000).Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        for (ulong range = 0; range < 10; range++)
        {
            Name(balloon, Range + (range << 16), 4096);
        }
        Say(balloon, HintingQueue.Stop);
        balloon.Driver.Bus.Ring(Queue);

        // A turn does a part, or lets another watch of the loop have its event.
        for (int turn = 0; HostCommand(balloon) != HintingQueue.Done; turn++)
        {
            Assert.InRange(turn, 0, 100);
            Assert.True(balloon.Machine.Loop.Turn(0));
            Assert.True(HostCommand(balloon) != HintingQueue.Done || balloon.Host.Calls.Count == 10);
        }
    }

    public static TheoryData<string> Ends => ["stop", "start", "pause"];

    // Ranges that wait for their turn are the guest's again.
    [Theory]
    [MemberData(nameof(Ends))]
    public void ARunThatIsEndedLeavesWhatItHasNotTaken(string end)
    {
        ulong now = 0;
        using TestBalloon balloon = new TestBalloon(clock: () => now += 1_000_000).Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        for (ulong range = 0; range < 10; range++)
        {
            Name(balloon, Range + (range << 16), 4096);
        }
        balloon.Driver.Bus.Ring(Queue);
        balloon.Machine.Loop.Turn(0);
        int taken = balloon.Host.Calls.Count;
        Assert.InRange(taken, 1, 9);

        End(balloon, end);
        balloon.Machine.Settle();

        Assert.Equal(taken, balloon.Host.Calls.Count);
        Assert.Equal(11, balloon.Driver.Queues[Queue].Returned);
        Assert.Equal(end == "start" ? 3 : HintingQueue.Done, HostCommand(balloon));
    }

    [Fact]
    public void EveryResumeIsTheEndOfARun()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        balloon.Ring(Queue);
        _ = balloon.Driver.Bus.TakeConfigurationInterrupt();

        balloon.Machine.Slot.Pause();
        balloon.Machine.Slot.Resume();

        Assert.Equal((HintingQueue.Done, 2u), Commands(balloon));
        Assert.True(balloon.Driver.Bus.TakeConfigurationInterrupt());
        balloon.Device.Start(new BalloonHinting());
        Assert.Equal(3u, HostCommand(balloon));
    }

    [Fact]
    public void ADriverThatGoesAwayTakesTheRunWithIt()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        balloon.Ring(Queue);

        balloon.Driver.Reset();

        Assert.Equal((HintingQueue.Stop, (uint?)null), Commands(balloon));
    }

    [Theory]
    [InlineData(4u, true)]
    [InlineData(4096u, false)]
    [InlineData(3u, false)]
    public void WhatIsNeitherCommandNorRangeIsCounted(uint length, bool isWritable)
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Start(new BalloonHinting());
        Say(balloon, 2);
        balloon.Driver.Queues[Queue].Offer(new TestBuffer(Range, length, isWritable));
        balloon.Ring(Queue);

        Assert.Empty(balloon.Host.Calls);
        Assert.Equal(isWritable ? 0 : 1, balloon.Metrics.EventFailures.Value);
        Assert.Equal((2u, 2u), Commands(balloon));
    }

    [Fact]
    public void FreePagesAreReportedWithoutBeingAsked()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Driver.Queues[4].Offer(
            TestBuffer.ToWrite(Range + (2 << 20), 2 << 20), TestBuffer.ToWrite(Range, 2 << 20), TestBuffer.ToWrite(Range + (8 << 20) + 1, 4096));
        balloon.Driver.Queues[4].Offer(TestBuffer.ToRead(Range + (10 << 20), 4096));

        balloon.Ring(4);

        Assert.Equal([(Range, 4UL << 20)], balloon.Host.Calls);
        Assert.Equal((2, 4L << 20, 1L), (balloon.Driver.Queues[4].Returned, balloon.Metrics.Reporting.Bytes.Value, balloon.Metrics.EventFailures.Value));
    }

    private static void End(TestBalloon balloon, string end)
    {
        switch (end)
        {
            case "stop":
                balloon.Device.StopHinting();
                break;
            case "start":
                balloon.Device.Start(new BalloonHinting());
                break;
            default:
                balloon.Machine.Slot.Pause();
                balloon.Machine.Slot.Resume();
                break;
        }
    }

    private static void Say(TestBalloon balloon, uint command)
    {
        ulong place = TestDriver.Buffers + (command % 8 * 8);
        balloon.Driver.Store(place, command);
        balloon.Driver.Queues[Queue].Offer(TestBuffer.ToRead(place, sizeof(uint)));
    }

    private static void Name(TestBalloon balloon, ulong address, uint length) =>
        balloon.Driver.Queues[Queue].Offer(TestBuffer.ToWrite(address, length));

    private static (uint Host, uint? Guest) Commands(TestBalloon balloon) => (balloon.Device.Report.HostCommand, balloon.Device.Report.GuestCommand);

    private static uint HostCommand(TestBalloon balloon)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        balloon.Driver.Bus.ReadConfiguration(8, value);
        return BinaryPrimitives.ReadUInt32LittleEndian(value);
    }
}
