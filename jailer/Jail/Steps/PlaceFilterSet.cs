using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Memory;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Passes the filter set to the monitor in a sealed memfd at descriptor 3.</summary>
internal sealed class PlaceFilterSet(byte[] set) : IJailStep
{
    /// <summary>Part of the contract between jailer and monitor; the monitor uses the same number. The jailer keeps nothing of its own there.</summary>
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
