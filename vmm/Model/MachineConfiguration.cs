using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Model;

/// <summary>The size of a machine, and what its processors look like.</summary>
/// <param name="Processors">Its processors.</param>
/// <param name="MemoryMebibytes">RAM in MiB, at least 1 and more than any host has if need be; even with huge pages.</param>
internal sealed record MachineConfiguration(ProcessorTopology Processors, ulong MemoryMebibytes)
{
    /// <summary>The most processors that a machine can have.</summary>
    internal const int MaximumVcpus = 32;

    /// <summary>What a machine is when nobody says anything.</summary>
    internal static MachineConfiguration Default { get; } = new(new ProcessorTopology(1, Smt: false), 128);

    /// <summary>What pages the host gives for its memory.</summary>
    internal HugePages Pages { get; init; }

    /// <summary>Whether the kernel records which pages of its memory are written.</summary>
    internal bool TracksDirtyPages { get; init; }

    /// <summary>The template that its processors are made by, unless there is a custom one.</summary>
    internal StaticCpuTemplate Template { get; init; }
}
