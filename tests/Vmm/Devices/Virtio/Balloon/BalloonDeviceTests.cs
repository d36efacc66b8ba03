using System.Buffers.Binary;
using System.Linq;
using System.Numerics;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Balloon;

/// <summary>What a balloon offers, how its queues are numbered, what its configuration space says, and what of it is saved.</summary>
public sealed class BalloonDeviceTests
{
    private const uint First = TestBalloon.FirstPage;
    private const VirtioFeatures Statistics = (VirtioFeatures)(1 << 1);
    private const VirtioFeatures Hinting = (VirtioFeatures)(1 << 3);
    private const VirtioFeatures Reporting = (VirtioFeatures)(1 << 5);

    public static TheoryData<ulong> Accepted => [.. Enumerable.Range(0, 8).Select(bits => (ulong)((bits & 1) << 1 | (bits & 2) << 2 | (bits & 4) << 3))];

    [Theory]
    [InlineData(false, 0, false, false, 0, 2)]
    [InlineData(true, 0, false, false, 0x4, 2)]
    [InlineData(false, 1, false, false, 0x2, 3)]
    [InlineData(false, 0, true, false, 0x8, 3)]
    [InlineData(false, 0, false, true, 0x20, 3)]
    [InlineData(true, 5, true, true, 0x2E, 5)]
    public void ItOffersWhatIsConfigured(bool deflates, ushort seconds, bool hints, bool reports, ulong features, int queues)
    {
        using TestBalloon balloon = new(new BalloonConfiguration(7, deflates) { StatisticsSeconds = seconds, HasHinting = hints, HasReporting = reports });

        Assert.Equal(VirtioFeatures.Version1 | (VirtioFeatures)features, balloon.Driver.Bus.ReadFeatures());
        Assert.Equal(DeviceType.VIRTIO_ID_BALLOON, balloon.Machine.Device.Type);
        Assert.Equal(
            [.. Enumerable.Repeat(256u, queues), .. Enumerable.Repeat(0u, 6 - queues)], Enumerable.Range(0, 6).Select(queue => queue < queues ? balloon.Driver.Bus.SizeOf(queue) : 0));
        Assert.Equal((7u * 256, 0u, 0u), Space(balloon));
    }

    // Queues without a feature leave no gap. A driver sets up no more than it uses.
    [Theory]
    [MemberData(nameof(Accepted))]
    public void QueuesAreNumberedByWhatTheDriverAccepts(ulong accepted)
    {
        VirtioFeatures features = (VirtioFeatures)accepted;
        using TestBalloon balloon = new();
        balloon.Driver.Negotiate(features | VirtioFeatures.Version1);
        for (int unused = 2 + BitOperations.PopCount(accepted); unused < 5; unused++)
        {
            balloon.Driver.Bus.SetUp(unused, default);
        }
        balloon.Driver.Bus.Status = TestDriver.Working;
        Assert.Equal(TestDriver.Working, balloon.Driver.Status);

        int next = 2;
        int statistics = features.HasFlag(Statistics) ? next++ : -1;
        int hinting = features.HasFlag(Hinting) ? next++ : -1;
        int reporting = features.HasFlag(Reporting) ? next : -1;
        for (int queue = 0; queue < 5; queue++)
        {
            balloon.Ring(queue);
        }
        balloon.Give(First);
        Assert.Single(balloon.Host.Calls);
        if (statistics > 0)
        {
            balloon.Driver.Store<ushort>(TestDriver.Buffers, 5);
            balloon.Driver.Queues[statistics].Offer(TestBuffer.ToRead(TestDriver.Buffers, 10));
            balloon.Ring(statistics);
            Assert.NotNull(balloon.Device.Report.Statistics[5]);
        }
        if (hinting > 0)
        {
            balloon.Driver.Store(TestDriver.Buffers, 77u);
            balloon.Driver.Queues[hinting].Offer(TestBuffer.ToRead(TestDriver.Buffers, 4));
            balloon.Ring(hinting);
            Assert.Equal(77u, balloon.Device.Report.GuestCommand);
        }
        if (reporting > 0)
        {
            balloon.Driver.Queues[reporting].Offer(TestBuffer.ToWrite(4 << 20, 8192));
            balloon.Ring(reporting);
            Assert.Equal(2, balloon.Host.Calls.Count);
        }
        Assert.Equal(0, balloon.Metrics.EventFailures.Value);
    }

    [Fact]
    public void OnlyTheActualSizeIsTheGuestsToWrite()
    {
        using TestBalloon balloon = new TestBalloon(TestBalloon.Everything with { Mebibytes = 1 }).Started();
        balloon.Driver.Bus.WriteConfiguration(4, [1, 2, 3, 4]);
        Assert.Equal((256u, 0x04030201u, 0u), Space(balloon));

        balloon.Driver.Bus.WriteConfiguration(5, [0xFF]);
        balloon.Driver.Bus.WriteConfiguration(0, [9, 9, 9, 9]);
        balloon.Driver.Bus.WriteConfiguration(0, [9, 9, 9, 9, 9, 9, 9, 9]);
        balloon.Driver.Bus.WriteConfiguration(6, [9, 9, 9, 9]);
        balloon.Driver.Bus.WriteConfiguration(8, [9, 9, 9, 9]);
        balloon.Driver.Bus.WriteConfiguration(12, [9]);
        balloon.Driver.Bus.WriteConfiguration(ulong.MaxValue, [9, 9, 9, 9]);

        Assert.Equal((256u, 0x0403FF01u, 0u), Space(balloon));
        Assert.Equal(0x0403FF01u, balloon.Device.Report.ActualPages);
    }

    [Fact]
    public void AnotherSizeIsToldToTheDriver()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        uint generation = balloon.Driver.Bus.Generation;

        Assert.Null(balloon.Device.Resize(new BalloonUpdate(64)));

        Assert.Equal((64u * 256, 0u, 0u), Space(balloon));
        Assert.True(balloon.Driver.Bus.TakeConfigurationInterrupt());
        Assert.NotEqual(generation, balloon.Driver.Bus.Generation);
        Assert.Equal("Requested memory should be less than 64MiB", balloon.Device.Resize(new BalloonUpdate(65)));
        Assert.Equal("Requested memory should be less than 64MiB", balloon.Device.Resize(new BalloonUpdate(uint.MaxValue)));
    }

    [Fact]
    public void NothingIsAskedOfADriverThatIsNotThere()
    {
        using TestBalloon balloon = new();
        string[] expected = [.. Enumerable.Repeat("Device not activated yet.", 4)];

        Assert.Equal(expected, Asked(balloon));
        Assert.Null(balloon.Device.Change(new BalloonStatisticsUpdate(3600)));
        balloon.Started();
        Assert.Equal(new string?[4], Asked(balloon));
        balloon.Driver.Reset();
        balloon.Device.Change(new BalloonStatisticsUpdate(3600));
        Assert.Equal(expected[..3], Asked(balloon)[..3]);
    }

    [Fact]
    public void WhatIsNotConfiguredIsRefused()
    {
        using TestBalloon balloon = new TestBalloon(new BalloonConfiguration(0, DeflateOnOom: false)).Started();
        const string NoHinting = "Attempting to use hinting when not enabled";

        Assert.Equal([null, NoHinting, NoHinting, "Statistics cannot be enabled/disabled after activation."], Asked(balloon));
        Assert.Equal((false, NoHinting), (balloon.Device.HasStatistics, balloon.Device.ReasonAgainstHinting));
        Assert.Null(balloon.Device.Change(new BalloonStatisticsUpdate(0)));
    }

    [Fact]
    public void StatisticsCannotBeTurnedOff()
    {
        using TestBalloon balloon = new TestBalloon().Started();

        Assert.Equal("Statistics cannot be enabled/disabled after activation.", balloon.Device.Change(new BalloonStatisticsUpdate(0)));
    }

    // The target and the interval come with the configuration.
    [Fact]
    public void ALoadedBalloonGoesOn()
    {
        using TestBalloon balloon = new TestBalloon().Started();
        balloon.Device.Resize(new BalloonUpdate(5));
        balloon.Driver.Bus.WriteConfiguration(4, [7, 0, 0, 0]);
        balloon.Driver.Store<ushort>(TestDriver.Buffers, 5);
        ushort held = balloon.Driver.Queues[2].Offer(TestBuffer.ToRead(TestDriver.Buffers, 10));
        balloon.Ring(2);
        balloon.Device.Start(new BalloonHinting());
        balloon.Driver.Store(TestDriver.Buffers, 2u);
        balloon.Driver.Queues[3].Offer(TestBuffer.ToRead(TestDriver.Buffers, 4));
        balloon.Ring(3);
        BalloonReport before = balloon.Device.Report;
        balloon.Machine.Slot.Pause();
        StateWriter state = new(new byte[1 << 16]);
        balloon.Machine.Slot.Save(ref state);

        using TestBalloon other = new(TestBalloon.Everything with { Mebibytes = 5 });
        balloon.Driver.Bytes(TestDriver.Table, 0x2_0000).CopyTo(other.Driver.Bytes(TestDriver.Table, 0x2_0000));
        StateReader saved = new(state.Finish());
        other.Machine.Slot.Load(ref saved);
        saved.Finish();

        Assert.Equivalent(before, other.Device.Report, strict: true);
        other.Machine.Slot.Resume();
        other.Machine.Settle();
        Assert.Equal((1u, 2u), (other.Device.Report.HostCommand, other.Device.Report.GuestCommand));
        Assert.True(other.Driver.Bus.TakeConfigurationInterrupt());
        Assert.Null(other.Device.Change(new BalloonStatisticsUpdate(1)));
        other.Driver.Queues[2].GoOnAs(balloon.Driver.Queues[2]);
        Assert.Equal((held, 0u), other.Driver.Queues[2].Take());
        other.Device.Start(new BalloonHinting());
        Assert.Equal(3u, other.Device.Report.HostCommand);
    }

    private static string?[] Asked(TestBalloon balloon) =>
    [
        balloon.Device.Resize(new BalloonUpdate(1)), balloon.Device.Start(new BalloonHinting()), balloon.Device.StopHinting(),
        balloon.Device.Change(new BalloonStatisticsUpdate(7)),
    ];

    private static (uint Target, uint Actual, uint Command) Space(TestBalloon balloon)
    {
        Span<byte> bytes = stackalloc byte[12];
        balloon.Driver.Bus.ReadConfiguration(0, bytes);
        return (
            BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
    }
}
