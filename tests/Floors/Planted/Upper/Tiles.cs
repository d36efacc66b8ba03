namespace Kiln.Floors.Tests.Planted.Upper;

/// <summary>Constants that no compiled code names.</summary>
internal static class Tiles
{
    internal const int Number = 400;
}

/// <summary>As <see cref="Tiles"/>.</summary>
internal enum Colour
{
    Slate = 3,
}

/// <summary>Namesake of one in the lower folder.</summary>
internal static class Beam
{
    internal const int Length = 6;
}
