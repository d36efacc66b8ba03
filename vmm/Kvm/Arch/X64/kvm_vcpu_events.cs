using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>Events that a vCPU takes before its next instruction: exceptions, interrupts in delivery, SIPI and SMI.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_vcpu_events
{
    /// <summary>Exception: injected, vector, has an error code, pending; then the error code.</summary>
    public fixed byte exception[8];

    /// <summary>Interrupt: injected, vector, is a software interrupt, interrupt shadow.</summary>
    public fixed byte interrupt[4];

    /// <summary>NMI: injected, pending, masked.</summary>
    public fixed byte nmi[4];

    /// <summary>Start-up vector: the number of the page at which an application processor starts.</summary>
    public uint sipi_vector;

    /// <summary>KVM_VCPUEVENT_VALID_ bits: which fields are valid.</summary>
    public uint flags;

    /// <summary>System management mode: in SMM, SMI pending, SMM entered from an NMI handler, INIT latched.</summary>
    public fixed byte smi[4];

    /// <summary>Whether a triple fault is pending.</summary>
    public byte triple_fault;

    public fixed byte reserved[26];

    public byte exception_has_payload;

    /// <summary>The value that the exception writes to CR2 or DR6.</summary>
    public ulong exception_payload;
}
