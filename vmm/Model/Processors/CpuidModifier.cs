using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Model.Processors;

/// <summary>The changes that a CPU template makes to a CPUID leaf. The default pattern changes nothing.</summary>
/// <param name="Flags">KVM's flags of the leaf; 1 (KVM_CPUID_FLAG_SIGNIFCANT_INDEX) when the subleaf is significant.</param>
internal sealed record CpuidModifier(uint Leaf, uint Subleaf, uint Flags)
{
    internal RegisterPattern Eax { get; init; }

    internal RegisterPattern Ebx { get; init; }

    internal RegisterPattern Ecx { get; init; }

    internal RegisterPattern Edx { get; init; }

    /// <param name="leaves">The leaves that KVM supports.</param>
    /// <exception cref="VmmFailure">The leaf is not among them.</exception>
    internal void Apply(CpuidLeaves leaves)
    {
        if (leaves.Find(Leaf, Subleaf) is not { } leaf)
        {
            throw new VmmFailure(
                $"the CPU template changes CPUID leaf 0x{Leaf:x} subleaf 0x{Subleaf:x}, which KVM on this host does not give; take it out of the template");
        }
        leaf.flags = Flags;
        leaf.eax = Eax.Apply(leaf.eax);
        leaf.ebx = Ebx.Apply(leaf.ebx);
        leaf.ecx = Ecx.Apply(leaf.ecx);
        leaf.edx = Edx.Apply(leaf.edx);
        leaves.Put(leaf);
    }
}
