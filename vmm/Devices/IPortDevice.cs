namespace Kiln.Vmm.Devices;

/// <summary>A device behind I/O ports. Called on the guest's path: it neither waits, allocates nor throws.</summary>
internal interface IPortDevice
{
    /// <summary>The guest reads.</summary>
    /// <param name="offset">From the device's first port.</param>
    /// <param name="data">Zeroed; its length is the access's width, 1, 2 or 4.</param>
    void Read(ushort offset, Span<byte> data);

    /// <summary>The guest writes.</summary>
    /// <param name="offset">From the device's first port.</param>
    /// <param name="data">The bytes; their number is the access's width, 1, 2 or 4.</param>
    void Write(ushort offset, ReadOnlySpan<byte> data);
}
