using System.Buffers.Binary;
using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// The local APIC as firmware leaves it (Intel MultiProcessor Specification 1.4, 3.6.2): LINT0 delivers the 8259's interrupts, LINT1 delivers NMIs.
/// </summary>
internal static class LocalApic
{
    // LVT timer register (Intel SDM, volume 3, 11.5.4): bits 17 and 18 select the mode, bit 16 masks it.
    private const int Timer = 0x320;
    private const uint TimerModeAndMask = 7 << 16;
    private const uint DeadlineMode = 2 << 17;

    // Offsets of the LVT LINT0 and LINT1 registers, and their delivery modes (Intel SDM, volume 3, 11.5.1).
    private const int LocalInterrupt0 = 0x350;
    private const int LocalInterrupt1 = 0x360;
    private const int DeliveryModeShift = 8;
    private const uint DeliveryModeMask = 7u << DeliveryModeShift;
    private const uint External = 7u << DeliveryModeShift;
    private const uint NonMaskable = 4u << DeliveryModeShift;

    /// <summary>Configures LINT0 and LINT1; keeps the rest as KVM set it.</summary>
    /// <exception cref="LinuxException"/>
    internal static void ConnectPins(KvmVcpu vcpu)
    {
        kvm_lapic_state state = default;
        vcpu.GetLocalApic(ref state);
        SetDeliveryMode(state.regs[LocalInterrupt0..], External);
        SetDeliveryMode(state.regs[LocalInterrupt1..], NonMaskable);
        vcpu.SetLocalApic(ref state);
    }

    /// <summary>Whether the timer is unmasked and in TSC-deadline mode.</summary>
    internal static bool WaitsForDeadline(in kvm_lapic_state state)
    {
        ReadOnlySpan<byte> registers = state.regs;
        return (BinaryPrimitives.ReadUInt32LittleEndian(registers[Timer..]) & TimerModeAndMask) == DeadlineMode;
    }

    private static void SetDeliveryMode(Span<byte> register, uint mode) => BinaryPrimitives.WriteUInt32LittleEndian(
        register, (BinaryPrimitives.ReadUInt32LittleEndian(register) & ~DeliveryModeMask) | mode);
}
