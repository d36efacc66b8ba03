using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Vmm.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>The I/O ports: which device answers where. Built before the first vCPU runs, only read afterwards.</summary>
internal sealed class PortBus
{
    private readonly List<Range> _ranges = [];
    private long _missed;

    /// <summary>Accesses that no device answered.</summary>
    internal long Missed => Volatile.Read(ref _missed);

    /// <summary>Gives a device its ports.</summary>
    /// <param name="first">The lowest port.</param>
    /// <param name="count">How many ports.</param>
    /// <param name="device">What answers there.</param>
    /// <exception cref="InvalidOperationException">Another device has one of them.</exception>
    internal void Add(ushort first, ushort count, IPortDevice device)
    {
        foreach (Range range in _ranges)
        {
            if (first < range.First + range.Count && range.First < first + count)
            {
                throw new InvalidOperationException($"port {first:x} is given to two devices");
            }
        }
        _ranges.Add(new Range(first, count, device));
    }

    /// <summary>A read by the guest. Ports without a device read as zero.</summary>
    /// <param name="port">The port.</param>
    /// <param name="data">Filled; its length is the access's width.</param>
    internal void Read(ushort port, Span<byte> data)
    {
        data.Clear();
        if (TryFind(port, out Range range))
        {
            range.Device.Read((ushort)(port - range.First), data);
        }
    }

    /// <summary>A write by the guest. Ports without a device swallow it.</summary>
    /// <param name="port">The port.</param>
    /// <param name="data">What is written; its length is the access's width.</param>
    internal void Write(ushort port, ReadOnlySpan<byte> data)
    {
        if (TryFind(port, out Range range))
        {
            range.Device.Write((ushort)(port - range.First), data);
        }
    }

    // A machine has three or four ranges: looking at each is faster than any index.
    private bool TryFind(ushort port, out Range found)
    {
        foreach (Range range in CollectionsMarshal.AsSpan(_ranges))
        {
            if ((uint)(port - range.First) < range.Count)
            {
                found = range;
                return true;
            }
        }
        Interlocked.Increment(ref _missed);
        found = default;
        return false;
    }

    private readonly record struct Range(ushort First, ushort Count, IPortDevice Device);
}
