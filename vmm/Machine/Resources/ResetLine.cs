using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>The reset wire of the machine: a device pulls it, and the vCPU whose access pulled it stops the machine.</summary>
internal sealed class ResetLine : IInterruptLine
{
    private bool _pulled;

    /// <summary>Whether the guest asked for a reset.</summary>
    internal bool IsPulled => Volatile.Read(ref _pulled);

    /// <summary>Asks for a reset. A microVM does not restart: the process ends with status 0.</summary>
    public void Raise() => Volatile.Write(ref _pulled, true);
}
