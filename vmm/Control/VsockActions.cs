using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Adds a vsock device, or replaces the present one. Binds its socket at once.</summary>
internal sealed record SetVsockDevice(VsockConfiguration Vsock) : VmmAction
{
    private const string Category = "Vsock config error: ";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration changed = machine.Configuration with { Vsock = Vsock };
        string? refusal = Vsock.MostConnections == 0
            ? "buffer_mib is 0, which allows no connection; each takes a sixteenth of a MiB"
            : MachineRules.ReasonAgainst(changed);
        if (refusal is null && host.Open(Vsock) is { } reason)
        {
            refusal = $"Cannot create backend for vsock device: {reason}";
        }
        return ActionResult.Of(Category, refusal, machine, changed);
    }
}
