using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Components of the extended processor state that require permission (arch_prctl(2), Documentation/arch/x86/xstate.rst).</summary>
public static unsafe class ProcessorState
{
    /// <summary>Reads which components processor and kernel support.</summary>
    /// <param name="components">One bit per component.</param>
    /// <returns>Null, or the error: EINVAL before Linux 5.16.</returns>
    public static SystemError? TryGetSupported(out ulong components)
    {
        fixed (ulong* pointer = &components)
        {
            *pointer = 0;
            return Call(ArchitectureOption.ARCH_GET_XCOMP_SUPP, (nuint)pointer);
        }
    }

    /// <summary>Requests permission for guests to use a component; call it before the first vCPU is created.</summary>
    /// <returns>Null, or the error: EINVAL before Linux 5.17.</returns>
    public static SystemError? RequestForGuests(int component) => Call(ArchitectureOption.ARCH_REQ_XCOMP_GUEST_PERM, (nuint)component);

    private static SystemError? Call(ArchitectureOption option, nuint argument) =>
        Native.Raw(SystemCall.SYS_arch_prctl, (nuint)(int)option, argument) == 0 ? null : SystemError.Last("arch_prctl", option.ToString());
}
