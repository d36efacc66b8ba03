using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Sets up every processor before it enters a kernel for the first time.</summary>
/// <param name="cpuid">Builds each processor's CPUID leaves.</param>
/// <param name="template">The operator's changes to CPUID leaves and MSRs.</param>
/// <param name="entry">Sets the registers that the boot protocol requires.</param>
internal sealed class BootState(GuestCpuid cpuid, CpuTemplate template, ProcessorEntry entry)
{
    /// <param name="vcpus">The processors, by index.</param>
    /// <param name="supported">The CPUID leaves that KVM supports; the template changes them.</param>
    /// <param name="start">Guest-physical address of the kernel's first instruction.</param>
    /// <exception cref="VmmFailure">The host does not support the configuration.</exception>
    /// <exception cref="LinuxException"/>
    internal void Set(ReadOnlySpan<KvmVcpu> vcpus, CpuidLeaves supported, ulong start)
    {
        template.Apply(supported);
        for (int index = 0; index < vcpus.Length; index++)
        {
            vcpus[index].SetCpuid(cpuid.For(supported, index));
        }
        // Which MSRs exist depends on the CPUID leaves.
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
