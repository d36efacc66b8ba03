using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>When an action is permitted: section 1.5 of the contract.</summary>
internal enum ActionPhase
{
    /// <summary>Before the guest has started.</summary>
    BeforeStart,

    /// <summary>Before the guest has started; afterwards only PCI devices could be added, and this version has no PCI.</summary>
    Pluggable,

    /// <summary>Once the guest has started.</summary>
    AfterStart,

    /// <summary>Always.</summary>
    Any,
}

/// <summary>Checks phases against the machine's state.</summary>
internal static class ActionPhases
{
    /// <summary>Refusal of an action that comes too early; clients match it.</summary>
    internal const string NotYet = "The requested operation is not supported before starting the microVM.";

    /// <summary>Refusal of an action that comes too late; clients match it.</summary>
    internal const string NoLonger = "The requested operation is not supported after starting the microVM.";

    /// <summary>Refusal of a device added after the start, which would need PCI; clients match it.</summary>
    internal const string NoPci = "PCI is not enabled";

    /// <summary>Why an action of this phase is not permitted in this state; null when it is.</summary>
    internal static string? ReasonAgainst(this ActionPhase phase, MachineState state) => phase switch
    {
        ActionPhase.BeforeStart when state != MachineState.NotStarted => NoLonger,
        ActionPhase.Pluggable when state != MachineState.NotStarted => NoPci,
        ActionPhase.AfterStart when state == MachineState.NotStarted => NotYet,
        _ => null,
    };
}
