using Kiln.Vmm.Logging;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Control;

/// <summary>Creates a snapshot of the paused machine.</summary>
internal sealed record CreateSnapshot(SnapshotCreation Request) : VmmAction
{
    private const string Category = "Create snapshot error: ";

    // Clients match it.
    private const string IsRunning = "Cannot save the microVM state: Operation not allowed: save/restore unavailable while running";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) => ActionResult.Of(
        Category,
        machine.State == MachineState.Paused ? Request.ReasonAgainst ?? host.CreateSnapshot(Request, machine.Configuration) : IsRunning);
}

/// <summary>Builds the machine of a snapshot in place of one that boots. A failure ends the monitor.</summary>
internal sealed record LoadSnapshot(SnapshotLoading Request) : VmmAction
{
    /// <summary>The guest's metadata from its first instruction on; null for none, since no snapshot has them.</summary>
    internal MetadataDocument? Metadata { get; init; }

    private const string Category = "Load snapshot error: ";

    // Clients match it.
    private const string IsConfigured = "Loading a microVM snapshot not allowed after configuring boot-specific resources.";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration present = machine.Configuration;
        if (present is not { BootSource: null, VirtioDevices: 0 } || present.Machine != MachineConfiguration.Default)
        {
            return ActionResult.Of(Category, IsConfigured);
        }
        if (host.Metadata.Replace(Metadata) is not null)
        {
            return MetadataAction.TooLong;
        }
        string? refusal = host.LoadSnapshot(Request, present.Serial, out LoadedMachine? loaded);
        if (Metadata is not null && loaded is { Configuration.Mmds: null })
        {
            Log.Warning(Module.Control, $"Metadata were given with the load, but no network interface of the snapshot can reach them.");
        }
        MachineState state = Request.Resume ? MachineState.Running : MachineState.Paused;
        return ActionResult.Of(Category, refusal, machine with
        {
            State = state,
            Configuration = loaded?.Configuration ?? present,
            KeepsTimeStamp = loaded?.KeepsTimeStamp ?? true,
        });
    }
}
