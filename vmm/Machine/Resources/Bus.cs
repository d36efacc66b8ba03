using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>
/// Routes accesses to I/O ports or to guest-physical addresses outside memory to devices. The vmm thread changes it; a vCPU thread that looks up a
/// device meanwhile sees the bus before or after the change.
/// </summary>
internal sealed class Bus
{
    // Immutable: a change replaces the array.
    private Range[] _ranges = [];

    /// <summary>Assigns an address range to a device.</summary>
    /// <exception cref="InvalidOperationException">The range overlaps another device's.</exception>
    internal void Add(ulong first, ulong count, IBusDevice device)
    {
        foreach (Range range in _ranges)
        {
            if (first < range.First + range.Count && range.First < first + count)
            {
                throw new InvalidOperationException($"two devices claim address 0x{first:x}");
            }
        }
        Volatile.Write(ref _ranges, [.. _ranges, new Range(first, count, device, device as IDeferringDevice)]);
    }

    /// <summary>Removes a device's addresses. A vCPU thread that looked the device up before may still call it.</summary>
    internal void Remove(IBusDevice device) => Volatile.Write(ref _ranges, Array.FindAll(_ranges, range => range.Device != device));

    /// <summary>Handles a read by the guest. An unassigned address reads as zero.</summary>
    /// <param name="data">Receives the value; its length is the width of the access.</param>
    internal void Read(ulong address, Span<byte> data)
    {
        data.Clear();
        if (TryFind(address, out Range range))
        {
            range.Device.Read(address - range.First, data);
        }
    }

    /// <summary>
    /// Handles a write by the guest. A write to an unassigned address is ignored; a write that a device defers to the vmm thread is not performed.
    /// </summary>
    /// <param name="data">The value; its length is the width of the access.</param>
    /// <param name="deferring">The device whose write the vmm thread has to perform, or null.</param>
    /// <param name="offset">Offset from that device's first address.</param>
    /// <returns>False when the write is deferred to the vmm thread.</returns>
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

    // A machine has few ranges: a linear search beats any index.
    private bool TryFind(ulong address, out Range found)
    {
        foreach (ref readonly Range range in Volatile.Read(ref _ranges).AsSpan())
        {
            if (address - range.First < range.Count)
            {
                found = range;
                return true;
            }
        }
        found = default;
        return false;
    }

    private readonly record struct Range(ulong First, ulong Count, IBusDevice Device, IDeferringDevice? Deferring);
}
