namespace Kiln.Vmm.Model;

/// <summary>Whether the guest runs. It starts once; from then on it is paused and resumed until the process ends.</summary>
internal enum MachineState
{
    /// <summary>There is no machine yet, only what is known of it.</summary>
    NotStarted,

    /// <summary>The guest runs.</summary>
    Running,

    /// <summary>Processors and devices stand still.</summary>
    Paused,
}
