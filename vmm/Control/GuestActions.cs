using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>Builds the machine and starts the guest. May be retried after a failure.</summary>
internal sealed record StartMicroVm : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        string? refusal = MachineRules.ReasonAgainstStart(machine.Configuration) ?? host.Start(machine.Configuration);
        return ActionResult.Of("Start microvm error: ", refusal, machine with { State = MachineState.Running });
    }
}

/// <summary>Pauses the processors and the devices.</summary>
internal sealed record PauseMicroVm : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of(ActionResult.InternalCategory, host.Pause(), machine with { State = MachineState.Paused });
}

/// <summary>Resumes the processors and the devices.</summary>
internal sealed record ResumeMicroVm : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of(ActionResult.InternalCategory, host.Resume(), machine with { State = MachineState.Running });
}

/// <summary>Presses Ctrl, Alt and Del on the guest's keyboard.</summary>
internal sealed record SendCtrlAltDel : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of(ActionResult.InternalCategory, host.PressCtrlAltDel());
}
