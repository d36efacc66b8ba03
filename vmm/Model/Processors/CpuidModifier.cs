using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Model.Processors;

/// <summary>What a template changes in a CPUID leaf; a pattern that is not given changes nothing.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Subleaf">The subleaf.</param>
/// <param name="Flags">KVM's flags of the leaf, 1 where the subleaf counts.</param>
internal sealed record CpuidModifier(uint Leaf, uint Subleaf, uint Flags)
{
    /// <summary>Of eax.</summary>
    internal RegisterPattern Eax { get; init; }

    /// <summary>Of ebx.</summary>
    internal RegisterPattern Ebx { get; init; }

    /// <summary>Of ecx.</summary>
    internal RegisterPattern Ecx { get; init; }

    /// <summary>Of edx.</summary>
    internal RegisterPattern Edx { get; init; }

    /// <summary>Changes the leaf.</summary>
    /// <param name="leaves">The leaves that it is one of.</param>
    /// <exception cref="VmmFailure">It is not one of them.</exception>
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
