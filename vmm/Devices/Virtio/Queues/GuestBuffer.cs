using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>A buffer of a descriptor chain, known to lie in guest memory. Do not keep it across a reset of the device.</summary>
/// <param name="address">The guest-physical address of its first byte.</param>
/// <param name="start">The address of its first byte in this process.</param>
/// <param name="isWritable">Whether it is device-writable, otherwise device-readable.</param>
internal readonly unsafe struct GuestBuffer(GuestAddress address, byte* start, uint length, bool isWritable)
{
    /// <summary>The guest-physical address of its first byte.</summary>
    internal GuestAddress Address { get; } = address;

    /// <summary>
    /// The address of its first byte in this process. Whoever writes through it, or has the kernel write, must mark what was written.
    /// </summary>
    internal byte* Start { get; } = start;

    /// <summary>The length in bytes.</summary>
    internal uint Length { get; } = length;

    /// <summary>Whether it is device-writable, otherwise device-readable.</summary>
    internal bool IsWritable { get; } = isWritable;

    /// <summary>Returns a part of the buffer.</summary>
    /// <param name="offset">The number of bytes to skip.</param>
    /// <param name="length">The length of the part, which must lie within the buffer.</param>
    internal GuestBuffer Part(uint offset, uint length) => new(new GuestAddress(Address.Value + offset), Start + offset, length, IsWritable);

    /// <summary>Copies bytes to the start of the buffer.</summary>
    /// <param name="memory">The memory that contains the buffer.</param>
    /// <returns>False when the buffer is not device-writable or too short; then nothing was written.</returns>
    internal bool TryFill(GuestMemory memory, ReadOnlySpan<byte> bytes) => IsWritable && bytes.Length <= Length && memory.TryWrite(Address, bytes);

    /// <summary>Marks whole buffers as dirty before the kernel writes to them: it reports too late, and not always, how much it wrote.</summary>
    /// <param name="memory">The memory that contains the buffers.</param>
    /// <param name="buffers">Device-writable buffers.</param>
    internal static void MarkWritten(GuestMemory memory, ReadOnlySpan<GuestBuffer> buffers)
    {
        if (memory.Dirty is { } dirty)
        {
            foreach (ref readonly GuestBuffer buffer in buffers)
            {
                dirty.Mark(buffer.Address, buffer.Length);
            }
        }
    }
}
