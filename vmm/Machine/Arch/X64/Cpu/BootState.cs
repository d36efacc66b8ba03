using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>What every processor is set to before it enters a kernel for the first time.</summary>
/// <param name="cpuid">Makes each processor's CPUID leaves.</param>
/// <param name="template">What the operator changes.</param>
/// <param name="entry">The registers that the kernel's protocol asks for.</param>
internal sealed class BootState(GuestCpuid cpuid, CpuTemplate template, ProcessorEntry entry)
{
    /// <summary>Sets all processors.</summary>
    /// <param name="vcpus">The processors, by their numbers.</param>
    /// <param name="supported">The leaves that KVM can give.</param>
    /// <param name="start">The kernel's first instruction.</param>
    /// <exception cref="VmmFailure">The host does not allow what is asked for.</exception>
    /// <exception cref="LinuxException">KVM refuses.</exception>
    internal void Set(ReadOnlySpan<KvmVcpu> vcpus, CpuidLeaves supported, ulong start)
    {
        template.Apply(supported);
        for (int index = 0; index < vcpus.Length; index++)
        {
            vcpus[index].SetCpuid(cpuid.For(supported, index));
        }
        // Which registers there are depends on the leaves.
        MsrList? registers = template.ReadRegisters(vcpus[0]);
        foreach (KvmVcpu vcpu in vcpus)
        {
            BootMsrs.Set(vcpu);
            if (registers is not null)
            {
                template.SetRegisters(vcpu, registers);
            }
            entry.SetRegisters(vcpu, start);
            LocalApic.ConnectPins(vcpu);
        }
    }
}
