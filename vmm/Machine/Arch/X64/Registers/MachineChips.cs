using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>
/// Saves and loads the virtual machine's state in KVM apart from its processors: PIT, paravirtual clock, PICs and IOAPIC. Allocates nothing except
/// on failure. The vmm thread owns it.
/// </summary>
internal sealed unsafe class MachineChips
{
    private const string Section = "chips";
    private const ushort Version = 1;

    private kvm_pit_state2 _timer;
    private kvm_clock_data _clock;
    private kvm_irqchip _master;
    private kvm_irqchip _slave;
    private kvm_irqchip _lines;

    /// <summary>Saves the state; no processor may be running.</summary>
    /// <exception cref="LinuxException"/>
    internal void Save(KvmVm vm, ref StateWriter state)
    {
        state.Begin(Section, Version);
        vm.GetPit(ref _timer);
        state.WriteStructure(in _timer);
        _clock = default;
        vm.GetClock(ref _clock);
        state.WriteUInt64(_clock.clock);
        // The other flags and the host's counter describe this host and are of no use on another.
        state.WriteBoolean((_clock.flags & KvmClockFlags.KVM_CLOCK_REALTIME) != 0);
        state.WriteUInt64(_clock.realtime);
        Save(vm, ref _master, KvmIrqchipId.KVM_IRQCHIP_PIC_MASTER, sizeof(kvm_pic_state), ref state);
        Save(vm, ref _slave, KvmIrqchipId.KVM_IRQCHIP_PIC_SLAVE, sizeof(kvm_pic_state), ref state);
        Save(vm, ref _lines, KvmIrqchipId.KVM_IRQCHIP_IOAPIC, sizeof(kvm_ioapic_state), ref state);
        state.End();
    }

    /// <summary>Loads the state, after the processors. Reads all of it before setting anything.</summary>
    /// <param name="vm">The virtual machine; its processors have been loaded and have not run.</param>
    /// <param name="start">Where the paravirtual clock resumes.</param>
    /// <exception cref="StateFailure">
    /// The state does not match this host's format, or KVM rejects it; then the virtual machine is unusable.
    /// </exception>
    internal void Load(KvmVm vm, ClockStart start, ref StateReader state)
    {
        state.Begin(Section, Version);
        Read(start, ref state);
        Set(vm, ref state);
        state.End();
    }

    /// <summary>Reads the state without setting anything.</summary>
    /// <exception cref="StateFailure">It does not have the format of a virtual machine's.</exception>
    internal void Check(ref StateReader state)
    {
        state.Begin(Section, Version);
        Read(ClockStart.Saved, ref state);
        state.End();
    }

    private void Read(ClockStart start, ref StateReader state)
    {
        state.ReadStructure("pit2", ref _timer);
        if ((_timer.flags & ~(KvmPitStateFlags.KVM_PIT_FLAGS_HPET_LEGACY | KvmPitStateFlags.KVM_PIT_FLAGS_SPEAKER_DATA_ON)) != 0)
        {
            throw state.Refuse("pit2", $"its flags are 0x{(uint)_timer.flags:x}, which KVM does not know: take the snapshot again");
        }
        ReadClock(start, ref state);
        Read(ref _master, KvmIrqchipId.KVM_IRQCHIP_PIC_MASTER, "pic_master", sizeof(kvm_pic_state), ref state);
        Read(ref _slave, KvmIrqchipId.KVM_IRQCHIP_PIC_SLAVE, "pic_slave", sizeof(kvm_pic_state), ref state);
        Read(ref _lines, KvmIrqchipId.KVM_IRQCHIP_IOAPIC, "ioapic", sizeof(kvm_ioapic_state), ref state);
    }

    private static Span<byte> StateOf(ref kvm_irqchip chip, int length) => MemoryMarshal.CreateSpan(ref chip.chip[0], length);

    private static void Save(KvmVm vm, ref kvm_irqchip chip, KvmIrqchipId id, int length, ref StateWriter state)
    {
        chip.chip_id = id;
        vm.GetIrqchip(ref chip);
        state.WriteBytes(StateOf(ref chip, length));
    }

    private static void Read(ref kvm_irqchip chip, KvmIrqchipId id, string field, int length, ref StateReader state)
    {
        chip.chip_id = id;
        state.ReadExactly(field, StateOf(ref chip, length));
    }

    private void ReadClock(ClockStart start, ref StateReader state)
    {
        _clock = new kvm_clock_data { clock = state.ReadUInt64("clock") };
        bool hasRealTime = state.ReadBoolean("realtime");
        ulong realTime = state.ReadUInt64("realtime");
        if (start == ClockStart.RealTime)
        {
            if (!hasRealTime)
            {
                throw state.Refuse("realtime", "clock_realtime requested but not present in the snapshot state: load it without, "
                    + "or save it on a host with Linux 5.16 or newer and a stable clock");
            }
            (_clock.realtime, _clock.flags) = (realTime, KvmClockFlags.KVM_CLOCK_REALTIME);
        }
    }

    private void Set(KvmVm vm, ref StateReader state)
    {
        string field = "pit2";
        try
        {
            vm.SetPit(ref _timer);
            field = "clock";
            vm.SetClock(ref _clock);
            field = "pic_master";
            vm.SetIrqchip(ref _master);
            field = "pic_slave";
            vm.SetIrqchip(ref _slave);
            field = "ioapic";
            vm.SetIrqchip(ref _lines);
        }
        catch (LinuxException refusal)
        {
            throw state.Refuse(field, $"KVM does not take it ({refusal.Error.Errno}): load it on a host with the same kernel");
        }
    }
}
