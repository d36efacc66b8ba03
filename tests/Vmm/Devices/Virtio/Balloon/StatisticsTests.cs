using System.Linq;
using System.Threading;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>The guest's statistics are read as they come, kept, and asked for again by returning their buffer.</summary>
public sealed class StatisticsTests
{
    private const int Queue = 2;
    private const ulong Place = TestDriver.Buffers;

    [Fact]
    public void TheVectorOfTheContractIsRead()
    {
        using TestBalloon balloon = new TestBalloon().Started();

        Send(balloon, Convert.FromHexString("0400000000100000000005000000002000000000"));

        ulong?[] expected = new ulong?[16];
        (expected[4], expected[5]) = (256 << 20, 512 << 20);
        Assert.Equal(expected, balloon.Device.Report.Statistics);
        Assert.Equal((0, 1L, 0L), (balloon.Driver.Queues[Queue].Returned, balloon.Metrics.Statistics.Value, balloon.Metrics.StatisticsFailures.Value));
    }

    [Fact]
    public void AllSixteenAreKnownAndASeventeenthIsCounted()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        Send(balloon, [.. Enumerable.Range(0, 17).SelectMany(tag => Entry((ushort)tag, ulong.MaxValue - (ulong)tag))]);

        Assert.Equal(Enumerable.Range(0, 16).Select(tag => (ulong?)(ulong.MaxValue - (ulong)tag)), balloon.Device.Report.Statistics);
        Assert.Equal(1, balloon.Metrics.StatisticsFailures.Value);
    }

    // What follows the buffer in memory is no statistic.
    [Fact]
    public void ARestThatIsNoWholeOneIsIgnored()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Driver.Bytes(Place, 64).Clear();
        Send(balloon, [.. Entry(3, 7), .. Entry(2, 9)[..9]]);

        Assert.Equal((null, 7UL), (balloon.Device.Report.Statistics[2], balloon.Device.Report.Statistics[3]));
    }

    [Theory]
    [InlineData(2570u, false)]
    [InlineData(10u, true)]
    public void WhatNoDriverSendsIsKeptUnread(uint length, bool isWritable)
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Driver.Queues[Queue].Offer(new TestBuffer(Place, length, isWritable));
        balloon.Ring(Queue);

        Assert.Equal(0, balloon.Driver.Queues[Queue].Returned);
        Assert.All(balloon.Device.Report.Statistics, Assert.Null);
    }

    [Fact]
    public void OfTwoBuffersTheOlderIsReturned()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        ushort first = Send(balloon, Entry(1, 1));
        Send(balloon, Entry(1, 2));

        Assert.Equal((first, 0u), balloon.Driver.Queues[Queue].Take());
        Assert.Equal((0, 2UL), (balloon.Driver.Queues[Queue].Returned, balloon.Device.Report.Statistics[1]));
    }

    [Fact]
    public void AnotherIntervalAsksAtOnceAndAnEqualOneDoesNot()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        ushort head = Send(balloon, Entry(1, 1));

        Assert.Null(balloon.Device.Change(new BalloonStatisticsUpdate(3600)));
        Assert.Equal(0, balloon.Driver.Queues[Queue].Returned);
        Assert.Null(balloon.Device.Change(new BalloonStatisticsUpdate(1800)));

        Assert.Equal((head, 0u), balloon.Driver.Queues[Queue].Take());
        Assert.True(balloon.Driver.Bus.TakeInterrupt(Queue));
    }

    [Fact]
    public void TheTimerAsksAgainAndAgain()
    {
        using TestBalloon balloon = new TestBalloon(TestBalloon.Everything with { StatisticsSeconds = 1 }).Started();
        for (int round = 0; round < 2; round++)
        {
            Send(balloon, Entry(1, 1));
            while (balloon.Driver.Queues[Queue].Returned == 0)
            {
                Assert.True(balloon.Machine.Loop.Turn(10_000));
            }
            balloon.Driver.Queues[Queue].Take();
        }
        // None is there to return.
        while (balloon.Metrics.StatisticsFailures.Value == 0)
        {
            Assert.True(balloon.Machine.Loop.Turn(10_000));
        }
    }

    [Fact]
    public void ADriverThatGoesAwayTakesThemWithIt()
    {
        using TestBalloon balloon = new TestBalloon(TestBalloon.Everything with { StatisticsSeconds = 1 }).Started();
        Send(balloon, Entry(1, 1));

        balloon.Started();
        Thread.Sleep(10);
        balloon.Machine.Settle();

        Assert.All(balloon.Device.Report.Statistics, Assert.Null);
        Assert.Equal(0, balloon.Driver.Queues[Queue].Returned);
    }

    private static byte[] Entry(ushort tag, ulong value) => [.. BitConverter.GetBytes(tag), .. BitConverter.GetBytes(value)];

    private static ushort Send(TestBalloon balloon, byte[] statistics)
    {
        statistics.CopyTo(balloon.Driver.Bytes(Place, statistics.Length));
        ushort head = balloon.Driver.Queues[Queue].Offer(TestBuffer.ToRead(Place, (uint)statistics.Length));
        balloon.Ring(Queue);
        return head;
    }
}
