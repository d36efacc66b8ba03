using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>State of one of the interrupt controllers that a virtual machine has one of.</summary>
[CHeader("linux/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct kvm_irqchip
{
    public KvmIrqchipId chip_id;

    public uint pad;

    /// <summary>A kvm_pic_state or a kvm_ioapic_state, by <see cref="chip_id"/>.</summary>
    public fixed byte chip[512];
}
