using System.Linq;
using Kiln.Floors.Tests.Planted.Upper;

namespace Kiln.Floors.Tests.Planted.Lower;

/// <summary>Calls upward, from a type that the compiler makes.</summary>
internal static class Cellar
{
    internal static int Depth() => 2;

    internal static int[] Shadows() => [.. Enumerable.Range(0, 3).Select(hour => hour * Roof.Height())];
}
