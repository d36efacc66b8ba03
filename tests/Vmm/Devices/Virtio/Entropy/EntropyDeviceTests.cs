using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Entropy;

/// <summary>Random numbers fill what the driver offers for them, as far as one request may go, and nothing else.</summary>
public sealed class EntropyDeviceTests
{
    private const ulong Place = TestDriver.Buffers;

    [Fact]
    public void ADriverIsToldOfASourceThatOffersNothingMore()
    {
        using TestMachine machine = Machine();

        Assert.Equal(4u, machine.Registers.Read(MmioRegister.VIRTIO_MMIO_DEVICE_ID));
        Assert.Equal(VirtioFeatures.Version1, machine.Driver.Bus.ReadFeatures());
        Assert.Equal(0u, machine.Registers.Read(MmioRegister.VIRTIO_MMIO_CONFIG));
    }

    [Fact]
    public void EveryBufferIsFilledAndNothingBeside()
    {
        using TestMachine machine = Machine();
        machine.Driver.Start();

        ushort head = machine.Driver.Offer(TestBuffer.ToWrite(Place + 16, 64), TestBuffer.ToWrite(Place + 0x1000, 100));
        machine.Ring();

        Assert.Equal((head, 164u), machine.Driver.Take());
        Assert.True(machine.Driver.Bytes(Place, 16).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(machine.Driver.Bytes(Place + 80, 0x1000 - 80).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(machine.Driver.Bytes(Place + 0x1000 + 100, 64).IndexOfAnyExcept((byte)0) < 0);
        // Sixteen zeros in a row come once in 2^128.
        Assert.All(
            Enumerable.Range(0, 4), part => Assert.True(machine.Driver.Bytes(Place + 16 + ((ulong)part * 16), 16).IndexOfAnyExcept((byte)0) >= 0));
        Assert.Equal((1, 164L), (machine.Line.Count, EntropyMetrics.Of(machine.Metrics).Bytes.Value));
    }

    [Fact]
    public void OneRequestGetsSixtyFourKibibytesAtMost()
    {
        using TestMachine machine = Machine();
        machine.Driver.Start();

        machine.Driver.Offer(TestBuffer.ToWrite(Place, 60 << 10), TestBuffer.ToWrite(Place + 0x1_0000, 60 << 10));
        machine.Ring();

        Assert.Equal(64u << 10, machine.Driver.Take().Written);
        Assert.True(machine.Driver.Bytes(Place + 0x1_0000 + 4096, 56 << 10).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void WhatIsToBeReadOrNotThereIsGivenBackUntouched()
    {
        using TestMachine machine = Machine();
        machine.Driver.Start();

        machine.Driver.Offer(TestBuffer.ToRead(Place, 64));
        machine.Driver.Offer(TestBuffer.ToRead(Place, 64), TestBuffer.ToWrite(Place, 64));
        machine.Driver.Offer(TestBuffer.ToWrite(TestMachine.MemoryLength - 63, 64));
        machine.Ring();

        Assert.Equal((0u, 0u, 0u), (machine.Driver.Take().Written, machine.Driver.Take().Written, machine.Driver.Take().Written));
        Assert.True(machine.Driver.Bytes(Place, 64).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(3, EntropyMetrics.Of(machine.Metrics).EventFailures.Value);
    }

    [Fact]
    public void ALimitMakesRequestsWaitForTheTimer()
    {
        using TestMachine machine = Machine(new TokenBucketSize(100, 0, 60_000));
        machine.Driver.Start();
        machine.Driver.Offer(TestBuffer.ToWrite(Place, 100));
        machine.Driver.Offer(TestBuffer.ToWrite(Place, 100));

        machine.Ring();

        Assert.Equal((1, 1L), (machine.Driver.Returned, EntropyMetrics.Of(machine.Metrics).Throttled.Value));
    }

    [Fact]
    public void ABrokenRingNeedsAReset()
    {
        using TestMachine machine = Machine();
        machine.Driver.Start();
        machine.Driver.Store(TestDriver.Available + 2, (ushort)17);

        machine.Ring();

        Assert.Equal(TestDriver.Working | 0x40, machine.Driver.Status);
        machine.Driver.Start();
        machine.Driver.Offer(TestBuffer.ToWrite(Place, 8));
        machine.Ring();
        Assert.Equal(8u, machine.Driver.Take().Written);
    }

    [Fact]
    public void ARequestAllocatesNothing()
    {
        using TestMachine machine = Machine();
        machine.Driver.Start();

        Assert.Equal(0, Allocation.Of(() =>
        {
            machine.Driver.Offer(TestBuffer.ToWrite(Place, 64));
            machine.Ring();
            _ = machine.Driver.Take();
        }));
    }

    private static TestMachine Machine(TokenBucketSize? bandwidth = null) => new(machine => new EntropyDevice(
        machine.Link, machine.Memory, new EntropyConfiguration(new RateLimiterConfiguration(bandwidth, null)), EntropyMetrics.Of(machine.Metrics)));
}
