namespace Kiln.Vmm.Devices.Contract;

/// <summary>A device behind I/O ports or guest-physical addresses. Called on the guest's path: it neither waits, allocates nor throws.</summary>
internal interface IBusDevice
{
    /// <summary>The guest reads.</summary>
    /// <param name="offset">From the device's first address.</param>
    /// <param name="data">Zeroed; its length is the access's width, 1, 2, 4 or, in memory, up to 8.</param>
    void Read(ulong offset, Span<byte> data);

    /// <summary>The guest writes.</summary>
    /// <param name="offset">From the device's first address.</param>
    /// <param name="data">The bytes; their number is the access's width, 1, 2, 4 or, in memory, up to 8.</param>
    void Write(ulong offset, ReadOnlySpan<byte> data);
}
