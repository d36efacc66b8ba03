namespace Kiln.Vmm.Model.Processors;

/// <summary>The bits of a register that a CPU template sets; the others stay as they are.</summary>
/// <param name="Filter">The mask of the bits to set.</param>
/// <param name="Value">The new values of these bits; the others are 0.</param>
internal readonly record struct RegisterPattern(ulong Filter, ulong Value)
{
    /// <summary>Returns the register's value with the bits set.</summary>
    internal ulong Apply(ulong register) => (register & ~Filter) | Value;

    /// <summary>Returns the register's value with the bits set.</summary>
    internal uint Apply(uint register) => (uint)Apply((ulong)register);
}
