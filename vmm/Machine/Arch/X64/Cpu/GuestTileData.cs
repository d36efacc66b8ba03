using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Asks the kernel to let guests use AMX tile data (Documentation/arch/x86/xstate.rst), before KVM says what it can give.</summary>
internal static class GuestTileData
{
    // XFEATURE_XTILEDATA of the kernel's asm/fpu/types.h.
    private const int Component = 18;

    /// <summary>Asks, where the host has tile data.</summary>
    /// <exception cref="LinuxException">The kernel refuses; one that knows no such permission does not count.</exception>
    internal static void Permit()
    {
        if (ProcessorState.TryGetSupported(out ulong components) is null && (components & (1UL << Component)) != 0
            && ProcessorState.RequestForGuests(Component) is { } error && error.Errno != Errno.EINVAL)
        {
            throw new LinuxException(error);
        }
    }
}
