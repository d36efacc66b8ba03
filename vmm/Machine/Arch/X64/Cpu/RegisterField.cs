namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Some adjacent bits of a 32-bit register.</summary>
/// <param name="low">The lowest, from 0.</param>
/// <param name="width">How many, 1 to 31.</param>
internal readonly struct RegisterField(int low, int width)
{
    private uint Mask => ((1u << width) - 1) << low;

    /// <summary>Reads the bits.</summary>
    /// <param name="register">The register.</param>
    internal uint Of(uint register) => (register & Mask) >> low;

    /// <summary>Replaces the bits.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">What they are to hold; more than fits is cut off.</param>
    /// <returns>The register with them.</returns>
    internal uint Set(uint register, uint value) => (register & ~Mask) | ((value << low) & Mask);
}
