using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>The machine's reset line: a device pulls it, and the vCPU thread whose access caused that stops the machine.</summary>
internal sealed class ResetLine : IInterruptLine
{
    private bool _pulled;

    /// <summary>Whether the guest requested a reset.</summary>
    internal bool IsPulled => Volatile.Read(ref _pulled);

    /// <summary>Requests a reset. A microVM does not restart: the process exits with status 0.</summary>
    public void Raise() => Volatile.Write(ref _pulled, true);
}
