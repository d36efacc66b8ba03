using Kiln.Floors.Tests.Planted.Upper;

namespace Kiln.Floors.Tests.Planted.Lower;

/// <summary>Uses constants of the upper folder, and one of its own that has a namesake there.</summary>
internal static class Stairs
{
    internal static int Steps() => Tiles.Number / 2;

    internal static int Paint() => (int)Colour.Slate;

    internal static int Width() => Beam.Length;
}

/// <summary>Namesake of one in the upper folder.</summary>
internal static class Beam
{
    internal const int Length = 4;
}
