using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>Says of every action when it is legal: section 1.5 of the contract.</summary>
internal static class ActionTable
{
    /// <summary>Why not yet, in the words that clients match.</summary>
    internal const string NotYet = "The requested operation is not supported before starting the microVM.";

    /// <summary>Why no longer, in the words that clients match.</summary>
    internal const string NoLonger = "The requested operation is not supported after starting the microVM.";

    /// <summary>Why no longer without PCI, in the words that clients match.</summary>
    internal const string NoPci = "PCI is not enabled";

    /// <summary>When an action is legal.</summary>
    /// <param name="action">The action.</param>
    internal static ActionPhase PhaseOf(VmmAction action) => action switch
    {
        ConfigureBootSource or ConfigureMachine or ConfigureProcessors or ConfigureSerial => ActionPhase.BeforeStart,
        ConfigureLogger or ConfigureMetrics => ActionPhase.BeforeStart,
        SetEntropyDevice or StartMicroVm => ActionPhase.BeforeStart,
        InsertBlockDevice => ActionPhase.Pluggable,
        UpdateBlockDevice => ActionPhase.AfterStart,
        PauseMicroVm or ResumeMicroVm or FlushMetrics or SendCtrlAltDel => ActionPhase.AfterStart,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not in the table"),
    };

    /// <summary>Why an action is not legal now; null when it is.</summary>
    /// <param name="action">The action.</param>
    /// <param name="state">The machine's state.</param>
    internal static string? ReasonAgainst(VmmAction action, MachineState state) => PhaseOf(action) switch
    {
        ActionPhase.BeforeStart when state != MachineState.NotStarted => NoLonger,
        ActionPhase.Pluggable when state != MachineState.NotStarted => NoPci,
        ActionPhase.AfterStart when state == MachineState.NotStarted => NotYet,
        _ => null,
    };
}
