using System.Runtime.Intrinsics.X86;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The processor that executes this code.</summary>
internal sealed class RunningProcessor : HostProcessor
{
    /// <inheritdoc/>
    internal override CpuidRegisters Read(uint leaf, uint subleaf = 0)
    {
        (int eax, int ebx, int ecx, int edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        return new CpuidRegisters((uint)eax, (uint)ebx, (uint)ecx, (uint)edx);
    }
}
