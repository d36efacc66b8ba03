using System.Runtime.InteropServices;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// The configuration space of a balloon (Virtio 1.2, 5.5.4): how host and guest tell each other sizes, and the host the guest its commands. Hold the
/// link's gate.
/// </summary>
internal sealed class BalloonSpace(DriverLink link, BalloonConfiguration balloon)
{
    private readonly LogLimit _refusals = new();
    private virtio_balloon_config _fields = new() { num_pages = balloon.Mebibytes * BalloonConfiguration.PagesPerMebibyte };

    internal ReadOnlySpan<byte> Bytes => StructBytes.Of(in _fields);

    /// <summary>The pages that the host wants.</summary>
    internal uint Target => _fields.num_pages;

    /// <summary>The pages that the guest says it has given.</summary>
    internal uint Actual => _fields.actual;

    /// <summary>The host's command of free page hinting.</summary>
    internal uint Command => _fields.free_page_hint_cmd_id;

    /// <summary>Asks the driver for another size.</summary>
    internal void SetTarget(uint pages)
    {
        _fields.num_pages = pages;
        link.SignalConfiguration();
    }

    /// <summary>Gives the driver a command of free page hinting.</summary>
    internal void SetCommand(uint command)
    {
        _fields.free_page_hint_cmd_id = command;
        link.SignalConfiguration();
    }

    /// <summary>Handles a write by the driver, to whom only the actual size belongs.</summary>
    /// <param name="offset">The offset; not validated.</param>
    internal void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        const ulong First = sizeof(uint);
        Span<byte> actual = MemoryMarshal.AsBytes(new Span<uint>(ref _fields.actual));
        if (offset >= First && offset - First < (ulong)actual.Length && data.TryCopyTo(actual[(int)(offset - First)..]))
        {
            return;
        }
        Log.Warning(Module.Balloon, _refusals, $"the guest wrote {data.Length} bytes at {offset} of the configuration, where it writes only its size; ignored");
    }

    /// <summary>The driver is gone. The target stays.</summary>
    internal void Reset() => (_fields.actual, _fields.free_page_hint_cmd_id) = (0, 0);

    internal void Save(ref StateWriter state)
    {
        state.WriteUInt32(Actual);
        state.WriteUInt32(Command);
    }

    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state)
    {
        _fields.actual = state.ReadUInt32("actual");
        _fields.free_page_hint_cmd_id = state.ReadUInt32("host_cmd");
    }
}
