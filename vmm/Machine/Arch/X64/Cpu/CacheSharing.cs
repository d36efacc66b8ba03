using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// A cache level as Intel's leaf 4 and AMD's leaf 0x8000001D describe it in eax: both use the same fields. Guest processors share the caches: L1 and
/// L2 within a core, L3 within the package.
/// </summary>
internal static class CacheSharing
{
    private static readonly RegisterField _type = new(0, 5);
    private static readonly RegisterField _level = new(5, 3);
    private static readonly RegisterField _sharers = new(14, 12);

    /// <summary>Whether eax describes a cache; type 0 ends the list.</summary>
    internal static bool IsCache(uint eax) => _type.Of(eax) != 0;

    /// <summary>Sets the number of processors that share the cache.</summary>
    internal static uint Describe(uint eax, ProcessorTopology topology) => _level.Of(eax) switch
    {
        1 or 2 => _sharers.Set(eax, topology.ThreadsPerCore - 1),
        3 => _sharers.Set(eax, (uint)topology.Count - 1),
        _ => eax,
    };
}
