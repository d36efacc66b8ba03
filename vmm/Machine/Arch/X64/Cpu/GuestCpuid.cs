using System.Runtime.InteropServices;
using System.Text;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>
/// Builds one processor's CPUID leaves from those that KVM supports: replaces the host's topology, power management and brand string with the
/// guest's own. Leaf numbers and bits are those of the Intel SDM, volume 2, CPUID, and the AMD APM, volume 3, appendix E.
/// </summary>
internal abstract class GuestCpuid
{
    private const uint SignificantIndex = 1;
    private const int BrandLength = 48;

    // In units of 8 bytes: a cache line has 64 bytes.
    private static readonly RegisterField _clflushLine = new(8, 8);
    private static readonly RegisterField _logicalProcessors = new(16, 8);
    private static readonly RegisterField _initialApicId = new(24, 8);
    private static readonly RegisterField _perfmonCapabilities = new(15, 1);
    private static readonly RegisterField _tscDeadline = new(24, 1);
    private static readonly RegisterField _hypervisor = new(31, 1);
    private static readonly RegisterField _multiThreading = new(28, 1);
    private static readonly RegisterField _cacheReserved = new(16, 2);
    private static readonly RegisterField _shadowStacks = new(7, 1);
    private static readonly RegisterField _indirectBranchTracking = new(20, 1);
    private static readonly RegisterField _shadowStackStates = new(11, 2);

    private protected GuestCpuid(HostProcessor host, ProcessorTopology topology)
    {
        Host = host;
        Topology = topology;
    }

    private protected HostProcessor Host { get; }

    private protected ProcessorTopology Topology { get; }

    /// <summary>Chooses the implementation by the host processor's vendor.</summary>
    /// <exception cref="VmmFailure">Kiln does not support the vendor.</exception>
    internal static GuestCpuid Of(HostProcessor host, ProcessorTopology topology) => host.Vendor switch
    {
        CpuVendor.Intel => new IntelCpuid(host, topology),
        CpuVendor.Amd => new AmdCpuid(host, topology),
        _ => throw new VmmFailure("this host's processor is made by neither Intel nor AMD; CPUID leaves are known for these two"),
    };

    /// <summary>Builds the leaves of one processor.</summary>
    /// <param name="supported">The leaves that KVM supports, after a template was applied; not changed.</param>
    /// <param name="index">The processor's index, which is also its APIC ID.</param>
    internal CpuidLeaves For(CpuidLeaves supported, int index)
    {
        CpuidLeaves leaves = supported.Copy();
        Change(leaves, 0, 0, (ref leaf) => CopyVendor(ref leaf, Host.Read(0)));
        Change(leaves, 1, 0, (ref leaf) => DescribeProcessor(ref leaf, (uint)index));
        Change(leaves, 7, 0, HideControlFlowEnforcement);
        Change(leaves, 0xD, 1, (ref leaf) => leaf.ecx = _shadowStackStates.Set(leaf.ecx, 0));
        PutTopology(leaves, 0xB, (uint)index);
        CopyFromHost(leaves, 0x8000_0005);
        CopyFromHost(leaves, 0x8000_0006);
        Change(leaves, 0x8000_0006, 0, (ref leaf) => leaf.edx = _cacheReserved.Set(leaf.edx, 0));
        PutBrand(leaves, Brand);
        DescribeVendorLeaves(leaves, (uint)index);
        return leaves;
    }

    private protected delegate void LeafChange(ref kvm_cpuid_entry2 leaf);

    /// <summary>The guest processor's brand string; at most 48 ASCII characters.</summary>
    private protected abstract string Brand { get; }

    /// <summary>Changes the leaves that only this vendor's processors have or that they define differently.</summary>
    private protected abstract void DescribeVendorLeaves(CpuidLeaves leaves, uint index);

    /// <summary>Changes a leaf; does nothing when KVM does not support it.</summary>
    private protected static void Change(CpuidLeaves leaves, uint function, uint subleaf, LeafChange change)
    {
        if (leaves.Find(function, subleaf) is { } leaf)
        {
            change(ref leaf);
            leaves.Put(leaf);
        }
    }

    /// <summary>Sets a leaf with significant subleaves.</summary>
    private protected static void PutSubleaf(CpuidLeaves leaves, uint function, uint subleaf, CpuidRegisters registers) =>
        leaves.Put(Entry(function, subleaf, SignificantIndex, registers));

    /// <summary>Sets a leaf without subleaves.</summary>
    private protected static void PutLeaf(CpuidLeaves leaves, uint function, CpuidRegisters registers) =>
        leaves.Put(Entry(function, 0, 0, registers));

    /// <summary>Sets the extended topology levels: threads of a core, processors of the package, and nothing above.</summary>
    private protected void PutTopology(CpuidLeaves leaves, uint function, uint index)
    {
        const uint ThreadLevel = 1 << 8;
        const uint CoreLevel = 2 << 8;
        PutSubleaf(leaves, function, 0, new CpuidRegisters(Topology.CoreShift, Topology.ThreadsPerCore, ThreadLevel, index));
        PutSubleaf(leaves, function, 1, new CpuidRegisters(ProcessorTopology.PackageShift, (uint)Topology.Count, CoreLevel | 1, index));
        for (uint subleaf = 2; leaves.Find(function, subleaf) is not null; subleaf++)
        {
            PutSubleaf(leaves, function, subleaf, new CpuidRegisters(0, 0, subleaf, index));
        }
    }

    private void DescribeProcessor(ref kvm_cpuid_entry2 leaf, uint index)
    {
        leaf.ebx = _clflushLine.Set(leaf.ebx, 8);
        leaf.ebx = _logicalProcessors.Set(leaf.ebx, Topology.ApicIds);
        leaf.ebx = _initialApicId.Set(leaf.ebx, index);
        leaf.ecx = _perfmonCapabilities.Set(leaf.ecx, 0);
        leaf.ecx = _tscDeadline.Set(leaf.ecx, 1);
        leaf.ecx = _hypervisor.Set(leaf.ecx, 1);
        leaf.edx = _multiThreading.Set(leaf.edx, Topology.Count > 1 ? 1u : 0);
    }

    // The shadow stack pointer of a running guest is in no state that KVM's vCPU ioctls save: a snapshot would lose it.
    private static void HideControlFlowEnforcement(ref kvm_cpuid_entry2 leaf)
    {
        leaf.ecx = _shadowStacks.Set(leaf.ecx, 0);
        leaf.edx = _indirectBranchTracking.Set(leaf.edx, 0);
    }

    private static void CopyVendor(ref kvm_cpuid_entry2 leaf, CpuidRegisters host) =>
        (leaf.ebx, leaf.ecx, leaf.edx) = (host.Ebx, host.Ecx, host.Edx);

    private void CopyFromHost(CpuidLeaves leaves, uint function) => PutLeaf(leaves, function, Host.Read(function));

    private static void PutBrand(CpuidLeaves leaves, string brand)
    {
        byte[] text = new byte[BrandLength];
        Encoding.ASCII.GetBytes(brand, text);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(text);
        for (uint leaf = 0; words.Length > 0; leaf++, words = words[4..])
        {
            PutLeaf(leaves, HostProcessor.FirstBrandLeaf + leaf, new CpuidRegisters(words[0], words[1], words[2], words[3]));
        }
    }

    private static kvm_cpuid_entry2 Entry(uint function, uint subleaf, uint flags, CpuidRegisters registers) => new()
    {
        function = function,
        index = subleaf,
        flags = flags,
        eax = registers.Eax,
        ebx = registers.Ebx,
        ecx = registers.Ecx,
        edx = registers.Edx,
    };
}
