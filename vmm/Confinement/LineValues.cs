namespace Kiln.Vmm.Confinement;

/// <summary>The values of a template's placeholders.</summary>
internal readonly ref struct LineValues
{
    /// <summary>Seconds since 1970, UTC.</summary>
    internal required long Seconds { get; init; }

    /// <summary>Nanoseconds within the second.</summary>
    internal required long Nanoseconds { get; init; }

    internal required ReadOnlySpan<byte> Thread { get; init; }

    internal required Ending Ending { get; init; }

    /// <summary>The message, in printable ASCII.</summary>
    internal required ReadOnlySpan<byte> Message { get; init; }
}
