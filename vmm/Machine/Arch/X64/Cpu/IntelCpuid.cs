using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>CPUID leaves of Intel processors.</summary>
internal sealed class IntelCpuid(HostProcessor host, ProcessorTopology topology) : GuestCpuid(host, topology)
{
    private const string Name = "Intel(R) Xeon(R) Processor";

    private static readonly RegisterField _cores = new(26, 6);
    private static readonly RegisterField _turbo = new(1, 1);
    private static readonly RegisterField _energyBias = new(3, 1);
    private static readonly RegisterField _exceptionOnlyDataPointer = new(6, 1);
    private static readonly RegisterField _noFpuSegments = new(13, 1);
    private static readonly RegisterField _waitPackage = new(5, 1);

    /// <inheritdoc/>
    private protected override string Brand => Frequency(Host.Brand) is { } frequency ? $"{Name} @ {frequency}" : Name;

    /// <inheritdoc/>
    private protected override void DescribeVendorLeaves(CpuidLeaves leaves, uint index)
    {
        for (uint subleaf = 0; leaves.Find(4, subleaf) is { } cache && CacheSharing.IsCache(cache.eax); subleaf++)
        {
            cache.eax = _cores.Set(CacheSharing.Describe(cache.eax, Topology), Topology.Cores - 1);
            leaves.Put(cache);
        }
        Change(leaves, 6, 0, ClearPowerManagement);
        Change(leaves, 7, 0, DescribeFeatures);
        // Performance counters are not virtualized.
        Change(leaves, 0xA, 0, (ref leaf) => leaf.eax = leaf.ebx = leaf.ecx = leaf.edx = 0);
        if (leaves.Find(0x1F) is not null)
        {
            PutTopology(leaves, 0x1F, index);
        }
    }

    private static void ClearPowerManagement(ref kvm_cpuid_entry2 leaf)
    {
        leaf.eax = _turbo.Set(leaf.eax, 0);
        leaf.ecx = _energyBias.Set(leaf.ecx, 0);
    }

    private static void DescribeFeatures(ref kvm_cpuid_entry2 leaf)
    {
        leaf.ebx = _exceptionOnlyDataPointer.Set(leaf.ebx, 1);
        leaf.ebx = _noFpuSegments.Set(leaf.ebx, 1);
        leaf.ecx = _waitPackage.Set(leaf.ecx, 0);
    }

    // The frequency that ends a brand string, such as 2.90GHz, or null if it has none.
    private static string? Frequency(string brand)
    {
        string trimmed = brand.TrimEnd();
        string word = trimmed[(trimmed.LastIndexOf(' ') + 1)..];
        bool unit = word.EndsWith("MHz", StringComparison.Ordinal) || word.EndsWith("GHz", StringComparison.Ordinal)
            || word.EndsWith("THz", StringComparison.Ordinal);
        return unit && word.Length > 3 && word.AsSpan(..^3).Trim("0123456789.").IsEmpty ? word : null;
    }
}
