namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>What follows one return from KVM_RUN.</summary>
internal enum VcpuStep
{
    /// <summary>Enter the guest again.</summary>
    Continue,

    /// <summary>The vCPU is done.</summary>
    Stop,
}
