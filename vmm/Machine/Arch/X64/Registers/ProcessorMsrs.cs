using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>Saves and loads a processor's MSRs, in chunks of as many as KVM takes at once. Allocates nothing except on failure.</summary>
/// <param name="selection">The MSRs to save; loaded MSRs are added, so a loaded machine can be saved without loss.</param>
internal sealed class ProcessorMsrs(MsrSelection selection)
{
    private const uint TimeStamp = 0x10;
    private const uint Deadline = 0x6E0;
    private const string Field = "msrs";

    // Milliseconds between setting a counter and reading it, at most: the host may be busy, and a counter that was not set is off by more.
    private const ulong Tolerance = 1000;

    // All MSRs but TSC_DEADLINE, which is set after the time stamp counter that it is compared with.
    private readonly kvm_msr_entry[] _loaded = new kvm_msr_entry[MsrSelection.Capacity];
    private readonly MsrList _chunk = new();
    private int _count;
    private ulong? _deadline;
    private ulong _timeStamp;

    /// <param name="vcpu">The processor; it is not running.</param>
    /// <exception cref="VmmFailure">KVM cannot read one of the MSRs.</exception>
    /// <exception cref="LinuxException"/>
    internal void Save(KvmVcpu vcpu, CpuidLeaves leaves, ref StateWriter state)
    {
        selection.Cover(leaves);
        ReadOnlySpan<uint> rest = selection.Indexes;
        state.WriteCount(rest.Length);
        for (int count; rest.Length > 0; rest = rest[count..])
        {
            count = Math.Min(rest.Length, MsrList.Capacity);
            _chunk.Clear();
            foreach (uint index in rest[..count])
            {
                _chunk.Add(index);
            }
            int read = vcpu.GetMsrs(_chunk);
            if (read < count)
            {
                throw new VmmFailure($"KVM cannot read MSR 0x{rest[read]:x}: remove it from the CPU template, or use another host");
            }
            foreach (ref readonly kvm_msr_entry register in _chunk.Entries)
            {
                state.WriteUInt32(register.index);
                state.WriteUInt64(register.data);
            }
        }
    }

    /// <summary>Reads the saved MSRs.</summary>
    /// <exception cref="StateFailure">There are too many MSRs, they are not in ascending order, or one belongs to the system registers.</exception>
    internal void Read(ref StateReader state)
    {
        (_count, _deadline, _timeStamp) = (0, null, 0);
        uint? last = null;
        for (int rest = state.ReadCount(Field, MsrSelection.Capacity); rest > 0; rest--)
        {
            kvm_msr_entry register = new() { index = state.ReadUInt32(Field), data = state.ReadUInt64(Field) };
            if (register.index <= last)
            {
                throw state.Refuse(Field, $"register 0x{register.index:x} stands behind 0x{last:x}: take the snapshot again");
            }
            if (MsrSelection.IsSystemRegister(register.index))
            {
                throw state.Refuse(Field, $"register 0x{register.index:x} is one of sregs: take the snapshot again");
            }
            last = register.index;
            if (register.index == Deadline)
            {
                _deadline = register.data;
                continue;
            }
            _timeStamp = register.index == TimeStamp ? register.data : _timeStamp;
            _loaded[_count++] = register;
        }
    }

    /// <summary>Writes the MSRs that were read to a processor.</summary>
    /// <param name="vcpu">The processor; its CPUID leaves and local APIC have been set.</param>
    /// <param name="apic">The local APIC state that was set.</param>
    /// <exception cref="StateFailure">KVM lacks one of the MSRs, or rejects its value.</exception>
    /// <exception cref="LinuxException"/>
    internal void Set(KvmVcpu vcpu, in kvm_lapic_state apic, ref StateReader state)
    {
        ReadOnlySpan<kvm_msr_entry> rest = _loaded.AsSpan(0, _count);
        for (int count; rest.Length > 0; rest = rest[count..])
        {
            count = Math.Min(rest.Length, MsrList.Capacity);
            // An MSR that can be written but not read could never be saved again.
            Fill(rest[..count]);
            Demand(vcpu.GetMsrs(_chunk), rest[..count], "is none that KVM has here", ref state);
            Fill(rest[..count]);
            Demand(vcpu.SetMsrs(_chunk), rest[..count], "has a value that KVM does not take here", ref state);
            Select(rest[..count], ref state);
        }
        if (_deadline is { } deadline)
        {
            // A timer that expired has cleared its deadline, and its interrupt may not have been delivered yet: let it expire again.
            bool isLost = deadline == 0 && LocalApic.WaitsForDeadline(in apic);
            ReadOnlySpan<kvm_msr_entry> alone = [new() { index = Deadline, data = isLost ? _timeStamp : deadline }];
            Fill(alone);
            Demand(vcpu.SetMsrs(_chunk), alone, "has a value that KVM does not take here", ref state);
        }
    }

    /// <summary>
    /// Whether a processor's time stamp counter went on from the value that was read: under some nested hypervisors KVM accepts a new value and
    /// ignores it.
    /// </summary>
    /// <param name="vcpu">The processor, whose MSRs have just been set.</param>
    /// <param name="rate">The counter's rate in kHz; 0 if unknown.</param>
    internal bool KeepsTimeStamp(KvmVcpu vcpu, uint rate)
    {
        _chunk.Clear();
        _chunk.Add(TimeStamp);
        if (_timeStamp == 0 || rate == 0 || vcpu.GetMsrs(_chunk) == 0)
        {
            return true;
        }
        ulong present = _chunk.Entries[0].data;
        return Math.Max(present, _timeStamp) - Math.Min(present, _timeStamp) <= Tolerance * rate;
    }

    private void Fill(scoped ReadOnlySpan<kvm_msr_entry> registers)
    {
        _chunk.Clear();
        foreach (ref readonly kvm_msr_entry register in registers)
        {
            _chunk.Add(register.index, register.data);
        }
    }

    private static void Demand(int done, scoped ReadOnlySpan<kvm_msr_entry> registers, string otherwise, ref StateReader state)
    {
        if (done < registers.Length)
        {
            throw state.Refuse(Field, $"register 0x{registers[done].index:x} {otherwise}: load it on a host with the same processor and kernel");
        }
    }

    private void Select(ReadOnlySpan<kvm_msr_entry> registers, ref StateReader state)
    {
        foreach (ref readonly kvm_msr_entry register in registers)
        {
            if (!selection.TryAdd(register.index))
            {
                throw state.Refuse(Field, $"register 0x{register.index:x} exceeds the limit of {MsrSelection.Capacity} saved registers: take the snapshot again");
            }
        }
    }
}
