namespace Kiln.Vmm.Events;

/// <summary>
/// Which watch a token of the kernel's means. A token is a place with the generation that had it: of an event that was told for the one before,
/// nobody hears.
/// </summary>
internal sealed class WatchTable
{
    // Descriptors of all devices that a machine can have; a place is an array element, so the number bounds nothing dear.
    private const int Capacity = 256;

    private const int GenerationShift = 32;

    private readonly Watch?[] _watches = new Watch?[Capacity];
    private readonly uint[] _generations = new uint[Capacity];

    /// <summary>Gives a watch a place.</summary>
    /// <param name="watch">The watch.</param>
    /// <returns>Its token; never zero.</returns>
    /// <exception cref="InvalidOperationException">More descriptors than the design knows.</exception>
    internal ulong Claim(Watch watch)
    {
        int place = Array.IndexOf(_watches, null);
        if (place < 0)
        {
            throw new InvalidOperationException($"the event loop has room for {Capacity} descriptors");
        }
        _watches[place] = watch;
        // Around after four thousand million registrations of one place, of which a batch holds events of the last few.
        _generations[place] = Math.Max(unchecked(_generations[place] + 1), 1);
        return ((ulong)_generations[place] << GenerationShift) | (uint)place;
    }

    /// <summary>Takes the place back.</summary>
    /// <param name="token">The token.</param>
    internal void Release(ulong token) => _watches[(uint)token] = null;

    /// <summary>Whose token it is; null when that one listens no more.</summary>
    /// <param name="token">The token.</param>
    internal Watch? Find(ulong token) => _generations[(uint)token] == (uint)(token >> GenerationShift) ? _watches[(uint)token] : null;
}
