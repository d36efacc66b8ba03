namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>What to do after KVM_RUN returned.</summary>
internal enum VcpuStep
{
    /// <summary>Enter the guest again.</summary>
    Continue,

    Stop,
}
