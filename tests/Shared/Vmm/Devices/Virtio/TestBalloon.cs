using Kiln.Testing.Vmm.Memory;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A balloon with its driver, and what it returned to the host.</summary>
internal sealed class TestBalloon : IDisposable
{
    /// <summary>The first page that no ring and no list of the driver's is in.</summary>
    internal const uint FirstPage = 0x200;

    /// <summary>Numbers of a list, at most.</summary>
    internal const int ListLength = 256;

    // Behind the rings; a list has a quarter of a page.
    private const ulong Lists = TestDriver.Buffers;

    // In the first half of the memory behind the rings.
    private readonly ulong _mostLists;
    private ulong _lists;

    /// <param name="clock">The time of its turns; the system's when null.</param>
    internal TestBalloon(
        BalloonConfiguration? balloon = null, RecordingBacking? host = null, ulong memoryLength = 64 << 20, int size = 256,
        TransportKind kind = TransportKind.Direct, Func<ulong>? clock = null)
    {
        _mostLists = Math.Min(256, (memoryLength - Lists) / 2 / (ListLength * sizeof(uint)));
        Host = host ?? new RecordingBacking();
        Configuration = balloon ?? Everything;
        Machine = new TestMachine(
            machine =>
            {
                machine.Link.Clock = clock ?? machine.Link.Clock;
                return new BalloonDevice(machine.Link, machine.Memory, Configuration, BalloonMetrics.Of(machine.Metrics));
            },
            size, memoryLength, BalloonDevice.QueueSizesOf(Configuration), kind, Host);
    }

    /// <summary>A balloon that has all that there is.</summary>
    internal static BalloonConfiguration Everything { get; } =
        new(0, DeflateOnOom: true) { StatisticsSeconds = 3600, HasHinting = true, HasReporting = true };

    internal BalloonConfiguration Configuration { get; }

    internal RecordingBacking Host { get; }

    internal TestMachine Machine { get; }

    internal TestDriver Driver => Machine.Driver;

    internal BalloonDevice Device => (BalloonDevice)Machine.Device;

    internal BalloonMetrics Metrics => BalloonMetrics.Of(Machine.Metrics);

    /// <summary>Starts a driver that accepts everything, or as much as is said.</summary>
    internal TestBalloon Started(VirtioFeatures features = (VirtioFeatures)0x3E)
    {
        Driver.Start(features & Machine.Device.Features);
        Machine.Settle();
        Host.Calls.Clear();
        return this;
    }

    /// <summary>Offers page numbers in lists, without ringing.</summary>
    /// <param name="pages">At most as many as there is room for lists: 256 in a large memory.</param>
    internal void Offer(params ReadOnlySpan<uint> pages)
    {
        for (int first = 0; first < pages.Length; first += ListLength)
        {
            ReadOnlySpan<uint> list = pages[first..Math.Min(first + ListLength, pages.Length)];
            ulong place = Lists + (_lists++ % _mostLists * ListLength * sizeof(uint));
            for (int index = 0; index < list.Length; index++)
            {
                Driver.Store(place + ((ulong)index * sizeof(uint)), list[index]);
            }
            Driver.Offer(TestBuffer.ToRead(place, (uint)list.Length * sizeof(uint)));
        }
    }

    /// <summary>Gives pages: offers them, rings, and lets the device do all of its work.</summary>
    internal void Give(params ReadOnlySpan<uint> pages)
    {
        Offer(pages);
        Machine.Ring();
    }

    /// <summary>Rings a queue's doorbell and lets the device do all of its work.</summary>
    internal void Ring(int queue)
    {
        Driver.Bus.Ring(queue);
        Machine.Settle();
    }

    /// <summary>Marks a page, unless it is zero.</summary>
    internal void Mark(uint page) => Driver.Store((ulong)page << 12, ~0UL);

    /// <summary>Whether a page is as it was marked.</summary>
    internal bool IsMarked(uint page) => Driver.Load<ulong>((ulong)page << 12) == ~0UL;

    public void Dispose() => Machine.Dispose();
}
