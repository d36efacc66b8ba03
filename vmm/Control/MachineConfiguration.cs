using Kiln.Vmm.Machine.Memory;

namespace Kiln.Vmm.Control;

/// <summary>The size of a machine.</summary>
/// <param name="VcpuCount">Processors, 1 to 32.</param>
/// <param name="MemoryMebibytes">RAM in MiB, at least 1; even with huge pages.</param>
/// <param name="Pages">What pages the host gives for it.</param>
internal sealed record MachineConfiguration(int VcpuCount, ulong MemoryMebibytes, HugePages Pages = HugePages.None)
{
    /// <summary>The most processors that a machine can have.</summary>
    internal const int MaximumVcpus = 32;

    /// <summary>What a machine is when nobody says anything.</summary>
    internal static MachineConfiguration Default => new(1, 128);
}
