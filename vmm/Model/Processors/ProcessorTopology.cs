using System.Numerics;

namespace Kiln.Vmm.Model.Processors;

/// <summary>How a guest's processors are told to belong together: one package, one or two threads to a core.</summary>
/// <param name="Count">Processors, 1 to 32; even when there are two threads to a core and more than one processor.</param>
/// <param name="Smt">Whether two neighbors share a core.</param>
internal readonly record struct ProcessorTopology(int Count, bool Smt)
{
    /// <summary>Bits of an APIC id that number the processors of a package: enough for the most that there can be, whatever the count.</summary>
    internal const uint PackageShift = 5;

    /// <summary>Threads of a core, 1 or 2.</summary>
    internal uint ThreadsPerCore => Smt && Count > 1 ? 2u : 1;

    /// <summary>Bits of an APIC id that number the threads of a core.</summary>
    internal uint CoreShift => ThreadsPerCore - 1;

    /// <summary>Cores of the package.</summary>
    internal uint Cores => (uint)Count / ThreadsPerCore;

    /// <summary>APIC ids that the package takes: the count, rounded up to a power of two.</summary>
    internal uint ApicIds => BitOperations.RoundUpToPowerOf2((uint)Count);
}
