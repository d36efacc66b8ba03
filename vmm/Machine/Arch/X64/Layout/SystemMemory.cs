using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Layout;

/// <summary>
/// Allocates the memory reserved for firmware structures, <see cref="BootLayout.SystemMemoryStart"/> to <see cref="BootLayout.SystemMemoryEnd"/>.
/// Tables come from the bottom: the MP table, where kernels search for it, then the ACPI tables. Memory that devices share with the guest comes from
/// the top: the 16 bytes of the generation ID (0xdfff0), then the page of the clock (0xde000).
/// </summary>
internal sealed class SystemMemory
{
    private ulong _start = BootLayout.SystemMemoryStart;
    private ulong _end = BootLayout.SystemMemoryEnd;

    /// <summary>Allocates from the bottom.</summary>
    /// <param name="length">Bytes, at least one.</param>
    /// <returns>The first byte; allocations are contiguous.</returns>
    /// <exception cref="VmmFailure">Fewer bytes are free.</exception>
    internal GuestAddress TakeFirst(int length)
    {
        if ((ulong)length > _end - _start)
        {
            throw Full(length);
        }
        ulong taken = _start;
        _start += (ulong)length;
        return new GuestAddress(taken);
    }

    /// <summary>Allocates from the top.</summary>
    /// <param name="length">Bytes, at least one.</param>
    /// <param name="alignment">Alignment of the first byte, a power of two.</param>
    /// <returns>Address of the first byte.</returns>
    /// <exception cref="VmmFailure">Fewer bytes are free.</exception>
    internal GuestAddress TakeLast(int length, ulong alignment)
    {
        // Cannot wrap around: the range starts far above any length.
        ulong taken = (_end - (ulong)length) & ~(alignment - 1);
        if (taken < _start)
        {
            throw Full(length);
        }
        _end = taken;
        return new GuestAddress(taken);
    }

    private VmmFailure Full(int length) => new(
        $"the {_end - _start} bytes of system memory that are left have no room for a table of {length}; "
        + "lower vcpu_count, or attach fewer devices");
}
