namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>A buffer in a descriptor chain.</summary>
/// <param name="Address">Guest physical address.</param>
/// <param name="IsWritable">Whether the device writes the buffer.</param>
internal readonly record struct TestBuffer(ulong Address, uint Length, bool IsWritable)
{
    /// <summary>A buffer for the device to read.</summary>
    internal static TestBuffer ToRead(ulong address, uint length) => new(address, length, false);

    /// <summary>A buffer for the device to write.</summary>
    internal static TestBuffer ToWrite(ulong address, uint length) => new(address, length, true);
}
