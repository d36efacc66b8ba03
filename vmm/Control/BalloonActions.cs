using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Adds a balloon, or replaces the present one.</summary>
internal sealed record SetBalloon(BalloonConfiguration Balloon) : VmmAction
{
    /// <summary>Category that the API prepends to refusals before the start.</summary>
    internal const string Category = "Balloon config error: ";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration present = machine.Configuration;
        return ActionResult.Of(Category, Balloon.ReasonAgainst(present.Machine.MemoryMebibytes), machine, present with { Balloon = Balloon });
    }
}

/// <summary>Asks for the configuration of the balloon, with the target of the time.</summary>
internal sealed record GetBalloon : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.Any;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) => machine switch
    {
        { Configuration.Balloon: not null } => ActionResult.Of("", null, machine),
        { State: MachineState.NotStarted } => ActionResult.Of(SetBalloon.Category, "No balloon device found."),
        _ => ActionResult.Of(ActionResult.InternalCategory, BalloonAction.Absent),
    };
}

/// <summary>An action on the balloon of a guest that has been started.</summary>
internal abstract record BalloonAction : VmmAction
{
    /// <summary>Refusal where there is no balloon; clients match it.</summary>
    internal const string Absent = "Failed perform action on device: Device not found";

    /// <inheritdoc/>
    internal sealed override ActionPhase Phase => ActionPhase.AfterStart;

    /// <summary>Category that the API prepends to refusals.</summary>
    private protected virtual string Category => "Balloon update error: ";

    /// <inheritdoc/>
    internal sealed override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        machine.Configuration.Balloon is { } balloon && host.Balloon is { } control
            ? Apply(control, machine, balloon)
            : ActionResult.Of(Category, Absent);

    /// <summary>Performs the action.</summary>
    /// <param name="control">The balloon of the guest.</param>
    /// <param name="machine">The machine's present state.</param>
    /// <param name="balloon">The balloon's present configuration.</param>
    private protected abstract ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon);

    /// <summary>Creates the result of a change.</summary>
    /// <param name="reason">Why the balloon refuses it, or null.</param>
    private protected ActionResult Of(string? reason, MicroVmDescription? changed = null) =>
        ActionResult.Of(Category, reason is null ? null : $"Balloon: {reason}", changed);

    /// <summary>The machine with another configuration of its balloon.</summary>
    private protected static MicroVmDescription With(MicroVmDescription machine, BalloonConfiguration balloon) =>
        machine with { Configuration = machine.Configuration with { Balloon = balloon } };
}

/// <summary>Asks the guest for another size of the balloon.</summary>
internal sealed record ResizeBalloon(BalloonUpdate Update) : BalloonAction
{
    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        Of(control.Resize(Update), With(machine, balloon with { Mebibytes = Update.Mebibytes }));
}

/// <summary>Changes how often the guest is asked for statistics.</summary>
internal sealed record ChangeBalloonStatistics(BalloonStatisticsUpdate Update) : BalloonAction
{
    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        Of(control.Change(Update), With(machine, balloon with { StatisticsSeconds = Update.Seconds }));
}

/// <summary>Asks for the guest's statistics.</summary>
internal sealed record GetBalloonStatistics : BalloonAction
{
    private protected override string Category => ActionResult.InternalCategory;

    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        control.HasStatistics
            ? new ActionResult(null) { Balloon = control.Report }
            : Of("Received stats query when stats are disabled.");
}

/// <summary>Asks the guest for its free pages.</summary>
internal sealed record StartBalloonHinting(BalloonHinting Hinting) : BalloonAction
{
    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        Of(control.Start(Hinting));
}

/// <summary>Tells the guest that it may use its free pages again.</summary>
internal sealed record StopBalloonHinting : BalloonAction
{
    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        Of(control.StopHinting());
}

/// <summary>Asks for the last commands of free page hinting.</summary>
internal sealed record GetBalloonHinting : BalloonAction
{
    private protected override ActionResult Apply(IBalloonControl control, MicroVmDescription machine, BalloonConfiguration balloon) =>
        control.ReasonAgainstHinting is { } reason ? Of(reason) : new ActionResult(null) { Balloon = control.Report };
}
