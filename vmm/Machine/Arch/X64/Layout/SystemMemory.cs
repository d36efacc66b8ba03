using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Layout;

/// <summary>
/// Gives out the memory that is reserved for what firmware leaves to a kernel, <see cref="BootLayout.SystemMemoryStart"/> to
/// <see cref="BootLayout.SystemMemoryEnd"/>. Tables are taken from its start: the one of processors, where kernels look for it, then ACPI's.
/// What devices share with a guest is taken from its end: the 16 bytes of the generation id (0xdfff0), then the page of the clock (0xde000).
/// </summary>
internal sealed class SystemMemory
{
    private ulong _start = BootLayout.SystemMemoryStart;
    private ulong _end = BootLayout.SystemMemoryEnd;

    /// <summary>Takes the first free bytes.</summary>
    /// <param name="length">How many, at least one.</param>
    /// <returns>The first of them; no byte is left out before it.</returns>
    /// <exception cref="VmmFailure">So many are not free.</exception>
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

    /// <summary>Takes the last free bytes.</summary>
    /// <param name="length">How many, at least one.</param>
    /// <param name="alignment">What the first one's address is a multiple of: a power of two.</param>
    /// <returns>The first of them.</returns>
    /// <exception cref="VmmFailure">So many are not free.</exception>
    internal GuestAddress TakeLast(int length, ulong alignment)
    {
        // The start is far above any length, so nothing wraps around.
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
