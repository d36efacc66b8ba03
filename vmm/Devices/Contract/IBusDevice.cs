namespace Kiln.Vmm.Devices.Contract;

/// <summary>A device at I/O ports or guest-physical addresses. Called on the thread of any vCPU: it must not block, allocate or throw.</summary>
internal interface IBusDevice
{
    /// <summary>Handles a guest read.</summary>
    /// <param name="offset">The offset from the device's first address.</param>
    /// <param name="data">Receives the value; zeroed before. Its length is the width of the access: 1, 2 or 4, and for MMIO up to 8 bytes.</param>
    void Read(ulong offset, Span<byte> data);

    /// <summary>Handles a guest write.</summary>
    /// <param name="offset">The offset from the device's first address.</param>
    /// <param name="data">The value. Its length is the width of the access: 1, 2 or 4, and for MMIO up to 8 bytes.</param>
    void Write(ulong offset, ReadOnlySpan<byte> data);
}
