namespace Kiln.Vmm.Model;

/// <summary>The state of the guest. It starts once; from then on it is paused and resumed until the process ends.</summary>
internal enum MachineState
{
    /// <summary>The machine has not been created, only configured.</summary>
    NotStarted,

    Running,

    /// <summary>vCPUs and devices are paused.</summary>
    Paused,
}
