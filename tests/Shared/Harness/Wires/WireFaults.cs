namespace Kiln.Testing.Harness.Wires;

/// <summary>What a wire does to frames; each figure is a share of all.</summary>
/// <param name="Lost">Frames that never arrive.</param>
/// <param name="Late">Frames that arrive two milliseconds late, and so after later ones.</param>
/// <param name="Doubled">Frames that arrive twice.</param>
internal sealed record WireFaults(double Lost, double Late, double Doubled)
{
    internal static WireFaults None { get; } = new(0, 0, 0);

    /// <summary>A bad radio link: one frame in ten is lost, one in four comes late, one in a hundred twice.</summary>
    internal static WireFaults Many { get; } = new(0.10, 0.25, 0.01);
}
