namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>Life cycle of a vCPU thread; it only moves down this list.</summary>
internal enum VcpuState
{
    /// <summary>Created; its thread has not started.</summary>
    Created,

    /// <summary>Its thread is filtered and waits for the machine to start.</summary>
    Ready,

    Running,

    /// <summary>It never enters the guest again; <see cref="Vcpu.Outcome"/> says why.</summary>
    Stopped,
}
