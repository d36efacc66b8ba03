namespace Kiln.Vmm.Model.Processors;

/// <summary>Bits that a template forces, and those that it leaves alone.</summary>
/// <param name="Filter">The bits that it forces.</param>
/// <param name="Value">What they become; no other bits.</param>
internal readonly record struct RegisterPattern(ulong Filter, ulong Value)
{
    /// <summary>Forces the bits.</summary>
    /// <param name="register">The register.</param>
    internal ulong Apply(ulong register) => (register & ~Filter) | Value;

    /// <summary>Forces the bits.</summary>
    /// <param name="register">The register.</param>
    internal uint Apply(uint register) => (uint)Apply((ulong)register);
}
