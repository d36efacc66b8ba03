namespace Kiln.Vmm.Events;

/// <summary>
/// Maps the tokens of epoll events to watches. A token combines a slot with its generation, so an event for a slot's former watch is ignored.
/// </summary>
internal sealed class WatchTable
{
    // More than the descriptors of all devices that a machine can have; a slot is one array element, so a generous limit is cheap.
    private const int Capacity = 256;

    // What a loop without devices needs; it doubles.
    private const int FirstCapacity = 16;

    private const int GenerationShift = 32;

    private Watch?[] _watches = new Watch?[FirstCapacity];
    private uint[] _generations = new uint[FirstCapacity];

    /// <summary>Assigns a slot to a watch.</summary>
    /// <returns>The token; never zero.</returns>
    /// <exception cref="InvalidOperationException">The table is full: a defect.</exception>
    internal ulong Claim(Watch watch)
    {
        int place = Array.IndexOf(_watches, null);
        if (place < 0)
        {
            place = _watches.Length;
            Grow();
        }
        _watches[place] = watch;
        // The generation wraps after four billion registrations of a slot; a batch can only hold events of the last few.
        _generations[place] = Math.Max(unchecked(_generations[place] + 1), 1);
        return ((ulong)_generations[place] << GenerationShift) | (uint)place;
    }

    /// <summary>Frees the slot.</summary>
    internal void Release(ulong token) => _watches[(uint)token] = null;

    /// <summary>The watch of a token; null when it no longer listens.</summary>
    internal Watch? Find(ulong token) => _generations[(uint)token] == (uint)(token >> GenerationShift) ? _watches[(uint)token] : null;

    private void Grow()
    {
        if (_watches.Length == Capacity)
        {
            throw new InvalidOperationException($"the event loop is full: it holds {Capacity} descriptors");
        }
        Array.Resize(ref _watches, _watches.Length * 2);
        Array.Resize(ref _generations, _watches.Length);
    }
}
