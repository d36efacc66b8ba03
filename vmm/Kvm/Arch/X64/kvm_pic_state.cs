using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>State of one of the two 8259 interrupt controllers.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_pic_state
{
    /// <summary>Previous level of each line, for edge detection.</summary>
    public byte last_irr;

    /// <summary>Interrupt request register, one bit per line.</summary>
    public byte irr;

    /// <summary>Interrupt mask register, one bit per line.</summary>
    public byte imr;

    /// <summary>In-service register, one bit per line.</summary>
    public byte isr;

    /// <summary>The line with the highest priority.</summary>
    public byte priority_add;

    /// <summary>The vector of the first line.</summary>
    public byte irq_base;

    /// <summary>Whether a read returns the ISR instead of the IRR.</summary>
    public byte read_reg_select;

    /// <summary>Whether the next read is a poll.</summary>
    public byte poll;

    /// <summary>Whether special mask mode is on.</summary>
    public byte special_mask;

    /// <summary>The initialization command word expected next.</summary>
    public byte init_state;

    /// <summary>Whether interrupts end automatically when acknowledged (AEOI).</summary>
    public byte auto_eoi;

    /// <summary>Whether priorities rotate on an automatic end of interrupt.</summary>
    public byte rotate_on_auto_eoi;

    public byte special_fully_nested_mode;

    /// <summary>Whether the initialization sequence has a fourth command word.</summary>
    public byte init4;

    /// <summary>Edge/level control register: the level-triggered lines.</summary>
    public byte elcr;

    /// <summary>The lines that may be level-triggered.</summary>
    public byte elcr_mask;
}
