using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Memory;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio;

/// <summary>Of everything that rings and small devices write to guest memory each page is marked, and no page that they had no reason to write.</summary>
public sealed class DirtyWriteTests : IDisposable
{
    private const ulong Data = TestDriver.Buffers + 0x1_0000;

    private readonly GuestMemory _memory;

    public DirtyWriteTests()
    {
        Assert.Null(GuestMemory.TryCreate(0x1_0000, new AnonymousBacking(HugePages.None), new DirtyPages(), out GuestMemory? memory));
        _memory = memory!;
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void RandomNumbersAreMarkedAsFarAsTheyGo()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        using TestMachine machine = new(machine => new EntropyDevice(
            machine.Link, machine.Memory, new EntropyConfiguration(RateLimiterConfiguration.None), EntropyMetrics.Of(machine.Metrics)));
        machine.Driver.Start();
        WriteWatch watch = new(machine.Memory);
        for (int round = 0; round < 300; round++)
        {
            TestBuffer[] chain = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new TestBuffer(
                Data + (ulong)random.Next(0x10_0000), (uint)random.Next(random.Next(4) == 0 ? 0x2_0000 : 300), random.Next(8) != 0))];
            machine.Driver.Offer(chain);
            watch.Begin();

            machine.Ring();

            uint rest = machine.Driver.Take().Written;
            List<(ulong Address, ulong Length)> reasons = [(TestDriver.Used, 6 + (8 * (ulong)machine.Driver.Size))];
            foreach (TestBuffer buffer in chain)
            {
                uint length = Math.Min(rest, buffer.Length);
                reasons.Add((buffer.Address, length));
                rest -= length;
            }
            string? fault = watch.Fault(reasons);
            Assert.True(fault is null, $"seed {seed}, round {round}: {fault}");
        }
        Assert.True(EntropyMetrics.Of(machine.Metrics).Bytes.Value > 0x1_0000);
    }

    [Fact]
    public void WhatAcpiTellsIsMarked()
    {
        WriteWatch watch = new(_memory);
        using VmGenerationId id = new(_memory, new GuestAddress(0x8FF8), new CountingGsiLine(5));
        using VmClock clock = new(_memory, new GuestAddress(0xA000), new CountingGsiLine(6));
        watch.Begin();
        id.Renew();
        Assert.Null(watch.Fault([(0x8FF8, VmGenerationId.Length)]));
        watch.Begin();
        clock.Disrupt();
        Assert.Null(watch.Fault([(0xA000, 0x68)]));
    }

    // The elements around a page's end lie in both pages; flags, index and event index each in one of theirs.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARingIsMarkedElementByElement(bool hasEventIndex)
    {
        const ushort Size = 256;
        const ulong Used = 0x3F00;
        const ulong Event = Used + 4 + (8 * (ulong)Size);
        WriteWatch watch = new(_memory);
        Virtqueue queue = new(_memory, Size);
        queue.Registers = new QueueRegisters { Size = Size, IsReady = true, DescriptorTable = 0x1000, DriverArea = 0x8000, DeviceArea = Used };
        Assert.True(queue.TryActivate(hasEventIndex ? VirtioFeatures.EventIndex : VirtioFeatures.None));
        for (ulong round = 0; round < 2 * Size; round++)
        {
            watch.Begin();
            queue.PushUsed((ushort)(round % Size), 1);
            Assert.Null(watch.Fault([(Used, 4), (Used + 4 + (round % Size * 8), 8)]));
        }
        watch.Begin();
        queue.DisableNotification();
        Assert.Null(watch.Fault([(Used, 2)]));
        // A chain is taken first: an event index of 0 would be there already.
        Assert.True(_memory.TryWrite(new GuestAddress(0x8002), (ushort)1));
        Assert.Equal(QueuePop.Chain, queue.Pop(new DescriptorChain(_memory)));
        watch.Begin();
        Assert.True(queue.TryEnableNotification());
        Assert.Null(watch.Fault([hasEventIndex ? (Event, 2UL) : (Used, 2UL)]));
    }

    [Fact]
    public unsafe void AWriteThatIsNotMarkedIsFound()
    {
        WriteWatch watch = new(_memory);
        watch.Begin();
        *(_memory.HostAddressOf(0) + 0x3456) ^= 1;

        Assert.Equal("page 0x3000 was written without a mark", watch.Fault([(0x3000, 0x1000)]));
        watch.Begin();
        _memory.MarkWritten(new GuestAddress(0x3FFF), 2);
        Assert.Equal("page 0x4000 is marked without a reason", watch.Fault([(0x3000, 0x1000)]));
    }
}
