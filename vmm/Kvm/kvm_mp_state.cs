using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm;

/// <summary>Run state of a vCPU: running, waiting for INIT or SIPI, or halted.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_mp_state
{
    /// <summary>One of the KVM_MP_STATE_ values.</summary>
    public uint mp_state;
}
