using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Events;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>Memory, a loop and one device with one queue, put together as a machine does it but for KVM: a test rings the doorbell.</summary>
internal sealed class TestMachine : IDisposable
{
    /// <summary>Bytes of memory, when a test does not want less.</summary>
    internal const ulong MemoryLength = 4 << 20;

    private readonly QueueDoorbell _doorbell;

    /// <summary>Makes a machine.</summary>
    /// <param name="make">Makes the device.</param>
    /// <param name="size">Entries of the driver's queue.</param>
    /// <param name="memoryLength">Bytes of memory.</param>
    internal TestMachine(Func<TestMachine, IVirtioDevice> make, int size = 16, ulong memoryLength = MemoryLength)
    {
        Memory = GuestMemory.TryCreate(memoryLength, HugePages.None, out GuestMemory? memory) is { } error
            ? throw new InvalidOperationException(error.ToString())
            : memory!;
        Link = new DriverLink(Memory, 1, Line, Metrics.Interrupts);
        Device = make(this);
        _doorbell = new QueueDoorbell(Link, Device, 0, Loop);
        Driver = new TestDriver(Memory, new MmioTransport(new Negotiation(Link, Device)), size);
    }

    /// <summary>The guest's memory.</summary>
    internal GuestMemory Memory { get; }

    /// <summary>The thread's loop, which a test turns.</summary>
    internal EventLoop Loop { get; } = new();

    /// <summary>The device's interrupt.</summary>
    internal CountingLine Line { get; } = new();

    /// <summary>What is counted.</summary>
    internal VmmMetrics Metrics { get; } = new();

    /// <summary>The device's link.</summary>
    internal DriverLink Link { get; }

    /// <summary>The device.</summary>
    internal IVirtioDevice Device { get; }

    /// <summary>The driver.</summary>
    internal TestDriver Driver { get; }

    /// <summary>Rings the doorbell, and lets the thread do what there is to do.</summary>
    internal void Ring()
    {
        Link.Doorbells[0].Signal();
        Settle();
    }

    /// <summary>Lets the thread do what there is to do now.</summary>
    internal void Settle()
    {
        while (Loop.Turn(0))
        {
        }
    }

    public void Dispose()
    {
        _doorbell.Dispose();
        (Device as IDisposable)?.Dispose();
        Link.Dispose();
        Loop.Dispose();
        Memory.Dispose();
    }
}
