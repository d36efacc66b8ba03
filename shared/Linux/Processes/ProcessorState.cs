using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Components of the processor's extended state that need permission (arch_prctl(2), Documentation/arch/x86/xstate.rst).</summary>
public static unsafe class ProcessorState
{
    /// <summary>Which components processor and kernel have.</summary>
    /// <param name="components">A bit for each.</param>
    /// <returns>Null, or why they cannot be told: EINVAL from kernels before 5.16.</returns>
    public static SystemError? TryGetSupported(out ulong components)
    {
        fixed (ulong* pointer = &components)
        {
            *pointer = 0;
            return Call(ArchitectureOption.ARCH_GET_XCOMP_SUPP, (nuint)pointer);
        }
    }

    /// <summary>Asks that guests of this process may use a component; before the first virtual processor is made.</summary>
    /// <param name="component">Its number.</param>
    /// <returns>Null, or why not: EINVAL from kernels before 5.17.</returns>
    public static SystemError? RequestForGuests(int component) => Call(ArchitectureOption.ARCH_REQ_XCOMP_GUEST_PERM, (nuint)component);

    private static SystemError? Call(ArchitectureOption option, nuint argument) =>
        Native.Raw(SystemCall.SYS_arch_prctl, (nuint)(int)option, argument) == 0 ? null : SystemError.Last("arch_prctl", option.ToString());
}
