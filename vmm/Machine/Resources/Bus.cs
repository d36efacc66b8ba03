using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>
/// I/O ports, or guest-physical addresses that are no memory: which device answers where. Built before the first vCPU runs, only read
/// afterwards.
/// </summary>
internal sealed class Bus
{
    private readonly List<Range> _ranges = [];
    private long _missed;

    /// <summary>Accesses that no device answered.</summary>
    internal long Missed => Volatile.Read(ref _missed);

    /// <summary>Gives a device its addresses.</summary>
    /// <param name="first">The lowest.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">What answers there.</param>
    /// <exception cref="InvalidOperationException">Another device has one of them.</exception>
    internal void Add(ulong first, ulong count, IBusDevice device)
    {
        foreach (Range range in _ranges)
        {
            if (first < range.First + range.Count && range.First < first + count)
            {
                throw new InvalidOperationException($"address {first:x} is given to two devices");
            }
        }
        _ranges.Add(new Range(first, count, device, device as IDeferringDevice));
    }

    /// <summary>A read by the guest. Where no device is it reads zero.</summary>
    /// <param name="address">The address.</param>
    /// <param name="data">Filled; its length is the access's width.</param>
    internal void Read(ulong address, Span<byte> data)
    {
        data.Clear();
        if (TryFind(address, out Range range))
        {
            range.Device.Read(address - range.First, data);
        }
    }

    /// <summary>A write by the guest. Where no device is it is swallowed; what belongs to the vmm thread is not made.</summary>
    /// <param name="address">The address.</param>
    /// <param name="data">What is written; its length is the access's width.</param>
    /// <param name="deferring">Null, or the device whose write is the vmm thread's to make.</param>
    /// <param name="offset">From that device's first address.</param>
    /// <returns>Whether nothing is left to do.</returns>
    internal bool TryWrite(ulong address, ReadOnlySpan<byte> data, [NotNullWhen(false)] out IDeferringDevice? deferring, out ulong offset)
    {
        deferring = null;
        offset = 0;
        if (!TryFind(address, out Range range))
        {
            return true;
        }
        offset = address - range.First;
        if (range.Deferring is { } device && device.Defers(offset, data))
        {
            deferring = device;
            return false;
        }
        range.Device.Write(offset, data);
        return true;
    }

    // A machine has few ranges: looking at each is faster than any index.
    private bool TryFind(ulong address, out Range found)
    {
        foreach (Range range in CollectionsMarshal.AsSpan(_ranges))
        {
            if (address - range.First < range.Count)
            {
                found = range;
                return true;
            }
        }
        Interlocked.Increment(ref _missed);
        found = default;
        return false;
    }

    private readonly record struct Range(ulong First, ulong Count, IBusDevice Device, IDeferringDevice? Deferring);
}
