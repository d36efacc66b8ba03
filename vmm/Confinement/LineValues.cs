namespace Kiln.Vmm.Confinement;

/// <summary>What stands in the holes of a template.</summary>
internal readonly ref struct LineValues
{
    /// <summary>Seconds since 1970 in UTC.</summary>
    internal required long Seconds { get; init; }

    /// <summary>Nanoseconds of the second.</summary>
    internal required long Nanoseconds { get; init; }

    /// <summary>The thread's name.</summary>
    internal required ReadOnlySpan<byte> Thread { get; init; }

    /// <summary>How the process ends.</summary>
    internal required Ending Ending { get; init; }

    /// <summary>What is said: ASCII that can be printed.</summary>
    internal required ReadOnlySpan<byte> Message { get; init; }
}
