namespace Kiln.Vmm.Control;

/// <summary>When an action is legal.</summary>
internal enum ActionPhase
{
    /// <summary>Before the guest has started.</summary>
    BeforeStart,

    /// <summary>Before the guest has started; after that only devices on PCI can be added, and this version has none.</summary>
    Pluggable,

    /// <summary>Once the guest has started.</summary>
    AfterStart,
}
