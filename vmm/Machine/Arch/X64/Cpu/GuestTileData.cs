using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// Requests permission for guests to use AMX tile data (Documentation/arch/x86/xstate.rst). Must precede asking KVM for supported state.
/// </summary>
internal static class GuestTileData
{
    // XFEATURE_XTILEDATA of the kernel's asm/fpu/types.h.
    private const int Component = 18;

    /// <summary>Requests the permission if the host has tile data.</summary>
    /// <exception cref="LinuxException">The kernel refuses; EINVAL from a kernel without such permissions is ignored.</exception>
    internal static void Permit()
    {
        if (ProcessorState.TryGetSupported(out ulong components) is null && (components & (1UL << Component)) != 0
            && ProcessorState.RequestForGuests(Component) is { } error && error.Errno != Errno.EINVAL)
        {
            throw new LinuxException(error);
        }
    }
}
