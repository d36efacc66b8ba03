using Kiln.Linux.Errors;

namespace Kiln.Vmm.Kvm;

// Reads a virtual machine's state to save it, and writes it to load it. Any thread may call these while no vCPU runs.
internal sealed unsafe partial class KvmVm
{
    /// <summary>
    /// Bytes of a vCPU's extended state: those of <see cref="kvm_xsave"/>, or more when guests may use further components.
    /// Ask only after those components have been permitted.
    /// </summary>
    internal int ExtendedStateLength => Math.Max(
        _vm.Descriptor.Control(KvmRequest.KVM_CHECK_EXTENSION, (nuint)(int)KvmCapability.KVM_CAP_XSAVE2), sizeof(kvm_xsave));

    /// <summary>Reads the interrupt controller that <see cref="kvm_irqchip.chip_id"/> names.</summary>
    /// <exception cref="LinuxException"/>
    internal void GetIrqchip(ref kvm_irqchip chip) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_GET_IRQCHIP, ref chip), nameof(KvmRequest.KVM_GET_IRQCHIP));

    /// <summary>Writes the interrupt controller that <see cref="kvm_irqchip.chip_id"/> names.</summary>
    /// <exception cref="LinuxException"/>
    internal void SetIrqchip(ref kvm_irqchip chip) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_IRQCHIP, ref chip), nameof(KvmRequest.KVM_SET_IRQCHIP));

    /// <exception cref="LinuxException"/>
    internal void GetPit(ref kvm_pit_state2 state) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_GET_PIT2, ref state), nameof(KvmRequest.KVM_GET_PIT2));

    /// <summary>Writes the PIT; its counters restart.</summary>
    /// <exception cref="LinuxException"/>
    internal void SetPit(ref kvm_pit_state2 state) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_PIT2, ref state), nameof(KvmRequest.KVM_SET_PIT2));

    /// <exception cref="LinuxException"/>
    internal void GetClock(ref kvm_clock_data clock) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_GET_CLOCK, ref clock), nameof(KvmRequest.KVM_GET_CLOCK));

    /// <exception cref="LinuxException">The kernel does not know one of the flags.</exception>
    internal void SetClock(ref kvm_clock_data clock) =>
        Check(_vm.Descriptor.Control(KvmRequest.KVM_SET_CLOCK, ref clock), nameof(KvmRequest.KVM_SET_CLOCK));

    /// <summary>Reads which pages of a memory slot were written since the last call, by the guest or by KVM itself, and clears the slot's log.</summary>
    /// <param name="slot">A slot that logs.</param>
    /// <param name="log">Receives one bit per page, lowest first; exactly the slot's pages, in whole words.</param>
    /// <exception cref="LinuxException">The slot does not exist or does not log.</exception>
    internal void GetDirtyLog(uint slot, Span<ulong> log)
    {
        fixed (ulong* words = log)
        {
            kvm_dirty_log request = new() { slot = slot, dirty_bitmap = words };
            Check(_vm.Descriptor.Control(KvmRequest.KVM_GET_DIRTY_LOG, ref request), nameof(KvmRequest.KVM_GET_DIRTY_LOG));
        }
    }
}
