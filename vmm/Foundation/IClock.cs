namespace Kiln.Vmm.Foundation;

/// <summary>The two times that are written down or waited by.</summary>
internal interface IClock
{
    /// <summary>Nanoseconds since 1970 in UTC.</summary>
    long Wall { get; }

    /// <summary>Nanoseconds since some moment in the past; never set back.</summary>
    ulong Monotonic { get; }
}
