using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// A level of cache as Intel's leaf 4 and AMD's leaf 0x8000001D describe it in eax: the same fields at the same bits. The guest's caches
/// are shared by its own processors: those of a core up to the second level, those of the package at the third.
/// </summary>
internal static class CacheSharing
{
    private static readonly RegisterField _type = new(0, 5);
    private static readonly RegisterField _level = new(5, 3);
    private static readonly RegisterField _sharers = new(14, 12);

    /// <summary>Whether the list of caches goes on: a type of zero ends it.</summary>
    /// <param name="eax">The register.</param>
    internal static bool IsCache(uint eax) => _type.Of(eax) != 0;

    /// <summary>Writes how many processors share the cache.</summary>
    /// <param name="eax">The register.</param>
    /// <param name="topology">The guest's processors.</param>
    internal static uint Describe(uint eax, ProcessorTopology topology) => _level.Of(eax) switch
    {
        1 or 2 => _sharers.Set(eax, topology.ThreadsPerCore - 1),
        3 => _sharers.Set(eax, (uint)topology.Count - 1),
        _ => eax,
    };
}
