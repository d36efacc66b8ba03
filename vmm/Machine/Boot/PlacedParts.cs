using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>The ranges of guest memory above 1 MiB that are filled for the boot: nothing may be placed over what was placed before.</summary>
internal sealed class PlacedParts
{
    private readonly List<(string Name, GuestRegion Place)> _parts = [];

    /// <summary>Claims a range.</summary>
    /// <param name="name">Name of the part in messages.</param>
    /// <param name="place">A range within guest memory.</param>
    /// <returns>Null on success; otherwise the part that the range would lie over, with its place.</returns>
    internal string? Claim(string name, GuestRegion place)
    {
        foreach ((string other, GuestRegion taken) in _parts)
        {
            if (place.Overlaps(taken))
            {
                return $"{other} at 0x{taken.Start:x} to 0x{taken.End - 1:x}";
            }
        }
        _parts.Add((name, place));
        return null;
    }
}
