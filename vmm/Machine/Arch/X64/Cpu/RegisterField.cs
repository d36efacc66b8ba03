namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>A bit field of a 32-bit register.</summary>
/// <param name="low">Its lowest bit, from 0.</param>
/// <param name="width">Its number of bits, 1 to 31.</param>
internal readonly struct RegisterField(int low, int width)
{
    private uint Mask => ((1u << width) - 1) << low;

    /// <summary>Extracts the field's value.</summary>
    internal uint Of(uint register) => (register & Mask) >> low;

    /// <summary>Replaces the field's value.</summary>
    /// <param name="value">The new value; excess high bits are dropped.</param>
    /// <returns>The register with the new value.</returns>
    internal uint Set(uint register, uint value) => (register & ~Mask) | ((value << low) & Mask);
}
