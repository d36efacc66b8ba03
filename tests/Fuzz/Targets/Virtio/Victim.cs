using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A device exposed to hostile drivers, one after the other.</summary>
internal abstract class Victim : IDisposable
{
    /// <summary>Size of memory in bytes: small, so that all of it can be compared each time.</summary>
    internal const ulong MemoryLength = 256 << 10;

    private MemoryOracle? _oracle;

    /// <summary>The machine with the device.</summary>
    internal abstract TestMachine Machine { get; }

    internal IDeferringDevice Transport => Machine.Transport;

    /// <summary>The queue that drivers attack.</summary>
    internal virtual int Queue => 0;

    /// <summary>Requests parsed and completed since the start.</summary>
    internal abstract long Served { get; }

    /// <summary>Malformed chains since the start.</summary>
    internal abstract long Malformed { get; }

    /// <summary>Doorbell rings while the device was live, since the start.</summary>
    internal long Rung { get; private set; }

    /// <summary>Chains returned in the usual used ring, since the start.</summary>
    internal long Taken { get; private set; }

    /// <summary>Clears memory of all traces of the previous driver.</summary>
    internal void Forget() => Machine.Driver.Bytes(0, (int)MemoryLength).Clear();

    /// <summary>Rings the doorbell, and checks that the device writes only where it may.</summary>
    internal void Ring()
    {
        _oracle ??= new MemoryOracle(Machine, MemoryLength);
        bool isActive = Machine.Link.IsActive;
        int before = Machine.Driver.Queues[Queue].Returned;
        _oracle.Before();
        Serve();
        _oracle.After();
        Rung += isActive ? 1 : 0;
        Taken += Math.Max(0, Machine.Driver.Queues[Queue].Returned - before);
    }

    /// <summary>Offers a request that makes sense, for the most part, to a device of this type.</summary>
    internal abstract void OfferRequest(ByteSource decisions);

    /// <summary>Resets the device, and makes a request that must succeed.</summary>
    /// <exception cref="InvalidOperationException">The device no longer works.</exception>
    internal abstract void Recover();

    public abstract void Dispose();

    /// <summary>Has the device do all that there is to do.</summary>
    private protected virtual void Serve() => Machine.Ring();

    /// <summary>
    /// Writes one byte behind the first buffer that was returned, if it has this length: a fault that must be found. It is a buffer of the ring's own
    /// descriptors; an indirect table is one buffer then.
    /// </summary>
    private protected unsafe void SpoilOne(uint length)
    {
        TestDriver driver = Machine.Driver;
        TestQueue queue = driver.Queues[Queue];
        vring_desc first = driver.Load<vring_desc>(queue.Table + (16 * (ulong)driver.Load<ushort>(queue.Used + 4)));
        if (first.len == length && first.addr < MemoryLength && first.addr + first.len < MemoryLength)
        {
            Machine.Memory.HostAddressOf(0)[first.addr + first.len] ^= 0xFF;
        }
    }
}
