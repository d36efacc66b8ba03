using System.Numerics;

namespace Kiln.Vmm.Model.Processors;

/// <summary>The CPU topology that the guest sees: one package, with one or two threads per core.</summary>
/// <param name="Count">The number of vCPUs, 1 to 32; even when there are two threads per core and more than one vCPU.</param>
/// <param name="Smt">Whether two adjacent vCPUs share a core.</param>
internal readonly record struct ProcessorTopology(int Count, bool Smt)
{
    /// <summary>The number of APIC ID bits within the package: enough for the maximum number of vCPUs, whatever the count.</summary>
    internal const uint PackageShift = 5;

    /// <summary>The number of threads per core, 1 or 2.</summary>
    internal uint ThreadsPerCore => Smt && Count > 1 ? 2u : 1;

    /// <summary>The number of APIC ID bits within a core.</summary>
    internal uint CoreShift => ThreadsPerCore - 1;

    /// <summary>The number of cores in the package.</summary>
    internal uint Cores => (uint)Count / ThreadsPerCore;

    /// <summary>The number of APIC IDs that the package occupies: the number of vCPUs, rounded up to a power of two.</summary>
    internal uint ApicIds => BitOperations.RoundUpToPowerOf2((uint)Count);
}
