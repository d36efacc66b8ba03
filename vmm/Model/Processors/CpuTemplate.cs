using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Model.Processors;

/// <summary>
/// What an operator changes in the processors that KVM gives, so that hosts of several kinds give guests the same one. It comes before
/// Kiln describes the guest's own topology, which wins.
/// </summary>
/// <param name="Capabilities">KVM extensions that are needed or not.</param>
/// <param name="Leaves">CPUID leaves.</param>
/// <param name="Registers">Model-specific registers; at most <see cref="MsrList.Capacity"/>.</param>
internal sealed record CpuTemplate(
    IReadOnlyList<CapabilityModifier> Capabilities, IReadOnlyList<CpuidModifier> Leaves, IReadOnlyList<MsrModifier> Registers)
{
    /// <summary>Changes nothing.</summary>
    internal static CpuTemplate Empty { get; } = new([], [], []);

    /// <summary>Changes CPUID leaves.</summary>
    /// <param name="leaves">What KVM can give.</param>
    /// <exception cref="VmmFailure">One of the template's is not there.</exception>
    internal void Apply(CpuidLeaves leaves)
    {
        foreach (CpuidModifier modifier in Leaves)
        {
            modifier.Apply(leaves);
        }
    }

    /// <summary>Makes the values of the template's registers from those that a processor has.</summary>
    /// <param name="vcpu">A processor that nothing has run on.</param>
    /// <returns>The registers for every processor, or null when the template changes none.</returns>
    /// <exception cref="VmmFailure">KVM has not one of them.</exception>
    /// <exception cref="LinuxException">KVM refuses.</exception>
    internal MsrList? ReadRegisters(KvmVcpu vcpu)
    {
        if (Registers.Count == 0)
        {
            return null;
        }
        MsrList list = Listed();
        int read = vcpu.GetMsrs(list);
        if (read != Registers.Count)
        {
            throw Missing(Registers[read].Index, "does not give");
        }
        for (int place = 0; place < Registers.Count; place++)
        {
            ref kvm_msr_entry register = ref list.Entries[place];
            register.data = Registers[place].Pattern.Apply(register.data);
        }
        return list;
    }

    /// <summary>Sets the registers of a processor, and reads them back: KVM may swallow what it does not honor.</summary>
    /// <param name="vcpu">The processor.</param>
    /// <param name="values">What <see cref="ReadRegisters"/> made.</param>
    /// <exception cref="VmmFailure">KVM does not take one of them, or gives back another value.</exception>
    /// <exception cref="LinuxException">KVM refuses.</exception>
    internal void SetRegisters(KvmVcpu vcpu, MsrList values)
    {
        int taken = vcpu.SetMsrs(values);
        if (taken != Registers.Count)
        {
            throw Missing(Registers[taken].Index, "does not take a new value of");
        }
        MsrList held = Listed();
        int read = vcpu.GetMsrs(held);
        for (int place = 0; place < Registers.Count; place++)
        {
            // Only what is forced: the rest may count on by itself.
            ulong difference = held.Entries[place].data ^ values.Entries[place].data;
            if (place >= read || (difference & Registers[place].Pattern.Filter) != 0)
            {
                throw Missing(Registers[place].Index, "does not keep the new value of");
            }
        }
    }

    private MsrList Listed()
    {
        MsrList list = new();
        foreach (MsrModifier modifier in Registers)
        {
            list.Add(modifier.Index);
        }
        return list;
    }

    private static VmmFailure Missing(uint index, string what) =>
        new($"the CPU template changes the model-specific register 0x{index:x}, which KVM on this host {what}; take it out of the template");
}
