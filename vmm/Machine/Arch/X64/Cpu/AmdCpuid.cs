using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>CPUID leaves of AMD processors.</summary>
internal sealed class AmdCpuid(HostProcessor host, ProcessorTopology topology) : GuestCpuid(host, topology)
{
    private const uint CacheLeaf = 0x8000_001D;
    private const uint TopologyLeaf = 0x8000_001E;

    // Processors have four caches; the limit stops on a host whose list never ends.
    private const uint MaximumCaches = 16;

    private const uint ApicIdBits = 7;

    private static readonly RegisterField _architectureCapabilities = new(29, 1);
    private static readonly RegisterField _topologyExtensions = new(22, 1);
    private static readonly RegisterField _apicIdSize = new(12, 4);
    private static readonly RegisterField _lastProcessor = new(0, 8);
    private static readonly RegisterField _coreId = new(0, 8);
    private static readonly RegisterField _lastThread = new(8, 8);
    private static readonly RegisterField _node = new(0, 11);

    /// <inheritdoc/>
    private protected override string Brand => "AMD EPYC";

    /// <inheritdoc/>
    private protected override void DescribeVendorLeaves(CpuidLeaves leaves, uint index)
    {
        Change(leaves, 7, 0, (ref leaf) => leaf.edx = _architectureCapabilities.Set(leaf.edx, 0));
        Change(leaves, 0x8000_0001, 0, (ref leaf) => leaf.ecx = _topologyExtensions.Set(leaf.ecx, 1));
        Change(leaves, 0x8000_0008, 0, (ref leaf) =>
            leaf.ecx = _lastProcessor.Set(_apicIdSize.Set(leaf.ecx, ApicIdBits), (uint)Topology.Count - 1));
        PutCaches(leaves);
        PutCore(leaves, index);
    }

    private void PutCaches(CpuidLeaves leaves)
    {
        for (uint subleaf = 0; subleaf < MaximumCaches; subleaf++)
        {
            CpuidRegisters cache = Host.Read(CacheLeaf, subleaf);
            PutSubleaf(leaves, CacheLeaf, subleaf, cache with { Eax = CacheSharing.Describe(cache.Eax, Topology) });
            if (!CacheSharing.IsCache(cache.Eax))
            {
                break;
            }
        }
    }

    private void PutCore(CpuidLeaves leaves, uint index)
    {
        CpuidRegisters core = Host.Read(TopologyLeaf);
        uint identity = _coreId.Set(core.Ebx, index / Topology.ThreadsPerCore);
        PutLeaf(leaves, TopologyLeaf, core with
        {
            Eax = index,
            Ebx = _lastThread.Set(identity, Topology.ThreadsPerCore - 1),
            Ecx = _node.Set(core.Ecx, 0),
        });
    }
}
