namespace Kiln.Vmm.Devices.Contract;

/// <summary>
/// A device some of whose writes must run on the vmm thread, since they start, drain or reset what that thread serves. A vCPU's thread asks
/// <see cref="Defers"/> first; it leaves a deferred write to the vmm thread and waits, outside the guest, until it is done.
/// </summary>
internal interface IDeferringDevice : IBusDevice
{
    /// <summary>Whether a write must run on the vmm thread. Called on a vCPU's thread; changes nothing.</summary>
    /// <param name="offset">The offset from the device's first address.</param>
    /// <param name="data">The value. Its length is the width of the access.</param>
    bool Defers(ulong offset, ReadOnlySpan<byte> data);
}
