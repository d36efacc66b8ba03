using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Memory;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Puts the filter set where the monitor looks for it: in a sealed memory file at descriptor 3.</summary>
/// <param name="set">The set.</param>
internal sealed class PlaceFilterSet(byte[] set) : IJailStep
{
    /// <summary>Part of the contract between the two binaries; the monitor has the same number. Nothing of the jailer's own lies there.</summary>
    internal const int Number = 3;

    /// <inheritdoc/>
    public string Description => $"put the filter set, {set.Length} bytes, into a sealed memory file at descriptor {Number}";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        using MemoryFile file = MemoryFile.CreateSealed("kiln-filters", set);
        DescriptorTable.Place(file.Descriptor, Number);
        if (MemoryFile.SealsOf(new Descriptor(Number)) != MemoryFile.Immutable)
        {
            throw new InvalidOperationException($"descriptor {Number} is not the sealed filter set");
        }
    }
}
