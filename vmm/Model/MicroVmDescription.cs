namespace Kiln.Vmm.Model;

/// <summary>The state and the configuration of a microVM at one moment.</summary>
internal sealed record MicroVmDescription(MachineState State, VmConfiguration Configuration)
{
    /// <summary>False after the load of a snapshot on a host that cannot set the guest's time stamp counter.</summary>
    internal bool KeepsTimeStamp { get; init; } = true;
}
