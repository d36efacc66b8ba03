using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Model.Processors;

/// <summary>
/// A CPU template: changes to the vCPUs that KVM provides, so that guests see the same processor on different hosts. It is applied before Kiln sets
/// the guest's own topology, which takes precedence.
/// </summary>
/// <param name="Capabilities">The KVM capabilities to require or not.</param>
/// <param name="Registers">The model-specific registers; at most <see cref="MsrList.Capacity"/>.</param>
internal sealed record CpuTemplate(
    IReadOnlyList<CapabilityModifier> Capabilities, IReadOnlyList<CpuidModifier> Leaves, IReadOnlyList<MsrModifier> Registers)
{
    /// <summary>A template that changes nothing.</summary>
    internal static CpuTemplate Empty { get; } = new([], [], []);

    /// <summary>Applies the template to CPUID leaves.</summary>
    /// <param name="leaves">The leaves that KVM supports.</param>
    /// <exception cref="VmmFailure">KVM does not have a leaf that the template changes.</exception>
    internal void Apply(CpuidLeaves leaves)
    {
        foreach (CpuidModifier modifier in Leaves)
        {
            modifier.Apply(leaves);
        }
    }

    /// <summary>Reads the template's MSRs and applies the changes to their values.</summary>
    /// <param name="vcpu">A vCPU in its reset state.</param>
    /// <returns>The values for every vCPU, or null when the template changes no MSR.</returns>
    /// <exception cref="VmmFailure">KVM does not have one of the MSRs.</exception>
    /// <exception cref="LinuxException"/>
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

    /// <summary>Sets the MSRs of a vCPU, and reads them back, since KVM may silently ignore a write (ignore_msrs).</summary>
    /// <exception cref="VmmFailure">KVM refuses one of the MSRs, or returns another value.</exception>
    /// <exception cref="LinuxException"/>
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
            // Compares only the bits that the template forces: the others may change by themselves, as in a counter.
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
