namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Where a vCPU thread is in its life. It only moves down this list.</summary>
internal enum VcpuState
{
    /// <summary>Made, its thread not started.</summary>
    Created,

    /// <summary>Its thread is filtered and waits for the machine to start.</summary>
    Ready,

    /// <summary>It runs the guest.</summary>
    Running,

    /// <summary>It will not enter the guest again; <see cref="Vcpu.Outcome"/> says why.</summary>
    Stopped,
}
