namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A buffer that a driver offers.</summary>
/// <param name="Address">Where it is, to a guest.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsWritable">Whether the device is to write it.</param>
internal readonly record struct TestBuffer(ulong Address, uint Length, bool IsWritable)
{
    /// <summary>A buffer for the device to read.</summary>
    internal static TestBuffer ToRead(ulong address, uint length) => new(address, length, false);

    /// <summary>A buffer for the device to write.</summary>
    internal static TestBuffer ToWrite(ulong address, uint length) => new(address, length, true);
}
