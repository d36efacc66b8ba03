using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Events;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>Memory, an event loop and one virtio device in its slot, assembled as in a machine but without KVM: tests ring the doorbells.</summary>
internal sealed class TestMachine : IDisposable
{
    /// <summary>Default memory size, in bytes.</summary>
    internal const ulong MemoryLength = 4 << 20;

    private readonly TestWindow _window = new();

    /// <param name="size">Size of each of the driver's queues, in entries.</param>
    /// <param name="memoryLength">Bytes of memory.</param>
    /// <param name="queueSizes">Maximum size of each of the device's queues; a single queue of 256 when null.</param>
    /// <param name="kind">The transport between driver and device.</param>
    /// <param name="backing">Provides the memory; zero pages when null.</param>
    internal TestMachine(
        Func<TestMachine, IVirtioDevice> make, int size = 16, ulong memoryLength = MemoryLength, ushort[]? queueSizes = null,
        TransportKind kind = TransportKind.Mmio, IMemoryBacking? backing = null)
    {
        Drives = new DriveMetrics(Metrics);
        Networks = new NetworkMetrics(Metrics);
        ushort[] sizes = queueSizes ?? [Virtqueue.MaximumSize];
        Memory = GuestMemory.TryCreate(memoryLength, backing ?? new AnonymousBacking(HugePages.None), new DirtyPages(), out GuestMemory? memory) is { } error
            ? throw new InvalidOperationException(error.ToString())
            : memory!;
        DirectTransport? direct = kind == TransportKind.Direct ? new DirectTransport(sizes.Length) : null;
        Registers = new MmioBus(_window);
        Slot = new VirtioSlot(
            new DeviceName("test", "one"), sizes, Memory, (IVirtioTransport?)direct ?? new MmioTransport(_window, Metrics.Interrupts), Loop, link =>
            {
                Link = link;
                return make(this);
            });
        Driver = new TestDriver(Memory, (IDriverBus?)direct ?? Registers, sizes.Length, size);
    }

    internal GuestMemory Memory { get; }

    /// <summary>The device thread's loop, turned by the test.</summary>
    internal EventLoop Loop { get; } = new();

    /// <summary>The device's interrupt, if the transport shares one.</summary>
    internal CountingGsiLine Line => _window.Counter;

    internal VmmMetrics Metrics { get; } = new();

    internal DriveMetrics Drives { get; }

    internal NetworkMetrics Networks { get; }

    internal VirtioSlot Slot { get; }

    internal DriverLink Link { get; private set; } = null!;

    internal IVirtioDevice Device => Slot.Device;

    /// <summary>The virtio-mmio registers, if that is the transport.</summary>
    internal MmioBus Registers { get; }

    internal IDeferringDevice Transport => _window.Registers;

    internal TestDriver Driver { get; }

    /// <summary>Rings the first queue's doorbell and processes all pending work.</summary>
    internal void Ring()
    {
        Driver.Bus.Ring(0);
        Settle();
    }

    /// <summary>Processes all pending work.</summary>
    internal void Settle()
    {
        while (Loop.Turn(0))
        {
        }
    }

    public void Dispose()
    {
        Slot.Dispose();
        Loop.Dispose();
        Memory.Dispose();
    }
}
