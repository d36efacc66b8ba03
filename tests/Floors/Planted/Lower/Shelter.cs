using Kiln.Floors.Tests.Planted.Upper;

namespace Kiln.Floors.Tests.Planted.Lower;

/// <summary>Catches what the upper folder throws, and calls nothing of it.</summary>
internal static class Shelter
{
    internal static bool Holds(Action night)
    {
        try
        {
            night();
            return true;
        }
        catch (Storm)
        {
            return false;
        }
    }
}
