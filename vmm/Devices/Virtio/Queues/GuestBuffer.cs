namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>A buffer of the guest's that a chain names, inside its memory. Not to be kept across a device's reset.</summary>
/// <param name="start">Its first byte in this process.</param>
/// <param name="length">Its bytes.</param>
/// <param name="isWritable">Whether it is for the device to write; otherwise it is for it to read.</param>
internal readonly unsafe struct GuestBuffer(byte* start, uint length, bool isWritable)
{
    /// <summary>Its first byte in this process.</summary>
    internal byte* Start { get; } = start;

    /// <summary>Its bytes.</summary>
    internal uint Length { get; } = length;

    /// <summary>Whether it is for the device to write; otherwise it is for it to read.</summary>
    internal bool IsWritable { get; } = isWritable;

    /// <summary>A part of it.</summary>
    /// <param name="offset">Bytes that are left out at its start.</param>
    /// <param name="length">The part's bytes; it ends inside the buffer.</param>
    internal GuestBuffer Part(uint offset, uint length) => new(Start + offset, length, IsWritable);

    /// <summary>Copies bytes to its start.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when it is not for the device to write, or too short; then nothing was written.</returns>
    internal bool TryFill(ReadOnlySpan<byte> bytes) => IsWritable && bytes.Length <= Length && bytes.TryCopyTo(new Span<byte>(Start, bytes.Length));
}
