using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Adds a drive, or replaces the one with the same ID. Opens its file at once.</summary>
internal sealed record InsertBlockDevice(DriveConfiguration Drive) : VmmAction
{
    /// <summary>Category that the API prepends to refusals about drives.</summary>
    internal const string Category = "Drive config error: ";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.Pluggable;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        DriveList drives = machine.Configuration.Drives;
        if (drives.ReasonAgainst(Drive) is { } against)
        {
            return ActionResult.Of(Category, against);
        }
        VmConfiguration changed = machine.Configuration with { Drives = drives.With(Drive) };
        string? refusal = MachineRules.ReasonAgainst(changed);
        if (refusal is null && host.Open(Drive) is { } reason)
        {
            refusal = $"Unable to create the virtio block device: Virtio backend error: {reason}";
        }
        return ActionResult.Of(Category, refusal, machine, changed);
    }
}

/// <summary>Changes a drive while the guest runs.</summary>
internal sealed record UpdateBlockDevice(DriveUpdate Update) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        DriveList drives = machine.Configuration.Drives;
        string? reason = drives.ReasonAgainst(Update);
        if (reason is null && host.Update(Update) is { } fault)
        {
            reason = $"Block: Virtio backend error: {fault}";
        }
        return reason is null
            ? ActionResult.Of("", null, machine, machine.Configuration with { Drives = drives.With(Update) })
            : ActionResult.Of(InsertBlockDevice.Category, $"Unable to patch the block device: {reason} Please verify the request arguments.");
    }
}
