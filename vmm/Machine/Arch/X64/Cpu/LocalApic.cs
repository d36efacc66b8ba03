using System.Buffers.Binary;
using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// The local interrupt controller as firmware leaves it (Intel MultiProcessor Specification 1.4, 3.6.2): the legacy controller's interrupts
/// come in by the first pin, non-maskable ones by the second.
/// </summary>
internal static class LocalApic
{
    // Offsets of LVT LINT0 and LINT1, and their delivery modes, of the Intel SDM, volume 3, 11.5.1.
    private const int LocalInterrupt0 = 0x350;
    private const int LocalInterrupt1 = 0x360;
    private const int DeliveryModeShift = 8;
    private const uint DeliveryModeMask = 7u << DeliveryModeShift;
    private const uint External = 7u << DeliveryModeShift;
    private const uint NonMaskable = 4u << DeliveryModeShift;

    /// <summary>Sets both pins; what else KVM has set stays.</summary>
    /// <param name="vcpu">The processor.</param>
    /// <exception cref="LinuxException">KVM refuses.</exception>
    internal static void ConnectPins(KvmVcpu vcpu)
    {
        kvm_lapic_state state = default;
        vcpu.GetLocalApic(ref state);
        SetDeliveryMode(state.regs[LocalInterrupt0..], External);
        SetDeliveryMode(state.regs[LocalInterrupt1..], NonMaskable);
        vcpu.SetLocalApic(ref state);
    }

    private static void SetDeliveryMode(Span<byte> register, uint mode) => BinaryPrimitives.WriteUInt32LittleEndian(
        register, (BinaryPrimitives.ReadUInt32LittleEndian(register) & ~DeliveryModeMask) | mode);
}
