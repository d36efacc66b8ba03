namespace Kiln.Vmm.Devices.Contract;

/// <summary>
/// A device some of whose writes belong to the vmm thread, since they begin, drain or reset what that thread serves. A vCPU's thread asks
/// first; what is deferred it leaves to the vmm thread, and waits outside the guest until it is done.
/// </summary>
internal interface IDeferringDevice : IBusDevice
{
    /// <summary>Whether a write belongs to the vmm thread. On a vCPU's thread; changes nothing.</summary>
    /// <param name="offset">From the device's first address.</param>
    /// <param name="data">The bytes; their number is the access's width.</param>
    bool Defers(ulong offset, ReadOnlySpan<byte> data);
}
