using Kiln.Floors.Tests.Planted.Lower;

namespace Kiln.Floors.Tests.Planted.Upper;

/// <summary>Stands on the cellar, as it may.</summary>
internal static class Roof
{
    internal static int Height() => Cellar.Depth() + 1;
}
