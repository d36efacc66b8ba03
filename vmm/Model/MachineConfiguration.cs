using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>The vCPUs and the memory of a machine.</summary>
/// <param name="MemoryMebibytes">RAM in MiB, at least 1, and even with huge pages. May exceed what the host has.</param>
internal sealed partial record MachineConfiguration(ProcessorTopology Processors, ulong MemoryMebibytes)
{
    /// <summary>The maximum number of vCPUs.</summary>
    internal const int MaximumVcpus = 32;

    /// <summary>The most RAM of a saved machine, in MiB: its bytes are a signed 64-bit length of a file.</summary>
    internal const ulong MostMebibytes = long.MaxValue >> 20;

    /// <summary>The default: one vCPU and 128 MiB.</summary>
    internal static MachineConfiguration Default { get; } = new(new ProcessorTopology(1, Smt: false), 128);

    /// <summary>The pages of the host that back guest memory.</summary>
    internal HugePages Pages { get; init; }

    /// <summary>Whether KVM logs which pages of guest memory are written.</summary>
    internal bool TracksDirtyPages { get; init; }

    /// <summary>The static CPU template, unless there is a custom one.</summary>
    internal StaticCpuTemplate Template { get; init; }
}
