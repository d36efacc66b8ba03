using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>A device that hostile drivers are let at, one after the other.</summary>
internal abstract class Victim : IDisposable
{
    /// <summary>Bytes of memory: few, so that all of it can be compared each time.</summary>
    internal const ulong MemoryLength = 256 << 10;

    private MemoryOracle? _oracle;

    /// <summary>The machine that it is in.</summary>
    internal abstract TestMachine Machine { get; }

    /// <summary>Its registers.</summary>
    internal MmioTransport Transport => Machine.Driver.Transport;

    /// <summary>Requests that were read and done, since the start.</summary>
    internal abstract long Served { get; }

    /// <summary>Chains that could not be read, since the start.</summary>
    internal abstract long Malformed { get; }

    /// <summary>How often the doorbell rang while the device worked, since the start.</summary>
    internal long Rung { get; private set; }

    /// <summary>Chains that were given back to the ring's usual place, since the start.</summary>
    internal long Taken { get; private set; }

    /// <summary>Nothing is left in memory of the driver before.</summary>
    internal void Forget() => Machine.Driver.Bytes(0, (int)MemoryLength).Clear();

    /// <summary>Rings the doorbell, and finds out whether the device writes only where it may.</summary>
    internal void Ring()
    {
        _oracle ??= new MemoryOracle(Machine, MemoryLength);
        bool isActive = Machine.Link.IsActive;
        int before = Machine.Driver.Returned;
        _oracle.Before();
        Machine.Ring();
        _oracle.After();
        Rung += isActive ? 1 : 0;
        Taken += Math.Max(0, Machine.Driver.Returned - before);
    }

    /// <summary>Resets the device, and makes a request that must be served.</summary>
    /// <exception cref="InvalidOperationException">It does not work any more.</exception>
    internal abstract void Recover();

    public abstract void Dispose();
}
