using System.Linq;
using Kiln.Vmm.Kvm.Arch.X64;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>CPUID leaves as lines, so that a difference is seen at a glance.</summary>
internal static class CpuidText
{
    /// <summary>A line for each leaf: <c>leaf subleaf flags: eax ebx ecx edx</c>, hexadecimal.</summary>
    internal static string[] Of(CpuidLeaves leaves) => [.. leaves.Entries.ToArray().Select(leaf => Of(leaf))];

    /// <summary>The line of a leaf.</summary>
    internal static string Of(CpuidLeaves leaves, uint function, uint subleaf = 0) =>
        leaves.Find(function, subleaf) is { } leaf ? Of(leaf) : "absent";

    private static string Of(kvm_cpuid_entry2 leaf) =>
        $"{leaf.function:x} {leaf.index:x} {leaf.flags:x}: {leaf.eax:x8} {leaf.ebx:x8} {leaf.ecx:x8} {leaf.edx:x8}";
}
