using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>What the jailer does for a jailed monitor, as far as a process without privileges can do it for itself.</summary>
internal static class UnjailedProcess
{
    private const LandlockScope Scopes = LandlockScope.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LandlockScope.LANDLOCK_SCOPE_SIGNAL;

    /// <summary>
    /// Opens closed standard streams on /dev/null. Otherwise the first files that the monitor opens would have their numbers, and get its messages and what its
    /// guest prints.
    /// </summary>
    /// <exception cref="LinuxException">One is closed, and /dev/null cannot be opened.</exception>
    internal static void FillStandardStreams() => DescriptorTable.FillTo(Descriptor.StandardError.Number);

    /// <summary>
    /// Before filters, which allow none of this: room for descriptors, no executable memory, and where the kernel can, no signals to other processes and no
    /// abstract sockets. The finalizer thread keeps its descriptor table, which need only have the standard streams, and stays outside the Landlock domain.
    /// </summary>
    /// <exception cref="LinuxException">Only on a broken kernel.</exception>
    internal static void Confine()
    {
        DescriptorTable.Grow(DescriptorNumbers.Room);
        ProcessControl.SetNoNewPrivileges();
        _ = ProcessControl.RefuseExecutableMemory();
        _ = LandlockDomain.Enter(Scopes);
    }
}
