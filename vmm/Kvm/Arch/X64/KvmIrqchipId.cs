using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>The interrupt controllers that a virtual machine has one of.</summary>
[CHeader("asm/kvm.h")]
internal enum KvmIrqchipId : uint
{
    /// <summary>The first 8259.</summary>
    KVM_IRQCHIP_PIC_MASTER = 0,

    /// <summary>The second 8259, cascaded through IRQ 2.</summary>
    KVM_IRQCHIP_PIC_SLAVE = 1,

    KVM_IRQCHIP_IOAPIC = 2,
}
