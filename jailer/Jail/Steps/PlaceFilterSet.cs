using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Puts the filter set where the monitor looks for it: in a sealed memory file at descriptor 3, with nothing open above.</summary>
/// <param name="set">The set.</param>
internal sealed class PlaceFilterSet(byte[] set) : IJailStep
{
    // Part of the contract between the two binaries; the monitor has the same number.
    private const int Number = 3;

    /// <inheritdoc/>
    public string Description => $"put the filter set, {set.Length} bytes, into a sealed memory file at descriptor {Number}; close all above";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Not disposed: its descriptor may be the very one that stays open.
        MemoryFile file = MemoryFile.CreateSealed("kiln-filters", set);
        DescriptorTable.Place(file.Descriptor, Number);
        DescriptorTable.CloseFrom(Number + 1);
        if (MemoryFile.SealsOf(new Descriptor(Number)) != MemoryFile.Immutable)
        {
            throw new InvalidOperationException($"descriptor {Number} is not the sealed filter set");
        }
    }
}
