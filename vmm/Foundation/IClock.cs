namespace Kiln.Vmm.Foundation;

/// <summary>The wall clock and the monotonic clock.</summary>
internal interface IClock
{
    /// <summary>Nanoseconds since 1970, UTC.</summary>
    long Wall { get; }

    /// <summary>Nanoseconds since an arbitrary start; never goes back.</summary>
    ulong Monotonic { get; }
}
